// Choices that have an order: what is chosen last stands last, also when it had been chosen and removed before.
// select2 speaks only through the jQuery that the admin brings, and names a row that came from the server by its id.
{
  const jQuery = window.django?.jQuery;

  jQuery?.(document).on("select2:select", "select[multiple].admin-autocomplete", (event) => {
    const select = event.currentTarget;
    const id = String(event.params.data.id);
    const chosen = [...select.options].find((option) => option.value === id);
    if (chosen) {
      select.append(chosen);
      jQuery(select).trigger("change");
    }
  });
}
