// Before the first paint: the reader's remembered choice of day or night, kept in this browser alone.
try {
  const choice = localStorage.getItem("theme");
  if (choice === "light" || choice === "dark") document.documentElement.dataset.theme = choice;
} catch {
  // Storage is closed: the device's own setting holds.
}
