// The letters of the problems in the form: at the field with its sentence, and in the headings of the blocks around it.
import { controlAt, noteplaceAt } from "./locating.js";
import { mark, say } from "./words.js";

let undo = [];

function added(element, how, beside) {
  beside[how](element);
  undo.push(() => element.remove());
}

/** Says at the control which problem it has; what it said before stays. */
function describe(control, id) {
  const name = "aria-describedby";
  const before = control.getAttribute(name);
  control.setAttribute(name, [before, id].filter(Boolean).join(" "));
  undo.push(() => {
    const rest = (control.getAttribute(name) ?? "").split(" ").filter((other) => other && other !== id);
    if (rest.length) control.setAttribute(name, rest.join(" "));
    else control.removeAttribute(name);
  });
}

function letterOf({ letter }, words) {
  const element = document.createElement("em");
  element.dataset.letter = "";
  return mark(element, letter, ` ${say(words, { letter, letters: letter })}`);
}

function noteOf(problem) {
  const note = document.createElement("p");
  note.id = `note-${problem.letter}`;
  note.dataset.note = problem.severity;
  note.append(letterOf(problem, "note"), ` ${problem.sentence}`);
  return note;
}

/** The letter in the heading of each block around, so that it is found while the block is folded. */
function markHeadings(place, problem) {
  for (let block = place.closest("[data-streamfield-child]"); block; block = block.parentElement.closest("[data-streamfield-child]")) {
    const heading = block.querySelector("[data-panel-heading]");
    added(letterOf(problem, "problem"), "append", heading);
  }
}

/** Replaces all notes in the form by those of these problems. */
export function drawNotes(problems) {
  for (const back of undo.reverse()) back();
  undo = [];
  for (const problem of problems) {
    const place = noteplaceAt(problem.field);
    if (!place) continue;
    const note = noteOf(problem);
    added(note, "after", place);
    markHeadings(note, problem);
    const control = controlAt(problem.field);
    if (control) describe(control, note.id);
  }
}
