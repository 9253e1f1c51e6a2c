// Call-outs to what one may read next. Mostly the words are there already: “Read: Sciatica in Plain Words” was pasted.

import { askTarget } from "./links.js";

const LABEL = "Related reading";
// What stands before the colon is said about the title, not the title's first half: it is no title itself.
const LEAD = /^(?:(?:.*\s)?\p{Ll}[\p{L}-]*|Read|See|More|Related)$/u;

/** Ask where the call-out leads. A paragraph that is chosen as a whole becomes the call-out. */
export async function askRelated(desk) {
  const { label, title } = said(desk.editor.state);
  const answer = await askTarget("Related link", desk, { words: title });
  if (answer === null) return;
  const target = answer.target.kind === "planned" ? null : answer.target;
  const node = { type: "related_link", attrs: { label, title: answer.title, target } };
  desk.insert(node, { instead: isWhole(desk.editor.state) });
}

/** The words that are chosen, as label and title. */
function said({ doc, selection: { $from, $to, from, to } }) {
  const words = $from.sameParent($to) ? doc.textBetween(from, to, " ").trim() : "";
  const [, lead, title] = /^([^:]{1,80}):\s+(.+)$/.exec(words) ?? [];
  return lead && LEAD.test(lead) ? { label: lead, title } : { label: LABEL, title: words };
}

/** Whether a paragraph, no less and no more, is chosen. */
function isWhole({ selection: { $from, $to, empty } }) {
  return !empty && $from.depth === 1 && $from.sameParent($to) && $from.parentOffset === 0 && $to.parentOffset === $to.parent.content.size;
}
