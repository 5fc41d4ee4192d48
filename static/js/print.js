// A button that opens the browser's print window. Without script it stays hidden: every browser can print by itself.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
