// What a page leaves in its last moment. The browser's database may take it no more then; this store takes it at once.

const NAME = (key) => `desk-parting:${key}`;

/** Write `copy` down before the page is gone; null: there is nothing to keep. */
export function note(key, copy) {
  try {
    if (copy) localStorage.setItem(NAME(key), JSON.stringify(copy));
    else localStorage.removeItem(NAME(key));
  } catch (failure) {
    // Full, or not allowed: the copy of a moment before has to do.
    console.warn("The last words could not be kept:", failure);
  }
}

/** The copies, each as its page left it last; with those of pages that had no time for any other. */
export function withLast(copies) {
  const latest = new Map(copies.map((copy) => [copy.key, copy]));
  for (const copy of noted()) if (!(latest.get(copy.key)?.at > copy.at)) latest.set(copy.key, copy);
  return [...latest.values()];
}

function noted() {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(NAME("")));
    return names.map((name) => JSON.parse(localStorage.getItem(name)));
  } catch {
    return [];
  }
}
