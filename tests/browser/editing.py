"""Writing in the browser: signing in, mounting the editor by itself, and reading what it holds."""

import tomllib
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from content import editor
from tests.codes import code_of

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = tomllib.loads((ROOT / "demo" / "content" / "people.toml").read_text(encoding="utf-8"))
LOGINS = {login["role"]: login["email"] for login in PEOPLE["logins"]}
MOUNT = """async ([declaration, document]) => {
    const { mount } = await import("/static/js/desk/editor/index.js");
    const place = Object.assign(window.document.createElement("div"), { id: "bench" });
    window.document.querySelector("#bench")?.remove();
    window.document.querySelector("#content").prepend(place);
    const style = window.document.createElement("link");
    Object.assign(style, { rel: "stylesheet", href: "/static/css/editor.css" });
    window.document.head.append(style);
    await new Promise((done) => style.addEventListener("load", done));
    window.editor = mount(place, document, { declaration, label: "Text" });
}"""
ROUND_TRIPS = """async ([declaration, documents]) => {
    const { mount } = await import("/static/js/desk/editor/index.js");
    return documents.map((document) => {
        const place = window.document.createElement("div");
        const editor = mount(place, document, { declaration, label: "Text" });
        const written = editor.getDocument();
        editor.tiptap.destroy();
        return written;
    });
}"""


def give_password(page: Page, email: str) -> None:
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(PEOPLE["password"])
    page.keyboard.press("Enter")


def session(browser: Browser, url: str, role: str = "editor") -> Any:
    """The state of a browser in which someone has signed in, for `window(storage_state=…)`.

    `role` is that of a demo login, or the name of one that situations.py made.
    """
    context = browser.new_context(base_url=url)
    page = context.new_page()
    page.goto("/admin/login/?next=/admin/")
    give_password(page, LOGINS.get(role, f"{role}@healthusias.example"))
    if role == "enrolled":
        page.locator("#id_code").fill(code_of())
        page.keyboard.press("Enter")
    page.wait_for_selector("#user-tools")
    state = context.storage_state()
    context.close()
    return state


def mount(page: Page, document: dict[str, Any]) -> None:
    """Put the bare editor, without the form around it, on the page that is open."""
    page.evaluate(MOUNT, [editor.declaration(), document])


def wait_for_selection(page: Page, words: str) -> None:
    """Until the editor knows what the keys have just selected; of a caret, `words` are those of its block.

    The browser tells it a moment later, and these tests press keys faster than people do.
    """
    page.wait_for_function(
        """words => {
            const { doc, selection } = document.querySelector(".writing-text").editor.state;
            const { empty, from, to, $from } = selection;
            return (empty ? $from.parent.textContent : doc.textBetween(from, to)) === words;
        }""",
        arg=words,
    )


def written(page: Page) -> list[dict[str, Any]]:
    """The blocks that the editor holds now."""
    return page.evaluate("editor.getDocument().content")


def caret(page: Page, block: int, offset: int = 0) -> None:
    """Put the caret into the text of the `block`-th block, that many characters after its start."""
    page.evaluate(
        """([index, offset]) => {
            const { state } = editor.tiptap;
            let place = 0;
            for (let before = 0; before < index; before += 1) place += state.doc.child(before).nodeSize;
            editor.tiptap.commands.setTextSelection(place + 1 + offset);
            // The command of the name waits for the next frame.
            editor.tiptap.view.focus();
        }""",
        [block, offset],
    )


def shown(blocks: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Each block as kind, id without its filling, words."""
    return [(block["type"], block["attrs"]["id"].rstrip("0"), words(block)) for block in blocks]


def words(node: dict[str, Any]) -> str:
    return node.get("text", "") + "".join(words(child) for child in node.get("content", ()))
