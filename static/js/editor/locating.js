// From the name in a problem to the element that somebody can use: a control, or the first one of a block or list.
import { show } from "./blocks.js";
import { form } from "./state.js";

const USABLE = "input:not([type=hidden]), select, textarea, button, [contenteditable=true]";

const usable = (element) => [...(element?.querySelectorAll(USABLE) ?? [])].find((one) => !one.closest("[data-panel-controls], [data-comment-add]"));

/** The block, list or stream whose fields begin with this name; null where there is none. */
export function blockAt(name) {
  const deleted = form.elements.namedItem(name.replace(/-value$/, "-deleted"));
  if (name.endsWith("-value") && deleted) return deleted.parentElement;
  return form.elements.namedItem(`${name}-count`)?.parentElement ?? null;
}

/** The control for this name, or null. */
export function controlAt(name) {
  const control = name ? form.elements.namedItem(name) : null;
  if (control instanceof Element && control.type !== "hidden") return control;
  if (control instanceof Element) return usable(control.closest("[data-field-input], [data-contentpath]"));
  const block = name ? blockAt(name) : null;
  if (!block) return null;
  const content = block.querySelector("[data-panel] > div:not(:first-child)") ?? block;
  return usable(block.matches("[data-streamfield-child]") ? content : block) ?? usable(block.parentElement);
}

/** Where a note about this name belongs. */
export function noteplaceAt(name) {
  const control = name ? form.elements.namedItem(name) : null;
  const field = control instanceof Element ? control.closest("[data-field]") : null;
  if (field) return field.querySelector("[data-field-help]");
  const block = name ? blockAt(name) : null;
  if (!block) return null;
  if (!block.matches("[data-streamfield-child]")) return block.firstElementChild; // the counter at the top of a list
  const panel = block.querySelector("[data-panel]");
  return panel.lastElementChild.firstElementChild;
}

/** Opens whatever is closed around a control and puts the focus there. */
export function goTo(control) {
  show(control);
  // A tab that was closed until now takes no focus before it is drawn.
  if (document.activeElement !== control) requestAnimationFrame(() => requestAnimationFrame(() => show(control)));
}
