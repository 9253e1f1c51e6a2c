// The list of what blocks publication: its links lead into the editor, to the passage that they speak of.

export function start({ form, editor }) {
  form.addEventListener("click", (event) => {
    const link = event.target.closest(".checklist a");
    if (!link) return;
    const place = link.dataset.goto;
    if (place) {
      event.preventDefault();
      editor.focusBlock(place);
    } else if (link.hash === "#id_body") {
      // The plain field is hidden behind the editor.
      event.preventDefault();
      editor.element.focus();
    }
  });
}
