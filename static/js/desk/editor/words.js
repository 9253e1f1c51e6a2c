// Marks that carry a word of their own: what an abbreviation stands for, the language of foreign words.

import { askWords } from "./dialogs.js";

const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;
const ASKED = {
  abbreviation: {
    title: "Abbreviation",
    attribute: "title",
    label: "What the selected letters stand for",
    help: "Readers are shown it when they point at the abbreviation.",
    check: (words) => (words.length > 200 ? "At most 200 characters." : ""),
  },
  language: {
    title: "Words in another language",
    attribute: "lang",
    label: "The language, as a tag",
    help: "For example fr, id or zh-Hant. Screen readers then pronounce the words rightly.",
    check: (words) => (LANGUAGE.test(words) ? "" : "A language tag looks like fr, en-GB or zh-Hant."),
  },
};

export async function askMark(name, { editor, tell }) {
  const said = ASKED[name];
  const { from, to, empty } = editor.state.selection;
  const on = editor.getAttributes(name)[said.attribute] ?? "";
  if (empty && !on) return tell("Select the words first.");
  const answer = await askWords(said.title, { ...said, value: on, remove: on ? "Remove" : null });
  if (answer === null) return undefined;
  const chain = editor.chain().setTextSelection({ from, to });
  if (empty) chain.extendMarkRange(name);
  if (answer === "remove") chain.unsetMark(name);
  else chain.setMark(name, { [said.attribute]: answer });
  return chain.setTextSelection(to).focus().run();
}
