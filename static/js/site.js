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

/** The source of a claim opens at its number; what that takes comes when it is asked for. Without it the number leads to
 * the list of references. */
function offerSources(text) {
  text.addEventListener("click", async (event) => {
    const link = event.target.closest(".citation a");
    // With a key held down one wants another tab; there the list itself opens.
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      (await import("./sources.js")).toggle(link);
    } catch {
      location.hash = link.hash;
    }
  });
}

document.querySelectorAll("[data-contents]").forEach(followReading);
document.querySelectorAll("[data-theme-choice]").forEach(offerThemes);
document.querySelectorAll(".text").forEach(offerSources);
