// What can be said about the block in hand besides its words: a panel beside the text, for mouse and keyboard alike.

import { pm } from "../../../django_prose_editor/editor.js";
import { freshId, h } from "../elements.js";
import { find } from "./changes.js";
import { askTarget } from "./links.js";

const PAUSE = 400;
const tables = pm.tables;

const line = (attribute, label, help = "") => ({ kind: "line", attribute, label, help });
const act = (label, run) => ({ kind: "act", label, run });
const inTable = (label, command) => act(label, ({ editor }) => command(editor.state, editor.view.dispatch));

const FIELDS = {
  figure: [
    { kind: "lines", attribute: "alt", label: "Description", help: "What the picture tells those who cannot see it: under 125 characters." },
    { kind: "tick", attribute: "decorative", label: "Decorative: it tells nothing that the text does not" },
    act("Another picture…", (desk, node) => desk.ask("figure", node)),
    act("Focal point…", (desk, node) => desk.ask("focal", node)),
  ],
  table: [
    line("caption", "Caption"),
    inTable("Row above", tables.addRowBefore),
    inTable("Row below", tables.addRowAfter),
    inTable("Column before", tables.addColumnBefore),
    inTable("Column after", tables.addColumnAfter),
    inTable("Remove row", tables.deleteRow),
    inTable("Remove column", tables.deleteColumn),
    inTable("Header row, or not", tables.toggleHeaderRow),
    inTable("Header column, or not", tables.toggleHeaderColumn),
    inTable("Merge cells", tables.mergeCells),
    inTable("Split cell", tables.splitCell),
  ],
  related_link: [
    line("label", "Label", "What stands before the title."),
    line("title", "Title"),
    act("Leads to…", (desk, node) => changeTarget(desk, node)),
  ],
  care_card: [
    {
      kind: "choice",
      attribute: "urgency",
      label: "How urgent",
      choices: { non_urgent: "Not urgent", urgent: "Urgent", emergency: "Emergency" },
    },
  ],
  quotation: [line("source", "Source", "Who said or wrote it.")],
  callout: [line("title", "Title")],
  ordered_list: [{ kind: "number", attribute: "start", label: "Begins at" }],
};

/** The panel. `update()` after a change or a move; `flush()` writes what was typed a moment ago. */
export function settings(desk, labels) {
  const title = h("h2", { id: freshId("settings"), class: "settings-title" });
  const fields = h("div", { class: "settings-fields" });
  const element = h("section", { class: "settings", "aria-labelledby": title.id, hidden: true }, title, fields);
  let shown = null;
  let waiting = null;

  const flush = () => {
    waiting?.();
    waiting = null;
  };
  const put = (id, values) => {
    const write = () => setAttributes(desk.editor, id, values);
    clearTimeout(put.timer);
    waiting = write;
    put.timer = setTimeout(flush, PAUSE);
  };
  const update = () => {
    if (element.contains(document.activeElement) && shown && find(desk.editor.state.doc, shown.id)) return;
    const node = blockInHand(desk.editor.state);
    const said = node && FIELDS[node.type.name];
    element.hidden = !said;
    if (!said) return void (shown = null);
    if (shown?.node === node) return;
    const isSame = shown?.id === node.attrs.id && shown.kind === node.type.name && shown.attrs === JSON.stringify(node.attrs);
    shown = { id: node.attrs.id, kind: node.type.name, attrs: JSON.stringify(node.attrs), node };
    if (isSame) return;
    title.textContent = labels[node.type.name];
    fields.replaceChildren(...drawn(said, node, desk, put, flush), remover(node, desk));
  };
  element.addEventListener("keydown", (event) => leave(event, desk, flush));
  element.addEventListener("focusout", () => queueMicrotask(() => (flush(), update())));
  return { element, update, flush, focus: () => element.querySelector("input, textarea, select, button")?.focus() };
}

/** The top-level node with the caret, or selected. */
export function blockInHand({ selection }) {
  return selection.$from.depth ? selection.$from.node(1) : (selection.node ?? null);
}

export function setAttributes(editor, id, values) {
  const found = find(editor.state.doc, id);
  if (!found) return;
  const transaction = editor.state.tr;
  for (const [name, value] of Object.entries(values)) {
    if (found.node.attrs[name] !== value) transaction.setNodeAttribute(found.from, name, value);
  }
  if (transaction.docChanged) editor.view.dispatch(transaction);
}

/** Escape and Enter go back to the text; Enter must not send the form around. */
function leave(event, desk, flush) {
  const isLine = event.target.matches("input, select");
  if (event.key !== "Escape" && !(event.key === "Enter" && isLine)) return;
  event.preventDefault();
  flush();
  desk.editor.view.focus();
}

function drawn(said, node, desk, put, flush) {
  const parts = said.filter(({ kind }) => kind !== "act").map((one) => field(one, node, (value) => put(node.attrs.id, { [one.attribute]: value }), flush));
  const acts = said.filter(({ kind }) => kind === "act");
  const button = ({ label, run }) => h("button", { type: "button", class: "settings-act", onclick: () => (flush(), run(desk, find(desk.editor.state.doc, node.attrs.id)?.node ?? node)) }, label);
  return acts.length ? [...parts, h("div", { class: "settings-acts" }, acts.map(button))] : parts;
}

function field({ kind, attribute, label, help, choices }, node, put, flush) {
  const id = freshId("setting");
  const value = node.attrs[attribute];
  const described = help ? { "aria-describedby": `${id}-help` } : {};
  const typed = { id, ...described, oninput: (event) => put(event.target.value), onchange: flush };
  const controls = {
    line: () => h("input", { type: "text", value, maxlength: 500, autocomplete: "off", ...typed }),
    lines: () => h("textarea", { rows: 3, maxlength: 1000, ...typed, oninput: (event) => put(event.target.value.replace(/\s+/g, " ")) }, value),
    number: () => h("input", { type: "number", min: 0, max: 100_000, value, ...typed, oninput: ({ target }) => target.validity.valid && target.value && put(Number(target.value)) }),
    tick: () => h("input", { type: "checkbox", id, checked: value, onchange: ({ target }) => (put(target.checked), flush()) }),
    choice: () => h("select", { id, onchange: ({ target }) => (put(target.value), flush()) }, Object.entries(choices).map(([key, words]) => h("option", { value: key, selected: key === value }, words))),
  };
  const words = h("label", { for: id }, label);
  const note = help ? h("p", { class: "quiet", id: `${id}-help` }, help) : null;
  return h("div", { class: `setting setting-${kind}` }, ...(kind === "tick" ? [controls.tick(), words] : [words, controls[kind]()]), note);
}

function remover(node, { editor, tell }) {
  const remove = () => {
    const found = find(editor.state.doc, node.attrs.id);
    if (!found) return;
    editor.view.focus();
    // Undo brings back the block alone, not also what was typed a moment before.
    editor.view.dispatch(pm.history.closeHistory(editor.state.tr).delete(found.from, found.from + found.node.nodeSize));
    tell("Removed. Undo brings it back.");
  };
  return h("button", { type: "button", class: "settings-act", onclick: remove }, "Remove this block");
}

async function changeTarget(desk, node) {
  const { id, title } = node.attrs;
  const answer = await askTarget("Related link", desk, { words: title });
  if (answer === null) return;
  const isPlanned = answer.target.kind === "planned";
  setAttributes(desk.editor, id, { target: isPlanned ? null : answer.target, ...(isPlanned || !title ? { title: answer.title } : {}) });
}
