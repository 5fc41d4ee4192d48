// The page of a lesson: every module below improves something that works without it.
import { keepNotes } from "./notes.js";
import { moveItems } from "./ordering.js";

const rail = document.querySelector("[data-rail]");
const wide = matchMedia("(min-width: 62rem)");
if (rail) {
  const fit = () => { rail.open = wide.matches; };
  fit();
  wide.addEventListener("change", fit);
}
document.querySelector("[data-focus]")?.focus();
document.querySelectorAll("[data-note]").forEach(keepNotes);
document.querySelectorAll("[data-rows]").forEach(moveItems);
