// The permanent ids of blocks: each top-level node has one of its own; nothing inside a block has one.

import { Extension, pm } from "../../../django_prose_editor/editor.js";

const { Fragment, Slice } = pm.model;
const { Plugin, PluginKey } = pm.state;

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
const LENGTH = 8;
// Bytes from here on would make the first letters likelier than the others.
const FAIR = 256 - (256 % LETTERS.length);

export function newId() {
  let id = "";
  while (id.length < LENGTH) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < FAIR) id += LETTERS[byte % LETTERS.length];
  }
  return id;
}

export function isId(value) {
  return typeof value === "string" && /^[a-z0-9]{8}$/.test(value);
}

/** Keeps the ids right after every change, in the same step of the undo history. */
export const BlockIds = Extension.create({
  name: "block_ids",
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey("block_ids"),
      appendTransaction: repaired,
      props: { transformPasted: (slice, view) => (view.dragging?.move ? slice : renewed(slice, view.state)) },
    }),
  ],
});

function repaired(transactions, before, after) {
  if (!transactions.some((transaction) => transaction.docChanged)) return null;
  const changed = changedRange(before.doc, after.doc);
  if (isHarmless(changed, before.doc, after.doc)) return null;
  const ids = allotted(transactions, before.doc, after.doc);
  const transaction = after.tr;
  after.doc.forEach((node, offset, index) => {
    if (node.attrs.id !== ids[index]) transaction.setNodeAttribute(offset, "id", ids[index]);
    if (index >= changed.from && index < changed.to) clearInside(transaction, node, offset);
  });
  return transaction.docChanged ? remembering(transaction, transactions, after) : null;
}

/** A habit just typed can be taken back by Backspace only while nothing came after it: this did not. */
function remembering(transaction, transactions, { plugins }) {
  const rules = plugins.find(({ spec }) => spec.isInputRules);
  const typed = rules && transactions.map((one) => one.getMeta(rules)).find(Boolean);
  return typed ? transaction.setMeta(rules, typed) : transaction;
}

/** The children that differ: from `from` up to `to` in the new document, up to `toBefore` in the old one. */
function changedRange(old, now) {
  let from = 0;
  while (from < old.childCount && from < now.childCount && old.child(from) === now.child(from)) from += 1;
  let [toBefore, to] = [old.childCount, now.childCount];
  while (toBefore > from && to > from && old.child(toBefore - 1) === now.child(to - 1)) [toBefore, to] = [toBefore - 1, to - 1];
  return { from, to, toBefore };
}

/** Typing within one block, by far the commonest change, cannot disturb ids. */
function isHarmless({ from, to, toBefore }, old, now) {
  if (to !== from + 1 || toBefore !== from + 1) return to === from && toBefore === from;
  return now.child(from).isTextblock && isId(now.child(from).attrs.id) && now.child(from).attrs.id === old.child(from).attrs.id;
}

/** The right id of each child of `now`. */
function allotted(transactions, old, now) {
  const ids = now.children.map(() => null);
  const taken = new Map();
  const unchanged = new Set(old.children);
  now.children.forEach((node, index) => {
    const { id } = node.attrs;
    if (!isId(id)) return;
    const rival = taken.get(id);
    if (rival !== undefined && !isBetter(node, now.child(rival), unchanged)) return;
    if (rival !== undefined) ids[rival] = null;
    taken.set(id, index);
    ids[index] = id;
  });
  const lost = lostIds(transactions, old, now, taken);
  return ids.map((id, index) => {
    const left = taken.has(lost.get(index)) ? undefined : lost.get(index);
    const given = id ?? heirloom(now.child(index), taken) ?? left ?? newId();
    taken.set(given, index);
    return given;
  });
}

/** Of two with one id: who has not changed keeps it, then who has something in it. */
function isBetter(node, rival, unchanged) {
  if (unchanged.has(node) !== unchanged.has(rival)) return unchanged.has(node);
  return !hasSomething(rival) && hasSomething(node);
}

function hasSomething(node) {
  return node.isLeaf || node.textContent !== "";
}

/** A block that was wrapped keeps its id: the wrapper inherits it. */
function heirloom(node, taken) {
  let found = null;
  node.descendants((child) => {
    if (!found && isId(child.attrs.id) && !taken.has(child.attrs.id)) found = child.attrs.id;
    return !found && !child.isTextblock;
  });
  return found;
}

/** Index in `now` → the id of an old block that is gone and began there: what was lifted out or replaced keeps it. */
function lostIds(transactions, old, now, taken) {
  const found = new Map();
  old.forEach((node, offset) => {
    if (!isId(node.attrs.id) || taken.has(node.attrs.id)) return;
    const place = transactions.reduce((position, { mapping }) => mapping.map(position), offset);
    const index = now.resolve(Math.min(place, now.content.size)).index(0);
    if (index < now.childCount && !found.has(index)) found.set(index, node.attrs.id);
  });
  return found;
}

function clearInside(transaction, block, offset) {
  block.descendants((node, position) => {
    if (node.attrs.id) transaction.setNodeAttribute(offset + 1 + position, "id", null);
    return !node.isTextblock;
  });
}

/** A pasted id that is already there is renewed. */
function renewed(slice, state) {
  const here = new Set(state.doc.children.map((node) => node.attrs.id));
  const nodes = slice.content.content.map((node) =>
    node.attrs.id && here.has(node.attrs.id) ? node.type.create({ ...node.attrs, id: null }, node.content, node.marks) : node,
  );
  return new Slice(Fragment.fromArray(nodes), slice.openStart, slice.openEnd);
}
