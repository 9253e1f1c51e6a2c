// The editor: puts a content document on the page to be written in, and gives it back.

import { Dropcursor, Editor, Gapcursor, History } from "../../../django_prose_editor/editor.js";
import * as changes from "./changes.js";
import { read, write } from "./documents.js";
import { BlockIds } from "./ids.js";
import { extensionsFor } from "./schema.js";
import { openAttributes } from "./suggest.js";

// What Tiptap would add and nothing here needs.
const CORE = { delete: false, textDirection: false };
// In pixels: the bar above and the line below lie over the text; the caret is not to be written behind them.
const COVERED = { top: 90, right: 5, bottom: 60, left: 5 };

/**
 * Mount an editor in `element` for `document`. Throws where the schema of `declaration` cannot hold the document.
 *
 * `label` is its name for screen readers, `views` draw nodes (views.js), `extensions` are Tiptap's.
 */
export function mount(element, document, { declaration, label, views = {}, extensions = [] }) {
  const listeners = { change: new Set(), selection: new Set() };
  const tell = (what, ...said) => listeners[what].forEach((listener) => listener(...said));
  const editor = new Editor({
    element: null,
    extensions: [...extensionsFor(declaration, views), BlockIds, History, Dropcursor, Gapcursor, ...extensions],
    content: { type: "doc", content: [{ type: "paragraph" }] },
    enableCoreExtensions: CORE,
    injectCSS: false,
    editorProps: {
      scrollThreshold: COVERED,
      scrollMargin: COVERED,
      attributes: (state) => ({
        class: "writing-text",
        "aria-label": label,
        spellcheck: "true",
        ...(openAttributes(state) ?? { "aria-multiline": "true" }),
      }),
    },
    onUpdate: ({ transaction }) => tell("change", { remote: Boolean(transaction.getMeta("remote")) }),
    onSelectionUpdate: () => tell("selection"),
  });
  const { root, blank } = read(document, editor.schema);
  load(editor, root);
  editor.mount(element);
  return surface(editor, { declaration, blank, listeners });
}

/** Put the document in without a step, so that undo never goes back to before it. */
function load(editor, root) {
  const state = editor.state;
  editor.editorState = state.constructor.create({ doc: root, plugins: state.plugins });
}

/** What the rest of the desk may use. `tiptap` is for the editor's own parts. */
function surface(editor, { declaration, blank, listeners }) {
  const current = () => editor.state.doc;
  return {
    tiptap: editor,
    element: editor.view.dom,
    getDocument: () => write(current(), declaration, blank),
    changesSince: (mark) => changes.changesSince(current(), mark),
    setBlock: (id, block) => changes.setBlock(editor.view, id, block),
    insertBlock: (block, afterId) => changes.insertBlock(editor.view, block, afterId),
    setOrder: (ids) => changes.setOrder(editor.view, ids),
    on: (what, listener) => {
      listeners[what].add(listener);
      return () => listeners[what].delete(listener);
    },
    currentBlock: () => {
      const { $head } = editor.state.selection;
      return (($head.depth ? $head.node(1) : $head.nodeAfter) ?? current().lastChild).attrs.id;
    },
    focusBlock: (id) => {
      const found = changes.find(current(), id);
      if (found) editor.chain().focus().setTextSelection(found.from + 1).scrollIntoView().run();
      return Boolean(found);
    },
  };
}
