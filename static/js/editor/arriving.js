// Whoever comes back from playing the draft finds the scene open: its tab, its panels, the focus in its first field.
import { show } from "./blocks.js";

const PATIENCE = 5000; // milliseconds that Wagtail may take to draw its blocks and to wake its tabs
const wanted = location.hash.match(/^#block-[\w-]+-section$/) ? location.hash.slice(1) : "";

function arrive(until) {
  const section = document.getElementById(wanted);
  const field = section?.querySelector("input:not([type=hidden]), textarea, select");
  if (field) show(field);
  // A field in a tab that does not open yet takes no focus.
  if ((!field || document.activeElement !== field) && performance.now() < until) setTimeout(arrive, 50, until);
}

if (wanted) arrive(performance.now() + PATIENCE);
