// Small changes of foreign elements, and what their style said.

/** The property of that name in what was the element's style; "" where it says nothing of it. */
export function styled(element, property) {
  const found = element.getAttribute("data-style")?.match(new RegExp(`(?:^|;)\\s*${property}\\s*:([^;]*)`, "i"));
  return found ? found[1].trim().toLowerCase() : "";
}

/** Another element with the same children in its place. */
export function renamed(element, name) {
  const other = element.ownerDocument.createElement(name);
  for (const { name: attribute, value } of [...element.attributes]) other.setAttribute(attribute, value);
  other.append(...element.childNodes);
  element.replaceWith(other);
  return other;
}

export function unwrap(element) {
  element.replaceWith(...element.childNodes);
}
