"""Writing at the desk in Chromium: a key until it is painted, and what autosave sends, beside one paragraph."""

import gzip
import os
import random
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

import django_prose_editor
from playwright.sync_api import Browser, Page, Request, sync_playwright

from tests.browser.editing import session
from tests.browser.server import running

SIZES = (60, 2_000, 20_000)
KEYS = "Some words are typed here, one key after the other, and so it goes on. "
GAP = 40  # milliseconds between keys
WORDS = ("back", "stiff", "morning", "walking", "helps", "because", "joints", "and", "muscles", "want", "to", "move")

_FILL = """content => {
    const { editor } = document.querySelector(".writing-text");
    editor.commands.setContent({ type: "doc", content });
    const { doc } = editor.state;
    let middle = 1;
    for (let block = 0; block < Math.floor(doc.childCount / 2); block += 1) middle += doc.child(block).nodeSize;
    editor.commands.setTextSelection(middle + 4);
    editor.view.focus();
}"""
# From the key to the first task after the frame in which it is painted.
_WATCH = """() => {
    window.times = [];
    document.querySelector(".writing-text").addEventListener("keydown", () => {
        const began = performance.now();
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.times.push(performance.now() - began);
        requestAnimationFrame(() => port2.postMessage(0));
    }, { capture: true });
}"""


def run() -> None:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as site, sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        state = session(browser, site.url)
        base = 0.0
        for size in SIZES:
            times, saved = _write(browser, site.url, state, size)
            median, late = statistics.median(times), sorted(times)[int(len(times) * 0.95) - 1]
            base = base or median
            spread = f"{median:5.1f} ms, 95 % within {late:5.1f}"
            print(f"{size:6,} words: key to paint {spread}; {median / base:5.2f} × a paragraph")
            print(f"{'':14}autosave: {saved}")
        browser.close()
    for name, folder in (("the desk's scripts", "static/js/desk"), ("the editor's engine", _engine())):
        print(f"{name}: {_zipped(Path(folder)) / 1000:.0f} KB gzipped")


def _write(browser: Browser, url: str, state: Any, size: int) -> tuple[list[float], str]:
    """Milliseconds of each key in the middle of a text of `size` words, and what it took to save the last."""
    page = browser.new_page(base_url=url, storage_state=state)
    page.goto("/admin/articles/article/add/")
    page.evaluate(_FILL, _blocks(size))
    page.locator("#id_title").fill(f"A text of {size} words")
    page.wait_for_url("**/change/")
    _settle(page)
    page.locator(".writing-text").focus()
    page.evaluate(_WATCH)
    for key in KEYS:
        page.keyboard.type(key)
        page.wait_for_timeout(GAP)
    with page.expect_request_finished(lambda request: request.url.endswith("/autosave/")) as saved:
        page.keyboard.type("!")
    times, exchange = page.evaluate("window.times"), _exchange(saved.value)
    page.context.close()
    return times, exchange


def _settle(page: Page) -> None:
    page.wait_for_function("() => document.querySelector('.autosave .words').textContent.startsWith('Saved')")


def _blocks(size: int) -> list[dict[str, Any]]:
    """Paragraphs of sixty words with something strong in each, a heading and a list now and then."""
    chance = random.Random(1)

    def said(count: int) -> str:
        return " ".join(chance.choices(WORDS, k=count))

    blocks: list[dict[str, Any]] = []
    for number in range(max(1, size // 60)):
        if number % 6 == 5:
            blocks.append(_block("heading", [_text(f"Section {number}")], level=2))
        if number % 6 == 3:
            items = [{"type": "list_item", "content": [_paragraph([_text(said(15))])]} for _ in range(4)]
            blocks.append(_block("bullet_list", items))
            continue
        strong = {"type": "text", "text": "bold words", "marks": [{"type": "strong"}]}
        blocks.append(_block("paragraph", [_text(f"{said(29)} "), strong, _text(f" {said(29)}")]))
    return blocks


def _block(kind: str, content: list[dict[str, Any]], **attrs: Any) -> dict[str, Any]:
    return {"type": kind, "content": content, **({"attrs": attrs} if attrs else {})}


def _paragraph(content: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "paragraph", "content": content}


def _text(words: str) -> dict[str, str]:
    return {"type": "text", "text": words}


def _exchange(saved: Request) -> str:
    sizes, timing = saved.sizes(), saved.timing
    waited = timing["responseEnd"] - timing["requestStart"]
    return f"{sizes['requestBodySize']:,} bytes up, {sizes['responseBodySize']:,} down, {waited:.0f} ms"


def _engine() -> Path:
    return Path(django_prose_editor.__file__).parent / "static" / "django_prose_editor" / "editor.js"


def _zipped(path: Path) -> int:
    files = sorted(path.rglob("*.js")) if path.is_dir() else [path]
    return sum(len(gzip.compress(file.read_bytes())) for file in files)
