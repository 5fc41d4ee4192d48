// The check page: takes the token out of the address, verifies it here, and asks us for the status of the number alone.
import { NotGenuine, bytesOf, read, titleOf } from "./token.js";

const page = document.querySelector("[data-check]");
const SHORTEST = 90;

/** The token behind `#`, taken out of the address bar before anything else happens. */
function tokenFromAddress() {
  const fragment = location.hash.slice(1);
  if (fragment.length < SHORTEST) return "";
  history.replaceState(null, "", location.pathname);
  try {
    return decodeURIComponent(fragment); // some scanners escape `$` and `*`
  } catch {
    return fragment;
  }
}

function show(verdict, facts, because = "") {
  for (const section of page.querySelectorAll("[data-verdict]")) section.hidden = section.dataset.verdict !== verdict;
  const section = page.querySelector(`[data-verdict="${verdict}"]`);
  if (facts) section.querySelector("[data-facts]")?.replaceChildren(facts);
  for (const reason of section.querySelectorAll("[data-because]")) reason.hidden = reason.dataset.because !== because;
  section.querySelector("h2").focus();
}

function factsFrom(claims, course) {
  const facts = page.querySelector("template[data-signed]").content.cloneNode(true);
  const language = document.documentElement.lang;
  const values = {
    name: claims.name,
    course: course || claims.course,
    version: claims.version,
    day: new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC" }).format(claims.day),
    hours: new Intl.NumberFormat(language).format(claims.hours),
    language: new Intl.DisplayNames([language], { type: "language" }).of(claims.language),
    number: claims.number,
  };
  for (const [slot, value] of Object.entries(values)) facts.querySelector(`[data-slot="${slot}"]`).textContent = value;
  facts.querySelector(`[data-kind="${claims.kind}"]`).hidden = false;
  return facts;
}

/** The number alone leaves this page; no cookie goes with it. */
async function statusOf(number) {
  try {
    const answer = await fetch(page.dataset.status, {
      method: "POST", body: new URLSearchParams({ number }), credentials: "omit", referrerPolicy: "no-referrer",
    });
    const { state, because } = await answer.json();
    return [{ later: "unasked", unknown: "unrecorded" }[state] ?? state, because];
  } catch {
    return ["unasked"];
  }
}

async function check() {
  const text = tokenFromAddress();
  if (!text) return;
  let published, claims;
  try {
    published = await (await fetch(page.dataset.keys, { credentials: "omit" })).json();
    claims = await read(bytesOf(text), published.keys);
  } catch (error) {
    show(error instanceof NotGenuine ? "forged" : "unable");
    return;
  }
  const [course, [status, because]] = await Promise.all([titleOf(claims, published), statusOf(claims.number)]);
  show(status, factsFrom(claims, course), because);
}

/** A number says nothing by itself, so without a network there is nothing to look it up in. */
function stayHere(event) {
  if (navigator.onLine) return;
  event.preventDefault();
  show("offline");
}

page.querySelector("form").addEventListener("submit", stayHere);
addEventListener("hashchange", check);
check();
