// Who else has this article open; what they change comes in by itself, and where two changed the same, one is asked.

import { h } from "./elements.js";
import { choose } from "./choosing.js";

// In milliseconds: while others are here, alone, and in a tab that nobody looks at.
const TOGETHER = 3_000;
const ALONE = 10_000;
const UNSEEN = 50_000;

export function start(desk) {
  const { autosave } = desk;
  if (!autosave) return;
  const people = h("span", { class: "people", role: "status" });
  const waiting = h("button", { type: "button", class: "button waiting", hidden: true, onclick: () => decide(desk) });
  autosave.line.append(people, waiting);
  let others = [];
  let timer = null;

  autosave.on("answer", (said) => {
    others = (said.people ?? []).filter(({ id }) => id !== desk.config.autosave.user);
    show(people, said.people ?? [], desk.config.autosave.user);
  });
  autosave.on("state", () => {
    const count = desk.keeper?.conflicts.size ?? 0;
    waiting.hidden = count === 0;
    waiting.textContent = count === 1 ? "One place was changed twice: choose…" : `${count} places were changed twice: choose…`;
  });

  const next = () => {
    clearTimeout(timer);
    const pause = document.hidden ? UNSEEN : others.length ? TOGETHER : ALONE;
    timer = setTimeout(poll, pause);
  };
  const poll = async () => {
    await autosave.look();
    next();
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? next() : poll()));
  window.addEventListener("pageshow", ({ persisted }) => persisted && poll());
  next();
  desk.decide = () => decide(desk);
}

/** Show the places that were changed twice. Answers true when none is left. */
async function decide(desk) {
  const { keeper } = desk;
  const choices = [...keeper.conflicts].map(([key, theirs]) => ({ key, mine: keeper.mine(key), ...theirs, by: whose(desk, theirs) }));
  if (!choices.length) return true;
  const answer = await choose(desk, choices, {
    title: "Changed twice",
    intro: "Someone changed these places while you did. Nothing is replaced before you say so.",
  });
  if (!answer) return false;
  const shown = new Map(choices.map(({ key, print }) => [key, print]));
  for (const { key, choice, words, value } of answer) {
    // What came in while the window was open was not seen: it is asked anew.
    if (keeper.conflicts.get(key)?.print === shown.get(key)) keeper.resolve(key, choice, { words, value });
  }
  desk.autosave.changed();
  desk.editor.element.focus();
  return !keeper.conflicts.size;
}

function whose(desk, { by }) {
  return by === desk.config.autosave.name ? "You, in another window" : by;
}

function show(element, people, me) {
  const names = people.filter(({ id }) => id !== me).map(({ name }) => name);
  const mine = people.find(({ id }) => id === me)?.tabs ?? 1;
  if (mine > 1) names.push("you, in another window");
  const list = new Intl.ListFormat("en", { type: "conjunction" }).format(names);
  const words = names.length ? `Also here: ${list}.` : "";
  if (element.textContent !== words) element.textContent = words;
}
