// Between the content document (JSON, as the server keeps it) and ProseMirror's nodes. Loses nothing, adds nothing.

import { newId } from "./ids.js";

// What no page can show (content/attributes.py forbids it); nobody types it, but clipboards carry it.
const FORBIDDEN = /[\x00-\x08\x0A-\x1F\x7F-\x9F\p{Surrogate}\p{Noncharacter_Code_Point}]/gu;

// Nodes are immutable, so that the JSON of one stays right for as long as it lives.
const written = new WeakMap();

/**
 * ProseMirror's document for a content document. Throws where the schema cannot hold it, so that nothing is dropped.
 *
 * An empty one gets an empty paragraph to type in; `blank` is its id, else null.
 */
export function read(document, schema) {
  const blocks = document.content.length ? document.content : [{ type: "paragraph", attrs: { id: newId() } }];
  const root = schema.nodeFromJSON({ type: "doc", content: blocks });
  root.check();
  return { root, blank: document.content.length ? null : blocks[0].attrs.id };
}

/** The content document. `blank`: the id of the paragraph that stands in for an empty text. */
export function write(root, declaration, blank = null) {
  const isEmpty = root.childCount === 1 && root.firstChild.attrs.id === blank && isBlank(root.firstChild);
  return { type: "doc", attrs: { schema: declaration.schema }, content: isEmpty ? [] : root.children.map(writeBlock) };
}

/** One top-level node as JSON; the same object for the same node. Never change it. */
export function writeBlock(node) {
  if (!written.has(node)) {
    const block = writeNode(node);
    written.set(node, { ...block, attrs: { id: node.attrs.id, ...block.attrs } });
  }
  return written.get(node);
}

/** A top-level node for the JSON of one block. */
export function readBlock(block, schema) {
  const node = schema.nodeFromJSON(block);
  node.check();
  return node;
}

export function isBlank(node) {
  return node.type.name === "paragraph" && node.content.size === 0;
}

function writeNode(node) {
  if (node.isText) return withMarks({ type: "text", text: node.text.replace(FORBIDDEN, shownInstead) }, node);
  const made = { type: node.type.name };
  const { id, ...attrs } = node.attrs;
  if (Object.keys(attrs).length) made.attrs = attrs;
  if (!node.isLeaf) made.content = node.children.map(writeNode).filter((child) => child.text !== "");
  return withMarks(made, node);
}

function withMarks(made, node) {
  return node.marks.length ? { ...made, marks: node.marks.map((mark) => mark.toJSON()) } : made;
}

function shownInstead(sign) {
  return "\n\v\f\r".includes(sign) ? " " : "";
}
