// The headings beside the text: where one is, the way to each section, and their order.

import { freshId, h } from "../elements.js";
import { currentIndex, headings, moved, movedTo } from "./sections.js";

/** `update()` after a change or a move of the caret; it does work only where headings or place differ. */
export function outline(desk) {
  const list = h("ol", { class: "outline-list" });
  const empty = h("p", { class: "quiet" }, "Headings appear here.");
  const title = h("h2", { id: freshId("outline"), class: "outline-title" }, "Outline");
  const element = h("nav", { class: "outline", "aria-labelledby": title.id }, title, empty, list);
  let shown = [];

  const update = () => {
    const found = headings(desk.editor.state.doc);
    if (found.length !== shown.length || found.some(({ node }, index) => node !== shown[index].node)) {
      redraw(list, found, desk);
      empty.hidden = found.length > 0;
    }
    shown = found;
    mark(list, found, currentIndex(desk.editor.state));
  };
  list.addEventListener("keydown", (event) => byKey(event, desk));
  dragged(list, desk);
  update();
  return { element, update };
}

function redraw(list, found, desk) {
  const focused = list.contains(document.activeElement) ? document.activeElement.closest("li")?.dataset.heading : null;
  list.replaceChildren(...found.map((heading) => line(heading, desk)));
  if (focused) list.querySelector(`[data-heading="${focused}"] button`)?.focus();
}

function line({ id, level, text }, desk) {
  const words = text || "Heading without words";
  return h(
    "li",
    { class: `outline-${level}`, "data-heading": id, draggable: "true" },
    h("button", { type: "button", class: "outline-go", "aria-keyshortcuts": "Alt+Shift+ArrowUp Alt+Shift+ArrowDown", onclick: () => desk.focusBlock(id) }, words),
    h("span", { class: "outline-moves" }, mover(id, words, -1, desk), mover(id, words, 1, desk)),
  );
}

function mover(id, words, direction, desk) {
  const label = `Move “${words}” ${direction < 0 ? "up" : "down"}`;
  return h("button", { type: "button", class: "outline-move", "aria-label": label, title: label, onclick: () => move(id, direction, desk) }, direction < 0 ? "↑" : "↓");
}

function move(id, direction, { editor, tell }) {
  const heading = headings(editor.state.doc).find((one) => one.id === id);
  const transaction = heading && moved(editor.state, heading.index, direction);
  if (!transaction) return tell(direction < 0 ? "It is first already." : "It is last already.");
  editor.view.dispatch(transaction);
  return tell(`“${heading.text}” moved ${direction < 0 ? "up" : "down"}.`);
}

function byKey(event, desk) {
  const id = event.target.closest("li")?.dataset.heading;
  const direction = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!id || !direction) return;
  event.preventDefault();
  if (event.altKey && event.shiftKey) return void move(id, direction, desk);
  const lines = [...event.currentTarget.querySelectorAll(".outline-go")];
  const here = lines.findIndex((button) => button.closest("li").dataset.heading === id);
  lines[(here + direction + lines.length) % lines.length].focus();
}

/** With the mouse a section is dragged to before the line on which it is let go. */
function dragged(list, { editor }) {
  let taken = null;
  const over = (event) => event.target.closest?.("li");
  list.addEventListener("dragstart", (event) => {
    taken = over(event)?.dataset.heading ?? null;
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    if (!taken) return;
    event.preventDefault();
    list.querySelectorAll(".is-over").forEach((line) => line.classList.remove("is-over"));
    over(event)?.classList.add("is-over");
  });
  list.addEventListener("dragend", () => {
    taken = null;
    list.querySelectorAll(".is-over").forEach((line) => line.classList.remove("is-over"));
  });
  list.addEventListener("drop", (event) => {
    event.preventDefault();
    const found = headings(editor.state.doc);
    const [from, to] = [taken, over(event)?.dataset.heading].map((id) => found.find((one) => one.id === id));
    const transaction = from && to && movedTo(editor.state, from.index, to.index);
    if (transaction) editor.view.dispatch(transaction);
  });
}

function mark(list, found, index) {
  const current = found.findLast((heading) => heading.index <= index);
  for (const line of list.children) {
    const button = line.firstElementChild;
    const isHere = line.dataset.heading === current?.id;
    const wasHere = button.hasAttribute("aria-current");
    // Before the first heading one is at the top.
    if (isHere !== wasHere && (isHere || !current)) keepInSight(isHere ? line : list.firstElementChild);
    if (isHere) button.setAttribute("aria-current", "location");
    else button.removeAttribute("aria-current");
  }
}

/** Scrolls what holds the outline, never the page. */
function keepInSight(line) {
  const holder = [line.closest(".outline"), line.closest(".writing-side")].find((one) => one && one.scrollHeight > one.clientHeight);
  if (!holder) return;
  const [inner, outer] = [line.getBoundingClientRect(), holder.getBoundingClientRect()];
  if (inner.top < outer.top) holder.scrollTop -= outer.top - inner.top;
  if (inner.bottom > outer.bottom) holder.scrollTop += inner.bottom - outer.bottom;
}
