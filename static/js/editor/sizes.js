// How large the map is shown: as a whole, or in real size with a place of its own to scroll in.

const scroll = document.querySelector("[data-map-scroll]");
const room = document.querySelector("[data-map-room]");
const stage = document.querySelector("[data-map-stage]");
const buttons = [...document.querySelectorAll("[data-map-size]")];
const LEGIBLE = 0.7; // smaller than this, the map begins in real size
let size = { width: 0, height: 0 };
let mode = "";
let scale = 1;
let width = 0; // told by the observer: asking would lay out the whole form once more

function apply() {
  const whole = Math.min(1, (width - 2) / (size.width || 1));
  const wanted = mode || (whole >= LEGIBLE ? "fit" : "real");
  scale = wanted === "fit" && whole > 0 ? whole : 1;
  stage.style.width = `${size.width}px`;
  stage.style.height = `${size.height}px`;
  stage.style.transform = scale === 1 ? "none" : `scale(${scale})`;
  room.style.width = `${size.width * scale}px`;
  room.style.height = `${size.height * scale}px`;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.mapSize === wanted));
}

/** Makes room for a map of this size. */
export function resize(wanted) {
  size = wanted;
  apply();
}

/** Scrolls the map, and nothing else, until the middle of this box is in view. */
export function bringIntoView([x, y], width, height) {
  const [left, top] = [x * scale, y * scale];
  const hidden = (at, half, from, room) => at - half < from || at + half > from + room;
  const across = hidden(left, (width * scale) / 2, scroll.scrollLeft, scroll.clientWidth);
  const down = hidden(top, (height * scale) / 2, scroll.scrollTop, scroll.clientHeight);
  if (across) scroll.scrollLeft = left - scroll.clientWidth / 2;
  if (down) scroll.scrollTop = top - scroll.clientHeight / 2;
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    mode = button.dataset.mapSize;
    apply();
  });
}
const observer = new ResizeObserver(([entry]) => {
  width = entry.contentRect.width;
  apply();
});
if (scroll) observer.observe(scroll);
