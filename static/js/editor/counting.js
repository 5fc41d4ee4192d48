// How long something is, below the field that is being written: signs against the limit of the check, or words.
import { say } from "./phrases.js";

const COUNTED = "[data-limit], [data-words]";

function said(box, written) {
  if (box.dataset.limit) return say("signs", { count: [...written.trim()].length, limit: box.dataset.limit });
  const count = written.trim() ? written.trim().split(/\s+/).length : 0;
  return count === 1 ? say("word") : say("words", { count });
}

function count({ target }) {
  const box = target.matches?.("input, textarea") ? target.closest(COUNTED) : null;
  if (!box) return;
  let note = box.querySelector("[data-count]");
  if (!note) {
    note = Object.assign(document.createElement("p"), { id: `${target.id}-count` });
    note.dataset.count = "";
    box.append(note);
    const described = [target.getAttribute("aria-describedby"), note.id];
    target.setAttribute("aria-describedby", described.filter(Boolean).join(" "));
  }
  note.textContent = said(box, target.value);
  note.toggleAttribute("data-over", [...target.value.trim()].length > Number(box.dataset.limit ?? Infinity));
}

document.addEventListener("input", count);
document.addEventListener("focusin", count);
