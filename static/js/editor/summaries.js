// What a folded block says about itself: where a choice leads, how many choices a scene has, who speaks.
import { children, listsIn, part, root, text, within } from "./blocks.js";
import { say } from "./phrases.js";
import { form } from "./state.js";

const STREAMS = ["cast", "threads", "scenes", "endings", "variants"];
const LONGEST = 70;
const shortened = (words) => (words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words);

function ofScene(child) {
  const count = part(child, "choices").children.length;
  const choices = ["no choice", "one choice"][count];
  return `${text(child, "key")} · ${text(child, "title") || say("untitled")} · ${say(choices ?? "choices", { count })}`;
}

function ofChoice(child) {
  const target = part(child, "to").getTextLabel();
  return `${shortened(text(child, "text") || say("untitled"))} → ${target || say("nowhere")}`;
}

function ofLine(child) {
  const words = text(child, "words");
  const speaker = part(child, "speaker").getTextLabel() || say(words ? "nobody" : "direction");
  return shortened(`${speaker}: ${words || text(child, "direction")}`);
}

/** The summary of a block, or null where Wagtail's own does. */
function summary(child) {
  const parts = child.block.childBlocks ?? {};
  if (parts.choices && parts.lays) return ofScene(child);
  if (parts.feedback && parts.effects) return ofChoice(child);
  if (parts.speaker) return ofLine(child);
  return null;
}

/** What the buttons between blocks add, for people who only hear "Add". */
function nameButtons(sequence, label) {
  for (const inserter of sequence.inserters) {
    const button = inserter.element.matches("button") ? inserter.element : inserter.element.querySelector("button");
    const words = say("add", { title: label });
    if (button.getAttribute("aria-label") === words) continue;
    button.setAttribute("aria-label", words);
    button.title = words;
  }
}

function draw(child) {
  if (summary(child) !== null) child.getTextLabel = () => summary(child); // Wagtail asks when the block is folded
  const words = child.getTextLabel({ maxLength: LONGEST }) ?? "";
  if (child.titleElement.text() !== words) child.titleElement.text(words);
  for (const list of listsIn(child)) nameButtons(list, list.blockDef.childBlockDef.meta.label);
}

let timer = 0;
function drawAll() {
  timer = 0;
  for (const name of STREAMS) {
    const labels = root(name)?.blockDef.groupedChildBlockDefs[0][1].map((inside) => inside.meta.label);
    if (labels) nameButtons(root(name), labels[0]);
    for (const outer of children(name)) for (const child of within(outer)) draw(child);
  }
}

// Not while somebody types: headings may wait until the typing stops.
function drawSoon() {
  clearTimeout(timer);
  timer = setTimeout(drawAll, 250);
}

form?.addEventListener("input", drawSoon);
form?.addEventListener("change", drawSoon);
form?.addEventListener("click", drawSoon);
drawSoon();
