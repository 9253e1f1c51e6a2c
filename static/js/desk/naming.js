// The admin's search fields inside choices have no names of their own: each gets that of its choice.

export function start({ form }) {
  const name = (select) => {
    const field = select.parentElement.querySelector(".select2-search__field");
    const label = form.querySelector(`label[for="${select.id}"]`);
    if (field && label) field.setAttribute("aria-label", `Search: ${label.textContent.replace(/:\s*$/, "").trim()}`);
  };
  const nameAll = () => form.querySelectorAll("select.admin-autocomplete").forEach(name);
  nameAll();
  // select2 makes its field when the page is ready, and again after each choice.
  new MutationObserver(nameAll).observe(form, { childList: true, subtree: true });
}
