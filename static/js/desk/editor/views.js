// How blocks look while they are written in, where that is more than an element: what stands in their attributes.

import { h } from "../elements.js";

const URGENCY = {
  non_urgent: ["care-non-urgent", "Non-urgent advice:"],
  urgent: ["care-urgent", "Urgent advice:"],
  emergency: ["care-emergency", "Immediate action required:"],
};

/** Node views by name of node. `desk` gives pictures, names of targets and the selection of a block. */
export function viewsFor(desk) {
  return {
    figure: () => figure(desk),
    table: () => table(),
    related_link: () => relatedLink(desk),
    care_card: () => careCard(),
    quotation: () => framed("blockquote", "quotation", { after: "footer", read: ({ source }) => source }),
    callout: () => framed("aside", "callout", { before: "callout-title", read: ({ title }) => title || "Call-out without a title" }),
    key_points: () => framed("section", "key-points", { before: "key-points-heading", read: () => "Key points" }),
    experience: () => framed("section", "experience", { before: "experience-label", read: () => "Personal experience" }),
  };
}

/**
 * ProseMirror's view from {dom, contentDOM, draw(node)}. What stands outside contentDOM is not text: it cannot be
 * typed in, and its changes are ours.
 */
export function nodeView({ dom, contentDOM = null, draw }, first, { editor, getPos }) {
  const name = first.type;
  const redraw = (node) => {
    if (node.attrs.id) dom.dataset.block = node.attrs.id;
    draw(node);
  };
  redraw(first);
  dom.addEventListener("mousedown", (event) => {
    if (contentDOM?.contains(event.target) || event.target.closest("button, a")) return;
    event.preventDefault();
    editor.view.focus();
    editor.commands.setNodeSelection(getPos());
  });
  return {
    dom,
    contentDOM,
    update: (node) => {
      if (node.type !== name) return false;
      redraw(node);
      return true;
    },
    ignoreMutation: (mutation) => mutation.type !== "selection" && !contentDOM?.contains(mutation.target),
  };
}

const fixed = (tag, kind) => h(tag, { class: kind, contenteditable: "false" });

function figure({ pictures }) {
  const image = h("img", { alt: "" });
  const pending = h("p", { class: "figure-pending" }, "The picture is in the making.");
  const state = fixed("p", "figure-alt");
  const contentDOM = h("figcaption");
  const frame = h("div", { class: "figure-frame", contenteditable: "false" }, image, pending);
  const dom = h("figure", { class: "figure" }, frame, contentDOM, state);
  const draw = ({ attrs }) => {
    const known = pictures.of(attrs.image);
    pending.hidden = Boolean(known?.src);
    image.hidden = !known?.src;
    if (known?.src && image.getAttribute("src") !== known.src) image.src = known.src;
    image.alt = attrs.decorative ? "" : attrs.alt;
    state.textContent = attrs.decorative ? "Decorative" : attrs.alt ? `Described: ${attrs.alt}` : "Not described yet";
    state.classList.toggle("is-missing", !attrs.decorative && !attrs.alt);
  };
  return { dom, contentDOM, draw };
}

function table() {
  const caption = h("caption", { contenteditable: "false" });
  const contentDOM = h("tbody");
  const inner = h("table", {}, caption, contentDOM);
  const draw = ({ attrs }) => {
    caption.textContent = attrs.caption;
    caption.hidden = !attrs.caption;
  };
  return { dom: h("div", { class: "table" }, inner), contentDOM, draw };
}

function relatedLink({ lookup }) {
  const label = h("span", { class: "related-label" });
  const title = h("span", { class: "related-title" });
  const note = h("span", { class: "related-note" });
  const draw = ({ attrs }) => {
    label.textContent = attrs.label ? `${attrs.label}: ` : "";
    title.textContent = attrs.title;
    const known = attrs.target && lookup.nameOf(attrs.target);
    note.textContent = attrs.target ? (known?.state && known.state !== "published" ? `(${known.state})` : "") : "(settled when you save)";
  };
  return { dom: h("p", { class: "related", contenteditable: "false" }, label, title, " ", note), draw };
}

function careCard() {
  const prefix = fixed("p", "care-prefix");
  const contentDOM = h("div", { class: "care-content" });
  const dom = h("section", { class: "care" }, prefix, contentDOM);
  const draw = ({ attrs }) => {
    const [kind, words] = URGENCY[attrs.urgency] ?? ["", ""];
    dom.className = `care ${kind}`;
    prefix.textContent = words;
  };
  return { dom, contentDOM, draw };
}

/** A box with a line of its own before or after what is written in it. */
function framed(tag, kind, { before = null, after = null, read }) {
  const line = before ? fixed("p", before) : fixed(after, `${kind}-after`);
  const contentDOM = h("div", { class: `${kind}-content` });
  const dom = h(tag, { class: kind }, ...(before ? [line, contentDOM] : [contentDOM, line]));
  const draw = ({ attrs }) => {
    line.textContent = read(attrs);
    line.hidden = !line.textContent;
  };
  return { dom, contentDOM, draw };
}
