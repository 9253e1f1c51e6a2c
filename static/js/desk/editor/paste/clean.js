// Foreign HTML from a clipboard, brought to what the schema can hold: words, headings, emphasis, lists, links, tables.

import { cleanInline, dropShells } from "./inline.js";
import { cleanLists } from "./lists.js";
import { renamed, unwrap } from "./nodes.js";
import { cleanTables } from "./tables.js";

const NEVER = "script, style, meta, link, title, noscript, template, svg, math, input, button, select, textarea, head";
const PICTURES = "img, picture, canvas";
const FILMS = "video, audio, iframe, object, embed";

/** {html, dropped: {pictures, films, links}}: nothing of the source's styling is left in `html`. */
export function cleaned(html) {
  const body = new DOMParser().parseFromString(withoutStyle(html), "text/html").body;
  const dropped = { pictures: take(body, PICTURES), films: take(body, FILMS), links: 0 };
  take(body, NEVER);
  dropShells(body);
  cleanWhitespace(body);
  cleanHeadings(body);
  dropped.links = cleanInline(body);
  cleanLists(body);
  cleanTables(body);
  cleanQuotations(body);
  splitAtDoubleBreaks(body);
  dropEmpty(body);
  for (const element of body.querySelectorAll("*")) strip(element);
  return { html: body.innerHTML, dropped };
}

/**
 * Style attributes under another name, no style sheets and no handlers: under a strict Content-Security-Policy browsers
 * empty the first and complain of all, even where nothing is shown or run.
 */
export function withoutStyle(html) {
  return html
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<(style|script|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[a-z][^\s>/]*(?:\s+(?:[^\s"'>=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]*))?))*\s*\/?>/gi, (tag) =>
      tag.replace(/([\s"'/])(style|on[a-z]+)(\s*=)/gi, "$1data-$2$3"),
    );
}

/** What was dropped, in words; empty where nothing was. */
export function droppedWords({ pictures, films, links }) {
  const said = [
    pictures && `${count(pictures, "picture")} could not be pasted: upload ${pictures === 1 ? "it" : "them"}.`,
    films && `${count(films, "film or embedded page", "films or embedded pages")} left out.`,
    links && `${count(links, "link")} without a full address became plain words.`,
  ];
  return said.filter(Boolean).join(" ");
}

function count(number, one, several = `${one}s`) {
  return `${number} ${number === 1 ? one : several}`;
}

function take(body, selector) {
  const found = [...body.querySelectorAll(selector)];
  found.forEach((element) => element.remove());
  return found.filter((element) => !element.parentElement?.closest(selector)).length;
}

/** Blanks that only make room: Word's tabs, spaces that browsers keep from collapsing. Those between a number and its unit stay. */
function cleanWhitespace(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    node.data = node.data
      .replace(/[\u00a0\t ]*[\t][\u00a0\t ]*/g, " ")
      .replace(/\u00a0+(?=[ \u00a0])|(?<=[ \u00a0])\u00a0+/g, " ")
      .replace(/(?<![\d«])\u00a0(?![:;!?»%\d])/g, " ")
      .replace(/[\u200b\ufeff\u00ad]/g, "");
  }
  for (const pre of body.querySelectorAll("pre")) breakLines(pre);
}

function breakLines(pre) {
  const walker = pre.ownerDocument.createTreeWalker(pre, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const lines = text.data.replace(/\n$/, "").split("\n");
    text.replaceWith(...lines.flatMap((line, index) => (index ? [pre.ownerDocument.createElement("br"), line] : [line])));
  }
  renamed(pre, "p");
}

/** Headings that only look so become ones; the levels that are there become ours, the highest first. */
function cleanHeadings(body) {
  for (const title of body.querySelectorAll("p.MsoTitle, p.title")) renamed(title, "h1");
  for (const element of body.querySelectorAll('[role="heading"][aria-level]')) {
    if (!/^H[1-6]$/.test(element.tagName)) renamed(element, `h${Math.min(6, Math.max(1, Number(element.getAttribute("aria-level")) || 2))}`);
  }
  const headings = [...body.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  const levels = headings.map(({ tagName }) => Number(tagName[1]));
  const level = levelsFor(levels);
  headings.forEach((heading, index) => renamed(heading, `h${level(levels[index])}`));
}

/** The highest level becomes 2, what is below it 3; a single title above sections does not push them down. */
function levelsFor(levels) {
  const ranks = [...new Set(levels)].sort();
  const isTitle = ranks.length > 2 && levels[0] === 1 && levels.lastIndexOf(1) === 0;
  const sections = isTitle ? ranks.slice(0, 2) : ranks.slice(0, 1);
  if (ranks.length === 1) return (level) => (level < 3 ? 2 : 3);
  return (level) => (sections.includes(level) ? 2 : 3);
}

/** A quotation holds paragraphs. */
function cleanQuotations(body) {
  for (const quote of body.querySelectorAll("p.MsoQuote, p.MsoIntenseQuote")) {
    const wrapper = body.ownerDocument.createElement("blockquote");
    quote.replaceWith(wrapper);
    wrapper.append(quote);
  }
  for (const quote of body.querySelectorAll("blockquote")) {
    quote.querySelectorAll("h2, h3, li").forEach((block) => renamed(block, "p"));
    quote.querySelectorAll("ul, ol, blockquote").forEach(unwrap);
  }
}

/** Two line breaks in a row are where a paragraph ends. */
function splitAtDoubleBreaks(body) {
  for (const paragraph of body.querySelectorAll("p, div")) {
    if (paragraph.querySelector("p, div, ul, ol, table, h2, h3, blockquote") || paragraph.closest("li, td, th")) continue;
    const parts = [[]];
    for (const node of [...paragraph.childNodes]) {
      const before = parts.at(-1);
      if (node.nodeName === "BR" && before.at(-1)?.nodeName === "BR") parts.push([]);
      else if (!(node.nodeName === "#text" && !node.data.trim() && before.at(-1)?.nodeName === "BR")) before.push(node);
    }
    if (parts.length === 1) continue;
    const made = parts.map((nodes) => {
      const part = body.ownerDocument.createElement("p");
      while (nodes.at(-1)?.nodeName === "BR") nodes.pop();
      part.append(...nodes);
      return part;
    });
    paragraph.replaceWith(...made);
  }
}

const BLOCKS = "p, div, h1, h2, h3, h4, h5, h6, ul, ol, li, table, blockquote, hr, section, article, pre, dl, td, th";

/** Lines that only make room, and breaks at the beginning or the end of a line. */
function dropEmpty(body) {
  for (const broken of [...body.querySelectorAll("br")].reverse()) if (isAtEdge(broken, "nextSibling")) broken.remove();
  for (const broken of body.querySelectorAll("br")) if (isAtEdge(broken, "previousSibling")) broken.remove();
  const holders = "p, div, h2, h3, li, ul, ol, blockquote, section, article";
  for (const element of [...body.querySelectorAll(holders)].reverse()) {
    if (!element.textContent.trim() && !element.querySelector("hr, table") && !element.closest("td, th")) element.remove();
  }
}

/** Whether no words stand between a line break and the end of its line on that side. */
function isAtEdge(broken, side) {
  let next = broken[side];
  while (next && !next.textContent.trim() && next.nodeName !== "BR" && !(next.nodeType === 1 && next.matches(BLOCKS))) next = next[side];
  return !next || (next.nodeType === 1 && next.matches(BLOCKS));
}

const KEPT = { A: ["href"], OL: ["start"], TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan"], ABBR: ["title"], TABLE: ["data-caption"] };

function strip(element) {
  const kept = KEPT[element.tagName] ?? [];
  for (const { name } of [...element.attributes]) if (!kept.includes(name)) element.removeAttribute(name);
}
