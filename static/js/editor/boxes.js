// The boxes of the map: a list of buttons in the author's order, each with what it leads to in words. The drawing places them.
import { doorOf, mark, say } from "./words.js";

const list = document.querySelector("[data-map-boxes]");
const made = new Map();
let letters = new Map();

export const buttonOf = (path) => made.get(path)?.button ?? null;
export const pathOf = (element) => element.closest("[data-box]")?.dataset.box ?? "";

function part(name, hook, parent) {
  const element = parent.appendChild(document.createElement(name));
  element.setAttribute(hook, "");
  return element;
}

function make(path) {
  const item = document.createElement("li");
  const button = part("button", "data-open", item);
  button.type = "button";
  button.tabIndex = -1;
  item.dataset.box = path;
  const leads = part("span", "data-leads", item);
  leads.id = `map-${path}-leads`;
  leads.className = "w-sr-only";
  const head = part("span", "data-title", button);
  const box = { item, button, leads, number: part("b", "data-number", head), title: part("span", "data-words", head) };
  box.state = part("small", "data-state", button);
  box.flag = part("em", "data-flag", button);
  return box;
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const titleOf = (box) => box.title || say("untitled");

function stateOf(box) {
  const trouble = (box.loop && "loop") || (box.stuck && "stuck") || (box.dead && "dead");
  const found = [box.start && say("start"), box.kind === "ending" && (doorOf(box.door) || say("end"))];
  return [...found, box.lost && say("lost"), trouble && say(trouble)].filter(Boolean).join(" · ");
}

function leadsOf(box) {
  if (box.kind === "ending") return "";
  const led = box.out.map((arrow) =>
    say(arrow.back ? "leadsBack" : "leads", { choices: arrow.keys.join(", "), title: titleOf(arrow.to) }));
  if (box.open.length) led.push(say("leadsNowhere", { choices: box.open.join(", ") }));
  return led.length ? led.join("; ") : say("noChoice");
}

function describe(drawn, box) {
  const own = letters.get(box.path) ?? [];
  const about = [leadsOf(box) && drawn.leads.id, ...own.map((letter) => `problem-${letter}`)].filter(Boolean).join(" ");
  if (drawn.about === about) return;
  drawn.about = about;
  drawn.button.setAttribute("aria-describedby", about);
  drawn.flag.hidden = own.length === 0;
  const shown = own.length > 2 ? `${own[0]}…` : own.join(" ");
  mark(drawn.flag, shown, own.length ? say("problem", { letters: own.join(", ") }) : "");
}

/** Brings the list to this graph; only what changed is touched. */
export function drawBoxes({ boxes }) {
  const paths = new Set(boxes.map((box) => box.path));
  for (const [path, { item }] of made) if (!paths.has(path)) item.remove() ?? made.delete(path);
  boxes.forEach((box, at) => {
    if (!made.has(box.path)) made.set(box.path, make(box.path));
    const drawn = made.get(box.path);
    write(drawn.number, box.kind === "scene" ? `${box.number} ` : "");
    write(drawn.title, titleOf(box));
    write(drawn.state, stateOf(box));
    write(drawn.leads, leadsOf(box));
    for (const name of ["start", "lost", "dead", "loop", "stuck"]) drawn.item.toggleAttribute(`data-${name}`, Boolean(box[name]));
    drawn.item.toggleAttribute("data-ending", box.kind === "ending");
    describe(drawn, box);
    if (list.children[at] !== drawn.item) list.insertBefore(drawn.item, list.children[at] ?? null);
  });
}

/** Puts each box where the layout wants it. */
export function placeBoxes(places, width, height) {
  for (const [path, { item }] of made) {
    if (!places[path]) continue;
    item.style.left = `${places[path][0] - width / 2}px`;
    item.style.top = `${places[path][1] - height / 2}px`;
  }
}

/** The letters of the problems by box. */
export function flagBoxes(found, graph) {
  letters = found;
  for (const box of graph.boxes) if (made.has(box.path)) describe(made.get(box.path), box);
}
