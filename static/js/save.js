// "Save to my documents": the browser's own window on a computer, its sheet for handing on a file on a telephone. Where
// there is neither the button stays hidden; the link beside it downloads everywhere.
const TYPE = "application/pdf";
const byFinger = matchMedia("(pointer: coarse)").matches;
const mayShare = byFinger && navigator.canShare?.({ files: [new File([""], "a.pdf", { type: TYPE })] });
const maySave = "showSaveFilePicker" in window;

async function save(file) {
  const handle = await showSaveFilePicker({
    id: "certificates", startIn: "documents", suggestedName: file.name, types: [{ accept: { [TYPE]: [".pdf"] } }],
  });
  const target = await handle.createWritable();
  await target.write(file);
  await target.close();
}

/** Fetched before anybody chooses a place, so that no empty file is left behind where the site has to refuse. */
async function keep({ dataset }) {
  const answer = await fetch(dataset.save);
  if (!answer.ok) return location.assign(dataset.save); // the page says why
  const file = new File([await answer.blob()], dataset.file, { type: TYPE });
  try {
    await (mayShare ? navigator.share({ files: [file] }) : save(file));
  } catch (error) {
    if (error.name !== "AbortError") location.assign(dataset.save); // closed on purpose is no failure
  }
}

for (const button of document.querySelectorAll("[data-save]")) {
  button.hidden = !(mayShare || maySave);
  button.addEventListener("click", () => keep(button));
}
