// What was picked in a field for several, each with a button that takes it out.
import { say, tell } from "./phrases.js";

function chip(picker, { key, label, gone }) {
  const item = document.createElement("li");
  const out = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
  out.setAttribute("aria-label", say("take out", { title: label }));
  out.addEventListener("click", () => {
    picker.set(picker.keys.filter((other) => other !== key));
    tell(say("taken out", { title: label }));
    picker.input.focus();
  });
  item.append(Object.assign(document.createElement("span"), { textContent: label, title: label }), out);
  item.toggleAttribute("data-gone", Boolean(gone));
  return item;
}

/** Draws what is picked above the field, unless it stands there already. */
export function drawChips(picker, picked) {
  const { chips } = picker;
  const drawn = JSON.stringify(picked);
  if (drawn === chips.dataset.drawn) return;
  chips.dataset.drawn = drawn;
  chips.replaceChildren(...picked.map((option) => chip(picker, option)));
  chips.hidden = !picked.length;
}
