// What the reader's pages do beyond HTML and CSS. Nothing here is needed to read.

const wide = matchMedia("(min-width: 70rem)");

/** The contents list follows the reading position, and stands open where there is a margin for it. */
function followReading(contents) {
  const details = contents.querySelector("details");
  const open = () => { details.open = wide.matches; };
  open();
  wide.addEventListener("change", open);

  const links = new Map();
  for (const link of contents.querySelectorAll("a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
    link.addEventListener("click", () => { if (!wide.matches) details.open = false; });
  }
  const headings = [...links.keys()];
  let current = null;
  const update = () => {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
    const link = links.get(passed.at(-1)) ?? null;
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    current = link;
    if (link && wide.matches) link.scrollIntoView({ block: "nearest" });
  };
  const watch = new IntersectionObserver(update, { rootMargin: "0px 0px -66% 0px" });
  headings.forEach((heading) => watch.observe(heading));
}

/** Day, night, or as the device says; remembered in this browser. */
function offerThemes(choice) {
  const root = document.documentElement;
  choice.hidden = false;
  const now = choice.querySelector(`[value="${root.dataset.theme ?? "system"}"]`);
  if (now) now.checked = true;
  choice.addEventListener("change", (event) => {
    const { value } = event.target;
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

document.querySelectorAll("[data-contents]").forEach(followReading);
document.querySelectorAll("[data-theme-choice]").forEach(offerThemes);
