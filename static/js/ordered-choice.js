// Choices that have an order: what is chosen last stands last, also when it had been chosen and removed before.
// select2 speaks only through the jQuery that the admin brings.
{
  const jQuery = window.django?.jQuery;

  jQuery?.(document).on("select2:select", "select[multiple].admin-autocomplete", (event) => {
    const chosen = event.params.data.element;
    if (chosen) {
      event.currentTarget.append(chosen);
      jQuery(event.currentTarget).trigger("change");
    }
  });
}
