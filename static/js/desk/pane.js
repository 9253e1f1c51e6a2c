// A pane beside the text, with a button that opens and closes it. One is open at a time.

import { freshId, h } from "./elements.js";

let open = null;

/**
 * A pane named `label` with a button in the line below the text. `shown` and `hidden` are called when it opens and
 * closes. Answers {element, bar, body, button, isOpen(), open(), close()}.
 */
export function pane(desk, { label, keys = "", shown = () => {}, hidden = () => {} }) {
  const id = freshId("pane");
  const bar = h("div", { class: "pane-bar" });
  const body = h("div", { class: "pane-body" });
  const shut = h("button", { type: "button", class: "pane-button pane-close", onclick: () => close() }, "Close");
  const head = h("div", { class: "pane-head" }, h("h2", { class: "pane-title", id: `${id}-title` }, label), bar, shut);
  const element = h("aside", { class: "pane", id, hidden: true, "aria-labelledby": `${id}-title` }, head, body);
  const button = h("button", { type: "button", class: "button pane-toggle", "aria-expanded": "false", "aria-controls": id, ...(keys ? { "aria-keyshortcuts": keys } : {}), onclick: () => (isOpen() ? close() : show()) }, label);

  const isOpen = () => !element.hidden;
  const set = (wanted) => {
    const stay = held(desk.editor);
    element.hidden = !wanted;
    button.setAttribute("aria-expanded", String(wanted));
    document.body.classList.toggle("has-pane", wanted);
    stay();
    // The browser holds on to what it sees as well, a frame later.
    requestAnimationFrame(stay);
  };
  const show = () => {
    if (isOpen()) return;
    open?.close();
    open = self;
    set(true);
    shown();
  };
  const close = () => {
    if (!isOpen()) return;
    const hadFocus = element.contains(document.activeElement);
    set(false);
    open = null;
    hidden();
    if (hadFocus) button.focus();
  };
  const self = { element, bar, body, button, isOpen, open: show, close };
  element.addEventListener("keydown", (event) => event.key === "Escape" && close());
  document.body.append(element);
  desk.autosave.line.append(button);
  return self;
}

/** Calls `run` when Mod+Alt and the key of this code are pressed in `element`. AltGr, which types signs, is another key. */
export function onKey(element, code, run) {
  element.addEventListener("keydown", (event) => {
    const isMeant = event.code === code && event.altKey && (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");
    if (!isMeant) return;
    event.preventDefault();
    run();
  });
}

/** The column gets narrower or wider: call the answer afterwards, and the block in hand stands where it stood. */
function held(editor) {
  const inSight = (block) => block && block.getBoundingClientRect().bottom > 0 && block.getBoundingClientRect().top < innerHeight;
  const current = editor.element.querySelector(`[data-block="${editor.currentBlock()}"]`);
  const block = inSight(current) ? current : [...editor.element.children].find(inSight);
  const before = block?.getBoundingClientRect().top;
  return () => block && scrollBy({ top: block.getBoundingClientRect().top - before, behavior: "instant" });
}
