// Small windows above the page: each asks one thing and gives an answer, or null for “cancel”.

import { freshId, h } from "../elements.js";

/**
 * Open a dialog. `fill(close)` returns what stands in it; `close(answer)` ends it. Escape and Cancel answer null. The
 * focus goes back to where it was.
 */
export function ask(title, fill, { kind = "" } = {}) {
  const before = document.activeElement;
  const heading = h("h2", { id: freshId("dialog"), class: "dialog-title" }, title);
  const dialog = h("dialog", { class: `desk-dialog ${kind}`, "aria-labelledby": heading.id });
  return new Promise((resolve) => {
    const close = (answer) => {
      dialog.answer = answer;
      dialog.close();
    };
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before?.isConnected) before.focus({ preventScroll: true });
      resolve(dialog.answer ?? null);
    });
    dialog.append(heading, ...[fill(close)].flat());
    document.body.append(dialog);
    dialog.showModal();
    const field = dialog.querySelector("[autofocus]");
    field?.focus();
    // What stands there already is a suggestion: typing replaces it.
    field?.select?.();
  });
}

/** The buttons below: what goes on, what removes, what cancels. */
export function buttons(close, { go, remove = null }) {
  return h(
    "p",
    { class: "dialog-buttons" },
    h("button", { type: "submit", class: "button default" }, go),
    remove ? h("button", { type: "button", class: "button", onclick: () => close("remove") }, remove) : null,
    h("button", { type: "button", class: "button", onclick: () => close(null) }, "Cancel"),
  );
}

/** Ask for one line of words. `check(words)` says what is wrong with them, or nothing. Answers the words, or "remove". */
export function askWords(title, { label, value = "", help = "", go = "Set", remove = null, check = () => "" }) {
  return ask(title, (close) => {
    const id = freshId("words");
    const problem = h("p", { class: "errornote", role: "alert", hidden: true, id: `${id}-problem` });
    const input = h("input", { type: "text", id, value, autofocus: true, autocomplete: "off", "aria-describedby": `${id}-help ${id}-problem` });
    const submit = (event) => {
      event.preventDefault();
      const words = input.value.trim();
      problem.textContent = words ? check(words) : "Write something, or cancel.";
      problem.hidden = !problem.textContent;
      if (problem.hidden) close(words);
      else input.focus();
    };
    return h(
      "form",
      { method: "dialog", onsubmit: submit },
      h("p", {}, h("label", { for: id }, label), input),
      h("p", { class: "quiet", id: `${id}-help` }, help),
      problem,
      buttons(close, { go, remove }),
    );
  });
}

/** Ask yes or no. */
export function confirm(title, words, { go }) {
  return ask(title, (close) => [
    h("p", {}, words),
    h("form", { method: "dialog", onsubmit: (event) => (event.preventDefault(), close(true)) }, buttons(close, { go })),
  ]);
}
