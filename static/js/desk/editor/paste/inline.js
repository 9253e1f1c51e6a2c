// Emphasis and links of foreign HTML. Each piece of text gets the marks that its ancestors' tags and styles add up to;
// styles are read from the attribute's words, because browsers may have emptied the style itself.

import { isSafe } from "../addresses.js";
import { styled, unwrap } from "./nodes.js";

const INLINE = "span, font, b, strong, i, em, u, s, del, ins, strike, small, big, mark, code, kbd, samp, var, cite, q, sub, sup, label, bdi, bdo, time, dfn, a, abbr, center, tt, nobr, data";
const HEADING = /^H[1-6]$/;
const TAGS = {
  strong: (tag) => (tag === "B" || tag === "STRONG" ? true : null),
  em: (tag) => (tag === "I" || tag === "EM" || tag === "CITE" || tag === "DFN" || tag === "VAR" ? true : null),
};
const STYLES = {
  strong: (element) => weight(styled(element, "font-weight")),
  em: (element) => ({ italic: true, oblique: true, normal: false })[styled(element, "font-style")] ?? null,
};

/** Give every text its marks, drop what else surrounds it, and tell how many links lost their address. */
export function cleanInline(body) {
  const lost = cleanLinks(body);
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  const marked = texts.map((text) => [text, text.data.trim() ? marksOf(text) : []]);
  for (const [text, marks] of marked) marks.forEach((mark) => wrap(text, mark));
  const kept = new Set(marked.flatMap(([text, marks]) => ancestors(text, marks.length)));
  for (const element of [...body.querySelectorAll(INLINE)]) {
    if (!kept.has(element) && !isKept(element)) unwrap(element);
  }
  return lost;
}

/** Nothing but empty shells: bookmarks of Word, leftovers of scripts. */
export function dropShells(body) {
  for (const element of [...body.querySelectorAll("*")].reverse()) {
    const isInline = element.matches(INLINE) || element.tagName.includes(":");
    if (isInline && !element.textContent && !element.querySelector("br")) element.remove();
    else if (element.tagName.includes(":")) unwrap(element);
  }
}

function marksOf(text) {
  const found = Object.keys(TAGS).filter((mark) => isOn(text, mark));
  const place = placeOf(text);
  return place ? [...found, place] : found;
}

/** The nearest ancestor that says anything decides. How headings and header cells look is no emphasis. */
function isOn(text, mark) {
  for (let element = text.parentElement; element; element = element.parentElement) {
    const isDisplay = HEADING.test(element.tagName) || element.tagName === "TH";
    const isTagged = TAGS[mark](element.tagName);
    const answer = (isInHeading(element) && !isTagged ? null : STYLES[mark](element)) ?? isTagged;
    if (answer !== null) return answer;
    if (isDisplay) return false;
  }
  return false;
}

function isInHeading(element) {
  return Boolean(element.closest("h1, h2, h3, h4, h5, h6, th"));
}

function placeOf(text) {
  for (let element = text.parentElement; element; element = element.parentElement) {
    if (/^(SUB|SUP)$/.test(element.tagName)) return element.tagName.toLowerCase();
    if (/^(TD|TH|TR|P|LI|DIV)$/.test(element.tagName)) return null;
    const place = styled(element, "vertical-align");
    if (place === "super" || place === "sub") return place === "super" ? "sup" : "sub";
  }
  return null;
}

function weight(said) {
  if (!said || said === "inherit") return null;
  if (said.startsWith("bold")) return true;
  return said === "normal" || said === "lighter" ? false : Number.parseInt(said, 10) >= 600;
}

function wrap(text, name) {
  const mark = text.ownerDocument.createElement(name);
  text.replaceWith(mark);
  mark.append(text);
}

function ancestors(text, count) {
  const found = [];
  for (let element = text.parentElement; found.length < count; element = element.parentElement) found.push(element);
  return found;
}

function isKept(element) {
  if (element.tagName === "A") return element.hasAttribute("href");
  return element.matches("abbr[title]") || styled(element, "mso-list") === "ignore";
}

function cleanLinks(body) {
  let lost = 0;
  for (const link of body.querySelectorAll("a")) {
    const href = direct(link.getAttribute("href")?.trim() ?? "");
    if (isSafe(href)) {
      link.setAttribute("href", href);
    } else {
      // Bookmarks and jumps within the source are no loss.
      if (href && !href.startsWith("#") && link.textContent.trim()) lost += 1;
      link.removeAttribute("href");
    }
  }
  return lost;
}

/** Google wraps addresses; what is asked for is the one inside. Signs that must be encoded are. */
function direct(href) {
  const url = URL.canParse(href) ? new URL(href) : null;
  if (!url) return href;
  const isWrapped = /^(www\.)?google\.[a-z.]+$/.test(url.hostname) && url.pathname === "/url";
  if (isWrapped) return url.searchParams.get("q") ?? url.searchParams.get("url") ?? href;
  return /[\s\\<>"`{}|^]/.test(href) ? url.href : href;
}
