// What opens at `/` in an empty paragraph: everything that can be put there.

import { sign } from "../elements.js";
import { keyWords } from "./toolbar.js";

export function slash(acts, desk) {
  const offered = acts.filter(({ where }) => where === "menu" || where === "both");
  return {
    sign: "/",
    label: "Insert",
    opens: ($position) => $position.parent.type.name === "paragraph" && $position.parentOffset === 0,
    find: (query) => matching(offered, query).map(asChoice),
    choose: ({ act }, range) => {
      desk.editor.view.dispatch(desk.editor.state.tr.delete(range.from, range.to));
      act.run(desk);
    },
  };
}

/** Those whose label or other words begin with every word of the query; first where it stands early in the label. */
function matching(acts, query) {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const parts = (text) => text.toLowerCase().split(/[\s:]+/);
  const begins = (text, word) => parts(text).some((part) => part.startsWith(word));
  const found = acts.filter((act) => wanted.every((word) => begins(`${act.label} ${act.words ?? ""}`, word)));
  const rank = ({ label }) => {
    const places = wanted.map((word) => parts(label).findIndex((part) => part.startsWith(word)));
    return places.includes(-1) ? Infinity : Math.max(-1, ...places);
  };
  return found.toSorted((one, other) => (rank(one) === rank(other) ? 0 : rank(one) - rank(other)));
}

function asChoice(act) {
  const note = [act.keys[0] && keyWords(act.keys[0]), act.typed].filter(Boolean).join(" or ");
  return { label: act.label, note, sign: sign(act.sign ?? ""), act };
}
