// Everything that can be done to the text: one list, from which toolbar, `/` menu, keys and help are made.

import { pm } from "../../../django_prose_editor/editor.js";
import { endOf, currentIndex, moved } from "./sections.js";
import { SIGNS } from "./signs.js";

const { redoDepth, undoDepth } = pm.history;
const { isInTable } = pm.tables;

const URGENCIES = [
  ["non_urgent", "not urgent"],
  ["urgent", "urgent"],
  ["emergency", "emergency"],
];

/**
 * The acts for what is declared: [{name, label, group, run(desk), …}] in the order in which they are shown.
 *
 * `keys` are ProseMirror's names of keys, `typed` what one may type instead, `sign` a drawing, `words` what else it is
 * found by in the menu; `isOn(state)`, `can(state)` say how its button stands. `where`: bar, menu or both.
 */
export function actsFor({ nodes, marks: said }) {
  const labels = new Map([...nodes, ...said].map((one) => [one.name, one.label]));
  const label = (name) => labels.get(name);
  return [...history(), ...blocks(label), ...marks(label), ...inserts(label), ...moves(), ...views()].filter(
    ({ needs }) => !needs || labels.has(needs),
  );
}

function history() {
  const back = { name: "undo", label: "Undo", keys: ["Mod-z"], run: ({ chain }) => chain().undo().run() };
  const again = { name: "redo", label: "Redo", keys: ["Mod-y", "Mod-Shift-z"], run: ({ chain }) => chain().redo().run() };
  return [
    { ...back, group: "history", where: "bar", can: (state) => undoDepth(state) > 0 },
    { ...again, group: "history", where: "bar", can: (state) => redoDepth(state) > 0 },
  ].map(drawn);
}

function blocks(label) {
  const heading = (level, words, typed, key) => ({
    name: `heading_${level}`,
    needs: "heading",
    label: words,
    keys: [key],
    typed,
    words: `h${level} title section`,
    run: ({ chain, editor }) => toggleHeading(chain, editor.state, level),
    isOn: (state) => inside(state, "heading")?.attrs.level === level,
  });
  const list = (name, typed, key) => ({
    name,
    needs: name,
    label: label(name),
    keys: [key],
    typed,
    words: "items points",
    run: ({ chain }) => chain().toggleList(name, "list_item").run(),
    isOn: (state) => nearest(state, ["bullet_list", "ordered_list"])?.type.name === name,
  });
  return [
    {
      name: "paragraph",
      needs: "paragraph",
      label: label("paragraph"),
      keys: ["Mod-Alt-0"],
      words: "text plain normal",
      where: "menu",
      run: ({ chain }) => chain().setNode("paragraph").run(),
      isOn: (state) => state.selection.$from.depth === 1 && Boolean(inside(state, "paragraph")),
    },
    heading(2, label("heading"), "##", "Mod-Alt-2"),
    heading(3, "Smaller heading", "###", "Mod-Alt-3"),
    list("bullet_list", "-", "Mod-Shift-8"),
    list("ordered_list", "1.", "Mod-Shift-7"),
    {
      name: "quotation",
      needs: "quotation",
      label: label("quotation"),
      keys: ["Mod-Shift-9"],
      typed: ">",
      words: "quote blockquote",
      run: ({ chain }) => chain().toggleWrap("quotation").run(),
      isOn: (state) => Boolean(inside(state, "quotation")),
    },
  ].map((act) => drawn({ group: "blocks", where: "both", ...act }));
}

function marks(label) {
  const mark = (name, keys, typed) => ({
    name,
    needs: name,
    label: label(name),
    keys,
    typed,
    group: "marks",
    where: "bar",
    run: ({ chain }) => chain().toggleMark(name).run(),
    isOn: (state) => hasMark(state, name),
    can: canMark,
  });
  const asked = (name, keys, words) => ({ ...mark(name, keys), words, run: (desk) => desk.ask(name) });
  return [
    mark("strong", ["Mod-b"], "**bold**"),
    mark("emphasis", ["Mod-i"], "*italic*"),
    mark("subscript", ["Mod-,"]),
    mark("superscript", ["Mod-."]),
    asked("link", ["Mod-k"], "reference article address"),
    asked("citation", ["Mod-Alt-c"], "source reference evidence doi pmid"),
    asked("abbreviation", ["Mod-Alt-a"], "explain short"),
    asked("language", ["Mod-Alt-l"], "foreign words"),
  ].map(drawn);
}

function inserts(label) {
  const insert = (name, node, words, more = {}) => ({
    name,
    needs: name,
    label: label(name),
    words,
    run: ({ insert: put }) => put(node),
    isOn: (state) => Boolean(inside(state, name)),
    ...more,
  });
  const paragraph = { type: "paragraph" };
  const cards = URGENCIES.map(([urgency, said]) => ({
    ...insert("care_card", careCard(urgency), `warning advice ${said} if`),
    name: `care_card_${urgency}`,
    label: `${label("care_card")}: ${said}`,
    where: "menu",
    isOn: (state) => inside(state, "care_card")?.attrs.urgency === urgency,
  }));
  return [
    insert("figure", null, "image photo upload", { run: (desk) => desk.ask("figure"), keys: ["Mod-Alt-p"], where: "both" }),
    insert("table", table(3, 3), "rows columns cells", { where: "both", can: (state) => !isInTable(state) }),
    insert("related_link", null, "read more callout article", { run: (desk) => desk.ask("related_link"), where: "both" }),
    ...cards,
    insert("key_points", { type: "key_points", content: [points()] }, "summary box"),
    insert("experience", { type: "experience", content: [paragraph] }, "story patient box"),
    insert("callout", { type: "callout", content: [paragraph] }, "box aside note"),
    insert("rule", { type: "rule" }, "line divider hr", { typed: "---" }),
    insert("hard_break", { type: "hard_break" }, "new line", { keys: ["Shift-Enter"], where: "menu", isOn: undefined, run: ({ chain }) => chain().insertContent({ type: "hard_break" }).run() }),
  ].map((act) => drawn({ group: "insert", where: "menu", ...act }));
}

function moves() {
  const move = (name, label, direction, key) => ({
    name,
    label,
    keys: [key],
    words: "section block order",
    run: (desk) => moveHere(desk, direction),
    can: (state) => moved(state, currentIndex(state), direction) !== null,
  });
  return [
    move("move_up", "Move block or section up", -1, "Alt-Shift-ArrowUp"),
    move("move_down", "Move block or section down", 1, "Alt-Shift-ArrowDown"),
    {
      name: "paragraph_below",
      label: "New paragraph below this block",
      keys: ["Mod-Enter"],
      where: "menu",
      words: "leave box after",
      run: ({ editor }) => paragraphBelow(editor),
    },
  ].map((act) => drawn({ group: "order", where: "bar", ...act }));
}

function views() {
  return [
    { name: "settings", label: "Settings of this block", keys: ["Alt-Enter"], where: "none", run: (desk) => desk.show("settings") },
    { name: "toolbar", label: "To the toolbar", keys: ["Alt-F10"], where: "none", run: (desk) => desk.show("toolbar") },
    { name: "full", label: "Full screen", keys: ["Mod-Shift-f"], run: (desk) => desk.show("full"), isOn: (state, desk) => desk.isFull() },
    { name: "help", label: "Keys", keys: ["Mod-/"], run: (desk) => desk.show("help") },
  ].map((act) => drawn({ group: "view", where: "bar", ...act }));
}

const drawn = (act) => ({ sign: SIGNS[act.name], keys: [], ...act });

function toggleHeading(chain, state, level) {
  const isOn = inside(state, "heading")?.attrs.level === level;
  return isOn ? chain().setNode("paragraph").run() : chain().setNode("heading", { level }).run();
}

function moveHere({ editor, tell }, direction) {
  const transaction = moved(editor.state, currentIndex(editor.state), direction);
  if (!transaction) {
    tell(direction < 0 ? "It is first already." : "It is last already.");
    return true;
  }
  editor.view.dispatch(transaction);
  const index = currentIndex(editor.state);
  const isSection = endOf(editor.state.doc, index) > index + 1;
  tell(`${isSection ? "Section" : "Block"} moved, now ${index + 1} of ${editor.state.doc.childCount}.`);
  return true;
}

function paragraphBelow(editor) {
  const { $from } = editor.state.selection;
  const place = $from.depth ? $from.after(1) : $from.pos + ($from.nodeAfter?.nodeSize ?? 0);
  return editor.chain().insertContentAt(place, { type: "paragraph" }, { updateSelection: false }).setTextSelection(place + 1).focus().run();
}

/** The innermost node of that name in which the selection is, or that is selected. */
export function inside(state, name) {
  return nearest(state, [name]);
}

function nearest({ selection }, names) {
  if (names.includes(selection.node?.type.name)) return selection.node;
  for (let depth = selection.$from.depth; depth > 0; depth -= 1) {
    const node = selection.$from.node(depth);
    if (names.includes(node.type.name)) return node;
  }
  return null;
}

export function hasMark({ selection, storedMarks, doc, schema }, name) {
  const type = schema.marks[name];
  const { empty, $from, from, to } = selection;
  if (empty) return Boolean(type.isInSet(storedMarks ?? $from.marks()));
  return doc.rangeHasMark(from, to, type);
}

/** In words, or over whatever words are selected; a picture or a rule alone has none. */
function canMark({ selection: { $from, empty, node } }) {
  return node ? node.isInline : !empty || $from.parent.inlineContent;
}

function careCard(urgency) {
  return { type: "care_card", attrs: { urgency }, content: [{ type: "care_heading" }, points()] };
}

function points() {
  return { type: "bullet_list", content: [{ type: "list_item", content: [{ type: "paragraph" }] }] };
}

function table(rows, columns) {
  const row = (type) => ({ type: "table_row", content: Array.from({ length: columns }, () => ({ type, content: [{ type: "paragraph" }] })) });
  return { type: "table", content: [row("table_header"), ...Array.from({ length: rows - 1 }, () => row("table_cell"))] };
}
