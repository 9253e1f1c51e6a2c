// Django's choices with a search field (select2) name nothing that they show: each part gets the words of its label.

const jQuery = window.django?.jQuery;

function labelOf(select) {
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  if (label) label.id ||= `${select.id}_label`;
  return label;
}

/** What stands in the form: the choice itself and, where several can be chosen, its search field. */
function nameChoice(select) {
  const label = labelOf(select);
  const selection = select.nextElementSibling?.querySelector(".select2-selection");
  if (!label || !selection) return;
  const shown = selection.querySelector(".select2-selection__rendered");
  const field = selection.querySelector(".select2-search__field");
  // It calls what is chosen a field for text; those words then could not be part of a name.
  shown.removeAttribute("role");
  shown.removeAttribute("aria-readonly");
  selection.setAttribute("aria-labelledby", [label.id, shown.id].join(" ").trim());
  field?.setAttribute("aria-labelledby", label.id);
  const help = select.getAttribute("aria-describedby");
  if (help) (field ?? selection).setAttribute("aria-describedby", help);
}

/** What opens below it. */
function nameDropdown({ currentTarget }) {
  const label = labelOf(currentTarget);
  if (!label) return;
  const combobox = currentTarget.nextElementSibling?.querySelector('[role="combobox"][aria-owns]');
  combobox?.setAttribute("aria-controls", combobox.getAttribute("aria-owns"));
  const parts = ".select2-container--open :is(.select2-search__field, .select2-results__options)";
  document.querySelectorAll(parts).forEach((part) => part.setAttribute("aria-labelledby", label.id));
}

// The admin makes its choices when the page is ready, in a callback that stands before this one.
jQuery?.(() => document.querySelectorAll("select.admin-autocomplete").forEach(nameChoice));
jQuery?.(document).on("select2:open", "select.admin-autocomplete", nameDropdown);
