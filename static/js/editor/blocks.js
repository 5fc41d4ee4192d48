// Wagtail's own objects behind the form, where reading the page is not enough: to add a block, to find one, to take it out.

export const CHILD = "[data-streamfield-child]";

/** The outermost block of a stream: its `children` are the blocks, without those that were deleted. */
export const root = (name) => document.getElementById(`${name}-root`)?.rootBlock ?? null;

/** The blocks of a stream that is not there are none. */
export const children = (name) => root(name)?.children ?? [];

/** The part of a block that has this name: its field, or its list. */
export const part = (child, name) => child.block.childBlocks?.[name] ?? null;

/** What stands in a field of a block, without space around it. */
export const text = (child, name) => String(part(child, name)?.getValue() ?? "").trim();

/** The element of the innermost block around an element. */
export const around = (element) => element.closest(CHILD);

/** The beginning of the names of a block's fields: "scenes-0-value". */
export const pathOf = (element) => element.firstElementChild.name.replace(/-deleted$/, "-value");

/** Whether neither this nor anything around it was deleted. */
export function isLive(element) {
  for (let child = around(element); child; child = child.parentElement.closest(CHILD))
    if (child.firstElementChild.value === "1") return false;
  return true;
}

/** The lists inside a block. */
export const listsIn = (child) => Object.values(child.block.childBlocks ?? {}).filter((inside) => inside.children);

/** Wagtail's object for the element of a block, or null. */
export function childOf(element) {
  if (!element) return null;
  const outer = element.parentElement.closest(CHILD);
  if (outer) {
    const owner = childOf(outer);
    const lists = owner ? listsIn(owner) : [];
    return lists.flatMap((list) => list.children).find((child) => child.element === element) ?? null;
  }
  const stream = pathOf(element).replace(/-\d+-value$/, "");
  return children(stream).find((child) => child.element === element) ?? null;
}

/** This block and every block inside it. */
export function* within(child) {
  yield child;
  for (const list of listsIn(child)) for (const inner of list.children) yield* within(inner);
}

const isFolded = (toggle) => toggle?.getAttribute("aria-expanded") === "false";

/** Opens a block. */
export function unfold(child) {
  if (isFolded(child.toggleElement)) child.toggleElement.click();
}

/** Opens every tab and panel around an element, brings it into view and puts the focus there. */
export function show(element) {
  for (let box = element.parentElement; box; box = box.parentElement) {
    if (box.matches("[role=tabpanel][hidden]")) document.getElementById(box.getAttribute("aria-labelledby"))?.click();
    const toggle = box.matches("[data-panel]") ? box.querySelector("[data-panel-toggle]") : null;
    if (isFolded(toggle) && toggle !== element) toggle.click();
  }
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "center", behavior: "instant" });
}
