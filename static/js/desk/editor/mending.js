// What one button of the checklist can mend, at the words that are chosen.

import { pm } from "../../../django_prose_editor/editor.js";
import { starts } from "./sentences.js";

const { closeHistory } = pm.history;
const { TextSelection } = pm.state;

// Ends in “if:”, as readers know such cards; the writer goes on from there.
const CALL = "Ask for an urgent appointment if:";

const FIXES = {
  cite: (desk) => desk.ask("citation"),
  abbreviation: (desk) => desk.ask("abbreviation"),
  experience: (desk) => box(desk, (node, { experience }) => experience.create(null, node)),
  care_card: (desk) => box(desk, carded),
  split: (desk) => split(desk),
};

export function mend(desk, fix) {
  return FIXES[fix]?.(desk) ?? false;
}

/** Put the block in hand, or all that it holds, into what `made` makes of it. */
function box(desk, made) {
  const { state, view } = desk.editor;
  const { $from } = state.selection;
  const from = $from.before(1);
  const node = made($from.node(1), state.schema.nodes, state.schema);
  try {
    node.check();
  } catch {
    desk.tell("That does not fit into such a box.");
    return false;
  }
  const transaction = closeHistory(state.tr).replaceWith(from, $from.after(1), node);
  transaction.setSelection(TextSelection.near(transaction.doc.resolve(from + 1))).scrollIntoView();
  view.dispatch(transaction);
  view.focus();
  return true;
}

function carded(node, { care_card: card, care_heading: heading }, schema) {
  return card.create({ urgency: "urgent" }, [heading.create(null, schema.text(CALL)), node]);
}

/** Two paragraphs of one, at the sentence that begins nearest to its middle. */
function split({ editor }) {
  const { state, view } = editor;
  const { parent } = state.selection.$from;
  const begins = state.selection.$from.start();
  const text = parent.textBetween(0, parent.content.size, "\n", "\n");
  const middle = text.length / 2;
  const [place] = starts(text).sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle));
  if (place === undefined) return false;
  const blank = text.slice(0, place).trimEnd().length;
  const transaction = closeHistory(state.tr).delete(begins + blank, begins + place).split(begins + blank);
  view.dispatch(transaction.setSelection(TextSelection.create(transaction.doc, begins + blank + 2)).scrollIntoView());
  view.focus();
  return true;
}
