// A list to choose from while the keyboard stays in a text: the listbox of a combobox.

import { freshId, h } from "../elements.js";

/** `onChoose(item)` for a click or `choose()`; `onMove(id)` when another one is current. Items: {label, note, sign}. */
export function choices({ label, onChoose, onMove = () => {} }) {
  const id = freshId("choices");
  const element = h("ul", { class: "choices", role: "listbox", id, "aria-label": label });
  let items = [];
  let current = 0;

  const options = () => [...element.querySelectorAll('[role="option"]')];
  const show = () => {
    options().forEach((option, index) => option.setAttribute("aria-selected", index === current ? "true" : "false"));
    const option = options()[current];
    if (option) keepInSight(element, option);
    onMove(option?.id ?? null);
  };
  const choose = (index = current) => {
    if (items[index]) onChoose(items[index]);
    return Boolean(items[index]);
  };
  element.addEventListener("mousedown", (event) => event.preventDefault());
  element.addEventListener("click", (event) => {
    const index = options().indexOf(event.target.closest('[role="option"]'));
    if (index >= 0) choose(index);
  });

  return {
    element,
    id,
    /** Show these items, or the words of `otherwise` where there are none. */
    set(found, otherwise = "Nothing found.") {
      items = found;
      current = 0;
      element.replaceChildren(...(found.length ? found.map((item, index) => option(item, `${id}-${index}`)) : [none(otherwise)]));
      show();
    },
    move(by) {
      if (!items.length) return false;
      current = (current + by + items.length) % items.length;
      show();
      return true;
    },
    choose,
    get current() {
      return items[current] ?? null;
    },
    get currentId() {
      return items.length ? `${id}-${current}` : null;
    },
    get size() {
      return items.length;
    },
  };
}

function option({ label, note, sign }, id) {
  const words = h("span", { class: "choice-words" }, label, note ? h("span", { class: "choice-note" }, note) : null);
  return h("li", { role: "option", id, "aria-selected": "false" }, sign ?? null, words);
}

function none(words) {
  return h("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "choice-none" }, words);
}

/** Scrolls the list alone, never the page. */
function keepInSight(list, option) {
  if (option.offsetTop < list.scrollTop) list.scrollTop = option.offsetTop;
  const below = option.offsetTop + option.offsetHeight - list.clientHeight;
  if (below > list.scrollTop) list.scrollTop = below;
}
