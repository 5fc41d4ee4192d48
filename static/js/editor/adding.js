// A new scene or ending from a choice: made, linked and opened, with a way back to the choice.
import { CHILD, around, childOf, children, listsIn, part, root, show, text, unfold } from "./blocks.js";
import { settle } from "./keys.js";
import { say, tell } from "./phrases.js";
import { changed, form } from "./state.js";

const STREAMS = { scene: "scenes", ending: "endings" };

/** Adds a scene or an ending at the end of its stream and gives back its block, which has its key. */
export function add(kind, values = {}) {
  const stream = root(STREAMS[kind]);
  const value = stream.blockDef.initialChildStates[kind];
  stream.insert({ type: kind, value, id: crypto.randomUUID?.() }, stream.children.length, {});
  const child = children(STREAMS[kind]).at(-1);
  for (const [name, words] of Object.entries(values)) part(child, name).setState(words);
  settle();
  changed();
  return child;
}

function backTo(picker, child) {
  const way = document.querySelector("[data-form-back]").cloneNode(true);
  way.removeAttribute("data-form-back");
  way.hidden = false;
  const choice = childOf(around(picker.box));
  const button = way.querySelector("[data-back]");
  button.textContent = say("back", { title: (choice && text(choice, "text")) || say("untitled") });
  button.addEventListener("click", () => show(picker.input));
  child.element.querySelector("[data-contentpath]").before(way);
}

form?.addEventListener("pick:new", ({ detail: { offer, title, picker } }) => {
  const child = add(offer, { title });
  const field = part(child, "title");
  picker.set([text(child, "key")]);
  backTo(picker, child);
  show(field.widget.input);
  tell(say("made", { title: picker.input.value }));
});

/** What is inside a new block is open: it is there to be filled. */
function openInside({ target }) {
  const child = childOf(around(target));
  if (child) for (const list of listsIn(child)) list.children.forEach(unfold);
}

/** Control and Enter: the next line, choice, person… after this one. */
function addNext(event) {
  if (event.key !== "Enter" || !event.ctrlKey) return;
  const child = childOf(event.target.closest(CHILD));
  if (!child) return;
  event.preventDefault();
  child.addSibling({ type: child.type });
}

form?.addEventListener("key:new", openInside);
form?.addEventListener("keydown", addNext);
