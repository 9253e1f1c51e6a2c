// Taking new pictures in: by button, paste or drop. What the library has already is offered, not stored twice.

import { freshId, h } from "../elements.js";
import { ask, confirm } from "./dialogs.js";

/** Ask for a picture's words and send it. Answers the picture, or null where the writer cancelled. */
export async function upload(desk, file) {
  const src = URL.createObjectURL(file);
  const known = await standing(desk, file);
  if (known) return offered(desk, known, src);
  return ask("New picture", (close) => form(desk, file, src, close), { kind: "is-wide" });
}

function form(desk, file, src, close) {
  const id = freshId("upload");
  const problem = h("p", { class: "errornote", role: "alert", hidden: true, id: `${id}-problem` });
  const input = (name, label, more = {}) => [h("label", { for: `${id}-${name}` }, label), h("input", { type: "text", id: `${id}-${name}`, name, autocomplete: "off", ...more })];
  const alt = h("textarea", { id: `${id}-alt`, name: "alt", rows: 2, maxlength: 1000, autofocus: true });
  const decorative = h("input", { type: "checkbox", id: `${id}-decorative` });
  const go = h("button", { type: "submit", class: "button default" }, "Put it into the text");
  const refuse = (problems) => {
    problem.replaceChildren(...problems.map((words) => h("span", {}, words)));
    problem.hidden = false;
    problem.scrollIntoView({ block: "nearest" });
    alt.focus({ preventScroll: true });
  };
  const submit = async (event) => {
    event.preventDefault();
    const said = new FormData(event.target);
    if (!said.get("alt").trim() && !decorative.checked) return refuse(["Describe the picture, or say that it is decorative."]);
    if (!said.get("alt").trim() && decorative.checked) said.set("alt", said.get("title"));
    said.set("file", file);
    go.disabled = true;
    const answer = await send(desk, said);
    go.disabled = false;
    problem.hidden = true;
    if (answer.picture) return close({ ...answer.picture, src: answer.picture.src || src, decorative: decorative.checked });
    if (answer.known) return close(await offered(desk, answer.known, src));
    return refuse(answer.problems);
  };
  return h(
    "form",
    { method: "dialog", onsubmit: submit, class: "upload" },
    h("img", { src, alt: "The picture to be uploaded", class: "upload-preview" }),
    h("p", {}, input("title", "Name in the library", { value: titleOf(file), maxlength: 200, required: true })),
    h("p", {}, h("label", { for: alt.id }, "Description: what it tells those who cannot see it"), alt),
    h("p", { class: "tick" }, decorative, h("label", { for: decorative.id }, "Here it is decorative: it tells nothing that the text does not")),
    h("p", {}, input("credit", "Credit, shown beneath", { maxlength: 200 })),
    h("p", {}, input("licence", "Licence, or why we may use it", { maxlength: 200 })),
    problem,
    h("p", { class: "dialog-buttons" }, go, h("button", { type: "button", class: "button", onclick: () => close(null) }, "Cancel")),
  );
}

function titleOf({ name }) {
  return name.replace(/\.[a-z0-9]+$/i, "").replace(/[-_]+/g, " ").trim().slice(0, 200) || "Picture";
}

/** {picture}, {known}, or {problems}: never throws. */
async function send(desk, said) {
  try {
    const answer = await fetch(desk.addresses.upload, { method: "POST", body: said, headers: { "X-CSRFToken": desk.csrf, Accept: "application/json" } });
    if (answer.redirected || answer.status === 403) return { problems: ["You are signed out. Sign in again in another tab, then go on here."] };
    if (answer.ok || answer.status === 422) return await answer.json();
    return { problems: [answer.status === 413 ? "The file is too large." : "The server could not take the picture. Try again in a moment."] };
  } catch {
    return { problems: ["There is no connection. The picture stays here; try again in a moment."] };
  }
}

/** The library's picture of the same content, before anyone describes it again; null too where we cannot tell yet. */
async function standing(desk, file) {
  // Browsers make prints on safe connections only; else the server says it once the picture is there.
  if (!crypto.subtle) return null;
  try {
    const print = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const hash = [...print].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const answer = await fetch(`${desk.addresses.library}?${new URLSearchParams({ hash })}`);
    return answer.ok && !answer.redirected ? ((await answer.json()).found[0] ?? null) : null;
  } catch {
    return null;
  }
}

async function offered(desk, known, src) {
  const words = `The library has this very picture already, as “${known.title}”: ${known.alt}`;
  const isTaken = await confirm("It is there already", words, { go: "Use that one" });
  return isTaken ? { ...known, src: known.src || src } : null;
}
