"""Opening each page once, and noting everything that the tests ask about it: opening pages is what takes their time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.editing import session
from tests.browser.places import Act
from tests.browser.telling import HEADER
from tests.browser.watching import watch

# Width, scheme, and the rules of axe-core; at the second look at a width, only what depends on the colours.
_COLOURS = ("color-contrast", "link-in-text-block")
LOOKS = ((1280, "light", ()), (1280, "dark", _COLOURS), (375, "dark", ()), (375, "light", _COLOURS))
# A window of 1280 pixels at 200 and at 400 percent (WCAG 1.4.10), and what lies between.
NARROW = (640, 375, 320)
_TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"

# Whose windows nobody has signed in to.
NOBODY = ("", "halfway")

Axe = Callable[..., list[str]]


@dataclass(frozen=True)
class Visit:
    status: int
    source: str  # as the server sent it
    templates: frozenset[str]
    inaccessible: list[str]
    wide: list[int]  # the widths at which it scrolls sideways
    problems: list[str]


class Tour:
    """One window for each role, in which pages are opened one after the other."""

    def __init__(self, browser: Browser, site: str, axe: Axe):
        self._browser, self._site, self._axe = browser, site, axe
        self._pages: dict[str, Page] = {}
        self._problems: list[str] = []

    def visit(self, path: str, role: str = "", act: Act | None = None) -> Visit:
        page = self._page(role)
        self._problems.clear()
        page.set_viewport_size({"width": 1280, "height": 800})
        answer = page.goto(path)
        answer = act(page) if act else answer
        return Visit(
            status=answer.status,
            source=answer.text(),
            templates=frozenset(answer.headers.get(HEADER, "").split()),
            inaccessible=self._looks(page),
            wide=[width for width in NARROW if self._is_wide(page, width)],
            problems=list(self._problems),
        )

    def close(self) -> None:
        for page in self._pages.values():
            page.context.close()

    def _page(self, role: str) -> Page:
        if role not in self._pages:
            state: Any = session(self._browser, self._site, role) if role not in NOBODY else None
            context = self._browser.new_context(base_url=self._site, storage_state=state)
            self._pages[role] = context.new_page()
            watch(self._pages[role], self._site, self._problems)
        return self._pages[role]

    def _looks(self, page: Page) -> list[str]:
        found = []
        for width, scheme, rules in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} {scheme} {violation}" for violation in self._axe(page, only=rules)]
        return found

    def _is_wide(self, page: Page, width: int) -> bool:
        page.set_viewport_size({"width": width, "height": 800})
        return page.evaluate(_TOO_WIDE)
