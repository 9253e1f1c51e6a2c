// Asking the server what a link may lead to, and remembering what each target is called.

import { addressIn, ownPath } from "./addresses.js";

/** `address` of the view (articles/admin/lookup.py), `known` what the page brought: {"article:3": {title, …}}. */
export function lookups({ address, known, article }) {
  const names = new Map(Object.entries(known));
  const remember = (found) => {
    for (const one of found) names.set(keyOf(one.target), one);
    return found;
  };
  const get = async (parameters, signal) => {
    const query = new URLSearchParams({ ...parameters, ...(article ? { within: article } : {}) });
    const answer = await fetch(`${address}?${query}`, { signal, headers: { Accept: "application/json" } });
    if (answer.redirected || answer.status === 401 || answer.status === 403) throw new Error("You are signed out. Sign in again in another tab.");
    if (!answer.ok) throw new Error("The search does not answer. Try again in a moment.");
    return remember((await answer.json()).found);
  };
  return {
    /** Articles, pillars, authors; with “#” also the sections of the best article. */
    find: (words, signal) => get({ q: words }, signal),
    sections: (id, signal) => get({ article: id }, signal),
    /** What one of our own addresses leads to, or null. */
    async own(address) {
      const [found] = await get({ url: ownPath(address) });
      return found ?? null;
    },
    learn: (found) => void remember([found]),
    nameOf: (target) => names.get(keyOf(target)) ?? null,
    address: (words) => addressIn(words),
  };
}

export function keyOf({ kind, id, section }) {
  return section ? `${kind}:${id}#${section}` : `${kind}:${id}`;
}

/** A found target as a line of a list. */
export function asChoice(found) {
  return { label: found.title, note: found.about, found };
}
