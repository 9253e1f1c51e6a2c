// Names of people behind an @ in a plain field, as one types.

import { h } from "./elements.js";
import { choices } from "./editor/choices.js";

// From the sign to the caret; a name has blanks in it.
const BEGUN = /(?:^|[\s(])@([^@\n]{0,40})$/;
const MOST = 6;

/** Offers those of `names` of which a word begins like what stands behind the @ in `field`; answers what to show. */
export function mentions(field, names, label = "People") {
  const list = choices({ label, onChoose: ({ label: name }) => put(name), onMove: (id) => point(field, id) });
  const holder = h("div", { class: "mentions" });
  let from = 0;

  const isOpen = () => list.element.isConnected;
  const close = () => {
    list.element.remove();
    field.removeAttribute("aria-controls");
    point(field, null);
  };
  const put = (name) => {
    field.setRangeText(`${name} `, from, field.selectionStart, "end");
    close();
    field.focus({ preventScroll: true });
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const look = () => {
    const begun = field.selectionStart === field.selectionEnd && BEGUN.exec(field.value.slice(0, field.selectionStart));
    const found = begun ? matching(names, begun[1]) : [];
    if (!found.length) return close();
    from = field.selectionStart - begun[1].length;
    holder.append(list.element);
    field.setAttribute("aria-controls", list.id);
    return list.set(found.map((name) => ({ label: name })));
  };
  field.addEventListener("input", look);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (!isOpen() || event.isComposing || event.ctrlKey || event.metaKey) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) list.move(steps[event.key]);
    else if (event.key === "Enter" || event.key === "Tab") list.choose();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  field.setAttribute("aria-autocomplete", "list");
  return holder;
}

/** A whole name that stands there already is not offered again. */
function matching(names, begun) {
  const wanted = begun.toLowerCase();
  if (names.some((name) => wanted.startsWith(`${name.toLowerCase()} `))) return [];
  const begins = (name) => name.toLowerCase().startsWith(wanted) || name.toLowerCase().split(/\s+/).some((word) => word.startsWith(wanted));
  return names.filter(begins).slice(0, MOST);
}

function point(field, id) {
  if (id) field.setAttribute("aria-activedescendant", id);
  else field.removeAttribute("aria-activedescendant");
}
