// Keys are made here as soon as there is a block: N4, E2, b, or a word of a name. A key that is there stays for ever. The server
// does the same for what comes without a script (quizzes/authoring/keys.py).
import { around, isLive, pathOf } from "./blocks.js";
import { pickerOf } from "./picker.js";
import { field, form } from "./state.js";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const WORD_LIMIT = 24;
const YOU = "you";
const valid = (key) => /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/.test(key);

/** N4 when N1 to N3 are taken, and also when N3 alone is. */
export function nextNumber(prefix, taken) {
  const numbers = [...taken].map((key) => key.match(`^${prefix}(\\d{1,9})$`)?.[1]).filter(Boolean);
  return `${prefix}${Math.max(0, ...numbers.map(Number)) + 1}`;
}

/** The letter after the last one taken; after z a number. */
export function nextLetter(taken) {
  const last = Math.max(-1, ...[...taken].filter((key) => key.length === 1).map((key) => LETTERS.indexOf(key)));
  return LETTERS[last + 1] ?? nextNumber("c", taken);
}

/** A lower-case word made from a name, with a number when it is taken. */
export function word(name, taken, otherwise) {
  const letters = name.normalize("NFKD").replace(/[^\x00-\x7F]/g, "").toLowerCase();
  const cut = letters.replace(/[^a-z0-9]+/g, "-").slice(0, WORD_LIMIT);
  const base = cut.replace(/^-+|-+$/g, "") || otherwise;
  let key = base;
  for (let number = 2; taken.has(key); number += 1) key = `${base}-${number}`;
  return key;
}

// Scenes and endings share their keys: a choice leads to either.
const scopeOf = (input) => input.name.replace(/\d+-value-key$/, "").replace(/^endings-$/, "scenes-");
const all = (hook) => [...document.querySelectorAll(hook)].map((box) => box.firstElementChild);

/** What anything in the form names, deleted blocks included: an undone deletion finds its links again. */
function named(box) {
  const ofChoices = box.dataset.ownKey === "a";
  const scene = ofChoices ? field(pathOf(around(around(box).parentElement)), "key")?.value : "";
  const picks = all("[data-pick]").filter((stored) => stored.parentElement.dataset.pick.includes("choices") === ofChoices);
  const here = ofChoices ? picks.filter((stored) => field(pathOf(around(stored)), "scene")?.value === scene) : picks;
  return here.flatMap((stored) => stored.value.split(/[\s,;]+/));
}

function made(box, taken) {
  const like = box.dataset.ownKey;
  if (like === "a") return nextLetter(taken);
  if (like === "N" || like === "E") return nextNumber(like, taken);
  const source = field(pathOf(around(box)), like);
  if (!source?.value.trim() || source === document.activeElement) return ""; // a word needs a name that is finished
  return word(source.value, new Set([...taken, YOU]), like === "name" ? "person" : "thread");
}

/** Gives every block without a key, or with the key of another, one of its own. */
export function settle() {
  const inputs = all("[data-own-key]");
  for (const scope of new Set(inputs.map(scopeOf))) {
    const mates = inputs.filter((input) => scopeOf(input) === scope);
    const seen = new Set();
    for (const input of mates.filter(isLive)) {
      if (valid(input.value) && !seen.has(input.value)) {
        seen.add(input.value);
        continue;
      }
      const box = input.parentElement;
      const isNew = !input.value;
      input.value = made(box, new Set([...mates.map((mate) => mate.value), ...named(box)]));
      if (input.value) input.dispatchEvent(new Event("change", { bubbles: true }));
      if (input.value && isNew) input.dispatchEvent(new CustomEvent("key:new", { bubbles: true }));
      seen.add(input.value);
    }
    // Only what differs: every change of the page makes the map look again.
    for (const { value, nextElementSibling: shown } of mates) if (shown.value !== value) shown.value = value;
  }
  beginAtTheFirst();
}

/** The first scene is where it starts, until somebody says otherwise. */
function beginAtTheFirst() {
  const start = form?.elements.namedItem("start");
  const first = all('[data-own-key="N"]').find((input) => input.value && isLive(input));
  if (start && !start.value && first) pickerOf(start.parentElement).set([first.value]);
}

let timer = 0;

/** Looks after the keys once the block that is being made is finished. */
export const settleSoon = () => (timer ||= setTimeout(() => (settle(), (timer = 0))));

form?.addEventListener("change", settleSoon);
