// The problems panel: errors first, then warnings, each with a letter and a link to its field.
import { watchForm } from "./asking.js";
import { drawNotes } from "./flags.js";
import { controlAt, goTo } from "./locating.js";
import { announce, say } from "./words.js";

const root = document.querySelector("[data-editor]");
const lists = document.querySelector("[data-problem-lists]");
const headline = document.querySelector("[data-headline]");
const quiet = document.querySelector("[data-check-silent]");
const MOST = 60; // more letters help nobody
let drawn = "";

/** a … z, aa, ab … */
const letterOf = (at) => (at >= 26 ? letterOf(Math.floor(at / 26) - 1) : "") + String.fromCharCode(97 + (at % 26));

function add(name, parent, text = "") {
  const element = parent.appendChild(document.createElement(name));
  if (text) element.textContent = text;
  return element;
}

function itemOf(problem, list) {
  const item = add("li", list);
  const letter = add("em", item, problem.letter);
  letter.setAttribute("data-letter", "");
  const words = add("p", item);
  words.id = `problem-${problem.letter}`;
  if (problem.field && controlAt(problem.field)) {
    const link = add("a", words, problem.where);
    link.href = `#${encodeURIComponent(problem.field)}`;
    link.dataset.problemField = problem.field;
  } else add("b", words, problem.where);
  words.append(` ${problem.sentence}`);
}

function group(severity, problems) {
  const own = problems.filter((problem) => problem.severity === severity);
  if (!own.length) return;
  add("h3", lists, say(`${severity}s`));
  const list = add("ol", lists);
  list.setAttribute("role", "list");
  for (const problem of own) itemOf(problem, list);
}

/** The letters by the box that the problem lies in. */
function lettersOf(problems) {
  const found = new Map();
  for (const { field, letter } of problems) {
    const box = field.match(/^(?:scenes|endings)-\d+-value/)?.[0];
    if (box) found.set(box, [...(found.get(box) ?? []), letter]);
  }
  return found;
}

function redraw(answer, told) {
  quiet.hidden = true;
  lead();
  const text = JSON.stringify(answer);
  if (text === drawn) return;
  drawn = text;
  const problems = answer.problems.slice(0, MOST).map((problem, at) => ({ ...problem, letter: letterOf(at) }));
  headline.textContent = answer.headline;
  root.toggleAttribute("data-errors", answer.errors > 0);
  const focused = document.activeElement?.dataset.problemField;
  lists.replaceChildren();
  group("error", problems);
  group("warning", problems);
  if (answer.problems.length > MOST) add("p", lists, say("more"));
  if (focused) [...lists.querySelectorAll("a")].find((link) => link.dataset.problemField === focused)?.focus();
  drawNotes(problems);
  told(lettersOf(problems));
  announce("problems", answer.headline);
}

/** Whoever was refused comes back to the first tab: leads on to where the problems are named. */
function lead() {
  if (!root.hasAttribute("data-refused")) return;
  root.removeAttribute("data-refused");
  document.querySelector(`[aria-controls="${root.closest("[role=tabpanel]")?.id}"]`)?.click();
}

/** Keeps the panel up to date; `told(letters by box)` after every change. */
export function watchProblems(told) {
  const again = watchForm((answer) => redraw(answer, told), () => (quiet.hidden = false));
  document.querySelector("[data-check-again]").addEventListener("click", again);
  lists.addEventListener("click", (event) => {
    const name = event.target.closest("a")?.dataset.problemField;
    if (!name) return;
    event.preventDefault();
    const control = controlAt(name);
    if (control) goTo(control);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F8" || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...lists.querySelectorAll("a")];
    const next = links[(links.indexOf(document.activeElement) + 1) % links.length];
    event.preventDefault();
    goTo(next ?? headline);
  });
  lists.addEventListener("keydown", (event) => {
    const links = [...lists.querySelectorAll("a")];
    const at = links.indexOf(event.target);
    if (at >= 0 && event.key.toLowerCase() === "p" && !event.ctrlKey && !event.metaKey) links[(at + 1) % links.length].focus();
  });
}
