// A field with a list below it, by the pattern of the ARIA guide: the focus stays in the field, arrows move in the list.
import { fill, list, mark } from "./listbox.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
let open = null;

export class Combobox {
  /** `options(typed)`: what to list; `current()`: the key that is chosen; `choose(option)` takes one; `left(emptied)`: tidies. */
  constructor(input, callbacks) {
    Object.assign(this, { input, ...callbacks, active: null, found: [], typed: false });
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
    for (const [name, value] of Object.entries({ ...roles, autocomplete: "off", spellcheck: "false" }))
      input.setAttribute(name, value);
    input.addEventListener("input", (event) => this.write(event));
    input.addEventListener("change", (event) => event.stopPropagation()); // what is typed here is no value of the form
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("focus", () => input.select());
    input.addEventListener("click", () => this.show());
    input.addEventListener("blur", () => this.leave());
  }

  write(event) {
    event.stopPropagation();
    this.typed = true;
    this.show();
  }

  press(event) {
    if (event.key in STEPS) this.step(event);
    else if (event.key === "Enter") {
      if (open === this && this.active) this.take(this.active);
      else this.show(); // and never sends the form
    } else if (event.key === "Escape" && (open === this || this.typed)) this.leave();
    else {
      // Tab takes what the typing has found, but makes nothing new.
      if (event.key === "Tab" && this.typed && this.active && !this.active.offer) this.take(this.active);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  step(event) {
    if (open !== this) this.show();
    else if (event.altKey) this.hide();
    if (open === this && !event.altKey) this.move(STEPS[event.key]);
  }

  show() {
    if (open && open !== this) open.hide();
    open = this;
    const before = this.active?.key ?? (this.typed ? null : this.current());
    this.found = this.options(this.typed ? this.input.value : "");
    const first = this.typed && this.input.value.trim() ? this.found[0] : null;
    this.active = this.found.find((option) => option.key === before) ?? first ?? null;
    fill(this.input, this.found, (option) => this.take(option));
    this.input.setAttribute("aria-expanded", String(!list.hidden));
    this.mark();
  }

  move(step) {
    const last = this.found.length - 1;
    const here = this.found.indexOf(this.active);
    const far = Math.abs(step) > 1;
    let there = here < 0 && step < 0 ? last : here + step;
    if (there < 0) there = far ? 0 : last;
    if (there > last) there = far ? last : 0;
    this.active = this.found[there] ?? null;
    this.mark();
  }

  mark() {
    const id = mark(this.found.indexOf(this.active));
    if (id) this.input.setAttribute("aria-activedescendant", id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  take(option) {
    this.hide();
    this.choose(option);
  }

  hide() {
    if (open === this) [open, list.hidden] = [null, true];
    Object.assign(this, { active: null, typed: false });
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  leave() {
    const emptied = this.typed && !this.input.value.trim();
    this.hide();
    this.left(emptied);
  }
}

/** Lists anew what is open, because the form has changed. */
export const renew = () => open?.show();
