// Adds the next turn in place. Without this script every button is an ordinary form post, and whatever goes wrong
// here ends in one: sending a turn twice writes it once, so the browser may simply send it again.
const QUIET = 400; // milliseconds in which a second click meets the new choices by accident
const FORM = "form[data-turn]";
let quietUntil = 0;
let sending = false;

document.addEventListener("submit", (event) => {
  const form = event.target.closest(FORM);
  if (!form || form.dataset.plain) return;
  event.preventDefault();
  if (sending || performance.now() < quietUntil) return;
  send(form, event.submitter);
});

async function send(form, button) {
  sending = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, button), headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const stage = page.querySelector("[data-stage]");
    if (!answer.ok || !stage || new URL(answer.url).pathname !== location.pathname) throw new Error("not this page");
    show(page, stage);
  } catch {
    plainly(form, button);
  } finally {
    sending = false;
  }
}

function plainly(form, button) {
  form.dataset.plain = "yes";
  form.requestSubmit(button);
}

function show(page, stage) {
  const log = document.querySelector("[data-stage] [data-log]");
  const next = stage.querySelector("[data-log]");
  merge(log, next);
  while (log.nextElementSibling) log.nextElementSibling.remove();
  while (next.nextElementSibling) log.parentElement.append(next.nextElementSibling);
  document.querySelector("[data-room]")?.replaceWith(page.querySelector("[data-room]") ?? "");
  document.querySelector("[data-status]").textContent = stage.dataset.said;
  quietUntil = performance.now() + QUIET;
  const now = document.getElementById("now");
  now?.focus({ preventScroll: true });
  now?.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

// Keeps the entries that both have in common, takes away what was stepped back, appends what is new.
function merge(log, next) {
  document.getElementById("now")?.removeAttribute("id");
  const kept = [...log.children];
  const wanted = [...next.children];
  let same = 0;
  while (same < kept.length && same < wanted.length && kept[same].textContent === wanted[same].textContent) same += 1;
  kept.slice(same).forEach((turn) => turn.remove());
  wanted.slice(same).forEach((turn) => {
    turn.classList.add("new");
    log.append(turn);
  });
  const now = wanted.findIndex((turn) => turn.id === "now");
  const turn = log.children[now];
  if (turn) Object.assign(turn, { id: "now", tabIndex: -1 });
}
