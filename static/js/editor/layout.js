// Asks for the places of the boxes: one question at a time, always about the newest shape.

export const WIDTH = 184;
export const HEIGHT = 56;
const GAP = 24;
const SIDE = 72; // room for arrows that lead back
const worker = new Worker(new URL("./layout-worker.js", import.meta.url), { type: "module" });
let turn = 0;
let busy = false;
let waiting = null;
let answered = () => {};

function send() {
  busy = true;
  worker.postMessage(waiting);
  waiting = null;
}

worker.addEventListener("message", ({ data }) => {
  busy = false;
  if (waiting) send();
  else answered(data);
});

/** Calls `told({places, ways})` when the layout of this graph is found, unless a newer one was asked for. */
export function arrange({ boxes, arrows }, told) {
  const onward = arrows.filter((arrow) => !arrow.back && arrow.from !== arrow.to);
  answered = told;
  waiting = {
    turn: ++turn,
    boxes: boxes.map((box) => box.path),
    arrows: onward.map((arrow) => [arrow.from.path, arrow.to.path]),
    width: WIDTH,
    height: HEIGHT,
  };
  if (!busy) send();
}

/** Places for boxes that have none yet: in a row below all others, until the layout is found. */
export function provisional(boxes, places) {
  const known = boxes.map((box) => places[box.path]).filter(Boolean);
  const below = Math.max(0, ...known.map(([, y]) => y + HEIGHT / 2)) + GAP + HEIGHT / 2;
  const fresh = boxes.filter((box) => !places[box.path]);
  const added = fresh.map((box, at) => [box.path, [GAP + WIDTH / 2 + at * (WIDTH + GAP), below]]);
  return { ...places, ...Object.fromEntries(added) };
}

/** The size of the whole map. */
export function sizeOf(places) {
  const all = Object.values(places);
  const most = (at, half) => Math.max(0, ...all.map((place) => place[at] + half));
  return { width: most(0, WIDTH / 2) + SIDE, height: most(1, HEIGHT / 2) + GAP };
}
