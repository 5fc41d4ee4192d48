// Measured inside the page by layout.py: an object of questions that take nothing.
({
  // What is wider than the window without a place of its own to scroll in. One pixel is rounding.
  tooWide() {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth + 1) return [];
    const name = (part) => [part.tagName.toLowerCase(), part.id && `#${part.id}`, part.getAttribute("class")].filter(Boolean).join(" ");
    const isWide = (part) => {
      const box = part.getBoundingClientRect();
      return box.width && (box.right > root.clientWidth + 1 || box.left < -1) && getComputedStyle(part).position !== "absolute";
    };
    const wide = [...document.body.querySelectorAll("*")].filter(isWide).slice(0, 5).map(name);
    return [`scrolls to ${root.scrollWidth} of ${root.clientWidth}`, ...wide];
  },

  // What lies over something else in the head of the page.
  overlaps() {
    const parts = [...document.querySelectorAll(".bar .mark, .bar .nav a, .bar .leave button, main h1")];
    const boxes = parts.map((part) => [part.textContent.trim(), part.getBoundingClientRect()]).filter(([, box]) => box.width);
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    return boxes.flatMap(([name, box], at) =>
      boxes.slice(at + 1).filter(([, other]) => meet(box, other)).map(([other]) => `${name} and ${other}`));
  },

  // How many stops Tab should make; of radio buttons one per group.
  controls() {
    const groups = new Set();
    const isStop = (part) => {
      if (part.disabled || part.tabIndex < 0 || !part.checkVisibility({ visibilityProperty: true })) return false;
      if (part.type !== "radio") return true;
      const group = `${part.form?.action} ${part.name}`;
      return !groups.has(group) && Boolean(groups.add(group));
    };
    const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    return [...document.querySelectorAll(all)].filter(isStop).length;
  },

  // Where the focus is, whether it is drawn, and whether it is inside the window and under nothing else. Null: nowhere.
  focused() {
    const at = document.activeElement;
    if (!at || at === document.body || at === document.documentElement) return null;
    const drawn = at.closest(".seg") && at.type === "radio" ? at.nextElementSibling : at;
    const style = getComputedStyle(drawn);
    const box = drawn.getClientRects()[0];
    const over = document.elementFromPoint(box.left + Math.min(box.width, 40) / 2, box.top + Math.min(box.height, 20) / 2);
    const words = at.getAttribute("aria-label") || at.labels?.[0]?.textContent || at.textContent;
    return {
      name: words.trim().replace(/\s+/g, " ").slice(0, 60),
      ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      inside: box.top >= -1 && box.bottom <= innerHeight + 1,
      free: Boolean(over) && (drawn.contains(over) || over.contains(drawn) || Boolean(at.labels?.[0]?.contains(over))),
    };
  },
})
