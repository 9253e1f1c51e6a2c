/* From change to change in a comparison: with buttons, and with n and p (or j and k). Without it there are links. */

const NEXT = new Set(["n", "j"]);
const BACK = new Set(["p", "k"]);
const REMEMBERED = "healthusias-change-keys";

export function start(root = document) {
    const bar = root.querySelector("#changes");
    const changes = [...root.querySelectorAll(".change")];
    if (!bar || !changes.length) return;
    const way = { bar, changes, place: bar.querySelector(".changes-place"), keys: bar.querySelector("[data-keys]"), at: -1 };
    root.body.classList.add("steps-by-script");
    bar.querySelector("[data-buttons]").hidden = false;
    bar.addEventListener("click", (event) => {
        const button = event.target.closest("[data-step]");
        if (button) step(way, Number(button.dataset.step));
    });
    rememberKeys(way.keys);
    root.addEventListener("keydown", (event) => onKey(way, event));
}

function onKey(way, event) {
    const key = event.key.toLowerCase();
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    if (modified || !way.keys.checked || isTyping(event.target)) return;
    if (NEXT.has(key)) step(way, 1);
    if (BACK.has(key)) step(way, -1);
}

function isTyping(target) {
    return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=submit])");
}

function step(way, by) {
    const { changes, place } = way;
    const here = current(way);
    const first = below(way);
    const wanted = here >= 0 ? here + by : by > 0 ? first : first - 1;
    way.at = Math.min(Math.max(wanted, 0), changes.length - 1);
    open(changes[way.at]);
    changes[way.at].focus({ preventScroll: true });
    changes[way.at].scrollIntoView({ block: "start" });
    place.textContent = `${way.at + 1} of ${changes.length}`;
}

/* The change that has the focus; while a button of the bar has it, the one that was led to last. */
function current({ bar, changes, at }) {
    const active = document.activeElement;
    return bar.contains(active) ? at : changes.findIndex((change) => change.contains(active));
}

/* The first change that is not above what is in sight. */
function below({ bar, changes }) {
    const edge = bar.getBoundingClientRect().bottom;
    const found = changes.findIndex((change) => change.getBoundingClientRect().top >= edge);
    return found < 0 ? changes.length : found;
}

function open(change) {
    const folded = change.closest("details");
    if (folded) folded.open = true;
}

/* A single key may be in the way of who speaks to the machine: it can be switched off, and stays so. */
function rememberKeys(box) {
    box.checked = localStorage.getItem(REMEMBERED) !== "off";
    box.addEventListener("change", () => localStorage.setItem(REMEMBERED, box.checked ? "on" : "off"));
}

start();
