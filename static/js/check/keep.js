// Lets the check page be kept on this device, says so once it is, and offers to install it where the browser can.
const page = document.querySelector("[data-check]");
const ready = page.querySelector("[data-kept]");
const install = page.querySelector("[data-install]");

function settled({ installing, waiting, active }) {
  const worker = active ?? waiting ?? installing;
  return new Promise((resolve) => {
    if (worker.state === "activated") resolve();
    else worker.addEventListener("statechange", () => { if (worker.state === "activated") resolve(); });
  });
}

/** Two doors, two scopes: the rest of the site stays out of the worker's reach. */
async function keep() {
  for (const scope of page.dataset.doors.split(" ")) {
    await settled(await navigator.serviceWorker.register(page.dataset.worker, { scope }));
  }
  ready.hidden = false;
}

/** Chromium asks the page first; other browsers have a menu of their own. */
function offer(event) {
  event.preventDefault();
  install.hidden = false;
  install.addEventListener("click", () => { install.hidden = true; event.prompt(); }, { once: true });
}

addEventListener("beforeinstallprompt", offer);
addEventListener("appinstalled", () => { install.hidden = true; });
if ("serviceWorker" in navigator) keep().catch(() => {}); // private windows refuse: then it needs a network, as before
