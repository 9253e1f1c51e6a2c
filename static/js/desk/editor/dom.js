// How each node and mark stands in the editor's page and on the clipboard, and which foreign HTML becomes it.
// On the clipboard a part of ours says what it is (data-node, data-mark, data-attrs), so that nothing of it is lost.

import { isSafe } from "./addresses.js";

// A value below ProseMirror's own 50 goes last: what says what it is comes before what only looks like it.
const OURS = 70;
const CARE_CLASS = { non_urgent: "care-non-urgent", urgent: "care-urgent", emergency: "care-emergency" };

const tag = (name, more = () => ({})) => ({ render: (node) => [name, { ...signed(node), ...more(node) }, 0] });
const leaf = (name, more = () => ({})) => ({ render: (node) => [name, { ...signed(node), ...more(node) }] });
const mark = (name, more = () => ({})) => ({ render: (mark) => [name, { ...marked(mark), ...more(mark) }, 0] });
const box = (name, kind) => ({ ...tag(name, () => ({ class: kind })), foreign: [] });

const NODES = {
  paragraph: { ...tag("p"), foreign: [{ tag: "p" }] },
  heading: {
    render: (node) => [`h${node.attrs.level}`, signed(node), 0],
    foreign: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: level < 3 ? 2 : 3 } })),
  },
  bullet_list: { ...tag("ul"), foreign: [{ tag: "ul" }] },
  ordered_list: {
    ...tag("ol", (node) => (node.attrs.start === 1 ? {} : { start: node.attrs.start })),
    foreign: [{ tag: "ol", getAttrs: (element) => ({ start: between(0, 100_000, element.getAttribute("start"), 1) }) }],
  },
  list_item: { ...tag("li"), foreign: [{ tag: "li" }] },
  figure: {
    render: (node) => ["figure", signed(node), ["figcaption", 0]],
    contentElement: "figcaption",
    foreign: [],
  },
  quotation: { ...tag("blockquote", () => ({ class: "quotation" })), foreign: [{ tag: "blockquote" }] },
  table: { render: (node) => ["table", signed(node), ["tbody", 0]], foreign: [{ tag: "table", getAttrs: readTable }] },
  table_row: { ...tag("tr"), foreign: [{ tag: "tr" }] },
  table_header: { ...tag("th", spans), foreign: [{ tag: "th", getAttrs: readSpans }] },
  table_cell: { ...tag("td", spans), foreign: [{ tag: "td", getAttrs: readSpans }] },
  related_link: {
    render: (node) => ["p", { ...signed(node), class: "related" }, `${node.attrs.label}: ${node.attrs.title}`],
    foreign: [],
  },
  care_card: { ...tag("section", (node) => ({ class: `care ${CARE_CLASS[node.attrs.urgency] ?? ""}` })), foreign: [] },
  care_heading: box("p", "care-heading"),
  key_points: box("section", "key-points"),
  experience: box("section", "experience"),
  callout: box("aside", "callout"),
  rule: { ...leaf("hr"), foreign: [{ tag: "hr" }] },
  text: { foreign: [] },
  hard_break: { ...leaf("br"), foreign: [{ tag: "br" }] },
};

const MARKS = {
  citation: { ...mark("span", () => ({ class: "citation" })), foreign: [] },
  link: { ...mark("a", linkAttributes), foreign: [{ tag: "a[href]", getAttrs: readLink }] },
  language: { ...mark("span", ({ attrs }) => ({ lang: attrs.lang })), foreign: [] },
  abbreviation: {
    ...mark("abbr", ({ attrs }) => ({ title: attrs.title })),
    foreign: [{ tag: "abbr[title]", getAttrs: readAbbreviation }],
  },
  strong: { ...mark("strong"), foreign: [{ tag: "strong" }, { tag: "b" }] },
  emphasis: { ...mark("em"), foreign: [{ tag: "em" }, { tag: "i" }] },
  subscript: { ...mark("sub"), foreign: [{ tag: "sub" }] },
  superscript: { ...mark("sup"), foreign: [{ tag: "sup" }] },
};

/** Throws for a node that the schema declares and nobody has drawn. */
export function nodeForm(name) {
  return known(NODES, name);
}

export function markForm(name) {
  return known(MARKS, name);
}

/** Rules for reading HTML: first what says what it is, then what looks like it. */
export function rulesFor(name, form) {
  if (name === "text") return [];
  const attribute = name in MARKS ? "data-mark" : "data-node";
  const own = { tag: `[${attribute}="${name}"]`, priority: OURS, getAttrs: readOwn };
  return [form.contentElement ? { ...own, contentElement: form.contentElement } : own, ...form.foreign];
}

function known(forms, name) {
  if (!(name in forms)) throw new Error(`The editor does not know how ${name} looks (dom.js).`);
  return forms[name];
}

function signed({ type, attrs: { id = null, ...attrs } }) {
  return {
    "data-node": type.name,
    ...(id ? { "data-block": id } : {}),
    ...(Object.keys(attrs).length ? { "data-attrs": JSON.stringify(attrs) } : {}),
  };
}

function marked({ type, attrs }) {
  const said = Object.keys(attrs).length ? { "data-attrs": JSON.stringify(attrs) } : {};
  return { "data-mark": type.name, ...said };
}

function readOwn(element) {
  try {
    const attrs = JSON.parse(element.getAttribute("data-attrs") ?? "{}");
    if (attrs.target?.kind === "url" && !isSafe(attrs.target.href)) return false;
    return { id: element.getAttribute("data-block"), ...attrs };
  } catch {
    return false;
  }
}

function linkAttributes({ attrs: { target } }) {
  if (target?.kind === "url") return { href: target.href, title: target.href };
  if (target?.kind === "planned") return { class: "reference planned", title: `Planned: ${target.title}` };
  return { href: `#${target?.kind}-${target?.id}`, class: "reference" };
}

function readLink(element) {
  const href = element.getAttribute("href").trim();
  return isSafe(href) ? { target: { kind: "url", href } } : false;
}

function readAbbreviation(element) {
  const title = element.getAttribute("title").trim();
  return title ? { title: title.slice(0, 200) } : false;
}

function spans({ attrs: { colspan, rowspan } }) {
  return { ...(colspan === 1 ? {} : { colspan }), ...(rowspan === 1 ? {} : { rowspan }) };
}

function readTable(element) {
  return { caption: element.getAttribute("data-caption") ?? "" };
}

function readSpans(element) {
  const colspan = between(1, 20, element.getAttribute("colspan"), 1);
  return { colspan, rowspan: between(1, 100, element.getAttribute("rowspan"), 1) };
}

function between(lowest, highest, words, otherwise) {
  const number = Number.parseInt(words, 10);
  return Number.isNaN(number) ? otherwise : Math.min(Math.max(number, lowest), highest);
}
