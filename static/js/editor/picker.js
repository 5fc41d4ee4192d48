// A field that holds a key, or several: what is stored stays in a hidden field, people pick by title.
import { drawChips } from "./chips.js";
import { Combobox } from "./combobox.js";
import { matching, optionsFor } from "./options.js";
import { say } from "./phrases.js";

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
    const state = [optionsFor(this.kinds, this.stored), this.stored.value, this.invalid, this.combobox.typed];
    const shows = this.input.value === this.shown;
    if (shows && state.every((part, place) => part === this.state?.[place])) return; // thousands have nothing to draw anew
    this.state = state;
    const picked = this.picked;
    const gone = picked.some((option) => option.gone);
    this.box.toggleAttribute("data-gone", gone);
    if (gone) this.input.setAttribute("aria-invalid", "true");
    else if (!this.invalid) this.input.removeAttribute("aria-invalid");
    if (this.many) drawChips(this, picked);
    this.shown = this.many ? "" : (picked[0]?.label ?? "");
    if (!this.combobox.typed && this.input.value !== this.shown) this.input.value = this.shown;
  }
}

/** The picker of an element with `data-pick`, made when it is first asked for. */
export const pickerOf = (box) => pickers.get(box) ?? new Picker(box);
