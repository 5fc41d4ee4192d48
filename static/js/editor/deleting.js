// Before something is deleted that other blocks name, this asks what should become of them.
import { CHILD, around, childOf, pathOf, text } from "./blocks.js";
import { ask } from "./dialog.js";
import { optionsFor } from "./options.js";
import { say } from "./phrases.js";
import { pickersOf } from "./refreshing.js";
import { formChanged, offerUndo, remove } from "./undo.js";

const OUTER = { scenes: "scenes", endings: "endings", cast: "people", threads: "threads" };
const CHOICE = /^scenes-\d+-value-choices-\d+-value$/;
const WORDING = /^variants-.*-(scene|ending|choice|key)$/; // the fields of a variant that say whose words these are

/** What a block is to the fields that name it, or "" when nothing can. */
function kindOf(child) {
  const path = pathOf(child.element);
  return CHOICE.test(path) ? "choices" : (OUTER[path.match(/^([a-z]+)-\d+-value$/)?.[1]] ?? "");
}

const ownerOf = (child) => childOf(child.element.parentElement.closest(CHILD));
const blockOf = ({ box }) => childOf(around(box));

/** The fields outside of a block that name it, and the blocks with the words of other roles for it. */
function usesOf(child, kind) {
  const key = kind && text(child, "key");
  const names = (picker) => picker.keys.includes(key) && !child.element.contains(picker.box);
  const ofScene = (picker) => kind !== "choices" || text(blockOf(picker), "scene") === text(ownerOf(child), "key");
  const naming = key ? pickersOf(kind).filter((picker) => names(picker) && ofScene(picker)) : [];
  const isWording = (picker) => WORDING.test(picker.stored.name);
  const wording = naming.filter(isWording).map(blockOf);
  return { key, links: naming.filter((picker) => !isWording(picker)), wording };
}

/** A place that names the block, as people know it. */
function placeOf({ box, stored }) {
  if (stored.name === "start") return say("starts here");
  const inner = childOf(around(box));
  const outer = ownerOf(inner) ?? inner;
  const scene = text(outer, "title") || outer.getTextLabel({ maxLength: 60 }) || text(outer, "key");
  return inner === outer ? scene : say("leads here", { scene, choice: inner.getTextLabel({ maxLength: 60 }) });
}

/** Sends the fields elsewhere that can hold it (no scenario starts at an ending); gives back what takes that back. */
function send(naming, key, target) {
  const links = naming.filter(({ kinds, stored }) => optionsFor(kinds, stored).has(target));
  const before = links.map((picker) => [picker, picker.keys]);
  for (const picker of links) picker.set([...new Set(picker.keys.map((named) => (named === key ? target : named)))]);
  return () => before.forEach(([picker, keys]) => picker.set(keys));
}

async function deleteWithCare(child) {
  const kind = kindOf(child);
  const title = child.getTextLabel({ maxLength: 60 }) || child.blockDef.meta.label;
  const { key, links, wording } = usesOf(child, kind);
  const steps = [];
  if (links.length || wording.length) {
    const redirects = ["scenes", "endings"].includes(kind) && links.length > 0;
    const places = [...new Set(links.map(placeOf))];
    const named = text(child, "title") || text(child, "name") || text(child, "text") || title;
    const answer = await ask({ kind, title: named, places, words: wording.length, redirects, without: key });
    if (!answer) return child.element.querySelector('[data-streamfield-action="DELETE"]').focus();
    if (answer.target) steps.push(send(links, key, answer.target));
  }
  for (const block of wording) steps.push(remove(block));
  steps.push(remove(child));
  formChanged();
  return offerUndo(child, title, steps);
}

// Before Wagtail's own button hears of it.
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.('[data-streamfield-action="DELETE"]');
    const child = button && childOf(around(button));
    if (!child) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    deleteWithCare(child);
  },
  { capture: true },
);
