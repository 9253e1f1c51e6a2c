// Who chooses that a place is worded otherwise, or leads elsewhere, gets the fields for it at once.

const TYPED = new Set(["reword", "retarget"]);

document.querySelector(".moving")?.addEventListener("change", ({ target }) => {
  if (!target.matches(".place-way select") || !TYPED.has(target.value)) return;
  const fields = target.closest(".place").querySelector("details");
  if (fields) fields.open = true;
});
