// The arrows of the map, drawn behind the boxes: forward solid, back dashed, a loop without a way out heavy.
import { HEIGHT, WIDTH } from "./layout.js";

const SVG = "http://www.w3.org/2000/svg";
const paths = document.querySelector("[data-paths]");
const labels = document.querySelector("[data-labels]");
const made = new Map();
const BEND = 44;

const point = ({ x, y }) => `${Math.round(x)} ${Math.round(y)}`;
const between = (a, b) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** A soft line through the points that the layout found. */
function through(points) {
  const inner = points.slice(1, -1);
  const bends = inner.map((bend, at) => {
    const next = inner[at + 1] ? between(bend, inner[at + 1]) : points.at(-1);
    return `Q${point(bend)} ${point(next)}`;
  });
  return `M${point(points[0])}${bends.length ? bends.join("") : `L${point(points.at(-1))}`}`;
}

/** Where an arrow runs: as the layout found it, straight on until then, at the side when it leads back. */
function wayOf(arrow, places, ways) {
  const [from, to] = [places[arrow.from.path], places[arrow.to.path]].map(([x, y]) => ({ x, y }));
  if (arrow.back || arrow.from === arrow.to) {
    const start = { x: from.x + WIDTH / 2, y: from.y + (arrow.from === arrow.to ? HEIGHT / 4 : 0) };
    const end = { x: to.x + WIDTH / 2, y: to.y - HEIGHT / 4 };
    const out = Math.max(start.x, end.x) + BEND;
    return [start, `M${point(start)}C${point({ x: out, y: start.y })} ${point({ x: out, y: end.y })} ${point(end)}`];
  }
  const points = ways[arrow.id];
  if (points) return [points[0], through(points)];
  const start = { x: from.x, y: from.y + HEIGHT / 2 };
  const end = { x: to.x, y: to.y - HEIGHT / 2 };
  const bend = Math.max(BEND / 2, Math.abs(end.y - start.y) / 2);
  const curve = [{ x: start.x, y: start.y + bend }, { x: end.x, y: end.y - bend }, end].map(point).join(" ");
  return [start, `M${point(start)}C${curve}`];
}

function set(element, values) {
  for (const [name, value] of Object.entries(values)) if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function make() {
  const line = paths.appendChild(document.createElementNS(SVG, "path"));
  const label = labels.appendChild(document.createElementNS(SVG, "text"));
  line.setAttribute("marker-end", "url(#ed-head)");
  return { line, label };
}

const meet = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/** The keys of the choices beside the beginning of their arrow, where no other box or label is. */
function labelAt(start, arrow, taken) {
  const text = arrow.keys.join(", ");
  const w = text.length * 7 + 6;
  const at = arrow.back ? { x: start.x + 4, y: start.y + 2 } : { x: start.x + 4, y: start.y + 3 };
  const room = { ...at, w, h: 14 };
  if (!text || taken.some((other) => meet(room, other))) return null;
  taken.push(room);
  return { x: `${Math.round(at.x + 2)}`, y: `${Math.round(at.y + 11)}`, text };
}

/** Brings the arrows to this graph and these places. */
export function drawArrows({ boxes, arrows }, places, ways) {
  const ids = new Set(arrows.map((arrow) => arrow.id));
  for (const [id, { line, label }] of made) {
    if (ids.has(id)) continue;
    line.remove();
    label.remove();
    made.delete(id);
  }
  const taken = boxes.map(({ path }) => ({ x: places[path][0] - WIDTH / 2, y: places[path][1] - HEIGHT / 2, w: WIDTH, h: HEIGHT }));
  for (const arrow of arrows) {
    if (!made.has(arrow.id)) made.set(arrow.id, make());
    const { line, label } = made.get(arrow.id);
    const [start, d] = wayOf(arrow, places, ways);
    set(line, { d });
    line.toggleAttribute("data-back", arrow.back);
    line.toggleAttribute("data-loop", arrow.loop);
    const spot = labelAt(start, arrow, taken);
    if (spot) set(label, { x: spot.x, y: spot.y });
    label.textContent = spot?.text ?? "";
  }
}
