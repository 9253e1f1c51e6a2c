// The editor's schema: made of the declaration that the page brings (content/editor.py), never written out here.

import { Extension, Mark, Node } from "../../../django_prose_editor/editor.js";
import { markForm, nodeForm, rulesFor } from "./dom.js";
import { nodeView } from "./views.js";

// What prosemirror-tables calls the parts of a table.
const TABLE_ROLES = { table: "table", table_row: "row", table_cell: "cell", table_header: "header_cell" };
// What Tiptap's list commands ask for.
const LISTS = new Set(["bullet_list", "ordered_list"]);
// Marks that end where they end: what is typed after them is not part of them.
const CLOSED_MARKS = new Set(["citation", "link", "abbreviation"]);
// Nothing outside reaches in by a key, and a lift does not tear them open.
const ISOLATING = new Set(["table", "table_cell", "table_header", "figure"]);

/**
 * Tiptap extensions for everything that `declaration` names. Order is kept, because it is the order of marks. `views`
 * (views.js) draw some nodes as more than an element.
 */
export function extensionsFor(declaration, views = {}) {
  const roles = Extension.create({
    name: "table_roles",
    extendNodeSchema: ({ name }) => (TABLE_ROLES[name] ? { tableRole: TABLE_ROLES[name] } : {}),
  });
  const root = Node.create({ name: "doc", topNode: true, content: declaration.document });
  return [roles, root, ...declaration.nodes.map((said) => nodeExtension(said, views)), ...declaration.marks.map(markExtension)];
}

function nodeExtension(said, views) {
  const inline = said.group === "inline";
  const isText = said.name === "text";
  const form = nodeForm(said.name);
  return Node.create({
    name: said.name,
    group: LISTS.has(said.name) ? "list" : said.group,
    content: said.content || undefined,
    inline,
    selectable: said.group === "block",
    atom: !said.content && !isText,
    draggable: said.group === "block" && (!said.content || said.name === "figure"),
    isolating: ISOLATING.has(said.name),
    defining: said.group !== "inline" && said.name !== "paragraph",
    addAttributes: () => attributes(said.group === "block" ? { id: { default: null }, ...said.attrs } : said.attrs),
    parseHTML: () => rulesFor(said.name, form),
    renderHTML: isText ? undefined : ({ node }) => form.render(node),
    addNodeView: views[said.name] && (() => (context) => nodeView(views[said.name](), context.node, context)),
    renderText: said.name === "hard_break" ? () => "\n" : undefined,
  });
}

function markExtension(said) {
  const form = markForm(said.name);
  return Mark.create({
    name: said.name,
    inclusive: !CLOSED_MARKS.has(said.name),
    // Of its own kind a mark excludes all others, if nothing is said.
    ...(said.repeats ? { excludes: "" } : {}),
    addAttributes: () => attributes(said.attrs),
    parseHTML: () => rulesFor(said.name, form),
    renderHTML: ({ mark }) => form.render(mark),
  });
}

/** A required attribute has no default, so that ProseMirror never invents a node that would lack it. */
function attributes(said) {
  const known = {};
  for (const [name, { required, default: value }] of Object.entries(said)) {
    // The rules of dom.js read attributes; Tiptap's own guessing from HTML is off.
    known[name] = { default: value, isRequired: Boolean(required), rendered: false, parseHTML: () => null };
  }
  return known;
}
