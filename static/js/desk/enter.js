// Enter in a line of the form. The browser would press the first button, “Save”, and what was written beside another
// button would be lost: a field says in `data-enter` which button is its own. Below the title one goes on writing.

export function start({ form }) {
  form.addEventListener("keydown", (event) => {
    const { target } = event;
    if (event.key !== "Enter" || event.isComposing || target.tagName !== "INPUT") return;
    const button = target.dataset.enter && form.querySelector(`[type="submit"][name="${target.dataset.enter}"]`);
    if (button) {
      event.preventDefault();
      form.requestSubmit(button);
    } else if (target === form.elements.title) {
      event.preventDefault();
      form.elements.standfirst.focus();
    }
  });
}
