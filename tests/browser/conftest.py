"""A real browser against a real server. A page fails its test on any console error or foreign request."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import places
from tests.browser.editing import session
from tests.browser.server import Server, running
from tests.browser.visiting import Tour, Visit
from tests.browser.watching import watch

TOOLS = Path(os.environ.get("TEST_TOOLS", "var/test-tools/node_modules"))
# Colours that are on their way to others have no contrast yet. One that never ends is not waited for.
SETTLED = """() => Promise.race([
    Promise.allSettled(document.getAnimations().filter(one => one instanceof CSSTransition).map(one => one.finished)),
    new Promise(go => setTimeout(go, 1000)),
])"""
OPTIONS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture
def window(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Opens a page of given width and settings; at the end all of them must have been quiet."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def make(width: int = 1280, height: int = 800, **settings: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, base_url=server.url, **settings)
        contexts.append(context)
        page = context.new_page()
        watch(page, server.url, problems)
        return page

    yield make
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture(scope="module")
def signed_in(browser: Browser, server: Server) -> Any:
    """What a browser remembers of an editor who has signed in, for window(storage_state=…)."""
    return session(browser, server.url)


@pytest.fixture(scope="module")
def writer_in(browser: Browser, server: Server) -> Any:
    """The same of a writer."""
    return session(browser, server.url, "writer")


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """Runs axe-core; the violations as short lines."""
    source = (TOOLS / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

    def run(page: Page, *, without: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> list[str]:
        """`without`: CSS selectors of parts that are not ours to mend; `only`: these rules, else its own choice."""
        # evaluate() is not bound by the page's policy, an added script element would be.
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        page.evaluate(SETTLED)
        options = {"preload": False, "resultTypes": ["violations"]} | ({"runOnly": list(only)} if only else {})
        found = page.evaluate("([exclude, how]) => axe.run({exclude}, how)", [list(without), options])["violations"]
        return [f"{v['id']}: {node['target']} {node['failureSummary'][:300]}" for v in found for node in v["nodes"]]

    return run


@pytest.fixture(scope="session")
def tour(browser: Browser, server: Server, axe: Callable[..., list[str]]) -> Iterator[Tour]:
    opened = Tour(browser, server.url, axe)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def public_visits(server: Server, tour: Tour) -> dict[str, Visit]:
    """Every page that needs no login, opened once."""
    shared = {name: server.made[name] for name in ("shared", "ended", "report")}
    return {name: tour.visit(path) for name, path in (places.PUBLIC | shared).items()}


@pytest.fixture(scope="session")
def desk_visits(server: Server, tour: Tour) -> dict[str, Visit]:
    """Every page of the desk, opened once by someone who may."""
    return {name: tour.visit(place.path, place.role, place.act) for name, place in places.desk(server.made).items()}


@pytest.fixture
def vnu(tmp_path: Path) -> Callable[[dict[str, str]], list[str]]:
    """Checks pages with the Nu HTML checker, all in one call; the errors as short lines."""

    def run(pages: dict[str, str]) -> list[str]:
        for name, html in pages.items():
            (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
        jar = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
        command = [os.environ.get("JAVA", "java"), "-jar", str(jar), "--errors-only", "--format", "json", str(tmp_path)]
        report = json.loads(subprocess.run(command, capture_output=True, text=True).stderr)
        return [f"{Path(m['url']).stem}: {m['message']} {m.get('extract', '')}" for m in report["messages"]]

    return run
