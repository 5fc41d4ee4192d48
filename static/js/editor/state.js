// The scenario as it stands in the form at this moment, saved or not. Nothing here asks the server or changes the form.
//
// `current()` gives {start, scenes, endings} in the author's order, without blocks that were deleted:
//   scene   {element, path, key, title, lays: [key], choices}
//   choice  {element, path, key, to, text}
//   ending  {element, path, key, title, door}
// `element` is Wagtail's [data-streamfield-child]; `path` is the beginning of its fields' names ("scenes-0-value", then
// "-title"), and stays the same while blocks are moved; titles and texts are trimmed, keys are as typed, without spaces around.
// `field(path, name)` gives the control of that name.
//
// `subscribe(told)` calls told(state, {structure}) at once and after every change, at most once per frame: typing, adding,
// moving, deleting, duplicating. `structure` is false when only titles and texts changed. Whoever sets a value by script
// dispatches "input" or "change" on the control, or calls `changed()`.

export const form = document.querySelector("[data-edit-form]") ?? document.getElementById("page-edit-form");
const STREAMS = ["scenes", "endings"];
const subscribers = new Set();
let state = null;
let frame = 0;

/** The control of a block, by the block's path and the field's name. */
export const field = (path, name) => form?.elements.namedItem(`${path}-${name}`) ?? null;

const valueOf = (path, name) => field(path, name)?.value.trim() ?? "";
const words = (text) => text.split(/[\s,;]+/).filter(Boolean);

/** The blocks of a stream or list that were not deleted, in the order of the page. */
function blocks(prefix) {
  const counter = form?.elements.namedItem(`${prefix}-count`);
  const children = counter ? [...counter.nextElementSibling.children] : [];
  const kept = children.filter((child) => child.matches("[data-streamfield-child]") && child.firstElementChild.value !== "1");
  return kept.map((element) => ({ element, path: element.firstElementChild.name.replace(/-deleted$/, "-value") }));
}

function choiceOf({ element, path }) {
  return { element, path, key: valueOf(path, "key"), to: valueOf(path, "to"), text: valueOf(path, "text") };
}

function sceneOf({ element, path }) {
  const choices = blocks(`${path}-choices`).map(choiceOf);
  const lays = words(valueOf(path, "lays"));
  return { element, path, key: valueOf(path, "key"), title: valueOf(path, "title"), lays, choices };
}

function endingOf({ element, path }) {
  return { element, path, key: valueOf(path, "key"), title: valueOf(path, "title"), door: valueOf(path, "door") };
}

function read() {
  const start = form?.elements.namedItem("start")?.value.trim() ?? "";
  return { start, scenes: blocks("scenes").map(sceneOf), endings: blocks("endings").map(endingOf) };
}

/** What the map's shape depends on, as one string. */
function shape({ start, scenes, endings }) {
  const choices = (scene) => scene.choices.map((choice) => [choice.path, choice.key, choice.to]);
  return JSON.stringify([
    start,
    scenes.map((scene) => [scene.path, scene.key, choices(scene)]),
    endings.map((ending) => [ending.path, ending.key, ending.door]),
  ]);
}

const texts = ({ scenes, endings }) =>
  JSON.stringify([scenes.map((s) => [s.title, s.lays, s.choices.map((c) => c.text)]), endings.map((e) => e.title)]);

function look() {
  frame = 0;
  const before = state;
  state = read();
  const structure = !before || shape(before) !== shape(state);
  if (!structure && texts(before) === texts(state)) return;
  for (const told of subscribers) told(state, { structure });
}

/** Looks at the form again before the next frame is drawn. */
export function changed() {
  frame ||= requestAnimationFrame(look);
}

/** The scenario as it stands now. */
export const current = () => read();

/** Calls `told(state, {structure})` now and after every change; gives back a function that ends it. */
export function subscribe(told) {
  subscribers.add(told);
  told((state ??= read()), { structure: true });
  return () => subscribers.delete(told);
}

form?.addEventListener("input", changed);
form?.addEventListener("change", changed);
// Blocks come, go and move without an event; a deleted one only gets the value 1 in its hidden field.
const watcher = new MutationObserver(changed);
for (const name of STREAMS) {
  const root = document.querySelector(`[data-field][data-contentpath="${name}"]`);
  if (root) watcher.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ["value"] });
}
