// The words of the map in the language of the page, and what is said aloud about it.

const words = JSON.parse(document.getElementById("map-words")?.textContent ?? "{}");
const SAID_AFTER = 800; // milliseconds: whoever types is not talked over
let timer = 0;
const news = {};
const waiting = new Set();

/** The words of this name, with their %(places)s filled. */
export function say(name, places = {}) {
  return (words[name] ?? name).replace(/%\((\w+)\)s/g, (_, place) => places[place] ?? "");
}

/** How an ending leaves the door, in words. */
export const doorOf = (door) => words.doors?.[door] ?? "";

/** Says what is new to people who listen: once, politely, the map and the problems in one breath. */
export function announce(about, text) {
  if (news[about] === text) return;
  clearTimeout(timer);
  news[about] = text;
  waiting.add(about);
  timer = setTimeout(() => {
    const region = document.querySelector("[data-map-said]");
    if (region) region.textContent = [...waiting].sort().map((one) => news[one]).join(" ");
    waiting.clear();
  }, SAID_AFTER);
}

/** Fills an element with letters to see and with words to listen to. */
export function mark(element, letters, words) {
  const seen = document.createElement("span");
  const heard = document.createElement("span");
  seen.setAttribute("aria-hidden", "true");
  seen.textContent = letters;
  heard.className = "w-sr-only";
  heard.textContent = words;
  element.replaceChildren(seen, heard);
  return element;
}
