// The map beside the form: follows what is typed, leads to the form of a scene, and shows which one is open.
import { drawArrows } from "./arrows.js";
import { buttonOf, drawBoxes, flagBoxes, pathOf, placeBoxes } from "./boxes.js";
import { foldMany } from "./folding.js";
import { graphOf } from "./graph.js";
import { HEIGHT, WIDTH, arrange, provisional, sizeOf } from "./layout.js";
import { goTo } from "./locating.js";
import { watchProblems } from "./problems.js";
import { bringIntoView, resize } from "./sizes.js";
import { current, field, form, subscribe } from "./state.js";
import { walk } from "./walking.js";
import { announce, say } from "./words.js";

const list = document.querySelector("[data-map-boxes]");
const stage = document.querySelector("[data-map-stage]");
let graph = { boxes: [], arrows: [] };
let places = {};
let ways = {};
let shape = "";
let selected = "";

const only = (kept, values) => Object.fromEntries(Object.entries(values).filter(([key]) => kept.has(key)));

/** The one box that Tab reaches: the open one, or the start, or the first. */
function keepOneStop() {
  const at = pathOf(document.activeElement ?? list);
  const stop = graph.boxes.find(({ path }) => path === (at || selected)) ?? graph.boxes.find((box) => box.start) ?? graph.boxes[0];
  for (const { path } of graph.boxes) buttonOf(path).tabIndex = path === stop?.path ? 0 : -1;
}

function draw() {
  drawBoxes(graph);
  placeBoxes(places, WIDTH, HEIGHT);
  drawArrows(graph, places, ways);
  keepOneStop();
}

function settle(found) {
  ({ places, ways } = found);
  resize(sizeOf(places));
  draw();
  stage.toggleAttribute("data-settled", true);
}

/** Asks for a new layout when boxes or arrows came or went; until it is there, what is new has a place all the same. */
function reshape() {
  const wanted = JSON.stringify([graph.boxes.map(({ path }) => path), graph.arrows.map(({ id, back }) => [id, back])]);
  if (wanted === shape) return;
  shape = wanted;
  stage.toggleAttribute("data-settled", false);
  places = provisional(graph.boxes, only(new Set(graph.boxes.map(({ path }) => path)), places));
  ways = only(new Set(graph.arrows.map(({ id }) => id)), ways);
  resize(sizeOf(places));
  arrange(graph, settle);
}

function select(path) {
  if (path === selected) return;
  buttonOf(selected)?.removeAttribute("aria-current");
  selected = path;
  buttonOf(path)?.setAttribute("aria-current", "true");
  if (places[path]) bringIntoView(places[path], WIDTH, HEIGHT);
  keepOneStop();
}

/** Opens the form of a box. */
function open(path) {
  const control = field(path, "title");
  if (!control) return;
  select(path);
  goTo(control);
}

function follow(state, structure) {
  graph = graphOf(state);
  if (structure) {
    reshape();
    draw();
  } else drawBoxes(graph);
  document.querySelector("[data-map-empty]").hidden = graph.boxes.length > 0;
}

if (list) {
  subscribe((state, { structure }) => {
    follow(state, structure);
    if (structure) announce("map", say("said", { scenes: state.scenes.length, endings: state.endings.length }));
  });
  foldMany(current().scenes);
  walk(() => graph, ({ path }) => {
    if (places[path]) bringIntoView(places[path], WIDTH, HEIGHT);
    keepOneStop();
  });
  list.addEventListener("click", (event) => open(pathOf(event.target)));
  form.addEventListener("focusin", ({ target }) => {
    const box = graph.boxes.find(({ element }) => element.contains(target));
    if (box) select(box.path);
  });
  watchProblems((letters) => flagBoxes(letters, graph));
}
