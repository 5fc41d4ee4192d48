// The one list that serves all fields: it stands below the one that is open.

export const list = document.createElement("ul");
list.id = "pick-list";
list.hidden = true;
list.dataset.pickList = "";
list.setAttribute("role", "listbox");
document.body.append(list);

function line(option, place, taken) {
  const item = document.createElement("li");
  item.id = `${list.id}-${place}`;
  item.setAttribute("role", "option");
  item.append(option.label);
  if (option.hint) item.append(" ", Object.assign(document.createElement("small"), { textContent: option.hint }));
  if (option.offer) item.dataset.offer = option.offer;
  item.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the field
  item.addEventListener("click", () => taken(option));
  return item;
}

/** Fills the list and puts it below a field. */
export function fill(input, options, taken) {
  list.replaceChildren(...options.map((option, place) => line(option, place, taken)));
  list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() || input.getAttribute("aria-label") || "");
  if (list.previousElementSibling !== input) input.after(list);
  const opens = list.hidden;
  list.hidden = !options.length;
  if (opens) list.scrollIntoView({ block: "nearest", behavior: "instant" });
}

/** Marks the option at this place, or none; gives back its id. */
export function mark(place) {
  for (const [number, item] of [...list.children].entries()) item.setAttribute("aria-selected", String(number === place));
  list.children[place]?.scrollIntoView({ block: "nearest", behavior: "instant" });
  return list.children[place]?.id ?? "";
}
