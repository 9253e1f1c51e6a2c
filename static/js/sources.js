// The source of a claim, shown at its number: gone by Escape, by going on, by its button, or by its number again. Its words
// are those of the list of references.

let note = null;

/** Show the source behind this number, or close it if it is shown. */
export function toggle(link) {
  const entry = document.getElementById(link.hash.slice(1));
  if (note?.link === link) close({ back: true });
  else if (entry) open(link, entry);
}

function close({ back = false } = {}) {
  if (!note) return;
  const { link, element } = note;
  note = null;
  element.remove();
  link.removeAttribute("aria-expanded");
  link.removeAttribute("aria-controls");
  if (back) link.focus();
}

function open(link, entry) {
  close();
  const element = made("div", { class: "source-note", id: "source-note", tabindex: "-1", role: "group", "aria-label": link.getAttribute("aria-label") });
  const words = made("p");
  const copy = entry.cloneNode(true);
  copy.querySelector(".ways-back")?.remove();
  words.append(...copy.childNodes);
  const acts = made("p", { class: "source-note-acts" });
  const all = made("a", { href: link.hash }, "All references");
  all.addEventListener("click", () => close());
  const button = made("button", { type: "button" }, "Close");
  button.addEventListener("click", () => close({ back: true }));
  acts.append(all, button);
  element.append(words, acts);
  // Behind the block that makes the claim, so that Tab goes from the number into the note and on with the text.
  const block = link.closest("li, td, th, p, figcaption, h2, h3");
  if (block.matches("li, td, th, figcaption")) block.append(element);
  else block.after(element);
  putBeside(element, link);
  link.setAttribute("aria-expanded", "true");
  link.setAttribute("aria-controls", element.id);
  note = { link, element };
  element.focus({ preventScroll: true });
}

/** In the margin beside its number where there is room for it; else it stays below its block. */
function putBeside(element, link) {
  const text = link.closest(".text").getBoundingClientRect();
  const room = document.documentElement.clientWidth - text.right;
  if (room < 280) return;
  element.classList.add("is-beside");
  const base = element.offsetParent.getBoundingClientRect();
  element.style.width = `${Math.min(352, room - 48)}px`;
  element.style.left = `${text.right + 24 - base.left}px`;
  element.style.top = `${link.getBoundingClientRect().top - base.top}px`;
}

function made(tag, attributes = {}, words = "") {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(words);
  return element;
}

const isOutside = ({ target }) => note && !note.element.contains(target) && !target.closest(".citation a");

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && note) close({ back: true });
});
document.addEventListener("click", (event) => isOutside(event) && close());
document.addEventListener("focusin", ({ target }) => note && target !== note.link && !note.element.contains(target) && close());
addEventListener("resize", () => close());
