// Pictures: those of the library, new ones, and the point that crops of them keep.

import { freshId, h } from "../elements.js";
import { ask, buttons } from "./dialogs.js";
import { setAttributes } from "./settings.js";
import { upload } from "./uploads.js";

const WAIT = 200;

/** What is known of pictures by their id: {id, title, alt, src, width, height, …}. */
export function pictureBook(known) {
  const pictures = new Map(known.map((picture) => [picture.id, picture]));
  return {
    of: (id) => pictures.get(id) ?? null,
    note(picture) {
      // A picture whose copies are in the making is shown from this browser's memory until the page is opened again.
      const src = picture.src || pictures.get(picture.id)?.src || "";
      pictures.set(picture.id, { ...picture, src });
      return pictures.get(picture.id);
    },
  };
}

/** Choose or upload a picture: a new figure, or another picture for the figure `node`. */
export async function askFigure(desk, node = null) {
  const picture = await choose(desk);
  if (picture) place(desk, picture, node);
}

/** Put a picture into the text, with the description that the library has. */
export function place(desk, picture, node = null) {
  desk.pictures.note(picture);
  const attrs = { image: picture.id, alt: picture.alt, decorative: Boolean(picture.decorative) };
  if (node) setAttributes(desk.editor, node.attrs.id, attrs);
  else desk.insert({ type: "figure", attrs });
  desk.tell(`Picture “${picture.title}” is in the text.`);
}

function choose(desk) {
  return ask("Picture", (close) => {
    const id = freshId("library");
    const input = h("input", { type: "search", id, autocomplete: "off", autofocus: true, placeholder: "Newest first" });
    const list = h("ul", { class: "library", "aria-label": "Pictures" });
    const said = h("p", { class: "quiet", role: "status" });
    const load = librarian(desk, { list, said, close });
    input.addEventListener("input", () => load(input.value));
    input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    load("", 0);
    const file = h("input", { type: "file", id: `${id}-file`, accept: desk.addresses.accept, class: "visually-hidden", tabindex: "-1" });
    file.addEventListener("change", async () => {
      const picture = file.files[0] && (await upload(desk, file.files[0]));
      file.value = "";
      if (picture) close(picture);
    });
    return [
      h("p", {}, h("button", { type: "button", class: "button default", onclick: () => file.click() }, "Upload a picture…"), file),
      h("p", {}, h("label", { for: id }, "Search the library"), input),
      said,
      h("div", { class: "dialog-scroll" }, list),
      h("p", { class: "dialog-buttons" }, h("button", { type: "button", class: "button", onclick: () => close(null) }, "Cancel")),
    ];
  }, { kind: "is-wide" });
}

/** Fetches what was looked for a moment after the last key, and draws it. */
function librarian(desk, { list, said, close }) {
  let [timer, request] = [null, null];
  return (words, wait = WAIT) => {
    clearTimeout(timer);
    request?.abort();
    timer = setTimeout(async () => {
      request = new AbortController();
      try {
        const answer = await fetch(`${desk.addresses.library}?${new URLSearchParams({ q: words })}`, { signal: request.signal });
        if (!answer.ok || answer.redirected) throw new Error("The library does not answer. Are you still signed in?");
        const { found, total } = await answer.json();
        said.textContent = total > found.length ? `${found.length} of ${total} pictures` : `${total} ${total === 1 ? "picture" : "pictures"}`;
        list.replaceChildren(...found.map((picture) => entry(picture, close)));
      } catch (failure) {
        if (failure.name !== "AbortError") said.textContent = failure.message;
      }
    }, wait);
  };
}

function entry(picture, close) {
  const image = picture.src ? h("img", { src: picture.src, alt: picture.alt, loading: "lazy" }) : h("span", { class: "figure-pending" }, "in the making");
  const button = h("button", { type: "button", onclick: () => close(picture) }, image, h("span", {}, picture.title), h("span", { class: "quiet" }, places(picture.uses)));
  return h("li", {}, button);
}

function places([first, ...others]) {
  if (!first) return "not used yet";
  const more = others.length ? ` and ${others.length} more` : "";
  return `in “${first.length > 60 ? `${first.slice(0, 58)}…` : first}”${more}`;
}

/** The point that crops keep, by click or by arrow keys; it holds for the picture wherever it is used. */
export async function askFocalPoint(desk, node) {
  const picture = desk.pictures.of(node.attrs.image);
  if (!picture?.src) return desk.tell("The picture is still in the making; try again in a moment.");
  const answer = await ask("Focal point", (close) => focalParts(picture, close), { kind: "is-wide" });
  if (answer) await saveFocalPoint(desk, picture, answer);
  return undefined;
}

function focalParts(picture, close) {
  let [x, y] = [picture.focal_x, picture.focal_y];
  const id = freshId("focal");
  const point = h("span", { class: "focal-point", "aria-hidden": "true" });
  const said = h("span", { role: "status", class: "quiet" });
  const area = h("div", { class: "focal", role: "application", tabindex: "0", autofocus: true, "aria-label": `Focal point of “${picture.title}”`, "aria-describedby": id }, h("img", { src: picture.src, alt: "" }), point);
  const put = (across, down) => {
    [x, y] = [across, down].map((value) => Math.round(Math.min(1, Math.max(0, value)) * 100) / 100);
    [point.style.left, point.style.top] = [`${x * 100}%`, `${y * 100}%`];
    said.textContent = `${Math.round(x * 100)} % across, ${Math.round(y * 100)} % down`;
  };
  area.addEventListener("click", (event) => {
    const box = area.getBoundingClientRect();
    put((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  });
  area.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 0.1 : 0.02;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (!(event.key in moves)) return;
    event.preventDefault();
    put(x + moves[event.key][0], y + moves[event.key][1]);
  });
  put(x, y);
  const submit = (event) => {
    event.preventDefault();
    close({ focal_x: x, focal_y: y });
  };
  return [
    h("p", { class: "quiet", id }, "Click what crops must keep, or move the point with the arrow keys (with Shift in larger steps). It holds wherever the picture is used."),
    area,
    h("p", {}, said),
    h("form", { method: "dialog", onsubmit: submit }, buttons(close, { go: "Keep this point" })),
  ];
}

async function saveFocalPoint(desk, picture, point) {
  const body = new URLSearchParams(point);
  const answer = await fetch(desk.addresses.focal.replace("/0/", `/${picture.id}/`), { method: "POST", body, headers: { "X-CSRFToken": desk.csrf } });
  if (!answer.ok || answer.redirected) return desk.tell("The focal point was not saved. Are you still signed in?");
  desk.pictures.note({ ...picture, ...point });
  return desk.tell("The focal point is saved.");
}
