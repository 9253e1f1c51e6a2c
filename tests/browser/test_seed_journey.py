"""A delivered article on its way: imported, read, found, changed on the desk, published, renamed."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import LOGINS, PEOPLE

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("HEALTHUSIAS_SHARED", ROOT.parent / "shared"))
SEED = SHARED / "seed" / "hrt-menopausal-back-stiffness.txt"
SLUG = "how-hrt-eases-menopausal-back-stiffness-and-improves-mobility"
EDITOR = LOGINS["editor"]


def sign_in(page: Page, email: str = EDITOR) -> None:
    page.goto("/admin/login/?next=/admin/")
    page.get_by_label("mail", exact=False).fill(email)
    page.locator("#id_password").fill(PEOPLE["password"])
    page.keyboard.press("Enter")
    page.wait_for_selector("#user-tools")


@pytest.fixture(scope="module")
def imported(server):
    """The address of the imported article, which is the last line of the import's report."""
    done = server.manage(
        *("import_article", str(SEED), "--pillar", "back-pain/special-populations"),
        *("--author", "camellia-wulansari", "--by", EDITOR, "--publish"),
        *("--interests", "none", "--ai-use", "none"),
    )
    return done.stdout.strip().splitlines()[-1]


@pytest.mark.shared
def test_the_page_holds_every_line_and_every_part(imported, server, window):
    assert imported == f"{server.url}/articles/{SLUG}/"
    page = window()
    page.goto(imported)
    seen = " ".join(page.locator("main").inner_text().split())
    lines = [line.strip() for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    words = [" ".join(line.removeprefix("- ").split()) for line in lines[:-1]]
    assert [line for line in words if line not in seen] == []
    counts = {name: page.locator(f".text {name}").count() for name in ("h2", "h3", "ul", "li", ".related", "> p")}
    assert counts == {"h2": 12, "h3": 7, "ul": 7, "li": 24, ".related": 9, "> p": 33 + 9}


@pytest.mark.shared
def test_the_bio_waits_for_a_moderator(imported, window):
    page = window()
    page.goto(imported)
    assert "dedicated Medical Assistant" not in page.content()


@pytest.mark.shared
def test_it_is_found_from_every_side(imported, window):
    page = window()
    paths = ["/", "/back-pain/special-populations/", "/search/?q=estrogen", "/feed.xml", "/sitemap.xml"]
    assert [path for path in paths if f"/articles/{SLUG}/" not in page.request.get(path).text()] == []
    # The hub shows the beginning of a chapter, in reading order, and leads to all of it.
    page.goto("/back-pain/")
    page.get_by_role("link", name=re.compile(r"^All \d+ articles of Special Populations$")).click()
    expect(page.locator(f"#articles ~ * a[href='/articles/{SLUG}/']")).to_have_count(1)


def press(desk: Page, name: str) -> None:
    """A button of the form, and the page that answers."""
    with desk.expect_navigation():
        desk.locator(f"[name={name}]").first.click()


@pytest.mark.shared
def test_an_editor_changes_publishes_and_renames_it(imported, window):
    """Without JavaScript, in the plain form; the editor has its own tests."""
    reader, desk = window(), window(java_script_enabled=False)
    sign_in(desk)
    desk.goto("/admin/articles/article/?q=How+HRT+Eases")
    desk.get_by_role("link", name="How HRT Eases Menopausal Back Stiffness and Improves Mobility").first.click()
    body = desk.locator("textarea[name=body]")
    old, new = "Think glute bridges, bodyweight squats", "Think of glute bridges, bodyweight squats"
    body.fill(body.input_value().replace(old, new))
    press(desk, "_continue")
    reader.goto(imported)
    assert (old in reader.content(), new in reader.content()) == (True, False)
    press(desk, "_publish")
    reader.goto(imported)
    assert (old in reader.content(), new in reader.content()) == (False, True)
    desk.goto("/admin/articles/article/?q=How+HRT+Eases")
    desk.get_by_role("link", name="How HRT Eases Menopausal Back Stiffness and Improves Mobility").first.click()
    desk.locator("input[name=slug]").fill("hrt-and-stiffness")
    press(desk, "_publish")
    moved = reader.request.get(f"/articles/{SLUG}/", max_redirects=0)
    assert (moved.status, moved.headers["location"]) == (301, "/articles/hrt-and-stiffness/")
    assert reader.request.get("/articles/hrt-and-stiffness/").status == 200


DESK = [
    "/admin/",
    "/admin/articles/article/",
    "/admin/articles/article/add/",
    "/admin/articles/pillar/",
    "/admin/articles/relatedlink/",
    "/admin/authors/author/",
    "/admin/images/image/",
]


def test_the_desks_pages_are_accessible_and_quiet(window, axe):
    page = window()
    page.goto("/admin/login/")
    found = {"/admin/login/": axe(page)}
    sign_in(page, LOGINS["administrator"])
    for path in DESK:
        page.goto(path)
        # Django's own markup: select2's inner search field has no label, the lists' search field only a title.
        found[path] = axe(page, without=(".select2-container", "#searchbar"))
    assert {path: violations for path, violations in found.items() if violations} == {}
