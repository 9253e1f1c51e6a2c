// Two versions of the same places, word by word, to choose from or to combine.

import { combiner } from "./combining.js";
import { h, freshId } from "./elements.js";
import { ask } from "./editor/dialogs.js";
import { Fields } from "./fields.js";

const WORDS = { formatting: "the formatting", type: "the kind of block", order: "the order" };

/**
 * Ask for each of `choices` ({key, mine, theirs, by, at}) which version is to stay.
 *
 * Answers [{key, choice: "mine" | "theirs" | "both" | "combined", words, value}] or null for “later”. `words` are what
 * the rows of a list are called in the version that was chosen; `value` is what was combined.
 */
export async function choose(desk, choices, { title, intro, mine = "Yours", theirs = null, go = "Go on with these" }) {
  const told = await compared(desk, choices);
  const [names, combiners] = [new Map(), new Map()];
  const answer = await ask(
    title,
    (close) => {
      const submit = (event) => {
        event.preventDefault();
        close(choices.map(({ key }) => ({ key, choice: event.target.elements[names.get(key)].value })));
      };
      const places = choices.map((choice) => {
        const said = told.get(choice.key);
        names.set(choice.key, freshId("choice"));
        combiners.set(choice.key, combiner(choice, said, { mine }));
        return place(choice, said, names.get(choice.key), { mine, theirs, combined: combiners.get(choice.key) });
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
  const value = ({ key, choice }) => (choice === "combined" ? combiners.get(key).value() : undefined);
  return answer?.map((one) => ({ ...one, words: rows(told.get(one.key), one.choice), value: value(one) })) ?? null;
}

function place(choice, said, name, { mine, theirs, combined }) {
  const other = theirs ?? `${choice.by || "Someone else"}${choice.at ? `, ${time(choice.at)}` : ""}`;
  const details = said.details.map((detail) => WORDS[detail] ?? detail).join(", ");
  return h(
    "fieldset",
    { class: "choice" },
    h("legend", {}, said.label),
    side(name, "mine", mine, choice.mine === null, said.runs, "added"),
    side(name, "theirs", other, choice.theirs === null, said.runs, "removed"),
    details ? h("p", { class: "quiet" }, `Different besides the words: ${details}.`) : null,
    combined ? together(name, combined) : null,
    canHaveBoth(choice) ? h("label", { class: "both" }, radio(name, "both"), " Keep both, one after the other") : null,
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

/** What both make together; whoever touches it wants it. */
function together(name, { element }) {
  const wanted = radio(name, "combined");
  element.addEventListener("click", () => {
    wanted.checked = true;
  });
  const title = h("label", { class: "whose" }, wanted, " Combine them: press the words to take or to leave");
  return h("div", { class: "side combined" }, title, element);
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

/** All words within a value, in order; a call-out has its own in its attributes. */
function texts(value) {
  if (typeof value === "string") return value;
  if (value === null || typeof value !== "object") return value === null ? "" : String(value);
  if (typeof value.text === "string") return value.text;
  const { type, attrs, ...rest } = value;
  const own = Object.entries(attrs ?? {}).filter(([name, one]) => name !== "id" && typeof one === "string");
  return [...own.map(([, one]) => one), ...Object.values(rest).map(texts)].filter(Boolean).join(" ");
}

function rows(said, choice) {
  const own = choice === "mine" ? "added" : "removed";
  const text = said.runs.filter(({ mark }) => mark === "same" || mark === own).map((run) => run.text).join("");
  return text.split("\n").map((row) => row.replace(/ \([^()]*\)$/, ""));
}

function time(moment) {
  return new Date(moment).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}
