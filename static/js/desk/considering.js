// Links to consider: what the text could lead to, and where. One key or click links the words; nothing is done by itself.

import { setLink } from "./editor/links.js";
import { h } from "./elements.js";
import { addRow } from "./fields.js";
import { onKey, pane } from "./pane.js";
import { rangeOf } from "./passages.js";

const OFFLINE = "The server cannot be reached. Look again in a moment.";

export function start(desk) {
  if (!desk.autosave || !desk.config.consider) return;
  desk.config.autosave.urls.consider = desk.config.consider.url;
  const considering = new Considering(desk);
  onKey(desk.editor.element, "KeyK", () => considering.begin());
}

class Considering {
  constructor(desk) {
    this.desk = desk;
    this.pane = pane(desk, { label: "Links", keys: "Control+Alt+K", shown: () => this.look() });
    this.about = h("p", { class: "quiet", role: "status" });
    this.list = h("ol", { class: "considered" });
    const again = h("button", { type: "button", class: "pane-button", onclick: () => this.look() }, "Look again");
    this.pane.bar.append(again);
    this.pane.body.append(h("div", { class: "considering" }, this.about, this.list));
  }

  begin() {
    this.pane.open();
    this.#rest(0);
  }

  /** The server reads what is saved, so what was typed last is saved first. */
  async look() {
    await this.desk.autosave.flush();
    if (!this.desk.speaker.article) return this.#say("Give the text a title first.");
    this.#say("Looking for links…");
    return this.#take(await this.desk.speaker.get("consider", {}));
  }

  #take({ kind, said }) {
    if (kind !== "ok") return this.#say(said.message ?? OFFLINE);
    this.list.replaceChildren(...said.found.map((one) => this.#line(one)));
    this.#count();
    return this.#rest(0);
  }

  #line(one) {
    const button = (label, act, kind = "") => h("button", { type: "button", class: `pane-button ${kind}`.trim(), "aria-label": `${label}: ${one.title}`, onclick: act }, label);
    const line = h(
      "li",
      { class: "considered-one" },
      h("p", { class: "considered-title" }, h("strong", {}, one.title), " ", h("span", { class: "quiet" }, one.about)),
      one.place ? sentence(one) : h("p", { class: "quiet" }, "No words of the text name it. It could stand under Further reading."),
      h(
        "p",
        { class: "considered-acts" },
        one.place
          ? button("Link these words", () => this.#link(line, one), "default")
          : button("Put it under Further reading", () => this.#list(line, one), "default"),
        one.place ? button("Go there", () => this.#go(one)) : null,
        button("Not here", () => this.#decline(line, one)),
      ),
    );
    return line;
  }

  #link(line, one) {
    const range = this.#range(one);
    if (!range) return this.#say("These words are no longer there as they were. Look again.");
    this.desk.editor.learn(one);
    setLink(this.desk.editor.tiptap, range, one);
    this.#away(line, `“${one.words}” leads to “${one.title}” now.`);
    return undefined;
  }

  #list(line, one) {
    addRow(this.desk.form.elements.listed, one.target.id, one.title);
    this.desk.keepSoon();
    this.#away(line, `“${one.title}” stands under Further reading now.`);
  }

  #go(one) {
    const range = this.#range(one);
    if (!range) return this.#say("These words are no longer there as they were. Look again.");
    return this.desk.editor.tiptap.chain().focus().setTextSelection(range).scrollIntoView().run();
  }

  async #decline(line, one) {
    const { kind, said } = await this.desk.speaker.post("consider", { decline: one.target.id });
    if (kind !== "ok") return this.#say(said.message ?? OFFLINE);
    return this.#away(line, `“${one.title}” is not suggested for this article again.`);
  }

  /** Where the words stand now; null where they were changed or linked meanwhile. */
  #range(one) {
    const { doc, schema } = this.desk.editor.tiptap.state;
    const range = rangeOf(doc, one.place);
    if (!range || doc.textBetween(range.from, range.to, "\n", "\n") !== one.words) return null;
    return doc.rangeHasMark(range.from, range.to, schema.marks.link) ? null : range;
  }

  #away(line, words) {
    const place = [...this.list.children].indexOf(line);
    line.remove();
    this.#count();
    this.desk.tell(words);
    this.#rest(place);
  }

  #count() {
    const count = this.list.childElementCount;
    this.#say(count ? "" : "Nothing to link to just now.");
    this.pane.button.textContent = count ? `Links (${count})` : "Links";
  }

  /** The keyboard goes on at the line that stands there now. */
  #rest(place) {
    const lines = this.list.children;
    (lines[Math.min(place, lines.length - 1)]?.querySelector("button") ?? this.pane.element.querySelector("button")).focus({ preventScroll: true });
  }

  #say(words) {
    this.about.textContent = words;
  }
}

function sentence({ sentence: said, words }) {
  const start = said.indexOf(words);
  return h("p", { class: "considered-sentence" }, said.slice(0, start), h("mark", {}, words), said.slice(start + words.length));
}
