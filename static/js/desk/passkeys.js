// Passkeys: offered where they can work, and what went wrong said on the page instead of in the console.

// An address in digits has no name that a passkey could belong to.
const possible = window.isSecureContext && !/^[\d.]+$|^\[/.test(location.hostname);

for (const way of document.querySelectorAll(".passkey-way")) way.hidden = !possible;

if (!possible && document.getElementById("passkey_add")) {
  const nowhere = document.getElementById("passkey-nowhere");
  const elsewhere = new URL(location.href);
  elsewhere.hostname = "localhost";
  nowhere.querySelector("a").href = elsewhere.href;
  nowhere.hidden = false;
}

document.addEventListener("allauth.error", event => {
  event.preventDefault();
  document.getElementById("passkey-failed").hidden = false;
});
