// The desk's page for an article or a bio: starts the editor, then what works beside it. Without this script the plain form works.

import { start as startAutosave } from "./autosave.js";
import { start as startChecklist } from "./checklist.js";
import { start as startComments } from "./comments.js";
import { start as startConsidering } from "./considering.js";
import { confirm } from "./editor/dialogs.js";
import { frame } from "./editor/frame.js";
import { h } from "./elements.js";
import { start as startEnter } from "./enter.js";
import { start as startOthers } from "./others.js";
import { start as startPreview } from "./preview.js";

const config = JSON.parse(document.querySelector("#desk-config")?.textContent ?? "null");
const form = document.querySelector(`#${config?.form}`);
const plain = form?.elements[config.text];
const speaker = h("p", { class: "visually-hidden", role: "status" });

/** Say something to screen readers, when they have finished what they are saying. */
function tell(words) {
  speaker.textContent = "";
  setTimeout(() => (speaker.textContent = words), 50);
}

function startEditor() {
  const element = h("div", { class: "writing-frame" });
  plain.closest(".flex-container, div").before(element);
  try {
    const editor = frame(element, config, { tell, csrf: form.elements.csrfmiddlewaretoken.value, label: config.label });
    plain.closest(".form-row").classList.add("has-editor");
    document.querySelector(`label[for="${plain.id}"]`)?.addEventListener("click", () => editor.element.focus());
    return editor;
  } catch (failure) {
    // The plain form stays, with everything in it.
    element.remove();
    console.warn("The editor cannot hold this text:", failure);
    return null;
  }
}

/** What leads to the plain field leads to the editor, which hides it. */
function leadToEditor({ form, editor }) {
  form.addEventListener("click", (event) => {
    if (!event.target.closest(`.errornote a[href="#${plain.id}"]`)) return;
    event.preventDefault();
    editor.element.focus();
  });
}

/** Whatever reads the form gets the text as it is now. */
function sendDocument({ form, editor }) {
  form.addEventListener("formdata", ({ formData }) => {
    editor.flush();
    formData.set("document", JSON.stringify(editor.getDocument()));
  });
}

/** Places still to come are shown before readers would meet them. */
function askAboutGaps({ form, editor }) {
  let isSure = false;
  form.addEventListener("submit", async (event) => {
    const { submitter } = event;
    const count = editor.gaps();
    if (isSure || submitter?.name !== "_publish" || count === 0) return;
    event.preventDefault();
    const words = `The text has ${count} ${count === 1 ? "place" : "places"} marked TK, which readers would see.`;
    if (await confirm("Still to come", words, { go: "Publish all the same" })) {
      isSure = true;
      form.requestSubmit(submitter);
    }
  });
}

/** Starts everything. `desk` is what each behaviour gets: {config, form, editor, tell}. */
function start() {
  form.append(speaker);
  const editor = startEditor();
  if (!editor) return;
  const desk = { config, form, editor, tell };
  leadToEditor(desk);
  sendDocument(desk);
  askAboutGaps(desk);
  startEnter(desk);
  startAutosave(desk);
  startChecklist(desk);
  startOthers(desk);
  startPreview(desk);
  startComments(desk);
  startConsidering(desk);
  // Other pages lead to the plain field, which the editor hides.
  if (location.hash === `#${plain.id}`) {
    editor.focusBlock(editor.currentBlock());
    editor.element.firstElementChild.scrollIntoView({ block: "center" });
  }
}

if (form && plain && config?.document) start();
