// Notes stay on this device: kept in the browser's storage, never sent. Cleared by "Leave this device".
const LOOKS_LIKE_A_PERSON = /[\w.]+@[\w.]+\.\w+|(?:\+|00)?\d[\d ()/.-]{6,}\d|\b[A-Z]{1,4}[-/ ]?\d{3,}[-/]\d{2,}\b/;

export function keepNotes(box) {
  const text = box.querySelector("[data-note-text]");
  const warning = box.querySelector("[data-note-warning]");
  const key = `tandem-note-${box.dataset.note}`;
  const look = () => { warning.hidden = !LOOKS_LIKE_A_PERSON.test(text.value); };

  text.value = read(key);
  look();
  box.querySelector("[data-note-tools]").hidden = false;
  text.addEventListener("input", () => { write(key, text.value); look(); });
  box.querySelector("[data-note-clear]").addEventListener("click", () => {
    text.value = "";
    write(key, "");
    look();
    text.focus();
  });
  box.querySelector("[data-note-download]").addEventListener("click", () => {
    const question = box.querySelector("label").textContent.trim();
    save(`${question}\n\n${text.value}\n`);
  });
}

// Storage may be switched off: the note then lives as long as the page.
function read(key) {
  try { return localStorage.getItem(key) ?? ""; } catch { return ""; }
}

function write(key, value) {
  try {
    if (value) localStorage.setItem(key, value); else localStorage.removeItem(key);
  } catch { /* nothing to do: printing and downloading still work */ }
}

function save(words) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([words], { type: "text/plain" }));
  link.download = "tandem-note.txt";
  link.click();
  URL.revokeObjectURL(link.href);
}
