// One deletion can be taken back as long as it is the last one: Wagtail only hides what is deleted, so it comes back exactly.
import { isLive, show } from "./blocks.js";
import { refreshSoon } from "./refreshing.js";
import { say, tell } from "./phrases.js";
import { changed, form } from "./state.js";

const message = document.querySelector("[data-form-undo]");
let takeBack = null;

/** Deletes a block and gives back what brings it back to its place. */
export function remove(child) {
  const { sequence, index } = child;
  const inserter = sequence.inserters[index];
  child.delete({ animate: false });
  return () => {
    const place = Math.min(index, sequence.children.length);
    const next = sequence.inserters[place].element;
    next.before(inserter.element, child.element);
    for (const element of [inserter.element, child.element]) {
      element.removeAttribute("aria-hidden");
      window.jQuery(element).show();
    }
    child.deletedInput.val("");
    sequence.children.splice(place, 0, child);
    sequence.inserters.splice(place, 0, inserter);
    sequence.inserters.forEach((other, number) => other.setIndex(number));
    const last = sequence.children.length - 1;
    sequence.children.forEach((other, number) => {
      other.setIndex(number);
      if (number > 0) other.enableMoveUp();
      else other.disableMoveUp();
      if (number < last) other.enableMoveDown();
      else other.disableMoveDown();
    });
    sequence.blockCountChanged();
  };
}

/** Tells the form that blocks came or went. */
export function formChanged() {
  form.dispatchEvent(new Event("change", { bubbles: true }));
  changed();
  refreshSoon();
}

/** Offers to take back what was done, in the place where the block stood. */
export function offerUndo(child, title, steps) {
  takeBack = { child, title, steps };
  message.querySelector("[data-undo-words]").textContent = say("deleted", { title });
  child.element.before(message);
  message.hidden = false;
  if (isLive(message)) message.querySelector("[data-undo]").focus();
  tell(say("deleted", { title }));
}

message?.querySelector("[data-undo]").addEventListener("click", () => {
  const { child, title, steps } = takeBack;
  takeBack = null;
  message.hidden = true;
  for (const step of steps.reverse()) step();
  formChanged();
  show(child.toggleElement);
  tell(say("undone", { title }));
});
