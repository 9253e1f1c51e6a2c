// The bar of buttons above the text: one stop for Tab, arrows move within it.

import { h, sign } from "../elements.js";

const MAC = /Mac|iP(hone|ad|od)/.test(navigator.platform);
const SAID = { Mod: MAC ? "⌘" : "Ctrl", Alt: MAC ? "⌥" : "Alt", Shift: MAC ? "⇧" : "Shift", ArrowUp: "↑", ArrowDown: "↓" };

/** How people read a key: "Mod-Alt-2" → "Ctrl+Alt+2". */
export function keyWords(key) {
  return key.split(/-(?=.)/).map((part) => SAID[part] ?? part.toUpperCase()).join(MAC ? "" : "+");
}

/** The bar for these acts. `update()` brings its buttons to the state of the text. */
export function toolbar(acts, desk, { controls }) {
  const shown = acts.filter(({ where }) => where === "bar" || where === "both");
  const buttons = shown.map((act) => button(act, desk));
  const element = h("div", { class: "writing-bar", role: "toolbar", "aria-label": "Text", "aria-controls": controls });
  element.append(...grouped(shown, buttons));
  rove(element, buttons);
  const update = () => {
    const { state } = desk.editor;
    shown.forEach((act, index) => show(buttons[index], act, state, desk));
  };
  return { element, update, focus: () => element.querySelector('[tabindex="0"]').focus() };
}

function button(act, desk) {
  const keys = act.keys.map(keyWords);
  const name = keys.length ? `${act.label} (${keys[0]})` : act.label;
  const drawing = act.sign ? sign(act.sign) : act.label;
  return h(
    "button",
    {
      type: "button",
      tabindex: "-1",
      class: "writing-button",
      "aria-label": act.label,
      "aria-keyshortcuts": act.keys.map(ariaKey).join(" ") || null,
      title: name,
      "data-act": act.name,
      onmousedown: (event) => event.preventDefault(),
      onclick: (event) => {
        if (event.currentTarget.getAttribute("aria-disabled") === "true") return;
        act.run(desk);
        if (act.group !== "view" && !document.querySelector("dialog[open]")) desk.editor.view.focus();
      },
    },
    drawing,
  );
}

/** ARIA's names of keys: "Mod-Alt-2" → "Control+Alt+2". */
function ariaKey(key) {
  return key.replace("Mod", MAC ? "Meta" : "Control").replace(/-(?=.)/g, "+");
}

function show(button, act, state, desk) {
  if (act.isOn) set(button, "aria-pressed", act.isOn(state, desk) ? "true" : "false");
  if (act.can) set(button, "aria-disabled", act.can(state) ? "false" : "true");
}

function set(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function grouped(acts, buttons) {
  const groups = new Map();
  acts.forEach(({ group }, index) => groups.set(group, [...(groups.get(group) ?? []), buttons[index]]));
  return [...groups.values()].map((some) => h("div", { class: "writing-group", role: "presentation" }, some));
}

function rove(bar, buttons) {
  buttons[0].tabIndex = 0;
  const go = (index) => {
    const wanted = buttons[(index + buttons.length) % buttons.length];
    buttons.forEach((button) => (button.tabIndex = button === wanted ? 0 : -1));
    wanted.focus();
  };
  bar.addEventListener("keydown", (event) => {
    const here = buttons.indexOf(document.activeElement);
    const places = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: buttons.length - 1 };
    if (here < 0 || !(event.key in places)) return;
    event.preventDefault();
    go(places[event.key]);
  });
}
