// Two versions of one place made into one: of each change the words of either side, of both, or of none.

import { h } from "./elements.js";
import { Fields } from "./fields.js";

const SIDES = { removed: "Theirs", added: "Yours" };
// A row cannot lose a cell, and neither a cell nor an item its first words; what else has none of its words left goes.
const CELLS = ["table_cell", "table_header"];
const OPENED = [...CELLS, "list_item"];

/**
 * What combines a part that the server has compared: {element, value()}, or null where there is nothing to combine.
 *
 * At first the words that only one side has are taken, and where words took the place of others, yours.
 */
export function combiner({ key, mine, theirs }, said, { mine: yours }) {
  if (mine === null || theirs === null) return null;
  const isField = Fields.isText(key);
  const node = isField ? { pieces: said.runs.map(({ mark, text }) => [mark, [{ text }]]) } : said.both;
  const lines = node ? linesOf(node) : [];
  if (!lines.flat().some((piece) => isChange(piece) && textOf(piece).trim())) return null;
  const chosen = new Set(lines.flatMap(firstChoice));
  const element = h("div", { class: "version" }, ...lines.map((pieces) => h("p", {}, ...pieces.map((piece) => part(piece, chosen, yours)))));
  const value = () => {
    const made = built(node, chosen);
    const words = linesOf(made, "content").flat().map((leaf) => leaf.text ?? "").join("");
    if (!words.trim()) return mine;
    return isField ? words : made;
  };
  return { element, value };
}

function isChange([mark]) {
  return mark in SIDES;
}

/** The pieces, or of a finished node the leaves, of everything that holds text, in order. */
function linesOf(node, name = "pieces") {
  const holdsText = name === "pieces" ? "pieces" in node : node.content?.some((child) => !child.content && "text" in child);
  if (holdsText) return [node[name]];
  return (node.content ?? []).flatMap((child) => linesOf(child, name));
}

function firstChoice(pieces) {
  const isReplaced = (place) => pieces[place][0] === "removed" && pieces[place + 1]?.[0] === "added";
  return pieces.filter((piece, place) => isChange(piece) && !isReplaced(place));
}

function textOf([, leaves]) {
  return leaves.map((leaf) => leaf.text ?? "\n").join("");
}

/** Words as they are, or a button that takes them or leaves them out. Blanks alone are not worth a question. */
function part(piece, chosen, yours) {
  if (!isChange(piece)) return textOf(piece);
  if (!textOf(piece).trim()) return chosen.has(piece) ? textOf(piece) : "";
  const whose = piece[0] === "added" ? yours : SIDES.removed;
  const button = h(
    "button",
    { type: "button", class: `pick is-${piece[0]}`, "aria-pressed": String(chosen.has(piece)) },
    h("span", { class: "visually-hidden" }, `${whose}: `),
    textOf(piece),
  );
  button.addEventListener("click", () => {
    if (!chosen.delete(piece)) chosen.add(piece);
    button.setAttribute("aria-pressed", String(chosen.has(piece)));
  });
  return button;
}

/** The node without what was left out. */
function built(node, chosen) {
  const { pieces, ...rest } = node;
  const isTaken = (piece) => !isChange(piece) || chosen.has(piece);
  if (pieces) return { ...rest, content: joined(pieces.filter(isTaken).map(([, leaves]) => leaves)) };
  if (!node.content) return rest;
  const isNeeded = (child, place) => CELLS.includes(child.type) || (place === 0 && OPENED.includes(node.type)) || hasWords(child, isTaken);
  return { ...rest, content: node.content.filter(isNeeded).map((child) => built(child, chosen)) };
}

function hasWords(node, isTaken) {
  const pieces = linesOf(node).flat();
  return !pieces.length || pieces.some(isTaken);
}

/** Leaves in a row, with a blank where words of two sides would run into each other. */
function joined(groups) {
  const leaves = [];
  for (const group of groups) {
    for (const [place, { had, ...leaf }] of group.entries()) {
      const before = leaves.at(-1);
      if (place === 0 && before?.text && leaf.text && /\w$/.test(before.text) && /^\w/.test(leaf.text)) before.text += " ";
      if (before?.text && leaf.text && JSON.stringify(before.marks ?? []) === JSON.stringify(leaf.marks ?? [])) before.text += leaf.text;
      else leaves.push(leaf);
    }
  }
  return leaves;
}
