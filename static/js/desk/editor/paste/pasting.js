// What happens at a paste or a drop: pictures are taken in, addresses become links, foreign HTML is cleaned.

import { Extension, pm } from "../../../../django_prose_editor/editor.js";
import { addressIn } from "../addresses.js";
import { setLink } from "../links.js";
import { place } from "../pictures.js";
import { upload } from "../uploads.js";
import { cleaned, droppedWords, withoutStyle } from "./clean.js";
import { htmlOf } from "./text.js";

const { DOMParser } = pm.model;
const { Plugin, Selection } = pm.state;

export function pasting(desk) {
  let dropped = "";
  return Extension.create({
    name: "pasting",
    priority: 300,
    addProseMirrorPlugins: () => [
      new Plugin({
        props: {
          transformPastedHTML: (html) => {
            dropped = "";
            if (isOurs(html)) return withoutStyle(html);
            const result = cleaned(html);
            dropped = droppedWords(result.dropped);
            return result.html;
          },
          clipboardTextParser: (text, $context, isPlain, view) => parsed(text, isPlain, view, $context),
          handlePaste: (view, event) => {
            const said = dropped;
            dropped = "";
            if (takesFiles(desk, event.clipboardData) || takesAddress(desk, view, event.clipboardData)) return true;
            desk.notice(said);
            return false;
          },
          handleDrop: (view, event) => {
            if (!pictures(event.dataTransfer).length || view.dragging) return false;
            const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
            if (at) view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(at.pos))));
            return takesFiles(desk, event.dataTransfer);
          },
        },
      }),
    ],
  });
}

/** Copied from an editor of ours: every part says what it is. */
function isOurs(html) {
  return html.includes("data-pm-slice") && /data-(node|mark)="/.test(html);
}

function parsed(text, isPlain, view, $context) {
  const { document } = view.dom.ownerDocument.defaultView;
  if (isPlain || !/^\s*([-*•·–]|\d{1,4}[.)]|#{1,6})\s/m.test(text)) return undefined;
  return DOMParser.fromSchema(view.state.schema).parseSlice(htmlOf(text, document.implementation.createHTMLDocument()), { context: $context });
}

function pictures(data) {
  return [...(data?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
}

/** Pictures alone are taken in; beside words, which Word sends as a picture too, the words count. */
function takesFiles(desk, data) {
  const files = pictures(data);
  const words = data?.getData("text/plain").trim();
  if (!files.length || words) return false;
  if (!desk.editor.schema.nodes.figure) {
    desk.notice("This text holds no pictures.");
    return true;
  }
  takeIn(desk, files);
  return true;
}

async function takeIn(desk, files) {
  for (const file of files) {
    const picture = await upload(desk, file);
    if (picture) place(desk, picture);
  }
}

/** An address alone links what is selected; else it stands as a link. One of our own becomes a reference. */
function takesAddress(desk, view, data) {
  const text = data?.getData("text/plain").trim() ?? "";
  const address = /\s/.test(text) ? null : addressIn(text);
  const { selection } = view.state;
  if (!address || !selection.$from.parent.inlineContent || !selection.$from.sameParent(selection.$to)) return false;
  const { from, to } = selection;
  setLink(desk.editor, { from, to }, { target: { kind: "url", href: address }, title: text });
  if (address.startsWith(`${location.origin}/`)) refer(desk, address, text);
  return true;
}

/** Every link to our own address becomes one to what stands there, as soon as the server says what that is. */
async function refer(desk, address, words) {
  const found = await desk.lookup.own(address).catch(() => null);
  if (!found) return;
  const { state, view } = desk.editor;
  const { link } = state.schema.marks;
  const places = [];
  state.doc.descendants((node, position) => {
    const mark = link.isInSet(node.marks);
    if (mark?.attrs.target.href === address) places.push({ node, from: position, to: position + node.nodeSize, mark });
  });
  const transaction = state.tr;
  for (const { node, from, to, mark } of places.reverse()) {
    const marks = link.create({ target: found.target }).addToSet(mark.removeFromSet(node.marks));
    transaction.replaceWith(from, to, state.schema.text(node.text === words ? found.title : node.text, marks));
  }
  view.dispatch(transaction.removeStoredMark(link));
  desk.tell(`Linked to “${found.title}”.`);
}
