// Two versions of the same places, word by word, to choose from or to combine.

import { h, freshId } from "./elements.js";
import { ask } from "./editor/dialogs.js";
import { Fields } from "./fields.js";

const WORDS = { formatting: "the formatting", type: "the kind of block", order: "the order" };

/**
 * Ask for each of `choices` ({key, mine, theirs, by, at}) which version is to stay.
 *
 * Answers [{key, choice: "mine" | "theirs" | "both", words}] or null for “later”. `words` are what the rows of a list
 * are called in the version that was chosen.
 */
export async function choose(desk, choices, { title, intro, mine = "Yours", theirs = null, go = "Go on with these" }) {
  const told = await compared(desk, choices);
  const names = new Map();
  const answer = await ask(
    title,
    (close) => {
      const submit = (event) => {
        event.preventDefault();
        close(choices.map(({ key }) => ({ key, choice: event.target.elements[names.get(key)].value })));
      };
      const places = choices.map((choice) => {
        names.set(choice.key, freshId("choice"));
        return place(choice, told.get(choice.key), names.get(choice.key), { mine, theirs });
      });
      return h(
        "form",
        { method: "dialog", class: "choosing", onsubmit: submit },
        h("p", {}, intro),
        ...places,
        h(
          "p",
          { class: "dialog-buttons" },
          h("button", { type: "submit", class: "button default" }, go),
          h("button", { type: "button", class: "button", onclick: () => close(null) }, "Later"),
        ),
      );
    },
    { kind: "wide" },
  );
  return answer?.map((one) => ({ ...one, words: rows(told.get(one.key), one.choice) })) ?? null;
}

function place(choice, said, name, { mine, theirs }) {
  const other = theirs ?? `${choice.by || "Someone else"}${choice.at ? `, ${time(choice.at)}` : ""}`;
  const details = said.details.map((detail) => WORDS[detail] ?? detail).join(", ");
  return h(
    "fieldset",
    { class: "choice" },
    h("legend", {}, said.label),
    side(name, "mine", mine, choice.mine === null, said.runs, "added"),
    side(name, "theirs", other, choice.theirs === null, said.runs, "removed"),
    details ? h("p", { class: "quiet" }, `Different besides the words: ${details}.`) : null,
    canHaveBoth(choice) ? h("label", { class: "both" }, radio(name, "both"), " Keep both, one after the other, and combine them by hand") : null,
  );
}

function side(name, value, title, isGone, runs, own) {
  const words = runs.filter(({ mark }) => mark === "same" || mark === own);
  return h(
    "label",
    { class: `side ${value}` },
    h("span", { class: "whose" }, radio(name, value), ` ${title}`),
    isGone
      ? h("span", { class: "version gone" }, "removed")
      : h("span", { class: "version" }, ...words.map(({ mark, text }) => (mark === "same" ? text : h("mark", {}, text)))),
  );
}

function radio(name, value) {
  return h("input", { type: "radio", name, value, required: true });
}

function canHaveBoth({ key, mine, theirs }) {
  return mine !== null && theirs !== null && (key.startsWith("block:") || Fields.isText(key));
}

/** Key → {label, runs, details}; without the server the whole of both versions, nothing marked as the same. */
async function compared({ speaker }, choices) {
  const parts = choices.map(({ key, mine, theirs }) => ({ key, before: theirs, after: mine }));
  const { kind, said } = await speaker.post("compare", { parts });
  if (kind === "ok") return new Map(said.parts.map((part) => [part.key, part]));
  return new Map(
    choices.map(({ key, mine, theirs }) => {
      const runs = [
        { mark: "removed", text: texts(theirs) },
        { mark: "added", text: texts(mine) },
      ];
      return [key, { key, label: key.startsWith("block:") ? "Text" : key, runs, details: [] }];
    }),
  );
}

/** All words within a value, in order. */
function texts(value) {
  if (typeof value === "string") return value;
  if (value === null || typeof value !== "object") return value === null ? "" : String(value);
  if (typeof value.text === "string") return value.text;
  return Object.entries(value)
    .filter(([name]) => name !== "type" && name !== "attrs")
    .map(([, part]) => texts(part))
    .join(" ");
}

function rows(said, choice) {
  const own = choice === "mine" ? "added" : "removed";
  const text = said.runs.filter(({ mark }) => mark === "same" || mark === own).map((run) => run.text).join("");
  return text.split("\n").map((row) => row.replace(/ \([^()]*\)$/, ""));
}

function time(moment) {
  return new Date(moment).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}
