// Where sentences end, as content/claims.py knows it.

const END = /[.!?…]["”’)\]]*\s+(?=["“‘([]?[\p{Lu}\p{N}])/gu;

/** Behind each sentence of `text` that another follows: the offset at which that one begins. */
export function starts(text) {
  return [...text.matchAll(END)].map((end) => end.index + end[0].length);
}
