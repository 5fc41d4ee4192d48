// The keys of the map: arrows follow the choices, Home and End go to its ends, P to the next box with a problem.
import { buttonOf, pathOf } from "./boxes.js";

const list = document.querySelector("[data-map-boxes]");
const cameFrom = new Map();

/** The boxes beside this one: the other targets of where somebody came from, or the list. */
function beside(box, boxes, step) {
  const from = sourceOf(box);
  const row = from ? from.out.map((arrow) => arrow.to) : boxes;
  const to = row[row.indexOf(box) + step] ?? null;
  if (to && from) cameFrom.set(to.path, from.path);
  return to;
}

function sourceOf(box) {
  const sources = box.into.map((arrow) => arrow.from).filter((source) => source !== box);
  return sources.find((source) => source.path === cameFrom.get(box.path)) ?? sources[0] ?? null;
}

function onward(box) {
  const arrow = box.out.find((one) => one.to !== box && !one.back) ?? box.out.find((one) => one.to !== box);
  if (arrow) cameFrom.set(arrow.to.path, box.path);
  return arrow?.to ?? null;
}

function nextProblem(box, boxes) {
  const after = [...boxes.slice(boxes.indexOf(box) + 1), ...boxes];
  return after.find((other) => buttonOf(other.path).querySelector("[data-flag]:not([hidden])")) ?? null;
}

function aim(key, box, boxes) {
  const aims = {
    ArrowDown: () => onward(box),
    ArrowUp: () => sourceOf(box),
    ArrowRight: () => beside(box, boxes, 1),
    ArrowLeft: () => beside(box, boxes, -1),
    Home: () => boxes[0],
    End: () => boxes.at(-1),
    p: () => nextProblem(box, boxes),
    P: () => nextProblem(box, boxes),
  };
  return aims[key];
}

/** Lets the keys walk; `graph()` is the one of now, `reached(box)` is told where the focus arrived. */
export function walk(graph, reached) {
  list.addEventListener("keydown", (event) => {
    const { boxes } = graph();
    const box = boxes.find(({ path }) => path === pathOf(event.target));
    const found = box && !event.ctrlKey && !event.metaKey && !event.altKey ? aim(event.key, box, boxes) : null;
    if (!found) return;
    event.preventDefault();
    const to = found();
    if (!to) return;
    if (event.key === "ArrowUp") cameFrom.delete(box.path);
    buttonOf(to.path).focus({ preventScroll: true });
    reached(to);
  });
}
