// An empty scenario can begin with a first scene and an ending for each door.
import { add } from "./adding.js";
import { children, part, root, show } from "./blocks.js";
import { changed, subscribe } from "./state.js";

const offer = document.querySelector("[data-form-begin]");
const COMPETENCES = ["trust", "listening"];
const DOORS = ["open", "ajar", "closed"];

function begin() {
  const competences = root("competences");
  if (competences && !competences.children.length)
    for (const [place, value] of COMPETENCES.entries())
      competences.insert({ type: "competence", value: [value], id: crypto.randomUUID?.() }, place, {});
  for (const door of DOORS) add("ending", { door: [door] });
  const scene = add("scene");
  changed();
  show(part(scene, "title").widget.input);
}

offer?.querySelector("[data-form-begin-button]").addEventListener("click", begin);
if (offer) {
  document.getElementById("scenes")?.closest("[data-panel]")?.before(offer);
  subscribe(() => {
    offer.hidden = children("scenes").length + children("endings").length > 0;
  });
}
