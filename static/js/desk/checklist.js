// The list of what stands before publication: it follows what is written, its sentences are marked in the text, its links
// lead to them, and its buttons mend what can be mended by one.

import { Marks } from "./passages.js";

// In milliseconds, after everything is saved.
const PAUSE = 1_200;

export function start(desk) {
  const place = desk.form.querySelector(".checklist-place");
  if (!place) return;
  const list = new Checklist(desk, place);
  place.addEventListener("click", (event) => list.clicked(event));
  if (!desk.autosave || !desk.config.findings) return;
  desk.config.autosave.urls.findings = desk.config.findings.url;
  list.follow();
}

class Checklist {
  constructor(desk, place) {
    this.desk = desk;
    this.place = place;
    this.marks = new Marks(desk.editor, "finding-mark");
    this.places = new Map();
  }

  follow() {
    const { autosave, editor, form, keeper } = this.desk;
    editor.on("change", () => (this.isStale = true));
    for (const what of ["input", "change"]) form.addEventListener(what, () => (this.isStale = true));
    autosave.on("answer", () => this.isStale && keeper.isKept && this.#soon());
    // Nobody's list is changed under their hands.
    this.place.addEventListener("focusout", () => this.isStale && keeper.isKept && this.#soon());
    this.isStale = true;
    this.#soon();
  }

  clicked(event) {
    const link = event.target.closest("[data-goto], a[href$='#id_body']");
    if (!link) return;
    event.preventDefault();
    const { goto, mark, fix } = link.dataset;
    if (!goto) return void this.desk.editor.element.focus();
    const found = this.marks.go({ id: mark, place: this.places.get(mark) }) || this.desk.editor.focusBlock(goto);
    if (found && fix) this.desk.editor.mend(fix);
  }

  #soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#look(), PAUSE);
  }

  /** What is typed meanwhile, and what is not saved yet, is looked at with the next answer. */
  async #look() {
    const { keeper, speaker } = this.desk;
    if (!speaker.article || !keeper.isKept || this.#isInHand()) return;
    this.isStale = false;
    const { kind, said } = await speaker.get("findings", {});
    if (kind === "ok" && !this.isStale && !this.#isInHand()) this.#show(said);
    else this.isStale = true;
  }

  #isInHand() {
    return this.place.contains(document.activeElement);
  }

  /** What was opened stays open, what was typed stays typed. */
  #show({ html, marks }) {
    const reason = this.place.querySelector("#id_override_reason")?.value;
    const open = [...this.place.querySelectorAll("details[open]")].map(({ className }) => className);
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    this.place.replaceChildren(fresh.content);
    for (const details of this.place.querySelectorAll("details")) details.open = open.includes(details.className);
    const field = this.place.querySelector("#id_override_reason");
    if (field && reason) field.value = reason;
    for (const button of this.place.querySelectorAll("[data-fix]")) button.hidden = false;
    this.places = new Map(marks.map(({ id, place }) => [id, place]));
    this.marks.show(marks.map(({ id, place, quiet }) => ({ id, place, look: quiet ? "finding-mark quiet" : "finding-mark" })));
  }
}
