// A field that holds a key, or several: what is stored stays in a hidden field, people pick by title.
import { isLive } from "./blocks.js";
import { drawChips } from "./chips.js";
import { Combobox, renew } from "./combobox.js";
import { matching, optionsFor } from "./options.js";
import { say } from "./phrases.js";
import { form } from "./state.js";

const pickers = new WeakMap();

export class Picker {
  constructor(box) {
    const kinds = box.dataset.pick.split(" ");
    Object.assign(this, { box, kinds, stored: box.firstElementChild, many: "many" in box.dataset });
    // Wagtail gives blocks ids that are names, too, and a form finds its fields by both.
    const id = box.dataset.for === this.stored.name ? `${box.dataset.for}-pick` : box.dataset.for;
    this.input = Object.assign(document.createElement("input"), { type: "text", id });
    for (const name of ["aria-describedby", "aria-label"]) {
      if (box.hasAttribute(name)) this.input.setAttribute(name, box.getAttribute(name));
      box.removeAttribute(name);
    }
    this.chips = Object.assign(document.createElement("ul"), { hidden: true, role: "list" });
    box.append(this.chips, this.input);
    this.combobox = new Combobox(this.input, {
      options: (typed) => this.options(typed),
      current: () => (this.many ? null : this.keys[0]),
      choose: (option) => this.choose(option),
      left: (emptied) => (emptied && !this.many ? this.set([]) : this.refresh()),
    });
    pickers.set(box, this);
  }

  get keys() {
    return this.stored.value.split(/[\s,;]+/).filter(Boolean);
  }

  /** What is picked, as options; what is gone as an option that says so. */
  get picked() {
    const known = optionsFor(this.kinds, this.stored);
    const gone = (key) => ({ key, title: key, label: say("gone", { key }), gone: true });
    return (this.many ? this.keys : this.keys.slice(0, 1)).map((key) => known.get(key) ?? gone(key));
  }

  options(typed) {
    const taken = this.many ? this.keys : [];
    const all = [...optionsFor(this.kinds, this.stored).values()];
    const free = all.filter(({ key }) => !taken.includes(key) && key !== this.without);
    const title = typed.trim();
    const name = (kind) => say(title ? `new ${kind} named` : `new ${kind}`, { title });
    const offer = (kind) => ({ key: `+${kind}`, label: name(kind), title, offer: kind });
    return [...matching(free, typed), ...(this.kinds.includes("new") ? ["scene", "ending"].map(offer) : [])];
  }

  choose(option) {
    const making = new CustomEvent("pick:new", { bubbles: true, detail: { ...option, picker: this } });
    if (option.offer) this.box.dispatchEvent(making);
    else this.set(this.many ? [...this.keys, option.key] : [option.key]);
  }

  /** Stores these keys and tells the form. */
  set(keys) {
    this.stored.value = keys.join(" ");
    this.stored.dispatchEvent(new Event("change", { bubbles: true }));
    this.refresh();
  }

  refresh() {
    const picked = this.picked;
    const gone = picked.some((option) => option.gone);
    this.box.toggleAttribute("data-gone", gone);
    if (gone) this.input.setAttribute("aria-invalid", "true");
    else if (!this.invalid) this.input.removeAttribute("aria-invalid");
    if (this.many) drawChips(this, picked);
    const shown = this.many ? "" : (picked[0]?.label ?? "");
    if (!this.combobox.typed && this.input.value !== shown) this.input.value = shown;
  }
}

/** The picker of an element with `data-pick`, made when it is first asked for. */
export const pickerOf = (box) => pickers.get(box) ?? new Picker(box);

const boxes = () => [...document.querySelectorAll("[data-pick]")].filter(isLive);

/** All live pickers whose field can hold keys of these kinds. */
export const pickersOf = (...kinds) =>
  boxes().map(pickerOf).filter((picker) => kinds.some((kind) => picker.kinds.includes(kind)));

function refreshAll() {
  frame = 0;
  for (const box of boxes()) pickerOf(box).refresh();
  renew();
}
let frame = 0;

/** Draws all pickers anew before the next frame. */
export const refreshSoon = () => (frame ||= requestAnimationFrame(refreshAll));

form?.addEventListener("input", refreshSoon);
form?.addEventListener("change", refreshSoon);
refreshSoon();
