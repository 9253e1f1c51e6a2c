// Typing over the words of a link keeps the link: what comes in their place leads where they led.

import { Extension, pm } from "../../../django_prose_editor/editor.js";

const { Plugin, PluginKey, TextSelection } = pm.state;

const KEY = new PluginKey("relinking");
// The end of a sentence or of a part of it is the end of what one types as its words.
const END = /^[.,;:!?)\]”]$/;

export const Relinking = Extension.create({
  name: "relinking",
  addProseMirrorPlugins() {
    const { link } = this.editor.schema.marks;
    return link ? [plugin(link)] : [];
  },
});

/** Its state is {at, marks} while somebody types the new words of a link, whose next letter comes `at`; else null. */
function plugin(link) {
  return new Plugin({
    key: KEY,
    state: { init: () => null, apply: next },
    props: {
      handleTextInput: (view, from, to, text) => {
        const marks = from < to ? marksOver(view.state.doc, from, to, link) : going(KEY.getState(view.state), from, text);
        if (!marks) return false;
        const { state } = view;
        const told = { at: from + text.length, marks };
        const transaction = state.tr.replaceWith(from, to, state.schema.text(text, marks)).setMeta(KEY, told);
        // What was chosen backwards would stay chosen, and the next letter take the place of this one.
        view.dispatch(transaction.setSelection(TextSelection.create(transaction.doc, told.at)).scrollIntoView());
        return true;
      },
    },
  });
}

function next(transaction, before) {
  const told = transaction.getMeta(KEY);
  if (told || !before) return told ?? null;
  if (transaction.selectionSet) return null;
  const at = transaction.mapping.map(before.at);
  return transaction.doc.resolve(at).parentOffset > 0 ? { ...before, at } : null;
}

function going(state, from, text) {
  return state?.at === from && !END.test(text) ? state.marks : null;
}

/** The marks of the first word, where one link goes over all that is chosen; else null. */
function marksOver(doc, from, to, link) {
  const found = [];
  doc.nodesBetween(from, to, (node) => void (node.isInline && found.push(node)));
  const first = found[0] && link.isInSet(found[0].marks);
  const isOne = first && doc.resolve(from).sameParent(doc.resolve(to)) && found.every((node) => link.isInSet(node.marks)?.eq(first));
  return isOne ? found[0].marks : null;
}
