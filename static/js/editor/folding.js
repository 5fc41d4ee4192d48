// Long scenarios begin folded: the map leads to each scene, and the browser has less to draw while somebody types.

const MANY = 20;
const AT_FAULT = "[aria-invalid='true']";

/** Folds the scenes of a long scenario, but for those that the form refused. */
export function foldMany(scenes) {
  if (scenes.length <= MANY) return;
  for (const { element } of scenes) {
    const toggle = element.querySelector("[data-panel-toggle]");
    const open = toggle?.getAttribute("aria-expanded") === "true";
    if (open && !element.contains(document.activeElement) && !element.querySelector(AT_FAULT)) toggle.click();
  }
}
