// Citations: which source a claim rests on. The words of the claim are marked; the number of its reference follows them.

import { Extension, pm } from "../../../django_prose_editor/editor.js";
import { freshId, h } from "../elements.js";
import { choices } from "./choices.js";
import { ask, buttons } from "./dialogs.js";
import { starts } from "./sentences.js";

const { Plugin, PluginKey } = pm.state;
const { Decoration, DecorationSet } = pm.view;
const KEY = new PluginKey("citations");
const WAIT = 200;
const KINDS = [
  ["article", "Journal article"],
  ["guideline", "Guideline"],
  ["web_page", "Web page"],
  ["book", "Book"],
  ["report", "Report"],
  ["preprint", "Preprint"],
  ["label", "Drug label"],
];

/** What is known of sources by their id: {id, title, about, alarm}. */
export function sourceBook(known, addresses, csrf) {
  const sources = new Map(known.map((source) => [source.id, source]));
  const note = (source) => sources.set(source.id, source);
  return {
    of: (id) => sources.get(id) ?? null,
    async find(words, signal) {
      const answer = await fetch(`${addresses.find}?${new URLSearchParams({ q: words })}`, { signal });
      if (!answer.ok || answer.redirected) throw new Error("The library does not answer. Are you still signed in?");
      const said = await answer.json();
      said.found.forEach(note);
      return said;
    },
    ask: (identifier) => send(addresses.ask, new URLSearchParams({ identifier }), csrf, note),
    enter: (said) => send(addresses.enter, said, csrf, note),
  };
}

/** {source} or {problems}: never throws. */
async function send(address, body, csrf, note) {
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": csrf, Accept: "application/json" } });
    if (answer.redirected || answer.status === 403) return { problems: ["You are signed out, or may not add sources. Sign in again in another tab."] };
    if (!answer.ok) return { problems: ["The server could not take it. Try again in a moment."] };
    const said = await answer.json();
    if (said.source) note(said.source);
    return said;
  } catch {
    return { problems: ["There is no connection. Nothing is lost; try again in a moment."] };
  }
}

/** The dialog behind the key and the button: cites for the selection, the citation in hand, or the sentence at the caret. */
export async function askCitation(desk) {
  const { state } = desk.editor;
  const range = claimAt(state);
  if (!range) return desk.tell("A citation stands behind words. Write the sentence first.");
  const standing = citationsIn(state.doc, range);
  const answer = await choose(desk, state.doc.textBetween(range.from, range.to, " "), standing);
  if (!answer) return undefined;
  if (answer.remove) return remove(desk, range, answer.remove);
  return cite(desk, range, answer);
}

function cite(desk, { from, to }, { id, locator }) {
  const { state, view } = desk.editor;
  const mark = state.schema.marks.citation.create({ source: id, locator: locator ?? "" });
  view.dispatch(state.tr.addMark(from, to, mark).removeStoredMark(state.schema.marks.citation).scrollIntoView());
  view.focus();
  desk.tell(`Cited: ${desk.sources.of(id).title}`);
}

function remove(desk, { from, to }, id) {
  const { state, view } = desk.editor;
  const transaction = state.tr;
  const { citation } = state.schema.marks;
  state.doc.nodesBetween(from, to, (node) => {
    for (const mark of node.marks) if (mark.type === citation && mark.attrs.source === id) transaction.removeMark(from, to, mark);
  });
  view.dispatch(transaction);
  view.focus();
  desk.tell("The citation is removed. Undo brings it back.");
}

/** Where a citation goes: the selection within one text, the whole citation in hand, or the sentence at the caret. */
function claimAt({ doc, selection, schema }) {
  const { $from, $to, from, to, empty } = selection;
  if (!$from.parent.inlineContent || !$from.sameParent($to)) return null;
  const { parent } = $from;
  const start = $from.start();
  if (!empty) return trimmed(doc, from, to);
  let cited = null;
  parent.forEach((node, offset) => {
    const [begins, ends] = [start + offset, start + offset + node.nodeSize];
    if (!schema.marks.citation.isInSet(node.marks)) return;
    if (cited?.to === begins) cited.to = ends;
    else if (!cited || cited.to < from) cited = { from: begins, to: ends };
  });
  if (cited && cited.from <= from && from <= cited.to) return cited;
  // A line break counts as one sign, as in the document.
  const text = parent.textBetween(0, parent.content.size, "\n", "\n");
  const [before, after] = [text.slice(0, $from.parentOffset), text.slice($from.parentOffset)];
  const first = starts(before).filter((place) => before.slice(place).trim()).at(-1) ?? lastStart(before);
  const rest = starts(after)[0];
  const isBehind = /[.!?…]["”’)\]]*\s*$/.test(before) || !after.trim();
  const last = isBehind ? before.trimEnd().length : before.length + (rest ? after.slice(0, rest).trimEnd().length : after.length);
  return trimmed(doc, start + first, start + last);
}

/** Behind the end of a sentence the sentence before is meant. */
function lastStart(before) {
  return starts(before).filter((place) => place < before.trimEnd().length).at(-1) ?? 0;
}

function trimmed(doc, from, to) {
  const words = doc.textBetween(from, to, "\n", "\n");
  const [first, last] = [words.length - words.trimStart().length, words.length - words.trimEnd().length];
  return from + first < to - last ? { from: from + first, to: to - last } : null;
}

function citationsIn(doc, { from, to }) {
  const found = new Set();
  doc.nodesBetween(from, to, ({ marks }) => marks.forEach(({ type, attrs }) => type.name === "citation" && found.add(attrs.source)));
  return [...found];
}

function choose(desk, claim, standing) {
  return ask("Cite a source", (close) => {
    const id = freshId("cite");
    const list = choices({ label: "Sources", onChoose: ({ act }) => act(), onMove: (option) => (option ? input.setAttribute("aria-activedescendant", option) : input.removeAttribute("aria-activedescendant")) });
    const problem = h("p", { class: "errornote", role: "alert", hidden: true });
    const input = h("input", {
      ...{ type: "text", id, autocomplete: "off", autofocus: true, spellcheck: "false", role: "combobox" },
      ...{ "aria-expanded": "true", "aria-autocomplete": "list", "aria-controls": list.id, "aria-describedby": `${id}-help` },
    });
    const place = h("input", { type: "text", id: `${id}-place`, autocomplete: "off", maxlength: 200, placeholder: "p. 12, table 2" });
    const done = (source) => close({ id: source.id, locator: place.value.trim() });
    const refuse = (problems) => {
      problem.textContent = problems.join(" ");
      problem.hidden = false;
    };
    const typeIn = async (first = {}) => {
      const source = await enter(desk, first);
      if (source) done(source);
    };
    const lookUp = async (value) => {
      list.set([], "Asking…");
      const { source, problems } = await desk.sources.ask(value);
      if (source) return done(source);
      refuse(problems);
      return list.set([entry("Type the source in", "Nobody could say what this is", () => typeIn(value))]);
    };
    const find = finder(desk, list, { done, lookUp, typeIn, refuse });
    input.addEventListener("input", () => ((problem.hidden = true), find(input.value)));
    input.addEventListener("keydown", (event) => move(event, list));
    find("", 0);
    const submit = async (event) => {
      event.preventDefault();
      await find.now();
      list.choose();
    };
    return h(
      "form",
      { method: "dialog", onsubmit: submit },
      h("p", { class: "quiet" }, "For: ", h("q", {}, claim.length > 160 ? `${claim.slice(0, 158)}…` : claim)),
      h("p", {}, h("label", { for: id }, "DOI, PMID, address, or words of title and authors"), input),
      h("p", { class: "quiet", id: `${id}-help` }, "Paste https://doi.org/… or a PubMed address; or find what the library has."),
      problem,
      list.element,
      h("p", {}, h("label", { for: place.id }, "Where in it, if that helps"), place),
      standing.length ? h("ul", { class: "cited-here", "aria-label": "Cited here already" }, standing.map((one) => h("li", {}, desk.sources.of(one)?.title ?? `Source ${one}`, " ", h("button", { type: "button", class: "button", onclick: () => close({ remove: one }) }, "Remove")))) : null,
      buttons(close, { go: "Cite it" }),
    );
  }, { kind: "is-wide" });
}

function entry(label, note, act) {
  return { label, note, act };
}

/** Looks a moment after the last key; `now()` at once. */
function finder(desk, list, { done, lookUp, typeIn, refuse }) {
  let [timer, request, due, search] = [null, null, null, Promise.resolve()];
  const look = async (words) => {
    request?.abort();
    const { signal } = (request = new AbortController());
    try {
      const { found, identifier, can_ask: canAsk } = await desk.sources.find(words, signal);
      if (signal.aborted) return;
      const lines = found.map((source) => entry(source.title, [source.alarm.toUpperCase(), source.about].filter(Boolean).join(" · "), () => done(source)));
      if (canAsk) lines.push(entry(`Look up ${identifier.value}`, "Asks the registry, and adds the source to the library", () => lookUp(words)));
      if (words.trim()) lines.push(entry("Type the source in", "It is not in the library", () => typeIn(words)));
      list.set(lines, "The library is empty. Paste a DOI or PMID.");
    } catch (failure) {
      if (!signal.aborted) refuse([failure.message]);
    }
  };
  const begin = () => {
    clearTimeout(timer);
    if (due !== null) search = look(due);
    due = null;
  };
  const find = (words, wait = WAIT) => {
    clearTimeout(timer);
    due = words;
    timer = setTimeout(begin, wait);
  };
  find.now = () => {
    begin();
    return search;
  };
  return find;
}

function move(event, list) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  list.move(steps[event.key]);
}

/** Type a source in: what one has at hand is enough. Answers the source, or null. */
function enter(desk, words) {
  const first = guess(String(words));
  return ask("Type a source in", (close) => {
    const id = freshId("source");
    const line = (name, label, more = {}) => h("p", {}, h("label", { for: `${id}-${name}` }, label), h("input", { type: "text", id: `${id}-${name}`, name, autocomplete: "off", value: first[name] ?? "", ...more }));
    const problem = h("p", { class: "errornote", role: "alert", hidden: true });
    const submit = async (event) => {
      event.preventDefault();
      const { source, problems } = await desk.sources.enter(new FormData(event.target));
      if (source) return close(source);
      problem.replaceChildren(...problems.map((words) => h("span", {}, words, " ")));
      problem.hidden = false;
      problem.scrollIntoView({ block: "nearest" });
      return undefined;
    };
    return h(
      "form",
      { method: "dialog", onsubmit: submit, class: "source-form" },
      h("p", {}, h("label", { for: `${id}-kind` }, "Type"), h("select", { id: `${id}-kind`, name: "kind" }, KINDS.map(([value, label]) => h("option", { value, selected: value === first.kind }, label)))),
      h("p", {}, h("label", { for: `${id}-title` }, "Title"), h("textarea", { id: `${id}-title`, name: "title", rows: 2, required: true, autofocus: true }, first.title ?? "")),
      h("p", {}, h("label", { for: `${id}-people` }, "Authors, one a line: Doe, Jane"), h("textarea", { id: `${id}-people`, name: "people", rows: 2 })),
      line("container", "Journal, book or site"),
      line("year", "Year", { inputmode: "numeric", size: 6 }),
      line("volume", "Volume", { size: 6 }),
      line("issue", "Issue", { size: 6 }),
      line("pages", "Pages or article number", { size: 12 }),
      line("publisher", "Publisher"),
      line("doi", "DOI"),
      line("pmid", "PMID"),
      line("url", "Address", { type: "url" }),
      line("accessed_on", "Looked at on", { type: "date", value: first.url ? new Date().toISOString().slice(0, 10) : "" }),
      problem,
      buttons(close, { go: "Add to the library and cite" }),
    );
  }, { kind: "is-wide" });
}

/** What was looked for is what is typed in first. */
function guess(words) {
  const text = words.trim();
  if (/^(https?:\/\/(dx\.)?doi\.org\/|doi:|10\.\d{4,9}\/)/i.test(text)) return { doi: text };
  if (/^(pmid:?\s*)?\d{1,8}$/i.test(text) || /pubmed/i.test(text)) return { pmid: text };
  if (/^https?:\/\//i.test(text)) return { url: text, kind: "web_page" };
  return { title: text };
}

/** The number behind each claim, as readers will count it, and a word where the source is in trouble. */
export function citationNumbers(desk) {
  return Extension.create({
    name: "citation_numbers",
    addProseMirrorPlugins() {
      const { citation } = this.editor.schema.marks;
      if (!citation) return [];
      const plugin = new Plugin({
        key: KEY,
        state: {
          init: (_, state) => decorations(state.doc, citation, desk),
          apply: (transaction, before, _, state) => (transaction.docChanged ? decorations(state.doc, citation, desk) : before),
        },
        props: { decorations: (state) => KEY.getState(state) },
      });
      return [plugin];
    },
  });
}

function decorations(doc, citation, desk) {
  const numbers = new Map();
  const widgets = [];
  doc.descendants((node, position) => {
    if (!node.isText && !node.isInline) return;
    const marks = node.marks.filter(({ type }) => type === citation);
    for (const { attrs } of marks) if (!numbers.has(attrs.source)) numbers.set(attrs.source, numbers.size + 1);
    const end = position + node.nodeSize;
    const next = doc.resolve(end).nodeAfter;
    const ending = marks.filter((mark) => !mark.isInSet(next?.marks ?? []));
    if (ending.length) widgets.push(Decoration.widget(end, () => drawn(ending, numbers, desk), { side: -1, marks: [], key: keyOf(ending, numbers, desk), ignoreSelection: true }));
  });
  return DecorationSet.create(doc, widgets);
}

const keyOf = (marks, numbers, desk) => marks.map(({ attrs }) => `${attrs.source}:${numbers.get(attrs.source)}:${desk.sources.of(attrs.source)?.alarm ?? ""}`).join();

function drawn(marks, numbers, desk) {
  return h(
    "span",
    { class: "citation-numbers", contenteditable: "false" },
    marks.map(({ attrs }) => {
      const source = desk.sources.of(attrs.source);
      const alarm = source?.alarm ? h("span", { class: "citation-alarm" }, ` ${source.alarm}`) : null;
      return h("sup", { title: source ? `${source.title} · ${source.about}` : "A source that is not in the library", onclick: () => desk.ask("citation") }, String(numbers.get(attrs.source)), alarm);
    }),
  );
}
