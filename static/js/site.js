// What the reader's pages do beyond HTML and CSS. Nothing here is needed to read.

const wide = matchMedia("(min-width: 70rem)");

/** The contents list marks the section being read, and stands open where there is a margin for it. */
function followReading(contents) {
  const details = contents.querySelector("details");
  const links = [...contents.querySelectorAll("a")];
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let current = null;

  const mark = (link) => {
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    current = link;
    if (link) keepInSight(contents, link);
  };

  // The last heading above the upper third of the window whose line the list shows.
  const update = () => {
    const isRead = (link, index) => headings[index]?.getBoundingClientRect().top < innerHeight / 3;
    mark(links.filter((link) => link.offsetParent).findLast((link) => isRead(link, links.indexOf(link))) ?? null);
  };

  const fit = () => {
    details.open = wide.matches;
    update();
  };
  fit();
  wide.addEventListener("change", fit);
  details.addEventListener("toggle", update);
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a") && !wide.matches) details.open = false;
  });
  // All that lies above counts as in sight, so that a jump over many headings tells of each of them.
  const watch = new IntersectionObserver(update, { rootMargin: "999999px 0px -66% 0px" });
  for (const heading of headings) if (heading) watch.observe(heading);
}

/** Scrolls the list alone, never the page. */
function keepInSight(list, link) {
  const above = link.offsetTop < list.scrollTop;
  const below = link.offsetTop + link.offsetHeight > list.scrollTop + list.clientHeight;
  if (above || below) list.scrollTop = link.offsetTop - list.clientHeight / 2;
}

/** Day, night, or as the device says; remembered in this browser alone. */
function offerThemes(choice) {
  const root = document.documentElement;
  choice.hidden = false;
  choice.querySelector(`[value="${root.dataset.theme ?? "system"}"]`).checked = true;
  choice.addEventListener("change", ({ target: { value } }) => {
    if (value === "system") delete root.dataset.theme;
    else root.dataset.theme = value;
    try {
      if (value === "system") localStorage.removeItem("theme");
      else localStorage.setItem("theme", value);
    } catch {
      // Storage is closed: the choice holds for this page.
    }
  });
}

/** The source of a claim, shown at its number: by click or Enter, gone by Escape, by going on, or by its button. Without
 * this the number leads to the list of references, which is where the words of the note come from. */
function showSources(text) {
  let note = null;

  const close = ({ back = false } = {}) => {
    if (!note) return;
    const { link, element } = note;
    note = null;
    element.remove();
    link.removeAttribute("aria-expanded");
    link.removeAttribute("aria-controls");
    if (back) link.focus();
  };

  const open = (link, entry) => {
    close();
    const element = document.createElement("div");
    element.className = "source-note";
    element.id = "source-note";
    element.tabIndex = -1;
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", link.getAttribute("aria-label"));
    const words = document.createElement("p");
    const copy = entry.cloneNode(true);
    copy.querySelector(".ways-back")?.remove();
    words.append(...copy.childNodes);
    const acts = document.createElement("p");
    acts.className = "source-note-acts";
    const all = document.createElement("a");
    all.href = link.hash;
    all.textContent = "All references";
    all.addEventListener("click", () => close());
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Close";
    button.addEventListener("click", () => close({ back: true }));
    acts.append(all, button);
    element.append(words, acts);
    // Behind the block that makes the claim, so that Tab goes from the number into the note and on with the text.
    const block = link.closest("li, td, th, p, figcaption, h2, h3");
    if (block.matches("li, td, th, figcaption")) block.append(element);
    else block.after(element);
    putBeside(element, link);
    link.setAttribute("aria-expanded", "true");
    link.setAttribute("aria-controls", element.id);
    note = { link, element };
    element.focus({ preventScroll: true });
  };

  text.addEventListener("click", (event) => {
    const link = event.target.closest(".citation a");
    const entry = link && document.getElementById(link.hash.slice(1));
    // With a key held down one wants another tab; there the list itself opens.
    if (!entry || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (note?.link === link) close({ back: true });
    else open(link, entry);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && note) close({ back: true });
  });
  document.addEventListener("click", (event) => {
    if (note && !note.element.contains(event.target) && !event.target.closest(".citation a")) close();
  });
  document.addEventListener("focusin", (event) => {
    if (note && !note.element.contains(event.target) && event.target !== note.link) close();
  });
  addEventListener("resize", () => close());
}

/** In the margin beside its number where there is room for it; else it stays below its block. */
function putBeside(element, link) {
  const text = link.closest(".text").getBoundingClientRect();
  const room = document.documentElement.clientWidth - text.right;
  if (room < 280) return;
  element.classList.add("is-beside");
  const base = element.offsetParent.getBoundingClientRect();
  element.style.width = `${Math.min(352, room - 48)}px`;
  element.style.left = `${text.right + 24 - base.left}px`;
  element.style.top = `${link.getBoundingClientRect().top - base.top}px`;
}

document.querySelectorAll("[data-contents]").forEach(followReading);
document.querySelectorAll("[data-theme-choice]").forEach(offerThemes);
document.querySelectorAll(".text").forEach(showSources);
