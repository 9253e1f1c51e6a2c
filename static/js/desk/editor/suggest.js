// What opens at the caret while one types: the `/` menu and the `@` search are this one plugin with two sources.

import { Extension, pm } from "../../../django_prose_editor/editor.js";
import { choices } from "./choices.js";

const { Plugin, PluginKey } = pm.state;

const KEY = new PluginKey("suggest");
const CLOSED = { source: null };
const LONGEST = 60;

/**
 * `sources`: [{sign, label, opens($position), find(query, signal) → items or a promise of them, choose(item, range)}].
 * `tell(words)` speaks to screen readers.
 */
export function suggestions(sources, tell) {
  return Extension.create({
    name: "suggestions",
    priority: 1_000,
    addProseMirrorPlugins: () => [plugin(sources, tell)],
  });
}

/** Attributes that make the text a combobox while a list is open. */
export function openAttributes(state) {
  const open = KEY.getState(state);
  if (!open?.source || !open.list) return null;
  return {
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "true",
    "aria-haspopup": "listbox",
    "aria-controls": open.list,
    ...(open.option ? { "aria-activedescendant": open.option } : {}),
  };
}

function plugin(sources, tell) {
  return new Plugin({
    key: KEY,
    state: { init: () => CLOSED, apply: (transaction, before) => next(sources, transaction, before) },
    props: { handleKeyDown: (view, event) => view.suggestions?.press(event) ?? false },
    view: (view) => {
      const popup = new Popup(view, tell);
      view.suggestions = popup;
      return popup;
    },
  });
}

function next(sources, transaction, before) {
  const told = transaction.getMeta(KEY);
  if (told === "close") return CLOSED;
  if (told) return { ...before, ...told };
  if (before.source) return stillOpen(transaction, before);
  return transaction.docChanged && !transaction.getMeta("paste") ? opened(sources, transaction) : CLOSED;
}

/** A list opens when its sign has just been typed where it may stand. */
function opened(sources, transaction) {
  const typed = typedIn(transaction);
  for (const source of sources) {
    const at = typed.lastIndexOf(source.sign);
    const query = typed.slice(at + 1);
    const from = transaction.selection.head - query.length - 1;
    if (at >= 0 && !/\s/.test(query) && source.opens(transaction.doc.resolve(from))) return { source, from, query };
  }
  return CLOSED;
}

/** What the keyboard has just put before the caret: one sign, or several where the browser was busy. */
function typedIn(transaction) {
  const { selection, steps } = transaction;
  if (transaction.getMeta("history$") || transaction.getMeta("remote") || steps.length !== 1) return "";
  const { content } = steps[0].slice ?? {};
  const text = content?.childCount === 1 ? (content.firstChild.text ?? "") : "";
  const isBeforeCaret = selection.empty && selection.head === steps[0].from + text.length;
  return isBeforeCaret && text.length <= LONGEST ? text : "";
}

function stillOpen(transaction, before) {
  const from = transaction.mapping.map(before.from, -1);
  const { $head, empty } = transaction.selection;
  if (!empty || $head.pos <= from || !$head.parent.inlineContent || $head.start() > from) return CLOSED;
  const words = $head.parent.textBetween(from - $head.start(), $head.parentOffset, " ", " ");
  if (!words.startsWith(before.source.sign) || words.length > LONGEST || /\s$/.test(words.slice(0, 2))) return CLOSED;
  if (words.endsWith("  ")) return CLOSED;
  return { ...before, from, query: words.slice(1) };
}

class Popup {
  constructor(view, tell) {
    this.view = view;
    this.tell = tell;
    this.open = CLOSED;
    this.follow = () => this.place();
  }

  update(view) {
    const open = KEY.getState(view.state);
    const before = this.open;
    this.open = open;
    if (!open.source) {
      if (before.source) this.hide();
      return;
    }
    if (!before.source) this.show(open);
    if (!before.source || before.query !== open.query) this.find(open);
    this.place();
  }

  destroy() {
    this.hide();
  }

  show({ source }) {
    this.list = choices({
      label: source.label,
      onChoose: (item) => this.choose(item),
      onMove: (option) => this.say({ option, list: this.list?.id }),
    });
    this.list.element.classList.add("suggestions");
    this.view.dom.parentElement.append(this.list.element);
    addEventListener("scroll", this.follow, { capture: true, passive: true });
  }

  hide() {
    this.isWaiting = this.isChosen = false;
    removeEventListener("scroll", this.follow, { capture: true });
    this.request?.abort();
    this.list?.element.remove();
    this.list = null;
  }

  /** Note in the state which option is current, so that the text's attributes follow. */
  say(told) {
    const open = KEY.getState(this.view.state);
    if (open.source && (open.option !== told.option || open.list !== told.list)) {
      queueMicrotask(() => {
        if (KEY.getState(this.view.state).source) this.view.dispatch(this.view.state.tr.setMeta(KEY, told));
      });
    }
  }

  async find({ source, query }) {
    this.request?.abort();
    const request = (this.request = new AbortController());
    this.isWaiting = true;
    const answer = source.find(query, request.signal);
    try {
      const found = answer instanceof Promise ? await answer : answer;
      if (request.signal.aborted || !this.list) return;
      this.list.set(found);
      this.isWaiting = false;
      this.place();
      if (this.isChosen) return void (found.length ? this.list.choose() : (this.isChosen = false));
      this.tell(found.length ? `${found.length} found, ${found[0].label}` : "Nothing found");
    } catch (failure) {
      if (request.signal.aborted) return;
      this.list?.set([], failure.message);
      this.isWaiting = this.isChosen = false;
    }
  }

  press(event) {
    if (!this.open.source || !this.list || event.isComposing) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && !event.altKey) return this.list.move(steps[event.key]) || true;
    if (event.key === "Enter" || event.key === "Tab") return this.pick();
    if (event.key !== "Escape") return false;
    this.view.dispatch(this.view.state.tr.setMeta(KEY, "close"));
    return true;
  }

  /** What is shown may still answer fewer letters than were typed: then the answer is waited for. */
  pick() {
    if (this.isWaiting) return (this.isChosen = true);
    return this.list.size > 0 && this.list.choose();
  }

  choose(item) {
    const { source, from } = this.open;
    const to = this.view.state.selection.head;
    this.view.dispatch(this.view.state.tr.setMeta(KEY, "close"));
    source.choose(item, { from, to });
    this.view.focus();
  }

  /** Below the sign, or above it where there is no room. */
  place() {
    if (!this.list) return;
    const { left, top, bottom } = this.view.coordsAtPos(this.open.from);
    const { offsetWidth: width, offsetHeight: height } = this.list.element;
    const below = bottom + height + 8 < innerHeight || top < height + 8;
    this.list.element.style.left = `${Math.max(8, Math.min(left, document.documentElement.clientWidth - width - 8))}px`;
    this.list.element.style.top = `${below ? bottom + 4 : top - height - 4}px`;
  }
}
