// Asks the server for the problems of the form as it stands, a moment after the last change. The newest answer wins.
import { form } from "./state.js";

const WAIT = 300; // milliseconds after the last key
const PATIENCE = 15_000;
let timer = 0;
let asked = "";
let running = null;

/** Where the form is checked: a new scenario that Wagtail saved by itself has become a page in the meantime. */
function address() {
  const { check, checkSaved } = document.querySelector("[data-editor]").dataset;
  const number = form.getAttribute("action").match(/\/pages\/(\d+)\/edit\//)?.[1];
  return number ? checkSaved.replace("/0/", `/${number}/`) : check;
}

async function answerOf(body, signal) {
  const headers = { "X-Requested-With": "XMLHttpRequest" };
  const answer = await fetch(address(), { method: "POST", body, headers, redirect: "error", signal });
  if (!answer.ok) throw new Error(`The check answered ${answer.status}.`);
  return answer.json();
}

async function ask(told, silent) {
  const body = new URLSearchParams(new FormData(form));
  if (String(body) === asked) return;
  asked = String(body);
  running?.abort();
  const mine = (running = new AbortController());
  const late = setTimeout(() => mine.abort("late"), PATIENCE);
  try {
    const found = await answerOf(body, mine.signal);
    if (mine === running) told(found);
  } catch {
    if (mine !== running) return; // a newer question is on its way
    asked = "";
    silent();
  } finally {
    clearTimeout(late);
  }
}

/** Calls `told(answer)` now and after every change, `silent()` when there is no answer. Gives back "ask again". */
export function watchForm(told, silent) {
  const soon = (wait = WAIT) => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(told, silent), wait);
  };
  form.addEventListener("input", () => soon());
  form.addEventListener("change", () => soon());
  // Blocks come, move and go without an event. What did not change the form is not asked again.
  const isBlock = (node) => node instanceof Element && node.matches("[data-streamfield-child]");
  const counts = ({ type, addedNodes, removedNodes }) => type === "attributes" || [...addedNodes, ...removedNodes].some(isBlock);
  const watcher = new MutationObserver((changes) => {
    if (changes.some(counts)) soon();
  });
  for (const block of document.querySelectorAll("[data-field][data-contentpath]"))
    watcher.observe(block, { subtree: true, childList: true, attributes: true, attributeFilter: ["value"] });
  soon(0);
  return () => soon(0);
}
