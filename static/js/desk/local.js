// The copy in this browser: what the server has not yet, for each page, article and person. It is offered again after a
// crash, an expired login or an offline hour, and removed once the server has it.

import { spelled } from "./fields.js";
import { choose } from "./choosing.js";
import { note, withLast } from "./parting.js";

const NAME = "desk-copies";
const STORE = "copies";
// Writing is quick, but not worth doing for each key.
const PAUSE = 400;

export class Copies {
  constructor({ user }, tab) {
    this.user = user;
    this.tab = tab;
    this.timer = null;
    this.isEmpty = true;
    // Whether words are safe in this browser; false where it does not let us keep any.
    this.works = typeof indexedDB !== "undefined";
    // Held for as long as this page lives; another page sees by it that our copy is in good hands.
    navigator.locks?.request(lockOf(tab), () => new Promise(() => {}));
  }

  /** Write down soon what `unsaved()` says (null: nothing, the server has it all). */
  soon(article, unsaved) {
    this.timer ??= setTimeout(() => this.now(article, unsaved), PAUSE);
  }

  async now(article, unsaved) {
    clearTimeout(this.timer);
    this.timer = null;
    const found = unsaved();
    if (!found && this.isEmpty) return;
    try {
      const key = this.#key(article, this.tab);
      if (found) await run("readwrite", (store) => store.put(this.#copy(article, found)));
      else await run("readwrite", (store) => store.delete(key));
      this.isEmpty = !found;
      this.works = true;
    } catch (failure) {
      this.works = false;
      console.warn("This browser keeps no copy:", failure);
    }
  }

  /** The page is gone in a moment, too soon for now(): what was typed last must not be missing from what is offered. */
  leave(article, unsaved) {
    const found = unsaved();
    note(this.#key(article, this.tab), found && this.#copy(article, found));
    return this.now(article, () => found);
  }

  /** The page came back instead, and goes on. */
  stay(article) {
    note(this.#key(article, this.tab), null);
  }

  /** What earlier pages of this person left of this article, oldest first; not those that are still open. */
  async left(article) {
    try {
      const all = withLast(await run("readonly", (store) => store.getAll()));
      const ours = all.filter((copy) => copy.user === this.user && copy.article === article && copy.tab !== this.tab);
      const open = await Promise.all(ours.map(({ tab }) => isOpen(tab)));
      return ours.filter((_, index) => !open[index]).sort((one, other) => one.at - other.at);
    } catch {
      return [];
    }
  }

  async forget({ key }) {
    note(key, null);
    await run("readwrite", (store) => store.delete(key)).catch(() => {});
  }

  /** The article that this page began has them now. */
  forgetBlank() {
    return this.forget({ key: this.#key(null, this.tab) });
  }

  #copy(article, found) {
    return { ...found, key: this.#key(article, this.tab), article, user: this.user, tab: this.tab, at: Date.now() };
  }

  #key(article, tab) {
    return `${this.user}:${article ?? "new"}:${tab}`;
  }
}

/** Offer what an earlier page left, beside what is saved; bring back what is chosen. */
export async function offer(desk, copies) {
  const { keeper, speaker } = desk;
  for (const copy of await copies.left(speaker.subject)) {
    const isMissed = ([key, value]) => spelled(value) !== spelled(keeper.mine(key)) && (speaker.article || holds(value));
    const different = Object.entries(copy.parts).filter(isMissed);
    if (different.length) {
      const choices = different.map(([key, mine]) => ({ key, mine, theirs: keeper.mine(key) }));
      const answer = await choose(desk, choices, {
        title: "Words that were not saved",
        intro: `On ${when(copy.at)} this text was left with words that had not reached the server. They are still here.`,
        mine: "Typed then",
        theirs: "Saved",
        go: "Go on with these",
      });
      // Asked again next time.
      if (!answer) continue;
      for (const one of answer) restore(keeper, copy, one);
      desk.keepSoon();
      // Our own copy holds them from here on, before the old one goes.
      await copies.now(speaker.subject, () => keeper.unsaved());
    }
    await copies.forget(copy);
  }
}

/** Whether there is anything in it to miss: of an article that never began, an empty heading is nothing. */
function holds(value) {
  if (Array.isArray(value)) return value.length > 0;
  if (!value || typeof value !== "object") return String(value ?? "").trim() !== "";
  // A call-out has its words in its attributes, a picture its number.
  const { id, level, ...attrs } = value.attrs ?? {};
  return Boolean(value.text?.trim() || Object.values(attrs).some(Boolean) || value.content?.some(holds));
}

function restore(keeper, copy, { key, choice, words, value }) {
  if (choice === "mine") keeper.bringBack(key, copy.parts[key], copy.order, words);
  if (choice === "combined") keeper.bringBack(key, value, copy.order);
  if (choice === "both") keeper.addTo(key, copy.parts[key]);
}

function when(moment) {
  return new Date(moment).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
}

function lockOf(tab) {
  return `desk-copy-${tab}`;
}

async function isOpen(tab) {
  if (!navigator.locks) return false;
  return navigator.locks.request(lockOf(tab), { ifAvailable: true }, (lock) => lock === null);
}

async function run(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
