// Comments beside the text: said of the words that are chosen, answered, settled. Without this script they have a page.

import { freshId, h } from "./elements.js";
import { mentions } from "./mentions.js";
import { onKey, pane } from "./pane.js";
import { Marks, chosen } from "./passages.js";

// In milliseconds, while the pane is open.
const LOOK = 20_000;
const SHOWN = 120;

export function start(desk) {
  if (!desk.autosave || !desk.config.comments) return;
  desk.config.autosave.urls.comments = desk.config.comments.url;
  const comments = new Comments(desk);
  comments.look();
  onKey(desk.editor.element, "KeyM", () => comments.begin());
}

class Comments {
  constructor(desk) {
    this.desk = desk;
    this.threads = [];
    this.drafts = new Map();
    this.marks = new Marks(desk.editor, "comment-mark", (id) => this.#tapped(id));
    this.pane = pane(desk, { label: "Comments", keys: "Control+Alt+M", shown: () => this.#opened(), hidden: () => clearInterval(this.timer) });
    this.about = h("p", { class: "comment-about" });
    this.trouble = h("p", { class: "comment-trouble", role: "alert" });
    this.standing = h("div", { class: "threads" });
    this.settled = h("div", { class: "threads" });
    this.count = h("summary", {});
    this.field = h("textarea", { id: freshId("comment"), rows: 3, maxlength: 5000 });
    const form = h("div", { class: "comment-form" }, this.about, h("label", { for: this.field.id }, "Comment; @ and a name sends a mail"), this.field, this.#names(this.field), this.trouble, this.#button("Comment", () => this.#say(), "default"));
    this.more = h("details", { class: "settled" }, this.count, this.settled);
    byKey(this.field, () => this.#say());
    this.pane.body.append(h("div", { class: "comments" }, form, this.standing, this.more));
    desk.editor.on("selection", () => this.pane.isOpen() && this.#tellWhere());
    this.#draw();
  }

  /** Write about what is chosen. */
  begin() {
    this.pane.open();
    this.field.focus({ preventScroll: true });
  }

  async look() {
    if (!this.desk.speaker.article) return;
    const { kind, said } = await this.desk.speaker.get("comments", {});
    if (kind === "ok") this.#take(said.threads);
  }

  #opened() {
    this.#tellWhere();
    this.field.focus({ preventScroll: true });
    this.look();
    this.timer = setInterval(() => document.hidden || this.look(), LOOK);
  }

  async #say() {
    const { block, quote, prefix, suffix } = chosen(this.desk.editor) ?? { block: "", quote: "", prefix: "", suffix: "" };
    // The server finds the passage in what is saved.
    await this.desk.autosave.flush();
    await this.#post({ do: "say", text: this.field.value, block, quote, prefix, suffix }, this.trouble, () => (this.field.value = ""));
  }

  /** True when it came through; else `place` says why, and nothing that was written is lost. */
  async #post(said, place, sent = () => {}) {
    if (!this.desk.speaker.article) return void (place.textContent = "Give the text a title first.");
    const answer = await this.desk.speaker.post("comments", said);
    if (answer.kind !== "ok" || !answer.said.threads) {
      place.textContent = answer.said.message ?? "Not sent: the server cannot be reached. Try again.";
      return false;
    }
    place.textContent = "";
    sent();
    this.#take(answer.said.threads);
    return true;
  }

  #take(threads) {
    if (JSON.stringify(threads) === JSON.stringify(this.threads)) return;
    this.threads = threads;
    this.marks.show(threads.filter(({ resolved, quote, place }) => !resolved && quote && place));
    this.#draw();
  }

  /** Threads that are the same keep their element, with whatever is being written in it. */
  #draw() {
    const known = new Map([...this.pane.body.querySelectorAll(".thread")].map((element) => [element.dataset.said, element]));
    const drawn = (thread) => known.get(JSON.stringify(thread)) ?? this.#thread(thread);
    const standing = this.threads.filter(({ resolved }) => !resolved);
    const settled = this.threads.filter(({ resolved }) => resolved);
    this.standing.replaceChildren(...standing.map(drawn));
    this.settled.replaceChildren(...settled.map(drawn));
    this.more.hidden = !settled.length;
    this.count.textContent = `${settled.length} resolved`;
    this.pane.button.textContent = standing.length ? `Comments (${standing.length})` : "Comments";
  }

  #thread(thread) {
    const { id, quote, block, place, replies, resolved } = thread;
    const field = h("textarea", { rows: 2, maxlength: 5000, "aria-label": `Reply to ${thread.by}`, oninput: () => this.drafts.set(id, field.value) });
    field.value = this.drafts.get(id) ?? "";
    byKey(field, () => act("reply", { text: field.value }));
    const trouble = h("p", { class: "comment-trouble", role: "alert" });
    const sent = () => this.drafts.delete(id);
    const act = async (what, more = {}) => (await this.#post({ do: what, comment: String(id), ...more }, trouble, sent)) && this.#rest(id);
    const gone = block && !place ? h("p", { class: "quiet" }, quote ? "The passage is gone; it said:" : "The passage is gone.") : null;
    const buttons = [
      place ? this.#button("Go to passage", () => this.marks.go(thread)) : null,
      this.#button("Reply", () => act("reply", { text: field.value })),
      resolved ? this.#button("Reopen", () => act("reopen")) : this.#button("Resolve", () => act("resolve")),
    ];
    return h(
      "article",
      { class: "thread", id: `comment-${id}`, tabindex: -1, "aria-label": `Comment by ${thread.by}`, "data-said": JSON.stringify(thread) },
      ...[gone, quote ? h("blockquote", { class: "thread-quote" }, quote) : null, ...words(thread)],
      replies.map((reply) => h("div", { class: "thread-answer" }, ...words(reply))),
      resolved ? h("p", { class: "quiet" }, `Resolved by ${resolved.by}`) : null,
      ...[field, this.#names(field), trouble, h("p", { class: "thread-acts" }, ...buttons)],
    );
  }

  /** What was pressed is drawn anew: the keyboard stays where it was. */
  #rest(id) {
    const thread = this.standing.querySelector(`#comment-${id}`);
    (thread ?? this.count).focus();
  }

  #names(field) {
    return mentions(field, this.desk.config.comments.names);
  }

  #button(label, onclick, kind = "") {
    return h("button", { type: "button", class: `pane-button ${kind}`.trim(), onclick }, label);
  }

  #tellWhere() {
    const { quote = "", words: block = "" } = chosen(this.desk.editor) ?? {};
    const shown = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
    this.about.textContent = quote ? `On “${shown(quote)}”` : `On the whole block${block ? ` “${shown(block)}”` : ""}. Choose words to speak of these alone.`;
  }

  #tapped(id) {
    this.pane.open();
    // The caret stays where it was put.
    this.desk.editor.tiptap.view.focus();
    const thread = this.pane.body.querySelector(`#comment-${id}`);
    this.pane.body.querySelector(".thread.is-here")?.classList.remove("is-here");
    thread?.classList.add("is-here");
    thread?.scrollIntoView({ block: "nearest" });
  }
}

/** Mod+Enter sends what is being written. */
function byKey(field, send) {
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    send();
  });
}

function words({ by, at, text }) {
  const when = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" }).format(new Date(at));
  return [h("p", { class: "thread-by" }, h("strong", {}, by), " ", h("time", { datetime: at }, when)), h("p", { class: "thread-text" }, text)];
}
