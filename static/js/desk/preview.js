// The page as readers will get it, beside the text: follows what is written, and leads from a place in it to the text.

import { freshId, h } from "./elements.js";
import { onKey, pane } from "./pane.js";

const WIDTHS = [375, 768, 1280];
const REMEMBERED = "healthusias-preview-width";
// In milliseconds. While the page is looked at, what is typed is saved a little sooner, so that it follows at once.
const SOON = 350;
const PATIENCE = 15_000;

export function start(desk) {
  const { autosave, config, editor, form } = desk;
  if (!autosave || !config.preview) return;
  const view = new Preview(desk);
  autosave.on("answer", ({ token }) => view.isOpen && token && token !== view.token && view.refresh(token));
  editor.on("selection", () => view.isOpen && view.follow(editor.currentBlock()));
  let timer = null;
  const soon = () => {
    clearTimeout(timer);
    if (!view.isOpen) return;
    timer = setTimeout(() => autosave.isReady && !autosave.isBusy && !autosave.retry && autosave.send(), SOON);
  };
  editor.on("change", (how) => how?.remote || soon());
  form.addEventListener("input", soon);
}

class Preview {
  constructor(desk) {
    this.desk = desk;
    this.token = "";
    this.frame = null;
    this.pane = pane(desk, { label: "Preview", keys: "Control+Alt+V", shown: () => this.refresh(), hidden: () => this.#clear() });
    onKey(document, "KeyV", () => (this.pane.isOpen() ? this.pane.close() : this.pane.open()));
    this.notice = h("p", { class: "preview-notice", role: "status" });
    this.stage = h("div", { class: "preview-stage" });
    const refresh = h("button", { type: "button", class: "pane-button", onclick: () => this.#renew() }, "Refresh");
    this.pane.bar.append(this.#widths(), refresh);
    this.pane.body.append(this.notice, this.stage);
    new ResizeObserver(() => this.#fit()).observe(this.stage);
  }

  get isOpen() {
    return this.pane.isOpen();
  }

  /** Load the page behind the one that is shown, and show it when it is there, scrolled to the same place. */
  refresh(token = this.desk.keeper?.token ?? "") {
    const { speaker, config } = this.desk;
    this.token = token;
    if (!speaker.article) return this.#say("The preview begins as soon as the text has a title.");
    if (!token) return this.#say("The preview begins with the first words.");
    if (this.coming) return void (this.isStale = true);
    const address = config.preview.url.replace(`/${config.preview.any}/`, `/${speaker.article}/`);
    this.coming = h("iframe", { class: "preview-frame is-coming", title: "The page as readers will see it", src: address });
    this.coming.addEventListener("load", () => this.#arrive());
    this.patience = setTimeout(() => this.#fail(), PATIENCE);
    this.stage.append(this.coming);
    return this.#fit();
  }

  /** Bring the block that is being written in into sight. */
  follow(id) {
    if (id === this.followed) return;
    this.followed = id;
    const block = this.#block(this.frame, id);
    if (!block) return;
    const { contentWindow: page } = this.frame;
    const { top, bottom } = block.getBoundingClientRect();
    if (bottom < 0 || top > page.innerHeight * 0.9) jump(page, page.scrollY + top - page.innerHeight / 4);
  }

  async #renew() {
    await this.desk.autosave.flush();
    this.refresh();
  }

  #arrive() {
    clearTimeout(this.patience);
    const { coming, frame } = this;
    // Where the desk sends one to sign in, that page refuses to stand in a frame, and nobody may look into it.
    const page = coming.contentDocument;
    if (!page?.querySelector("main")) return this.#fail();
    this.#settle(coming, this.#place(frame));
    this.#listen(page);
    coming.classList.remove("is-coming");
    frame?.remove();
    [this.frame, this.coming] = [coming, null];
    this.#say("");
    this.pane.element.dataset.token = this.token;
    return this.#next();
  }

  #fail() {
    clearTimeout(this.patience);
    this.coming?.remove();
    this.coming = null;
    this.#say(this.frame ? "The preview could not be renewed: this is what it was before." : "The preview cannot be shown just now.");
  }

  /** What was saved while the page was under way. */
  #next() {
    if (!this.isStale) return;
    this.isStale = false;
    this.refresh();
  }

  #clear() {
    clearTimeout(this.patience);
    this.stage.replaceChildren();
    this.frame = this.coming = this.followed = null;
    this.isStale = false;
  }

  /** The first block in sight and where it stands; without one how far the page is scrolled. */
  #place(frame) {
    const page = frame?.contentWindow;
    if (!page) return null;
    const block = [...page.document.querySelectorAll("[data-block]")].find((one) => one.getBoundingClientRect().bottom > 0);
    const top = block?.getBoundingClientRect().top ?? Infinity;
    return { scrolled: page.scrollY, id: top < page.innerHeight ? block.dataset.block : null, top };
  }

  #settle(frame, place) {
    const page = frame.contentWindow;
    if (!place) return this.follow(this.desk.editor.currentBlock());
    if (!place.scrolled) return undefined;
    const block = this.#block(frame, place.id);
    return jump(page, block ? page.scrollY + block.getBoundingClientRect().top - place.top : place.scrolled);
  }

  #block(frame, id) {
    return id ? frame?.contentDocument?.querySelector(`[data-block="${CSS.escape(id)}"]`) : null;
  }

  /** Links open beside the desk; a click anywhere else leads to the place in the text. */
  #listen(page) {
    for (const link of page.querySelectorAll('a[href]:not([href^="#"]), form')) link.target = "_blank";
    page.addEventListener("click", ({ target }) => {
      if (target.closest("a[href], button, input, label, summary") || !page.getSelection().isCollapsed) return;
      this.#go(target.closest("[data-block]")?.dataset.block, target);
    });
    page.addEventListener("keydown", (event) => event.key === "Escape" && this.pane.close());
  }

  #go(id, target) {
    const { editor, form } = this.desk;
    this.followed = id ?? this.followed;
    if (id) editor.focusBlock(id);
    else if (target.closest(".opening h1")) form.elements.title?.focus();
    else if (target.closest(".standfirst")) form.elements.standfirst?.focus();
  }

  #widths() {
    const name = freshId("preview-width");
    const stored = Number(read());
    this.width = WIDTHS.includes(stored) ? stored : WIDTHS[0];
    const choice = (width) =>
      h("label", { class: "preview-width" }, h("input", { type: "radio", name, value: width, checked: width === this.width, onchange: () => this.#take(width) }), `${width}`);
    return h("fieldset", { class: "preview-widths" }, h("legend", {}, "Width in pixels"), ...WIDTHS.map(choice));
  }

  #take(width) {
    this.width = width;
    write(width);
    const place = this.#place(this.frame);
    this.#fit();
    if (this.frame) requestAnimationFrame(() => this.#settle(this.frame, place));
  }

  /** The page has the chosen width; where the pane is narrower, it is shown smaller. */
  #fit() {
    const { clientWidth, clientHeight } = this.stage;
    if (!clientWidth) return;
    const scale = Math.min(1, clientWidth / this.width);
    for (const frame of this.stage.children) {
      frame.style.width = `${this.width}px`;
      frame.style.height = `${Math.floor(clientHeight / scale)}px`;
      frame.style.transform = `scale(${scale})`;
      frame.style.left = `${Math.max(0, (clientWidth - this.width) / 2)}px`;
    }
  }

  #say(words) {
    if (this.notice.textContent !== words) this.notice.textContent = words;
  }
}

/** At once: the page's own way of scrolling is a slow one, and a page that is not shown yet would not move at all. */
function jump(page, top) {
  page.scrollTo({ top, behavior: "instant" });
}

function read() {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

function write(width) {
  try {
    localStorage.setItem(REMEMBERED, width);
  } catch {
    // Storage is closed: the choice holds for this page.
  }
}
