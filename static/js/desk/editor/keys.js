// What keys do: the acts' own, and the structure of lists, tables and captions.

import { Extension, pm } from "../../../django_prose_editor/editor.js";
import { inside } from "./acts.js";

const { goToNextCell, isInTable, tableEditing } = pm.tables;
const { Plugin, TextSelection } = pm.state;

/** `acts` from acts.js, `desk` what they run with. */
export function keysFor(acts, desk) {
  const own = Extension.create({
    name: "keys_of_acts",
    priority: 500,
    addKeyboardShortcuts() {
      const pairs = acts.flatMap((act) => act.keys.map((key) => [key, () => act.run(desk) !== false]));
      return Object.fromEntries(pairs);
    },
  });
  return [own, Structure];
}

const Structure = Extension.create({
  name: "structure",
  priority: 400,
  addKeyboardShortcuts() {
    const item = (command) => () => Boolean(inside(this.editor.state, "list_item")) && this.editor.commands[command]("list_item");
    return {
      Enter: () => belowCaption(this.editor) || belowCareHeading(this.editor) || this.editor.commands.splitListItem("list_item"),
      Tab: () => (isInTable(this.editor.state) ? nextCell(this.editor) : item("sinkListItem")()),
      "Shift-Tab": () => (isInTable(this.editor.state) ? cell(this.editor, -1) : item("liftListItem")()),
      Backspace: () => this.editor.commands.undoInputRule() || (atStartOfItem(this.editor.state) && this.editor.commands.liftListItem("list_item")),
    };
  },
  addProseMirrorPlugins() {
    const tables = "table" in this.editor.schema.nodes ? [tableEditing()] : [];
    return [...tables, new Plugin({ props: { handleClick: belowTheEnd, handleTextInput: typedOverBlock } })];
  },
});

/** A caption is one line: Enter goes on below the picture. */
function belowCaption(editor) {
  const { $from, empty } = editor.state.selection;
  if (!empty || $from.parent.type.name !== "figure") return false;
  const place = $from.after();
  return editor.chain().insertContentAt(place, { type: "paragraph" }, { updateSelection: false }).setTextSelection(place + 1).run();
}

/** What a care card warns of is its list: Enter behind the heading goes there, while nothing stands in it. */
function belowCareHeading(editor) {
  const { $from, empty } = editor.state.selection;
  if (!empty || $from.parent.type.name !== "care_heading" || $from.parentOffset < $from.parent.content.size) return false;
  const next = $from.node(-1).maybeChild($from.index(-1) + 1);
  if (!next || next.textContent) return false;
  return editor.chain().setTextSelection(TextSelection.near(editor.state.doc.resolve($from.after())).from).scrollIntoView().run();
}

/** Tab in the last cell makes a row. */
function nextCell(editor) {
  if (cell(editor, 1)) return true;
  pm.tables.addRowAfter(editor.state, editor.view.dispatch);
  return cell(editor, 1);
}

function cell(editor, direction) {
  return goToNextCell(direction)(editor.state, editor.view.dispatch);
}

function atStartOfItem({ selection: { $from, empty } }) {
  return empty && $from.parentOffset === 0 && $from.depth > 1 && $from.node(-1).type.name === "list_item" && $from.index(-1) === 0;
}

/** Words typed over a whole block that is selected go below it: a key must not cost a picture. */
function typedOverBlock(view, from, to, text) {
  const { selection, schema, tr } = view.state;
  if (!selection.node?.isBlock) return false;
  const place = selection.$from.depth ? selection.$from.after(1) : selection.to;
  tr.insert(place, schema.nodes.paragraph.create(null, schema.text(text)));
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, place + 1 + text.length)).scrollIntoView());
  return true;
}

/** A click below the last block begins a paragraph there, if that is not one already. */
function belowTheEnd(view, position, event) {
  const last = view.dom.lastElementChild;
  const { doc, schema } = view.state;
  if (event.target !== view.dom || !last || event.clientY < last.getBoundingClientRect().bottom) return false;
  if (doc.lastChild.type === schema.nodes.paragraph) return false;
  const transaction = view.state.tr.insert(doc.content.size, schema.nodes.paragraph.create());
  view.dispatch(transaction.setSelection(TextSelection.create(transaction.doc, transaction.doc.content.size - 1)));
  return true;
}
