// All pickers follow the form while it is written.
import { isLive } from "./blocks.js";
import { renew } from "./combobox.js";
import { pickerOf } from "./picker.js";
import { form } from "./state.js";

const boxes = () => [...document.querySelectorAll("[data-pick]")];

/** All live pickers whose field can hold keys of these kinds. */
export const pickersOf = (...kinds) =>
  boxes().filter(isLive).map(pickerOf).filter((picker) => kinds.some((kind) => picker.kinds.includes(kind)));

let timer = 0;

/** Draws anew, soon, all pickers in which something has changed; later while somebody types. */
export function refreshSoon({ type } = {}) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    for (const box of boxes()) pickerOf(box).refresh();
    renew();
  }, type === "input" ? 150 : 0);
}

for (const kind of ["input", "change"]) form?.addEventListener(kind, refreshSoon);
refreshSoon();
