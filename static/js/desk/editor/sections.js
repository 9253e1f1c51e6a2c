// Sections: a heading and what follows it up to the next one of its level or above. Moving them, and single blocks.

import { pm } from "../../../django_prose_editor/editor.js";

const { closeHistory } = pm.history;
const { Fragment } = pm.model;
const { NodeSelection, TextSelection } = pm.state;

const levelOf = (node) => (node?.type.name === "heading" ? node.attrs.level : null);

/** All headings: [{id, index, from, level, text, node}]. */
export function headings(root) {
  const found = [];
  root.forEach((node, from, index) => {
    const level = levelOf(node);
    if (level) found.push({ id: node.attrs.id, index, from, level, text: node.textContent.trim(), node });
  });
  return found;
}

/** Index after the last block of what the block at `index` heads; a block that heads nothing is alone. */
export function endOf(root, index) {
  const level = levelOf(root.child(index));
  let end = index + 1;
  if (level === null) return end;
  while (end < root.childCount && !isAtLeast(root.child(end), level)) end += 1;
  return end;
}

/**
 * Move the block at `index`, with its whole section if it is a heading, one place up (-1) or down (1).
 *
 * Returns the transaction, or null where it is first or last already. The caret moves along.
 */
export function moved(state, index, direction) {
  const { doc } = state;
  const end = endOf(doc, index);
  const level = levelOf(doc.child(index));
  if (direction < 0) {
    const start = level === null ? index - 1 : before(doc, index, level);
    return start === null || start < 0 ? null : swapped(state, start, index, end);
  }
  if (end >= doc.childCount) return null;
  return swapped(state, index, end, level === null ? end + 1 : after(doc, end, level));
}

/** Put the section that begins at `index` before the block at `place` (childCount: at the end). Null: it is there. */
export function movedTo(state, index, place) {
  const end = endOf(state.doc, index);
  if (place >= index && place <= end) return null;
  return place < index ? swapped(state, place, index, end) : swapped(state, index, end, place);
}

/** The index of the top-level block in which the selection is. */
export function currentIndex(state) {
  return Math.min(state.selection.$from.index(0), state.doc.childCount - 1);
}

function isAtLeast(node, level) {
  const own = levelOf(node);
  return own !== null && own <= level;
}

/** Where a section goes when it moves up: before its elder sister, or to the end of the section before its mother's. */
function before(doc, index, level) {
  let place = index - 1;
  while (place >= 0 && !isAtLeast(doc.child(place), level)) place -= 1;
  if (place < 0) return null;
  if (levelOf(doc.child(place)) === level) return place;
  // It is the first below `place`: there must be another one above to belong to.
  return headings(doc).some((heading) => heading.index < place && heading.level < level) ? place : null;
}

/** Where it goes when it moves down: after its younger sister, or below the opening words of the next section. */
function after(doc, end, level) {
  if (levelOf(doc.child(end)) === level) return endOf(doc, end);
  let place = end + 1;
  while (place < doc.childCount && levelOf(doc.child(place)) === null) place += 1;
  return place;
}

/** The blocks [start, middle) and [middle, end) in each other's place. */
function swapped(state, start, middle, end) {
  const { doc } = state;
  const [from, between, to] = [start, middle, end].map((index) => offsetOf(doc, index));
  const nodes = doc.children;
  const transaction = closeHistory(state.tr).replaceWith(from, to, Fragment.fromArray([...nodes.slice(middle, end), ...nodes.slice(start, middle)]));
  const follow = (position) => {
    if (position < from || position > to) return position;
    return position < between ? position + (to - between) : position - (between - from);
  };
  return withSelection(transaction, state.selection, follow).scrollIntoView();
}

function withSelection(transaction, selection, follow) {
  const { doc } = transaction;
  if (selection instanceof NodeSelection) return transaction.setSelection(NodeSelection.create(doc, follow(selection.from)));
  const [anchor, head] = [follow(selection.anchor), follow(selection.head)];
  return transaction.setSelection(TextSelection.between(doc.resolve(anchor), doc.resolve(head)));
}

function offsetOf(doc, index) {
  let offset = 0;
  for (let before = 0; before < index; before += 1) offset += doc.child(before).nodeSize;
  return offset;
}
