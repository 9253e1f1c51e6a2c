// Everything around the text: bar, outline, settings, line below; and the one object with which acts run.

import { pm } from "../../../django_prose_editor/editor.js";
import { freshId, h } from "../elements.js";
import { actsFor } from "./acts.js";
import { askCitation, citationNumbers, sourceBook } from "./citations.js";
import { status } from "./counts.js";
import { showKeys } from "./help.js";
import { mount } from "./index.js";
import { keysFor } from "./keys.js";
import { askLink, mentions } from "./links.js";
import { lookups } from "./lookup.js";
import { mend } from "./mending.js";
import { outline } from "./outline.js";
import { pasting } from "./paste/pasting.js";
import { askFigure, askFocalPoint, pictureBook } from "./pictures.js";
import { askRelated } from "./related.js";
import { Relinking } from "./relinking.js";
import { settings } from "./settings.js";
import { slash } from "./slash.js";
import { suggestions } from "./suggest.js";
import { toolbar } from "./toolbar.js";
import { Typing } from "./typing.js";
import { viewsFor } from "./views.js";
import { askMark } from "./words.js";

/**
 * The whole writing place in `element`: what mount() returns, with `words()`, `gaps()` (places marked TK), `flush()`,
 * `learn(found)`, which remembers what a target is called, and `mend(fix)` (mending.js, at the words that are chosen).
 *
 * `config` is what the page says (articles/admin/lookup.py), `tell(words)` speaks to screen readers. Throws, with the
 * page as it was, where the schema cannot hold the document.
 */
export function frame(element, config, { tell, csrf, label }) {
  const { declaration, addresses } = config;
  const acts = actsFor(declaration);
  const desk = {
    ...{ tell, csrf, addresses },
    lookup: lookups({ address: addresses.lookup, known: config.targets, article: config.article }),
    pictures: pictureBook(config.pictures),
    sources: sourceBook(config.sources ?? [], addresses.sources ?? {}, csrf),
    isFull: () => element.classList.contains("is-full"),
  };
  const place = h("div", { class: "writing-place", id: freshId("text") });
  const surface = mount(place, config.document, {
    declaration,
    label,
    views: viewsFor(desk),
    extensions: [...keysFor(acts, desk), Typing, Relinking, citationNumbers(desk), pasting(desk), suggestions([slash(acts, desk), mentions(desk)], tell)],
  });
  equip(desk, surface);
  const parts = layOut(element, place, desk, acts, declaration);
  desk.notice = (words) => {
    parts.status.notice(words);
    if (words) tell(words);
  };
  desk.show = (what) => SHOWN[what](element, parts, acts, desk);
  follow(surface, parts);
  parts.bar.update();
  parts.settings.update();
  return {
    ...surface,
    words: parts.status.words,
    gaps: parts.status.gaps,
    flush: parts.settings.flush,
    learn: desk.lookup.learn,
    mend: (fix) => mend(desk, fix),
  };
}

const SHOWN = {
  help: (element, parts, acts) => showKeys(acts),
  full: (element, parts, acts, desk) => toggleFull(element, parts, desk),
  toolbar: (element, { bar }) => bar.focus(),
  settings: (element, { settings }, acts, { tell }) => settings.focus() ?? tell("This block has no settings."),
};

const ASKED = {
  link: askLink,
  citation: askCitation,
  figure: askFigure,
  focal: askFocalPoint,
  related_link: askRelated,
  abbreviation: (desk) => askMark("abbreviation", desk),
  language: (desk) => askMark("language", desk),
};

/** What acts and dialogs may use. Answering `true` at once tells the keyboard that the key was taken. */
function equip(desk, surface) {
  desk.editor = surface.tiptap;
  desk.chain = () => desk.editor.chain();
  desk.focusBlock = surface.focusBlock;
  desk.insert = (node, how) => insertBlock(desk.editor, node, how);
  desk.ask = (what, ...said) => {
    ASKED[what](desk, ...said);
    return true;
  };
}

/**
 * Put a block in place of the empty paragraph in hand, else below the block in hand; the caret goes into it. With
 * `instead` it takes the place of the paragraph whatever that says.
 */
export function insertBlock(editor, json, { instead = false } = {}) {
  const { state, schema } = editor;
  const { $from, to } = state.selection;
  const node = schema.nodeFromJSON(json);
  const current = $from.depth ? $from.node(1) : null;
  const isBlank = current?.type === schema.nodes.paragraph && (instead || current.content.size === 0);
  const place = isBlank ? $from.before(1) : current ? $from.after(1) : to;
  const transaction = pm.history.closeHistory(state.tr);
  if (isBlank) transaction.replaceWith(place, place + current.nodeSize, node);
  else transaction.insert(place, node);
  if (node.isLeaf) addRoomBelow(transaction, place + node.nodeSize, schema);
  editor.view.dispatch(transaction);
  const inside = node.isLeaf ? place + node.nodeSize + 1 : firstText(node, place);
  return editor.chain().setTextSelection(inside).focus().scrollIntoView().run();
}

/** Below what holds no text one goes on writing. */
function addRoomBelow(transaction, place, schema) {
  const after = transaction.doc.nodeAt(place);
  if (!after?.isTextblock) transaction.insert(place, schema.nodes.paragraph.create());
}

function firstText(node, place) {
  let inside = null;
  if (node.isTextblock) return place + 1;
  node.descendants((child, position) => {
    if (inside === null && child.isTextblock) inside = place + 1 + position + 1;
    return inside === null;
  });
  return inside ?? place;
}

function layOut(element, place, desk, acts, { nodes }) {
  const labels = Object.fromEntries(nodes.map(({ name, label }) => [name, label]));
  const parts = {
    bar: toolbar(acts, desk, { controls: place.id }),
    status: status(desk),
    outline: outline(desk),
    settings: settings(desk, labels),
  };
  const hasSections = "heading" in labels;
  const side = h("div", { class: "writing-side" }, parts.settings.element, hasSections ? parts.outline.element : null);
  // The bar stands above the text, but Tab comes to the text first: one goes on writing below the standfirst.
  element.replaceChildren(h("div", { class: "writing-columns" }, place, side), parts.bar.element, parts.status.element);
  return parts;
}

/** After a change the parts follow, all in one frame and none of them twice. */
function follow(surface, parts) {
  let isDue = false;
  const update = () => {
    isDue = false;
    parts.bar.update();
    parts.outline.update();
    parts.settings.update();
  };
  const due = () => {
    if (!isDue) requestAnimationFrame(update);
    isDue = true;
  };
  surface.on("selection", due);
  surface.on("change", due);
  let counting = null;
  surface.on("change", () => {
    cancelIdleCallback(counting);
    counting = requestIdleCallback(parts.status.update, { timeout: 1_000 });
  });
}

function toggleFull(element, parts, { editor, tell }) {
  const isFull = element.classList.toggle("is-full");
  document.body.classList.toggle("has-full-editor", isFull);
  parts.bar.update();
  editor.view.focus();
  tell(isFull ? "Full screen." : "No longer full screen.");
  return true;
}
