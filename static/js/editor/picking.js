// Makes the fields that hold keys a part of Wagtail's blocks, so that blocks that are added later have them, too.
import { settleSoon } from "./keys.js";
import { pickerOf } from "./picker.js";
import { refreshSoon } from "./refreshing.js";

const Widget = window.telepath?.constructors["wagtail.widgets.Widget"];
const Bound = Widget ? new Widget("").boundWidgetClass : class {};

class BoundPick extends Bound {
  constructor(element, ...others) {
    super(element, ...others);
    element.removeAttribute("required");
    this.picker = pickerOf(element);
    this.idForLabel = this.picker.input.id;
  }

  setState(value) {
    super.setState(value ?? "");
    refreshSoon();
  }

  setInvalid(invalid) {
    this.picker.invalid = invalid;
    this.picker.refresh();
  }

  /** The titles of what is picked: they name the block when it is folded. */
  getTextLabel(options) {
    const label = this.picker.picked.map((option) => option.title).join(", ");
    const most = options?.maxLength;
    return most && label.length > most ? `${label.slice(0, most - 1)}…` : label;
  }

  focus() {
    this.picker.input.focus();
  }
}

class BoundOwnKey extends Bound {
  constructor(...parts) {
    super(...parts);
    this.idForLabel = null; // nothing to type
  }

  setState(value) {
    super.setState(value ?? "");
    settleSoon();
  }

  focus() {}
}

const register = (name, bound) =>
  window.telepath.register(
    name,
    class extends Widget {
      boundWidgetClass = bound;
    },
  );
if (Widget) {
  register("tandem.Pick", BoundPick);
  register("tandem.OwnKey", BoundOwnKey);
}
