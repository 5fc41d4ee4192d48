// The question before a deletion. Without an answer nothing happens.
import { say } from "./phrases.js";
import { pickerOf } from "./picker.js";

const dialog = document.querySelector("[data-form-dialog]");
if (dialog) document.body.append(dialog); // what stands in it is no part of the form
const inside = (hook) => dialog.querySelector(`[${hook}]`);

const QUESTIONS = { scenes: "delete scene", endings: "delete ending" };

function fill({ kind, title, places, words, redirects, without }) {
  inside("data-title").textContent = say(QUESTIONS[kind] ?? "delete other", { title });
  inside("data-why").textContent = say("used");
  inside("data-named").hidden = !places.length;
  const lines = places.map((place) => Object.assign(document.createElement("li"), { textContent: place }));
  inside("data-uses").replaceChildren(...lines);
  inside("data-variant-words").hidden = !words;
  inside("data-variant-words").textContent = say("variant words", { count: words });
  inside("data-redirect").hidden = !redirects;
  inside("data-send").hidden = !redirects;
  inside("data-leave").textContent = say(places.length ? "delete, leave open" : "delete");
  const picker = pickerOf(inside("data-pick"));
  picker.without = without;
  picker.set([]);
  return picker;
}

/** Asks, and gives {target: key or ""} or, after a cancel, null. */
export function ask(question) {
  const picker = fill(question);
  return new Promise((resolve) => {
    const done = (answer) => {
      dialog.onclose = null;
      dialog.close();
      resolve(answer);
    };
    inside("data-send").onclick = () => {
      const [target] = picker.keys;
      if (target) done({ target });
      else picker.input.focus();
    };
    inside("data-leave").onclick = () => done({ target: "" });
    inside("data-cancel").onclick = () => done(null);
    dialog.onclose = () => resolve(null); // Escape
    dialog.showModal();
    if (question.redirects) picker.input.focus();
    else inside("data-leave").focus();
  });
}
