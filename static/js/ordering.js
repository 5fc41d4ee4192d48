// Ordering questions: two buttons per item move it; the number fields stay and are what is sent.
export function moveItems(list) {
  const rows = () => [...list.children];
  const number = () => rows().forEach((row, at) => { row.querySelector("select").value = String(at + 1); });
  const chosen = (row) => Number(row.querySelector("select").value);
  if (rows().every(chosen)) rows().sort((a, b) => chosen(a) - chosen(b)).forEach((row) => list.append(row));

  for (const row of rows()) {
    const tools = document.createElement("span");
    tools.className = "move";
    tools.append(button(list.dataset.up, -1, row), button(list.dataset.down, 1, row));
    row.append(tools);
  }

  function button(words, step, row) {
    const move = document.createElement("button");
    move.type = "button";
    move.className = "btn two small";
    move.textContent = words;
    move.setAttribute("aria-describedby", row.querySelector("label").id);
    move.addEventListener("click", () => {
      const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
      if (!other) return;
      if (step < 0) other.before(row); else other.after(row);
      number();
      move.focus();
    });
    return move;
  }
}
