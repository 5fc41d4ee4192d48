// What a field that holds a key can hold: everything that has a key in the form as it stands, by title; and principles.
import { around, children, part, pathOf, text } from "./blocks.js";
import { principles, say } from "./phrases.js";
import { field } from "./state.js";

const titled = (key, title) => ({ key, title: title || say("untitled"), label: `${key} · ${title || say("untitled")}` });
const named = (key, title, hint = "") => ({ key, title, label: title, hint });

function ending(child) {
  const door = text(child, "door") ? part(child, "door").getTextLabel() : say("noDoor");
  return { ...titled(text(child, "key"), text(child, "title")), hint: `${say("ending")} · ${door.toLowerCase()}` };
}

function choicesOf(scene) {
  const owner = children("scenes").find((child) => text(child, "key") === scene);
  return (owner ? part(owner, "choices").children : []).map((child) => titled(text(child, "key"), text(child, "text")));
}

// By the words of `data-pick`. `new` is no option but an offer, and is made by the picker.
const KINDS = {
  scenes: () => children("scenes").map((child) => titled(text(child, "key"), text(child, "title"))),
  endings: () => children("endings").map(ending),
  people: () => children("cast").map((child) => named(text(child, "key"), text(child, "name"), text(child, "about"))),
  you: () => [named("you", say("you"))],
  threads: () => children("threads").map((child) => named(text(child, "key"), text(child, "title"))),
  choices: choicesOf,
  principles: () => principles.map(([key, words]) => ({ key, title: key, label: `${key} · ${words}` })),
};

const kept = new Map(); // hundreds of fields ask for the same in one go
const before = new Map();

/** The options of these kinds by key: the very same map again, as long as nothing in it has changed. */
function listed(kinds, scene) {
  const name = [...kinds, scene].join(" ");
  if (!kept.size) queueMicrotask(() => kept.clear());
  if (!kept.has(name)) {
    const found = kinds.filter((kind) => KINDS[kind]).flatMap((kind) => KINDS[kind](scene)).filter((option) => option.key);
    const words = JSON.stringify(found);
    if (before.get(name)?.words !== words) before.set(name, { words, options: new Map(found.map((one) => [one.key, one])) });
    kept.set(name, before.get(name).options);
  }
  return kept.get(name);
}

/** The options of a field by key: {key, title, label, hint}. */
export function optionsFor(kinds, stored) {
  const place = kinds.includes("choices") ? around(stored) : null;
  return listed(kinds, place ? (field(pathOf(place), "scene")?.value.trim() ?? "") : "");
}

const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The options with all of these words in them; those that begin with them come first. */
export function matching(options, typed) {
  const wanted = plain(typed.trim());
  if (!wanted) return options;
  const all = (option) => plain(`${option.label} ${option.hint ?? ""}`);
  const begins = (option) => [option.title, option.key].some((words) => plain(words).startsWith(wanted));
  const found = options.filter((option) => wanted.split(/\s+/).every((word) => all(option).includes(word)));
  return [...found.filter(begins), ...found.filter((option) => !begins(option))];
}
