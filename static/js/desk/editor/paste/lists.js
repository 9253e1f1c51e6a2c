// Lists of foreign HTML: Word's paragraphs with a bullet, lists of one item a piece with a level, nesting beside an item.

import { renamed, styled, unwrap } from "./nodes.js";

const ORDERED = /^\(?(\d{1,4}|[a-z]{1,2}|[ivxlcdm]{1,6})[.)]/i;
const BULLET = /^[·•●○◦▪■□§–—\-*oØü►➢✓v]$/;

export function cleanLists(body) {
  fromParagraphs(body);
  nestStray(body);
  fromLevels(body);
  for (const item of [...body.querySelectorAll("li")].reverse()) tidyItem(item);
  joinSplit(body);
}

/** Word: each item is a paragraph whose style says “mso-list:l0 level2 lfo1” and which begins with its sign. */
function fromParagraphs(body) {
  const isItem = (element) => /\blevel\d/i.test(styled(element, "mso-list"));
  const paragraphs = [...body.querySelectorAll("p, div, h2, h3")].filter((one) => isItem(one) && !/^H/.test(one.tagName));
  const taken = new Set();
  for (const first of paragraphs) {
    if (taken.has(first)) continue;
    const run = runFrom(first, isItem);
    run.forEach((one) => taken.add(one));
    const items = run.map(wordItem);
    const place = body.ownerDocument.createComment("");
    first.before(place);
    place.replaceWith(...built(items, body.ownerDocument));
    run.forEach((one) => one.remove());
  }
}

function runFrom(first, isItem) {
  const run = [first];
  for (let next = first.nextElementSibling; next && isItem(next) && !/^H/.test(next.tagName); next = next.nextElementSibling) run.push(next);
  return run;
}

function wordItem(paragraph) {
  const [, level] = styled(paragraph, "mso-list").match(/level(\d)/i);
  const ignored = [...paragraph.querySelectorAll("[data-style]")].find((one) => styled(one, "mso-list") === "ignore");
  const sign = (ignored?.textContent ?? "").trim();
  ignored?.remove();
  const ordered = ORDERED.exec(sign);
  const isOrdered = Boolean(ordered) && !BULLET.test(sign);
  return { level: Number(level), ordered: isOrdered, start: isOrdered ? startOf(ordered[1]) : 1, nodes: [...paragraph.childNodes] };
}

function startOf(sign) {
  return /^\d+$/.test(sign) ? Number(sign) : 1;
}

/** Lists from items with levels: what is deeper goes into the item before it. */
function built(items, document) {
  const roots = [];
  const open = [];
  for (const { level, ordered, start, nodes } of items) {
    while (open.length && open.at(-1).level > level) open.pop();
    const current = open.at(-1);
    if (current?.level === level && current.ordered !== ordered) open.pop();
    if (open.at(-1)?.level !== level) {
      const list = document.createElement(ordered ? "ol" : "ul");
      if (ordered && start !== 1) list.setAttribute("start", start);
      const mother = open.at(-1);
      if (mother) mother.list.lastElementChild.append(list);
      else roots.push(list);
      open.push({ level, ordered, list });
    }
    const item = document.createElement("li");
    item.append(...nodes);
    open.at(-1).list.append(item);
  }
  return roots;
}

/** A list beside items belongs to the item before it. */
function nestStray(body) {
  for (const list of body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")) {
    const before = list.previousElementSibling;
    if (before?.tagName === "LI") before.append(list);
    else if (before && /^(UL|OL)$/.test(before.tagName)) before.append(...list.children);
    else {
      const item = body.ownerDocument.createElement("li");
      list.replaceWith(item);
      item.append(list);
    }
  }
}

const levelOf = (item) => Number(item.getAttribute("aria-level") ?? item.getAttribute("data-aria-level") ?? 0);

/** Office on the web: many lists of one item, each item with its level. Neighbours become one list. */
function fromLevels(body) {
  for (const wrapper of [...body.querySelectorAll("div")].filter((one) => one.children.length && [...one.children].every((child) => /^(UL|OL)$/.test(child.tagName)))) unwrap(wrapper);
  const isFlat = (list) => list && /^(UL|OL)$/.test(list.tagName) && list.children.length > 0 && [...list.children].every((item) => item.tagName === "LI" && levelOf(item)) && !list.querySelector("ul, ol");
  const lists = [...body.querySelectorAll("ul, ol")].filter((list) => isFlat(list) && !list.closest("li"));
  const taken = new Set();
  for (const first of lists) {
    if (taken.has(first)) continue;
    const run = [first];
    while (isFlat(run.at(-1).nextElementSibling)) run.push(run.at(-1).nextElementSibling);
    run.forEach((one) => taken.add(one));
    if (run.length === 1 && [...first.children].every((item) => levelOf(item) === levelOf(first.children[0]))) continue;
    const items = run.flatMap((list) => [...list.children].map((item) => ({ level: levelOf(item), ordered: list.tagName === "OL", start: Number(list.getAttribute("start") ?? 1) || 1, nodes: [...item.childNodes] })));
    first.before(...built(items, body.ownerDocument));
    run.forEach((list) => list.remove());
  }
}

/** An item is a line of words, then lists: its paragraphs become lines, other blocks words. */
function tidyItem(item) {
  for (const block of item.querySelectorAll(":scope > :is(h2, h3, blockquote, section, article, div, dl, dt, dd, header, footer)")) renamed(block, "p");
  const lists = [...item.children].filter((child) => /^(UL|OL)$/.test(child.tagName));
  const paragraphs = [...item.querySelectorAll(":scope > p")];
  paragraphs.forEach((paragraph, index) => {
    if (index || hasWordsBefore(paragraph)) paragraph.before(item.ownerDocument.createElement("br"));
    unwrap(paragraph);
  });
  item.append(...lists);
}

function hasWordsBefore(node) {
  for (let before = node.previousSibling; before; before = before.previousSibling) {
    if (before.textContent.trim() && !/^(UL|OL)$/.test(before.nodeName)) return true;
  }
  return false;
}

/** An item that holds nothing but a list lends it to the item before, where one is. */
function joinSplit(body) {
  for (const item of body.querySelectorAll("li")) {
    const isOnlyList = item.children.length && [...item.childNodes].every((child) => /^(UL|OL)$/.test(child.nodeName) || !child.textContent.trim());
    const before = item.previousElementSibling;
    if (!isOnlyList || before?.tagName !== "LI") continue;
    before.append(...item.children);
    item.remove();
  }
}
