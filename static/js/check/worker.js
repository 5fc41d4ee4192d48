// Keeps the check page for when there is no network. KEPT stands before this in the answer (training/verifiers/kept.py).
// The network comes first, so that nobody is given an older page than there is. Forms, the status of a number and the
// rest of the site pass by untouched, and what is stored was fetched without a cookie.
const CACHE = `check ${KEPT.version}`;
const KEYS = "check keys";
const PATIENCE = 5000; // milliseconds for a page or keys on a network that says nothing

const bare = (address) => new Request(address, { credentials: "omit", cache: "no-cache" });

async function knowsEd25519() {
  try {
    return Boolean(await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]));
  } catch {
    return false;
  }
}

async function keep() {
  const spare = (await knowsEd25519()) ? [] : [KEPT.spare];
  const [cache, keys] = await Promise.all([caches.open(CACHE), caches.open(KEYS)]);
  await Promise.all([cache.addAll([KEPT.page, ...KEPT.files, ...spare].map(bare)), keys.add(bare(KEPT.keys))]);
  await skipWaiting();
}

/** What the versions before kept goes; the keys stay, each look renews them. */
async function clear() {
  const old = (await caches.keys()).filter((name) => name.startsWith("check ") && ![CACHE, KEYS].includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** From the network; if it is not there, breaks down or is silent, from what is kept. */
async function newest(request, { address = request.url, patience = 0 } = {}) {
  const waiting = new AbortController();
  const timer = patience && setTimeout(() => waiting.abort(), patience);
  try {
    const answer = await fetch(request, { signal: waiting.signal });
    if (answer.status < 500) return answer;
  } catch {
    // no network
  } finally {
    clearTimeout(timer);
  }
  return (await caches.match(address, { ignoreVary: true })) ?? Response.error();
}

async function newestKeys(request) {
  const answer = await newest(new Request(request, { cache: "no-cache" }), { patience: PATIENCE });
  if (answer.ok) await (await caches.open(KEYS)).put(KEPT.keys, answer.clone());
  return answer;
}

/** Letters of other scripts are kept when a name needed them. */
async function newestFace(request) {
  const answer = await newest(request);
  if (answer.ok) await (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}

function answered(request) {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return null;
  if (request.mode === "navigate") return KEPT.doors.includes(pathname) && newest(request, { address: KEPT.page, patience: PATIENCE });
  if (pathname === KEPT.keys) return newestKeys(request);
  if (KEPT.faces.includes(pathname)) return newestFace(request);
  return (KEPT.files.includes(pathname) || pathname === KEPT.spare) && newest(request);
}

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(clear()));
addEventListener("fetch", (event) => {
  const answer = answered(event.request);
  if (answer) event.respondWith(answer);
});
