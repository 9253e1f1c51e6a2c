// What changed in the text since a moment, and changes that come from elsewhere: autosave and colleagues use it.

import { pm } from "../../../django_prose_editor/editor.js";
import { readBlock, writeBlock } from "./documents.js";

const { Fragment } = pm.model;
const { NodeSelection, Selection, TextSelection } = pm.state;

/** A moment of the text. Cheap: it holds the nodes themselves, which never change. */
export function markOf(root) {
  return { root };
}

/**
 * What is different from `mark` on: {mark, order: [ids], changed: {id: block}, removed: [ids]}. Compares nodes by
 * identity, writes only those that differ. Without a mark everything has changed.
 */
export function changesSince(root, mark) {
  const before = new Map(mark ? mark.root.children.map((node) => [node.attrs.id, node]) : []);
  const changed = {};
  const order = root.children.map((node) => {
    if (before.get(node.attrs.id) !== node) changed[node.attrs.id] = writeBlock(node);
    before.delete(node.attrs.id);
    return node.attrs.id;
  });
  return { mark: markOf(root), order, changed, removed: [...before.keys()] };
}

/** Put `block` (JSON) in place of the block of that id, or remove it where `block` is null. False: no such block. */
export function setBlock(view, id, block) {
  const found = find(view.state.doc, id);
  if (!found) return false;
  const { node, from } = found;
  if (block === null) return removeBlock(view, node, from);
  const wanted = readBlock(block, view.state.schema);
  if (!wanted.eq(node)) view.dispatch(fromElsewhere(replaceDifference(view.state.tr, node, wanted, from)));
  return true;
}

/** Put `block` after the block `afterId`, or at the beginning where that is null. False: no such block. */
export function insertBlock(view, block, afterId) {
  const after = afterId === null ? null : find(view.state.doc, afterId);
  if (afterId !== null && !after) return false;
  const place = after ? after.from + after.node.nodeSize : 0;
  view.dispatch(fromElsewhere(view.state.tr.insert(place, readBlock(block, view.state.schema))));
  return true;
}

/** Bring the blocks into the order of `ids`; those it does not name stay after their neighbour. */
export function setOrder(view, ids) {
  const { doc } = view.state;
  const nodes = ordered(doc, ids);
  if (nodes.every((node, index) => node === doc.child(index))) return;
  view.dispatch(fromElsewhere(reordered(view.state, nodes)));
}

/** A transaction that puts the same blocks into another order, with the caret where it was. */
export function reordered(state, nodes) {
  const caret = placeOf(state.selection);
  const transaction = state.tr.replaceWith(0, state.doc.content.size, Fragment.fromArray(nodes));
  return caret ? transaction.setSelection(selectionAt(transaction.doc, caret)) : transaction;
}

/** The top-level node with that id: {node, from, index}, or null. */
export function find(root, id) {
  let found = null;
  root.forEach((node, from, index) => {
    if (node.attrs.id === id) found = { node, from, index };
  });
  return found;
}

function fromElsewhere(transaction) {
  return transaction.setMeta("addToHistory", false).setMeta("remote", true);
}

function removeBlock(view, node, from) {
  view.dispatch(fromElsewhere(view.state.tr.delete(from, from + node.nodeSize)));
  return true;
}

/** Only what differs is replaced, so that a caret elsewhere in the block stays where it is. */
function replaceDifference(transaction, node, wanted, from) {
  const end = from + node.nodeSize;
  if (!node.sameMarkup(wanted)) return transaction.replaceWith(from, end, wanted);
  const start = node.content.findDiffStart(wanted.content);
  if (start === null) return transaction;
  let { a, b } = node.content.findDiffEnd(wanted.content);
  const overlap = start - Math.min(a, b);
  if (overlap > 0) [a, b] = [a + overlap, b + overlap];
  return transaction.replace(from + 1 + start, from + 1 + a, wanted.slice(start, b));
}

function ordered(root, ids) {
  const place = new Map(ids.map((id, index) => [id, index]));
  let last = -1;
  const keyed = root.children.map((node, index) => {
    last = place.get(node.attrs.id) ?? last;
    return { node, key: last, named: place.has(node.attrs.id) ? 0 : 1, index };
  });
  keyed.sort((one, other) => one.key - other.key || one.named - other.named || one.index - other.index);
  return keyed.map(({ node }) => node);
}

/** Where the selection is, told by the blocks' ids. */
function placeOf({ $anchor, $head, node }) {
  const [anchor, head] = [within($anchor), within($head)];
  return anchor && head ? { anchor, head, isNode: Boolean(node) } : null;
}

function within($position) {
  const block = $position.depth ? $position.node(1) : $position.nodeAfter;
  const from = $position.depth ? $position.before(1) : $position.pos;
  return block ? { id: block.attrs.id, offset: $position.pos - from } : null;
}

function selectionAt(root, { anchor, head, isNode }) {
  const position = ({ id, offset }) => (find(root, id)?.from ?? 0) + offset;
  if (isNode) return NodeSelection.create(root, position(anchor));
  const [$anchor, $head] = [root.resolve(position(anchor)), root.resolve(position(head))];
  return $anchor.parent.inlineContent && $head.parent.inlineContent
    ? new TextSelection($anchor, $head)
    : Selection.near($head);
}
