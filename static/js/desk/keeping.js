// What the server has of an article, what the page has beyond that, and where two people meant the same place.
// No timers, no network, no elements: autosave.js and others.js drive it.

import { Fields, spelled } from "./fields.js";

const BLOCK = "block:";
const keyOf = (id) => BLOCK + id;
const idOf = (key) => key.slice(BLOCK.length);
const isBlock = (key) => key.startsWith(BLOCK);
const same = (one, other) => one.length === other.length && one.every((id, index) => id === other[index]);

export class Keeper {
  constructor(editor, form, tab) {
    this.editor = editor;
    this.fields = new Fields(form);
    this.tab = tab;
    this.token = "";
    this.prints = {};
    // The order that the server has, and the one that the page had when it was last looked at.
    this.known = [];
    const { mark, order } = editor.changesSince(null);
    this.mark = mark;
    this.order = order;
    // Block id → the block as it is to be, null for one that is to go. `isMoved`: the order is to change.
    this.pending = new Map();
    this.isMoved = false;
    // The request whose answer has not come. It is repeated letter for letter, so that it can be taken only once.
    this.sent = null;
    // Key → {theirs, print, by, at}: another person's change of a part that was changed here too.
    this.conflicts = new Map();
    // Key → {message, spelled}: what the server found wrong with a part; sent again once it is different.
    this.problems = new Map();
  }

  /**
   * Hear for the first time what the server has (others?prints=1). `isOwn`: the page shows something that was never
   * saved (a form that came back, a new article), so that all that differs counts as typed here.
   */
  begin(said, { isOwn = false } = {}) {
    const { state, others } = said;
    for (const [name, value] of Object.entries(state)) if (!isBlock(name) && name !== "order") this.fields.known[name] = value;
    this.known = state.order;
    this.prints = said.prints;
    if (isOwn) this.#compare(state);
    else for (const [name, value] of Object.entries(others)) if (name in this.fields.known) this.fields.write(name, value);
    this.takeIn(said);
  }

  /** There is no article yet: what the form says at first is what nobody typed. */
  beginBlank() {
    this.fields.beginBlank();
  }

  /** Look what was typed since the last time. Cheap: the editor compares by identity. */
  collect() {
    const { mark, order, changed, removed } = this.editor.changesSince(this.mark);
    for (const [id, block] of Object.entries(changed)) this.pending.set(id, block);
    for (const id of removed) this.pending.set(id, null);
    if (!same(order, this.order)) this.isMoved = true;
    this.mark = mark;
    this.order = order;
  }

  /** Whether everything of the page is on the server. Conflicts and refused parts are not. */
  get isKept() {
    this.collect();
    return !this.sent && !this.pending.size && !this.isMoved && !this.conflicts.size && !this.problems.size && !this.fields.changed().length;
  }

  /** The next request: the one that is not answered yet, else what has changed since; null for nothing. */
  request(user) {
    this.sent ??= this.#made(user);
    return this.sent;
  }

  /** What became of the request. */
  hear(said) {
    const { sent } = this;
    this.sent = null;
    const conflicts = new Set(said.conflicts.map((one) => one.key));
    const refused = this.#refuse(sent, said.problems);
    for (const key of keysOf(sent)) if (!conflicts.has(key) && !refused.has(key)) this.#settle(key, sent, said);
    for (const { key, ...theirs } of said.conflicts) this.#collide(key, theirs);
    if (sent.order && !said.others.order) this.known = sent.order.ids.filter((id) => this.prints[keyOf(id)]);
    this.takeIn(said);
  }

  /** Bring in what others changed: at once where nothing was changed here, as a conflict where it was. */
  takeIn({ token, others, prints }) {
    this.collect();
    const { order, ...rest } = others;
    for (const [key, theirs] of Object.entries(rest)) {
      if (this.isTouched(key)) this.#collide(key, { theirs, print: prints[key] ?? null, by: "", at: null });
      else this.#accept(key, theirs, prints[key] ?? null, order ?? this.known);
    }
    if (order) this.#reorder(order, prints.order);
    this.#rest();
    this.token = token;
  }

  /** Whether the page has something of its own there that the server has not. */
  isTouched(key) {
    if (this.conflicts.has(key) || this.problems.has(key)) return true;
    return isBlock(key) ? this.pending.has(idOf(key)) : this.fields.isChanged(key);
  }

  /** What stands on the page in this part; null for a block that is gone. */
  mine(key) {
    if (!isBlock(key)) return this.fields.read(key);
    return this.editor.changesSince(null).changed[idOf(key)] ?? null;
  }

  /** End a conflict: "mine" stays and replaces theirs, "theirs" comes, "both" stand one after the other, "combined" is
   * `value`. */
  resolve(key, choice, { words, value } = {}) {
    const { theirs, print } = this.conflicts.get(key);
    this.conflicts.delete(key);
    this.collect();
    if (choice === "theirs") {
      this.pending.delete(idOf(key));
      this.#accept(key, theirs, print, this.known, words);
      this.#rest();
      return;
    }
    if (choice === "both") this.addTo(key, theirs);
    if (choice === "combined") this.bringBack(key, value, this.known);
    this.#based(key, print);
    if (isBlock(key)) this.pending.set(idOf(key), this.mine(key));
    else this.fields.known[key] = theirs;
  }

  /**
   * All that the server has not, for the copy in the browser: {parts: {key: value}, order}; null for nothing. Refused
   * words are worth keeping; a refused address or choice is not, for it would be refused again.
   */
  unsaved() {
    this.collect();
    const parts = {};
    for (const key of [...keysOf(this.sent), ...this.problems.keys(), ...this.conflicts.keys()]) if (key !== "order") parts[key] = undefined;
    for (const id of this.pending.keys()) parts[keyOf(id)] = undefined;
    for (const name of this.fields.changed()) parts[name] = undefined;
    for (const key of this.problems.keys()) if (!isBlock(key) && !Fields.isText(key)) delete parts[key];
    const keys = Object.keys(parts);
    if (!keys.length && !this.isMoved && !this.sent?.order) return null;
    const all = keys.some(isBlock) ? this.editor.changesSince(null).changed : {};
    for (const key of keys) parts[key] = isBlock(key) ? (all[idOf(key)] ?? null) : this.fields.read(key);
    return { parts, order: this.order };
  }

  /** Put back what an earlier page had and the server has not. It counts as typed here. */
  bringBack(key, value, order, words = []) {
    if (isBlock(key)) this.#show(idOf(key), value, order);
    else {
      const known = this.fields.known[key];
      this.fields.write(key, value, words);
      this.fields.known[key] = known;
    }
  }

  /** Put another version of a part behind the one that stands there. */
  addTo(key, value) {
    if (!isBlock(key)) return this.bringBack(key, `${this.fields.read(key)} ${value}`);
    const here = this.editor.changesSince(null).order;
    const copy = { ...value, attrs: { ...value.attrs, id: freshBlockId() } };
    return this.editor.insertBlock(copy, here.includes(idOf(key)) ? idOf(key) : (here.at(-1) ?? null));
  }

  #made(user) {
    this.collect();
    for (const key of this.problems.keys()) if (!isBlock(key) && !this.fields.isChanged(key)) this.problems.delete(key);
    const blocks = {};
    for (const [id, block] of this.pending) {
      const key = keyOf(id);
      if (this.conflicts.has(key) || this.#isRefused(key, block)) continue;
      this.pending.delete(id);
      const base = this.prints[key] ?? null;
      if (block !== null || base !== null) blocks[id] = { base, block };
    }
    const fields = {};
    for (const name of this.fields.changed()) {
      const value = this.fields.read(name);
      if (!this.conflicts.has(name) && !this.#isRefused(name, value)) fields[name] = { base: this.prints[name] ?? null, value };
    }
    const isNew = Object.values(blocks).some(({ base }) => base === null);
    const order = this.isMoved || isNew ? { base: this.prints.order ?? null, was: this.known, ids: this.order } : undefined;
    this.isMoved = false;
    if (!order && !Object.keys(blocks).length && !Object.keys(fields).length) return null;
    return { blocks, fields, order, token: this.token, tab: this.tab, user };
  }

  #isRefused(key, value) {
    const problem = this.problems.get(key);
    if (problem && problem.spelled !== spelled(value)) this.problems.delete(key);
    return this.problems.has(key);
  }

  /** Note what was found wrong; the keys of the parts that were not taken for it. */
  #refuse(sent, problems) {
    const refused = new Set();
    for (const { path, message } of problems) {
      const [what, name] = path.split(".", 2);
      const one = what === "blocks" && name ? [keyOf(name)] : what === "fields" ? [name] : keysOf(sent).filter(isBlock);
      for (const key of one) {
        const value = isBlock(key) ? sent.blocks[idOf(key)]?.block : sent.fields[key]?.value;
        if (value === null || value === undefined) continue;
        refused.add(key);
        this.problems.set(key, { message, spelled: spelled(value) });
        if (isBlock(key) && !this.pending.has(idOf(key))) this.pending.set(idOf(key), value);
      }
    }
    return refused;
  }

  #settle(key, sent, said) {
    if (key === "order") this.prints.order = said.prints.order;
    else this.#based(key, said.prints[key] ?? null);
    if (key !== "order" && !isBlock(key)) this.fields.known[key] = sent.fields[key].value;
    this.problems.delete(key);
  }

  #collide(key, theirs) {
    const mine = this.mine(key);
    if (spelled(mine) === spelled(theirs.theirs)) {
      this.conflicts.delete(key);
      this.pending.delete(idOf(key));
      this.#based(key, theirs.print);
      if (!isBlock(key)) this.fields.known[key] = theirs.theirs;
      return;
    }
    const before = this.conflicts.get(key);
    this.conflicts.set(key, { ...theirs, by: theirs.by || before?.by || "", at: theirs.at ?? before?.at ?? null });
  }

  #accept(key, theirs, print, order, words) {
    this.#based(key, print);
    if (isBlock(key)) this.#show(idOf(key), theirs, order);
    else this.fields.write(key, theirs, words);
  }

  #based(key, print) {
    if (print === null) delete this.prints[key];
    else this.prints[key] = print;
  }

  /** Put a block where it belongs: after the nearest of those before it in `order` that is there. */
  #show(id, block, order) {
    if (this.editor.setBlock(id, block) || block === null) return;
    const before = order.slice(0, Math.max(order.indexOf(id), 0)).reverse();
    const here = new Set(this.editor.changesSince(null).order);
    const last = order.includes(id) ? null : [...here].at(-1);
    this.editor.insertBlock(block, before.find((one) => here.has(one)) ?? last ?? null);
  }

  #reorder(order, print) {
    if (this.isMoved) return;
    this.editor.setOrder(order);
    this.known = order;
    if (print) this.prints.order = print;
  }

  /** What was just put on the page from elsewhere is nothing that was typed here. */
  #rest() {
    const { mark, order } = this.editor.changesSince(this.mark);
    this.mark = mark;
    this.order = order;
  }

  /** The page was not filled from a saved state: whatever is different from what the server has was typed here. */
  #compare(state) {
    const isEmpty = !this.editor.getDocument().content.length;
    const { changed } = isEmpty ? { changed: {} } : this.editor.changesSince(null);
    for (const [id, block] of Object.entries(changed)) {
      if (spelled(block) !== spelled(state[keyOf(id)])) this.pending.set(id, block);
    }
    for (const id of state.order) if (!(id in changed)) this.pending.set(id, null);
    this.isMoved = !same(this.order, state.order);
  }
}

function keysOf(sent) {
  if (!sent) return [];
  return [...Object.keys(sent.blocks).map(keyOf), ...Object.keys(sent.fields), ...(sent.order ? ["order"] : [])];
}

function freshBlockId() {
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  return Array.from(crypto.getRandomValues(new Uint32Array(8)), (number) => letters[number % letters.length]).join("");
}
