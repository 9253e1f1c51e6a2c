// Passages of the text: what is chosen, where a comment's words stand, and marks that move along with them.

import { pm } from "../../django_prose_editor/editor.js";
import { find } from "./editor/changes.js";

const { Plugin, PluginKey } = pm.state;
const { Decoration, DecorationSet } = pm.view;

const AROUND = 40;

/** Whatever is chosen, within one block: {block, quote, prefix, suffix}; without a choice the block in hand. */
export function chosen({ tiptap }) {
  const { selection } = tiptap.state;
  const { $from, from, to, node: isNode } = selection;
  const block = $from.depth ? $from.node(1) : $from.nodeAfter;
  if (!block) return null;
  const { words, places } = read(block, $from.depth ? $from.before(1) : from);
  if (selection.empty || isNode || !places.length) return { block: block.attrs.id, quote: "", prefix: "", suffix: "", words };
  const [start, end] = [offsetOf(places, from), Math.min(offsetOf(places, to), words.length)];
  const cut = (one, other) => whole(words.slice(Math.max(0, one), other));
  return { block: block.attrs.id, quote: cut(start, end), prefix: cut(start - AROUND, start), suffix: cut(end, end + AROUND), words };
}

/**
 * Marks in the text, that look like `look`: of what has {id, place: {block_id, start, end}}, and may have its own `look`.
 * `tapped(id)` is called for the one whose mark is clicked.
 */
export class Marks {
  constructor(editor, look, tapped = () => {}) {
    this.editor = editor;
    this.look = look;
    this.key = new PluginKey(look);
    const { key } = this;
    const props = {
      decorations: (state) => key.getState(state),
      handleClick: (view, position) => {
        const [mark] = key.getState(view.state).find(position, position);
        if (mark) tapped(mark.spec.id);
        return false;
      },
    };
    const apply = (transaction, marks) => transaction.getMeta(key) ?? marks.map(transaction.mapping, transaction.doc);
    editor.tiptap.registerPlugin(new Plugin({ key, props, state: { init: () => DecorationSet.empty, apply } }));
  }

  /** Mark these. Whatever is marked already stays where the text has taken it. */
  show(wanted) {
    const { state, view } = this.editor.tiptap;
    const before = new Map(this.#all().map((mark) => [mark.spec.id, mark]));
    const marks = wanted.map((one) => before.get(one.id) ?? mark(state.doc, one, one.look ?? this.look)).filter(Boolean);
    view.dispatch(state.tr.setMeta(this.key, DecorationSet.create(state.doc, marks)).setMeta("addToHistory", false));
  }

  /** Choose the marked words and bring them into sight; false where they are gone. */
  go({ id, place }) {
    const { tiptap } = this.editor;
    const found = this.#all().find(({ spec }) => spec.id === id);
    if (!found) return Boolean(place) && this.editor.focusBlock(place.block_id);
    tiptap.chain().focus().setTextSelection({ from: found.from, to: found.to }).scrollIntoView().run();
    return true;
  }

  #all() {
    return this.key.getState(this.editor.tiptap.state).find();
  }
}

/** Where a place that the server named stands in the document: {from, to}, or null. */
export function rangeOf(root, place) {
  const found = place && find(root, place.block_id);
  if (!found) return null;
  const { words, places } = read(found.node, found.from);
  const [from, to] = [place.start, place.end].map((offset) => positionOf(places, units(words, offset)));
  return from < to ? { from, to } : null;
}

function mark(root, { id, place }, look) {
  const range = rangeOf(root, place);
  return range ? Decoration.inline(range.from, range.to, { class: look }, { id }) : null;
}

/** The words of a block as the server counts them (articles/passages.py), and where each piece of them stands. */
function read(block, before) {
  const places = [];
  let words = "";
  const visit = (node, at) => {
    if (!node.isTextblock) return node.forEach((child, offset) => visit(child, at + 1 + offset));
    if (places.length) words += "\n";
    places.push({ start: words.length, at: at + 1, size: 0 });
    return node.forEach((child, offset) => {
      places.push({ start: words.length, at: at + 1 + offset, size: child.nodeSize });
      words += child.isText ? child.text : "\n";
    });
  };
  visit(block, before);
  return { words, places };
}

function offsetOf(places, position) {
  const place = places.findLast(({ at }) => at <= position) ?? places[0];
  return place.start + Math.max(0, Math.min(position - place.at, place.size));
}

function positionOf(places, offset) {
  const place = places.findLast(({ start }) => start <= offset) ?? { start: offset, at: 0, size: 0 };
  return place.at + Math.min(offset - place.start, place.size);
}

/** Without the half of a character at either end. */
function whole(words) {
  return words.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
}

/** The server counts characters, the browser the units of which rare ones take two. */
function units(words, count) {
  return [...words].slice(0, count).join("").length;
}
