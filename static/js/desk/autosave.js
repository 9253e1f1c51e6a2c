// Saves by itself about a second after each pause: only what changed, one request at a time, and always says how it is.

import { h } from "./elements.js";
import { Keeper } from "./keeping.js";
import { Copies, offer } from "./local.js";
import { Speaker } from "./speaking.js";

// In milliseconds. Who writes without a pause is saved every few seconds too.
const PAUSE = 1_000;
const LONGEST_WITHOUT = 4_000;
const BACK_OFF = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
const SLOW = 500;
const SIGN_IN_LOOK = 3_000;
// How long the Save button waits for the last words to arrive.
const FLUSH = 10_000;

export function start(desk) {
  if (!desk.editor || !desk.config.autosave) return;
  const { form, config } = desk;
  const tab = crypto.randomUUID().replaceAll("-", "").slice(0, 16);
  desk.speaker = new Speaker(form, config.autosave);
  desk.copies = new Copies(config.autosave, tab);
  desk.keeper = new Keeper(desk.editor, form, tab);
  desk.autosave = new Autosave(desk, tab);
  desk.keepSoon = () => desk.autosave.changed();
  desk.autosave.begin();
}

class Autosave {
  constructor(desk, tab) {
    this.desk = desk;
    this.tab = tab;
    this.words = h("span", { class: "words", role: "status" });
    this.line = h("div", { class: "autosave" }, this.words);
    desk.form.querySelector(".submit-row")?.before(this.line);
    // What one does at the end stands at the end, below a long text.
    this.line.append(h("a", { class: "autosave-finish", href: "#finish" }, "Finish…"));
    this.listeners = { answer: new Set(), state: new Set() };
    this.failures = 0;
    this.savedAt = null;
    this.trouble = "";
    this.isReady = false;
    this.isBusy = false;
    this.mayPass = false;
    this.#listen();
  }

  on(what, listener) {
    this.listeners[what].add(listener);
  }

  /** Hear what the server has, then offer what an earlier page left. On the page of a new article, wait for a title. */
  async begin() {
    const { desk } = this;
    if (!desk.speaker.article) return void this.#beginBlank();
    const base = desk.form.elements.base.value;
    // The form came back with what was typed, so it does not show a saved state.
    const isOwn = this.isNew || Boolean(desk.form.querySelector(".errornote, .conflict") ?? document.querySelector(".errornote, .conflict"));
    const query = { token: base, tab: this.tab, prints: 1, ...(isOwn ? { state: 1 } : {}) };
    const { kind, said } = await desk.speaker.get("others", query);
    if (kind !== "ok") return void this.#again(kind, () => this.begin());
    desk.keeper.begin(said, { isOwn });
    this.isReady = true;
    this.#well(said);
    this.#say();
    await offer(desk, desk.copies);
    this.changed();
  }

  /** A page without an article keeps its words in the browser until there is a title. */
  async #beginBlank() {
    const { desk } = this;
    desk.keeper.beginBlank();
    await offer(desk, desk.copies);
    this.changed();
  }

  /** Something was typed or chosen. */
  changed() {
    const { desk } = this;
    if (!desk.speaker.article) desk.copies.soon(null, () => desk.keeper.unsaved());
    if (!this.isReady) return void this.#startArticle();
    desk.copies.soon(desk.speaker.subject, () => desk.keeper.unsaved());
    clearTimeout(this.timer);
    this.waiting ??= Date.now();
    const pause = Math.min(PAUSE, Math.max(0, this.waiting + LONGEST_WITHOUT - Date.now()));
    if (!this.retry) this.timer = setTimeout(() => this.send(), pause);
  }

  /** Send what there is; true when the server has everything. */
  async send() {
    const { desk } = this;
    clearTimeout(this.timer);
    clearTimeout(this.retry);
    this.retry = null;
    this.waiting = null;
    if (!this.isReady || this.isBusy) return false;
    const wanted = desk.keeper.request(desk.config.autosave.user);
    if (!wanted) return this.#rest();
    this.isBusy = true;
    const slow = setTimeout(() => this.#say("Saving…"), SLOW);
    const { kind, said } = await desk.speaker.post("autosave", wanted);
    clearTimeout(slow);
    this.isBusy = false;
    if (kind !== "ok") return void this.#again(kind, () => this.send(), said) ?? false;
    desk.keeper.hear(said);
    this.savedAt = said.saved_at;
    this.#well(said);
    return this.#rest();
  }

  /** Ask what others did. */
  async look() {
    const { desk } = this;
    if (!this.isReady || this.isBusy || desk.keeper.sent || this.retry) return;
    this.isBusy = true;
    const { kind, said } = await desk.speaker.get("others", { token: desk.keeper.token, tab: this.tab });
    this.isBusy = false;
    if (kind !== "ok") return void this.#again(kind, () => this.send());
    desk.keeper.takeIn(said);
    desk.speaker.token.value = said.csrf;
    this.#well(said);
    this.#rest();
  }

  /** Send until nothing is left to send; true when the server has everything, false when it has not yet. */
  async flush() {
    const until = Date.now() + FLUSH;
    while (Date.now() < until && !(await this.send())) {
      if (this.trouble || !this.#hasMore()) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return this.desk.keeper.isKept;
  }

  #hasMore() {
    const { keeper } = this.desk;
    if (this.isBusy || keeper.sent) return true;
    return keeper.request(this.desk.config.autosave.user) !== null;
  }

  /** After an answer: the copy in the browser follows, the form knows the state it stands on, the line says it. */
  #rest() {
    const { desk } = this;
    const { keeper } = desk;
    const isKept = keeper.isKept;
    desk.copies.soon(desk.speaker.subject, () => keeper.unsaved());
    if (isKept && this.blank) desk.copies.forgetBlank().then(() => (this.blank = false));
    if (!keeper.conflicts.size) desk.form.elements.base.value = keeper.token;
    // While more waits, the line goes on saying what it said: that it is saved is said of everything.
    if (!isKept && this.#isWaiting()) this.changed();
    else this.#say();
    return isKept;
  }

  /** Whether there is something that could be sent: neither refused nor in conflict. */
  #isWaiting() {
    const { pending, isMoved, problems, conflicts, fields } = this.desk.keeper;
    const free = (key) => !problems.has(key) && !conflicts.has(key);
    return isMoved || [...pending.keys()].some((id) => free(`block:${id}`)) || fields.changed().some(free);
  }

  #well(said) {
    this.failures = 0;
    this.trouble = "";
    this.#tell("answer", said);
  }

  /** Something is in the way: say it, keep the words here, and try again later and later. */
  #again(kind, act, said = {}) {
    const { desk } = this;
    this.trouble = kind;
    this.loginAddress = said.login ?? this.loginAddress;
    this.message = said.message ?? "";
    const pause = kind === "signed-out" ? SIGN_IN_LOOK : BACK_OFF[Math.min(this.failures, BACK_OFF.length - 1)];
    this.failures += 1;
    if (this.isReady) desk.copies.soon(desk.speaker.subject, () => desk.keeper.unsaved());
    clearTimeout(this.retry);
    if (!["refused", "gone"].includes(kind)) this.retry = setTimeout(() => this.#tryAgain(act), pause);
    this.#say();
  }

  async #tryAgain(act) {
    this.retry = null;
    if (this.trouble === "signed-out") {
      const renewed = await this.desk.speaker.renew();
      if (renewed.kind !== "ok") return this.#again(renewed.kind, act, renewed.said);
      if (renewed.said.user !== this.desk.config.autosave.user) return this.#again("signed-out", act, { message: "Somebody else is signed in now." });
    }
    return act();
  }

  #atOnce() {
    clearTimeout(this.retry);
    this.#tryAgain(() => (this.isReady ? this.send() : this.begin()));
  }

  #say(words = null) {
    const parts = words ? [words] : this.#state();
    const text = parts.map((part) => part.textContent ?? part).join("");
    if (this.words.textContent !== text) this.words.replaceChildren(...parts);
    this.line.dataset.state = words ? "saving" : this.trouble || (this.desk.keeper.problems.size ? "problem" : "well");
    this.#tell("state");
  }

  #state() {
    const kept = this.desk.copies.works ? "kept here" : "not kept anywhere else: leave this page open";
    switch (this.trouble) {
      case "unreachable":
        return [`Offline, ${kept}.`];
      case "busy":
        return [`Not saved yet, ${kept}. The server has a fault; this page tries again.`];
      case "signed-out":
        return [`${this.message || "You are signed out."} Your words are ${kept}. `, this.#signIn()];
      case "refused":
        return [`Not saved, ${kept}. ${this.message}`];
      case "gone":
        return [`Not saved, ${kept}. This text is no longer there.`];
    }
    const problems = [...this.desk.keeper.problems.values()].map(({ message }) => message);
    if (problems.length) return [`Saved but for ${problems.length === 1 ? "one part" : `${problems.length} parts`}: ${problems.join(" ")}`];
    const count = this.desk.keeper.conflicts.size;
    if (count) return [`Saved but for ${count === 1 ? "one place that was" : `${count} places that were`} changed twice.`];
    return [this.savedAt ? `Saved ${time(this.savedAt)}` : ""];
  }

  #signIn() {
    return h("a", { href: this.loginAddress ?? "/admin/login/", target: "_blank", rel: "noopener" }, "Sign in again (in a new tab)");
  }

  #tell(what, said) {
    this.listeners[what].forEach((listener) => listener(said));
  }

  /** On the page of a new article: it begins as soon as it has a title. */
  #startArticle() {
    const { desk } = this;
    if (desk.speaker.article || this.isStarting || !desk.form.elements.title?.value.trim()) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      this.isStarting = true;
      const { kind, said } = await desk.speaker.post("start", { title: desk.form.elements.title.value });
      this.isStarting = false;
      if (kind !== "ok") return this.#again(kind, () => this.#startArticle(), said);
      if (said.problems) return undefined;
      desk.speaker.article = said.pk;
      this.blank = true;
      desk.form.elements.base.value = said.token;
      history.replaceState(history.state, "", said.change);
      desk.form.action = said.change;
      calledChange(desk.form.elements.title.value);
      this.isNew = true;
      return this.begin();
    }, PAUSE);
  }

  #listen() {
    const { desk } = this;
    const { form } = desk;
    if (form.elements.kept) form.elements.kept.value = "";
    desk.editor.on("change", (how) => how?.remote || this.changed());
    for (const what of ["input", "change"]) form.addEventListener(what, () => this.changed());
    window.django?.jQuery?.(form).on("change", "select", () => this.changed());
    window.addEventListener("online", () => this.retry && this.send());
    window.addEventListener("focus", () => this.retry && this.trouble === "signed-out" && this.#atOnce());
    window.addEventListener("pagehide", () => this.#leave());
    window.addEventListener("pageshow", ({ persisted }) => persisted && desk.copies.stay(desk.speaker.subject));
    window.addEventListener("beforeunload", (event) => !desk.copies.works && this.isReady && !desk.keeper.isKept && event.preventDefault());
    form.addEventListener("submit", (event) => this.#submit(event));
  }

  /** The page is closed: what is left goes along, and stays in the browser's copy if it does not arrive. */
  #leave() {
    const { desk } = this;
    if (this.isReady || !desk.speaker.article) desk.copies.leave(desk.speaker.subject, () => desk.keeper.unsaved());
    if (!this.isReady) return;
    const wanted = !desk.keeper.sent && desk.keeper.request(desk.config.autosave.user);
    if (wanted) desk.speaker.part("autosave", wanted);
    desk.speaker.part("leave", { tab: this.tab });
  }

  /** Before the form is sent everything is saved by itself; then the button only seals. */
  async #submit(event) {
    const { desk } = this;
    if (this.mayPass || !this.isReady || event.defaultPrevented) return;
    event.preventDefault();
    desk.form.elements.kept.value = "";
    const { submitter } = event;
    // A form that is just being sent cannot be sent again; where nothing is left to keep, all below would run at once.
    await new Promise((resolve) => setTimeout(resolve));
    const isKept = await this.flush();
    if (!isKept && desk.keeper.conflicts.size && !(await desk.decide?.())) return;
    const isKeptNow = isKept || (await this.flush());
    // What the server finds wrong is shown by the form itself; where it cannot be reached, nobody leaves the page.
    if (!isKeptNow && this.trouble && this.lastTry !== this.trouble) {
      this.lastTry = this.trouble;
      desk.tell?.("Not sent: the server cannot be reached. Your words are kept here.");
      return;
    }
    this.#pass(isKeptNow, submitter);
  }

  /** An empty title or address is the form's business: it asks for the one and makes the other. */
  #pass(isKept, submitter) {
    const { form: { elements }, keeper } = this.desk;
    const isWhole = ["title", "slug"].every((name) => !(name in keeper.fields.known) || elements[name].value.trim());
    if (elements.kept) elements.kept.value = isKept && isWhole ? "1" : "";
    this.mayPass = true;
    this.desk.form.requestSubmit(submitter);
    // Somebody else may have held it back.
    this.mayPass = false;
  }
}

function time(moment) {
  return new Date(moment).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

/** The page of a new article is that of an article now, as it will be called after the next reload. */
function calledChange(title) {
  const heading = document.querySelector("#content > h1");
  if (heading) heading.textContent = heading.textContent.replace(/^Add\b/, "Change");
  document.title = document.title.replace(/^Add\b/, `${title} | Change`);
}
