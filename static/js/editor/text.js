// A scenario as text: line numbers that follow soft line breaks, where the cursor stands, and problems that lead to their line.
const page = document.querySelector("[data-text]");
const sheet = page?.querySelector("[data-text-sheet]");
if (sheet) start();

function start() {
  const area = page.querySelector("[data-text-area]");
  const numbers = page.querySelector("[data-text-lines]");
  const where = page.querySelector("[data-text-line]");
  const saved = "unsaved" in page.dataset ? null : sheet.value;
  let waiting = false;
  let leaving = false;
  area.toggleAttribute("data-numbered", true);
  draw();
  tell();

  sheet.addEventListener("input", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; draw(); measure(); });
  });
  document.addEventListener("selectionchange", () => { if (document.activeElement === sheet) tell(); });
  sheet.addEventListener("focus", tell);
  page.addEventListener("click", (event) => {
    const link = event.target.closest("[data-text-go]");
    if (!link) return;
    event.preventDefault();
    go(Number(link.dataset.textGo));
  });
  page.addEventListener("submit", () => { leaving = true; setTimeout(() => { leaving = false; }, 1000); });
  window.addEventListener("beforeunload", (event) => { if (!leaving && sheet.value !== saved) event.preventDefault(); });
  page.querySelector("[data-text-findings] h2")?.focus();

  // Each line lies behind the text once more, broken at the same places, so that its number stands beside it.
  function draw() {
    const lines = sheet.value.split("\n");
    while (numbers.children.length > lines.length) numbers.lastChild.remove();
    lines.forEach((line, at) => {
      const item = numbers.children[at] ?? numbers.appendChild(document.createElement("li"));
      const words = line || "\u200b";
      if (item.textContent !== words) item.textContent = words;
    });
  }

  function measure() {
    const limit = Number(sheet.dataset.limit);
    // Line ends are sent as two signs.
    const length = new TextEncoder().encode(sheet.value).length + numbers.children.length;
    sheet.setCustomValidity(length > limit ? sheet.dataset.tooLong : "");
  }

  function tell() {
    const line = sheet.value.slice(0, sheet.selectionStart).split("\n").length;
    const words = where.dataset.words;
    where.textContent = words.replace("%(line)s", line).replace("%(lines)s", numbers.children.length);
  }

  function go(number) {
    const lines = sheet.value.split("\n");
    const at = Math.min(Math.max(number, 1), lines.length) - 1;
    const start = lines.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0);
    sheet.focus({ preventScroll: true });
    sheet.setSelectionRange(start, start + lines[at].length);
    const row = numbers.children[at];
    area.scrollTop = row.offsetTop - area.clientHeight / 3;
    area.scrollIntoView({ block: "nearest" });
    tell();
  }
}
