// Words, and places still to come (TK). Counted a block at a time and remembered, because blocks never change.

import { h } from "../elements.js";

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}’'./-]*/gu;
const TK = /\bTK\b/g;

const counted = new WeakMap();

/** {words, tks} of the whole text. */
export function countOf(root) {
  let [words, tks] = [0, 0];
  root.forEach((node) => {
    if (!counted.has(node)) counted.set(node, countBlock(node));
    words += counted.get(node).words;
    tks += counted.get(node).tks;
  });
  return { words, tks };
}

function countBlock(node) {
  const text = wordsOf(node);
  return { words: text.match(WORD)?.length ?? 0, tks: text.match(TK)?.length ?? 0 };
}

/** All words that readers see of a block; those in its attributes too. */
function wordsOf(node) {
  const { title, caption, source, label } = node.attrs;
  return [label, title, caption, node.textBetween(0, node.content.size, "\n", " "), source].filter(Boolean).join("\n");
}

/** The line below the text. */
export function status(desk) {
  const words = h("span");
  const tks = h("button", { type: "button", class: "writing-tk", title: "Go to the next TK", onclick: () => nextTk(desk.editor) });
  const note = h("span", { class: "writing-note" });
  const element = h("p", { class: "writing-status" }, words, tks, note);
  const update = () => {
    const count = countOf(desk.editor.state.doc);
    words.textContent = `${count.words.toLocaleString("en")} ${count.words === 1 ? "word" : "words"}`;
    tks.textContent = `${count.tks} TK to fill in`;
    tks.hidden = count.tks === 0;
  };
  update();
  const notice = (said) => (note.textContent = said);
  return { element, update, notice, words: () => countOf(desk.editor.state.doc).words, gaps: () => countOf(desk.editor.state.doc).tks };
}

/** Select the next TK after the caret, from the beginning after the last one. */
export function nextTk(editor) {
  const places = [];
  editor.state.doc.descendants((node, position) => {
    if (!node.isText) return;
    for (const { index } of node.text.matchAll(TK)) places.push(position + index);
  });
  const { to } = editor.state.selection;
  const place = places.find((one) => one >= to) ?? places[0];
  if (place === undefined) return;
  editor.chain().setTextSelection({ from: place, to: place + 2 }).scrollIntoView().run();
  // At once: the engine's own command takes the keys only with the next frame.
  editor.view.focus();
}
