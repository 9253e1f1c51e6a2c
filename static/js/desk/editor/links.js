// Links: to our own things by kind and id, to addresses elsewhere, and to what is still to be written.

import { pm } from "../../../django_prose_editor/editor.js";
import { freshId, h } from "../elements.js";
import { ask, buttons } from "./dialogs.js";
import { choices } from "./choices.js";
import { asChoice } from "./lookup.js";

const { TextSelection } = pm.state;
const WAIT = 150;
// Words beyond that are a sentence, and no title.
const LONGEST = 120;

/** The dialog behind Mod+K and the button: links the selection, or puts in the title of what was found. */
export async function askLink(desk) {
  const { editor } = desk;
  const { selection } = editor.state;
  const on = linkAt(editor.state);
  const range = on ?? { from: selection.from, to: selection.to };
  const words = editor.state.doc.textBetween(range.from, range.to, " ");
  const answer = await askTarget("Link", desk, { words, isOn: Boolean(on), target: on?.target });
  if (answer === null) return;
  if (answer === "remove") editor.chain().setTextSelection(range).unsetMark("link").setTextSelection(range.to).focus().run();
  else setLink(editor, range, answer);
}

/** Link the range; where it is empty, put the title there first. Writing goes on behind it. */
export function setLink(editor, { from, to }, { target, title }) {
  const { schema } = editor.state;
  const mark = schema.marks.link.create({ target });
  const transaction = editor.state.tr;
  if (from === to) {
    const marks = mark.addToSet(editor.state.doc.resolve(from).marks());
    transaction.replaceWith(from, to, schema.text(title, marks));
  } else {
    transaction.addMark(from, to, mark);
  }
  transaction.removeStoredMark(schema.marks.link);
  editor.view.dispatch(transaction.scrollIntoView());
  editor.view.focus();
}

/** The link around the caret or under the selection: {from, to, target}, or null. */
export function linkAt(state) {
  const { doc, selection } = state;
  const { $from, from, to } = selection.$from.parent.inlineContent ? selection : wordsOf(doc, selection);
  if (!$from.parent.inlineContent) return null;
  let found = null;
  $from.parent.forEach((node, offset) => {
    const start = $from.start() + offset;
    const mark = state.schema.marks.link.isInSet(node.marks);
    if (!mark) return;
    if (found && found.to === start && found.mark.eq(mark)) found.to = start + node.nodeSize;
    else if (!found || !(found.from <= from && found.to >= to)) found = { from: start, to: start + node.nodeSize, mark };
  });
  return found && found.from <= from && found.to >= to ? { from: found.from, to: found.to, target: found.mark.attrs.target } : null;
}

/** The words within a selection that begins outside of any, as that of the whole text does. */
function wordsOf(doc, { from, to }) {
  return TextSelection.between(doc.resolve(from), doc.resolve(to));
}

/** Ask for a target: answers {target, title}, "remove", or null. `words` are what is looked for at first. */
export function askTarget(title, desk, { words = "", isOn = false, target = null, plans = true } = {}) {
  return ask(title, (close) => {
    const id = freshId("find");
    const list = choices({
      label: "Found",
      onChoose: ({ found }) => close(found),
      onMove: (option) => (option ? input.setAttribute("aria-activedescendant", option) : input.removeAttribute("aria-activedescendant")),
    });
    const input = h("input", {
      ...{ type: "text", id, autocomplete: "off", autofocus: true, spellcheck: "false", value: startWords(target, words) },
      ...{ role: "combobox", "aria-expanded": "true", "aria-autocomplete": "list", "aria-controls": list.id },
      "aria-describedby": `${id}-help`,
    });
    const find = finder(desk, list, { plans });
    input.addEventListener("input", () => find(input.value));
    input.addEventListener("keydown", (event) => press(event, list));
    find(input.value, 0);
    const submit = async (event) => {
      event.preventDefault();
      await find.now();
      list.choose();
    };
    return h(
      "form",
      { method: "dialog", onsubmit: submit },
      h("p", {}, h("label", { for: id }, "Title, name or address"), input),
      h("p", { class: "quiet", id: `${id}-help` }, "A part of a title is enough; “#” after it lists the sections. Or paste an address."),
      list.element,
      buttons(close, { go: "Link to this", remove: isOn ? "Remove the link" : null }),
    );
  });
}

function startWords(target, words) {
  if (target?.kind === "url") return target.href;
  return words.length > LONGEST ? "" : words;
}

function press(event, list) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  list.move(steps[event.key]);
}

/** Looks for what was typed, a moment after the last key; `now()` at once, and waits until the answer is shown. */
function finder(desk, list, { plans }) {
  let [timer, request, due, search] = [null, null, null, Promise.resolve()];
  const look = async (words) => {
    const { signal } = (request = new AbortController());
    try {
      const found = await targetsFor(words, desk, { signal, plans });
      if (!signal.aborted) list.set(found, words.trim() ? "Nothing found." : "Write a part of a title.");
    } catch (failure) {
      if (!signal.aborted) list.set([], failure.message);
    }
  };
  const begin = () => {
    clearTimeout(timer);
    if (due !== null) search = look(due);
    due = null;
  };
  const find = (words, wait = WAIT) => {
    clearTimeout(timer);
    request?.abort();
    due = words;
    timer = setTimeout(begin, wait);
  };
  find.now = () => {
    begin();
    return search;
  };
  return find;
}

/** What these words may mean as a target, best first. The same list for the dialog and for `@`. */
export async function targetsFor(words, { lookup }, { signal, plans = true } = {}) {
  const text = words.trim();
  const address = lookup.address(text);
  if (address) return [elsewhere(address), ...(await ownOnly(lookup, address))].reverse();
  const found = (await lookup.find(text, signal)).map(asChoice);
  const isThere = found.some(({ label }) => label.toLowerCase() === text.toLowerCase());
  return plans && text && !isThere && !text.includes("#") ? [...found, planned(text)] : found;
}

async function ownOnly(lookup, address) {
  const found = address.startsWith(location.origin) ? await lookup.own(address) : null;
  return found ? [asChoice(found)] : [];
}

function elsewhere(address) {
  return { label: address, note: "An address", found: { target: { kind: "url", href: address }, title: address } };
}

function planned(title) {
  const said = title.slice(0, 200);
  return { label: `Plan an article called “${said}”`, note: "Readers see plain words until it is published", found: { target: { kind: "planned", title: said }, title: said } };
}

/** What opens at `@`. */
export function mentions(desk) {
  return {
    sign: "@",
    label: "Articles, pillars, sections and people",
    opens: ($position) => /(^|[\s(“"‘—–])$/.test($position.parent.textBetween(0, $position.parentOffset, " ", " ")),
    find: (query, signal) => targetsFor(query, desk, { signal }),
    choose: ({ found }, range) => {
      desk.editor.view.dispatch(desk.editor.state.tr.delete(range.from, range.to));
      setLink(desk.editor, { from: range.from, to: range.from }, found);
    },
  };
}
