// The words of the map in the language of the page, and what is said aloud about it.

const words = JSON.parse(document.getElementById("map-words")?.textContent ?? "{}");
const SAID_AFTER = 800; // milliseconds: whoever types is not talked over
let timer = 0;
let last = "";

/** The words of this name, with their %(places)s filled. */
export function say(name, places = {}) {
  return (words[name] ?? name).replace(/%\((\w+)\)s/g, (_, place) => places[place] ?? "");
}

/** How an ending leaves the door, in words. */
export const doorOf = (door) => words.doors?.[door] ?? "";

/** Says something to people who listen, once, politely, and only when it is new. */
export function announce(text) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const region = document.querySelector("[data-map-said]");
    if (!region || text === last) return;
    last = text;
    region.textContent = text;
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
