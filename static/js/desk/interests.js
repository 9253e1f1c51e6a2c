// The lines in which authors state their conflicts of interest: one for each who is chosen as an author.

const none = /^(none|no|nothing)\.?$/i;

/** The part of a revision: what each author states, in the order of their numbers. `control` stands for all lines. */
export function readInterests(control) {
  return [...control.parentElement.querySelectorAll("[data-author]")]
    .map((row) => ({ author: Number(row.dataset.author), statement: stated(row) }))
    .filter(({ statement }) => statement)
    .sort((one, other) => one.author - other.author);
}

/** Show these statements. `words`: "name: statement" of each. */
export function writeInterests(control, rows, words = []) {
  const place = control.parentElement;
  rows.forEach(({ author, statement }, index) => line(place, author, words[index]?.slice(0, -statement.length - 2)));
  for (const row of place.querySelectorAll("[data-author]")) {
    const said = rows.find(({ author }) => author === Number(row.dataset.author))?.statement ?? "";
    const [box, text] = row.querySelectorAll("input");
    box.checked = none.test(said);
    const shown = box.checked ? "" : said;
    if (text.value !== shown) text.value = shown;
  }
}

function stated(row) {
  const [box, text] = row.querySelectorAll("input");
  const said = text.value.trim().replace(/\s+/g, " ");
  if (said) return none.test(said) ? "None" : said;
  return box.checked ? "None" : "";
}

/** The line of an author, made where there is none yet. */
function line(place, author, name) {
  const known = place.querySelector(`[data-author="${author}"]`);
  if (known) return known;
  const field = place.dataset.interests;
  const row = document.createElement("p");
  row.className = "interest";
  row.dataset.author = author;
  const who = Object.assign(document.createElement("label"), { className: "interest-author", htmlFor: `${place.id}-${author}` });
  who.textContent = name ?? `number ${author}`;
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name: `${field}-none-${author}`, value: "1" });
  const tick = document.createElement("label");
  tick.append(box, " none");
  const text = Object.assign(document.createElement("input"), {
    type: "text", className: "vTextField", name: `${field}-${author}`, id: `${place.id}-${author}`, maxLength: Number(place.dataset.longest),
  });
  row.append(who, " ", tick, " ", text);
  place.append(row);
  return row;
}

/** Who is no author any more keeps a line only where it says something. */
function follow(place, authors) {
  place.querySelector(".quiet")?.toggleAttribute("hidden", authors.selectedOptions.length > 0);
  const chosen = new Set([...authors.selectedOptions].map(({ value }) => value).filter(Boolean));
  for (const { value, textContent } of authors.selectedOptions) if (value) line(place, value, textContent.trim());
  for (const row of place.querySelectorAll("[data-author]")) if (!chosen.has(row.dataset.author) && !stated(row)) row.remove();
}

/** Words and the tick exclude each other: the later one stands. */
function choose({ target }) {
  const row = target.closest("[data-author]");
  if (!row) return;
  const [box, text] = row.querySelectorAll("input");
  if (target === box && box.checked) text.value = "";
  if (target === text && text.value.trim()) box.checked = false;
}

for (const place of document.querySelectorAll("[data-interests]")) {
  const authors = place.closest("form").elements.byline;
  place.addEventListener("input", choose);
  // select2 tells its changes through the jQuery of the admin alone.
  const jQuery = window.django?.jQuery;
  if (jQuery) jQuery(authors).on("change", () => follow(place, authors));
  else authors.addEventListener("change", () => follow(place, authors));
  follow(place, authors);
}
