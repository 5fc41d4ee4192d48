// The words of the scripts in the language of the page, and what the server knows. The form's panel brings both.

const given = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");
const phrases = given("form-phrases") ?? {};

/** Every principle as [key, text]. */
export const principles = given("form-principles") ?? [];

/** The phrase of this name, with its %(places)s filled. */
export function say(name, places = {}) {
  return (phrases[name] ?? name).replace(/%\((\w+)\)s/g, (_, place) => places[place] ?? "");
}

/** Says something to people who listen, without moving them. */
export function tell(words) {
  const region = document.querySelector("[data-form-status]");
  if (region) region.textContent = words;
}
