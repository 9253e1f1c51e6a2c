"""The pictures of the guides, in docs/pictures/: `make pictures`.

Starts a site of its own with the demo content in the situations of the browser tests, and ends it again. Needs the
packages of the tests, and Chromium.
"""

import io
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.browser.editing import session
from tests.browser.server import Server, running
from tools.environment import ROOT, say

FOLDER = ROOT / "docs" / "pictures"
LARGEST = 150_000
COLOURS = 192
BODY = ".writing-text"
HELPED = "/admin/articles/article/?q=What+Helped"


class Studio:
    """Opens pages of a site as somebody, and keeps pictures of them."""

    def __init__(self, browser: Browser, server: Server):
        self.made = server.made
        self._browser, self._url = browser, server.url

    def page(self, role: str, path: str, *, width: int = 1280, height: int = 800) -> Page:
        state = session(self._browser, self._url, role)
        size = {"width": width, "height": height}
        context = self._browser.new_context(
            base_url=self._url, storage_state=state, viewport=size, color_scheme="light"
        )
        page = context.new_page()
        page.goto(path)
        page.wait_for_load_state("networkidle")
        return page

    def leave(self) -> None:
        """Close all pages: who stays is shown to others as present."""
        for context in self._browser.contexts:
            context.close()

    def keep(self, name: str, place: Page | Locator) -> None:
        """Write docs/pictures/NAME.png in few colours. Raises ValueError where it is too large for a guide."""
        shot = Image.open(io.BytesIO(place.screenshot(animations="disabled"))).convert("RGB")
        small = shot.quantize(COLOURS, dither=Image.Dither.NONE)
        path = FOLDER / f"{name}.png"
        small.save(path, optimize=True)
        if path.stat().st_size > LARGEST:
            raise ValueError(f"{path.name} has {path.stat().st_size} bytes")


def take_all() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        studio = Studio(browser, server)
        for name, take in PICTURES.items():
            studio.keep(name, take(studio))
            studio.leave()
        browser.close()
    say(f"{len(PICTURES)} pictures in {FOLDER.relative_to(ROOT)}")


def _start(studio: Studio) -> Page:
    page = studio.page("editor", "/admin/", height=620)
    # What is in the demo for the tests of long lists tells a reader of the guide nothing.
    page.evaluate(
        "document.querySelectorAll('.worklist li').forEach(li => li.innerText.startsWith('Book ') && li.remove())"
    )
    return page


def _editor(studio: Studio) -> Page:
    page = _article(studio)
    # Who took the picture before is still named for a while.
    page.wait_for_function("() => !document.querySelector('.people')?.textContent", timeout=60_000)
    _at_the_end_of(page, 0)
    page.locator(f"{BODY} > p").first.evaluate("one => scrollBy(0, one.getBoundingClientRect().bottom - 380)")
    page.keyboard.press("Enter")
    page.keyboard.type("/")
    page.wait_for_selector(".suggestions")
    return page


def _article(studio: Studio, *, role: str = "editor", **size: int) -> Page:
    page = studio.page(role, HELPED, **size)
    page.locator("#result_list .field-heading a").first.click()
    page.wait_for_selector(BODY)
    page.wait_for_load_state("networkidle")
    return page


def _preview(studio: Studio) -> Page:
    page = _article(studio, width=1440, height=860)
    page.get_by_role("button", name="Preview").click()
    page.wait_for_selector("iframe.preview-frame:not(.is-coming)")
    page.locator(f"{BODY} > p").nth(1).click()
    page.wait_for_timeout(1_500)
    return page


def _conflict(studio: Studio) -> Locator:
    """Two people change the same paragraph; the second is asked."""
    hers, his = _article(studio, role="writer"), _article(studio)
    his.route("**/others/**", lambda route: route.abort())
    _type(hers, 1, " A chair by the window helps.")
    hers.wait_for_timeout(3_000)
    _type(his, 1, " So does a short walk.")
    his.get_by_role("button", name=re.compile("changed twice")).click(timeout=20_000)
    dialog = his.get_by_role("dialog")
    dialog.wait_for()
    return dialog


def _type(page: Page, paragraph: int, words: str) -> None:
    _at_the_end_of(page, paragraph)
    page.keyboard.type(words)


def _at_the_end_of(page: Page, paragraph: int) -> None:
    place = page.locator(f"{BODY} > p").nth(paragraph)
    place.scroll_into_view_if_needed()
    place.click(position={"x": 6, "y": place.bounding_box()["height"] - 8})
    page.keyboard.press("End")


def _comparison(studio: Studio) -> Page:
    page = _article(studio)
    _type(page, 0, " Ask which exercises suit you before you begin.")
    page.locator(f"{BODY} > p").nth(2).click(click_count=3)
    page.keyboard.type("This is written anew, in fewer words.")
    page.locator("#id_note").fill("Shorter, and where to ask")
    with page.expect_navigation():
        page.locator("[name=_continue]").click()
    page.goto(page.url.split("/change/")[0] + "/history/")
    with page.expect_navigation():
        page.get_by_role("button", name="Compare").click()
    page.keyboard.press("n")
    page.wait_for_timeout(500)
    return page


def _checklist(studio: Studio) -> Page:
    return studio.page("editor", studio.made["refused"], height=520)


# In this order: a later one may write in the article that an earlier one shows.
def _queue(studio: Studio) -> Page:
    return studio.page("moderator", "/admin/authors/biorevision/", height=420)


def _judging(studio: Studio) -> Page:
    return studio.page("moderator", studio.made["bio-form"], height=900)


PICTURES: dict[str, Callable[[Studio], Page | Locator]] = {
    "start": _start,
    "checklist": _checklist,
    "preview": _preview,
    "comparison": _comparison,
    "conflict": _conflict,
    "editor": _editor,
    "queue": _queue,
    "judging": _judging,
}


if __name__ == "__main__":
    take_all()
