// All keys at a glance.

import { h } from "../elements.js";
import { ask } from "./dialogs.js";
import { keyWords } from "./toolbar.js";

const MORE = [
  ["Insert anything", "/", "in an empty paragraph"],
  ["Link to an article, pillar, section or person", "@", "and a part of its title"],
  ["List item deeper, higher", "Tab, Shift+Tab", ""],
  ["Next, previous cell of a table", "Tab, Shift+Tab", ""],
  ["Preview beside the text, open or closed", keyWords("Mod-Alt-v"), ""],
  ["Comment on the words that are chosen", keyWords("Mod-Alt-m"), ""],
];

export function showKeys(acts) {
  const lines = acts
    .filter(({ keys, typed }) => keys.length || typed)
    .map(({ label, keys, typed }) => [label, keys.slice(0, 1).map(keyWords).join(""), typed ?? ""]);
  const row = ([label, key, typed]) => h("tr", {}, h("th", { scope: "row" }, label), h("td", {}, key ? h("kbd", {}, key) : ""), h("td", {}, typed));
  const head = h("tr", {}, ...["Act", "Key", "Or type"].map((words) => h("th", { scope: "col" }, words)));
  return ask("Keys", (close) => [
    h("div", { class: "dialog-scroll", tabindex: "0", role: "region", "aria-label": "All keys" }, h("table", { class: "keys" }, h("thead", {}, head), h("tbody", {}, [...lines, ...MORE].map(row)))),
    h("p", { class: "dialog-buttons" }, h("button", { type: "button", class: "button default", autofocus: true, onclick: () => close(null) }, "Close")),
  ]);
}
