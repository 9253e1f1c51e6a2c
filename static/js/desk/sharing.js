// A button that copies a new link. Without it the address can be chosen and copied by hand.

import { h } from "./elements.js";

function offer(field) {
  const said = h("span", { role: "status" });
  const copy = async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = " Copied.";
    } catch {
      // The address is chosen; the keyboard copies it.
      said.textContent = " Press Ctrl or ⌘ and C.";
    }
  };
  field.after(h("p", {}, h("button", { type: "button", class: "button", onclick: copy }, "Copy the link"), said));
}

document.querySelectorAll("[data-copy]").forEach(offer);
