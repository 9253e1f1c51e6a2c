"""Versions in the browser: reading what changed, by eye, ear and keyboard, with and without script."""

import json

import pytest

from tests.browser.editing import LOGINS, session
from tests.content.builders import bullets, cell, doc, heading, paragraph, related, table

FILLER = [paragraph(f"filler{number}", "A line that nobody changes. " * 12) for number in range(8)]
OLD = doc(
    heading("heading", "Mornings"),
    paragraph("changed", "It is cold in the morning."),
    *FILLER[:4],
    bullets("list", "tea", "bread"),
    related("related", "One"),
    *FILLER[4:],
    table("table", [cell("patch"), cell("weekly")], caption="Doses"),
    paragraph("gone", "This goes."),
    paragraph("moved", "This moves."),
)
NEW = doc(
    paragraph("moved", "This moves."),
    heading("heading", "Mornings"),
    paragraph("changed", "It is warm in the morning."),
    *FILLER[:4],
    bullets("list", "tea", "soup", "bread"),
    related("related", "Two"),
    *FILLER[4:],
    table("table", [cell("patch"), cell("daily")], caption="Doses"),
    paragraph("come", "This comes."),
)
PREPARE = """
import json
from dataclasses import replace
from articles import writing
from articles.snapshots import Snapshot
from authors import moderation
from authors.models import Author, User
from history import revisions

old, new = json.loads({documents!r})
by = User.objects.get(email={writer!r})
first = Snapshot(title="Versions of a text", slug="", standfirst="Cold.", body=old, tags=("floors",))
article = writing.start(first, by=by)
snapshot, base = writing.current(article)
second = replace(snapshot, body=new, standfirst="Warm.", tags=("warmth",))
writing.save(article, second, by=by, base=base, note="Warmer")
author = Author.objects.get(slug="juniper-mistlewick")
bio = replace(moderation.latest_snapshot(author), role="Gardener")
editor = User.objects.get(email={editor!r})
waiting = moderation.submit_bio(author, bio, by=editor, base=revisions.latest(author).token)
print(json.dumps([article.pk, waiting.pk]))
"""
TOTAL = 9


@pytest.fixture(scope="module")
def made(server) -> tuple[int, int]:
    """An article with two versions, and a bio that waits."""
    script = PREPARE.format(documents=json.dumps([OLD, NEW]), writer=LOGINS["writer"], editor=LOGINS["editor"])
    return tuple(json.loads(server.manage("shell", "--no-imports", "-c", script).stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def pages(made) -> dict[str, str]:
    article = f"/admin/articles/article/{made[0]}"
    return {
        "list": f"{article}/history/",
        "comparison": f"{article}/history/?old=1&new=2",
        "version": f"{article}/versions/2/",
    }


@pytest.fixture(scope="module")
def editor_in(browser, server):
    return session(browser, server.url)


@pytest.fixture(scope="module")
def moderator_in(browser, server):
    return session(browser, server.url, "moderator")


def focused(page) -> str:
    return page.evaluate("document.activeElement.id")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_pages_of_versions_are_accessible(window, axe, pages, editor_in, width, scheme):
    page, found = window(width, color_scheme=scheme, storage_state=editor_in), {}
    for name, path in pages.items():
        page.goto(path)
        found[name] = axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert {name: violations for name, violations in found.items() if violations} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_the_moderators_comparison_is_accessible(window, axe, made, moderator_in, width, scheme):
    page = window(width, color_scheme=scheme, storage_state=moderator_in)
    page.goto(f"/admin/authors/biorevision/{made[1]}/change/")
    assert page.locator(".facts ins").filter(has_text="Gardener").count() == 1
    assert axe(page) == []


def test_pages_of_versions_are_valid_html(window, vnu, pages, editor_in):
    page = window(storage_state=editor_in)
    sources = {name: page.goto(path).text() for name, path in pages.items() if name != "list"}
    assert vnu(sources) == []


def test_keys_lead_from_change_to_change(window, pages, editor_in):
    page = window(storage_state=editor_in)
    page.goto(pages["comparison"])
    walked = []
    for key in ("n", "n", "j", "p", "k", "p"):
        page.keyboard.press(key)
        walked.append(focused(page))
    assert walked == [f"change-{number}" for number in (1, 2, 3, 2, 1, 1)]
    assert page.locator(".changes-place").inner_text() == f"1 of {TOTAL}"


def test_each_change_is_in_sight_below_the_bar(window, pages, editor_in):
    page = window(375, 700, storage_state=editor_in)
    page.goto(pages["comparison"])
    for number in range(1, TOTAL + 1):
        page.keyboard.press("n")
        assert focused(page) == f"change-{number}"
        top, bar = page.evaluate(
            "[document.activeElement.getBoundingClientRect().top, changes.getBoundingClientRect().bottom]"
        )
        assert bar - 1 <= top < 600, number


def test_buttons_lead_there_too(window, pages, editor_in):
    page = window(storage_state=editor_in)
    page.goto(pages["comparison"])
    page.get_by_role("button", name="Next").click()
    assert focused(page) == "change-1"
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    assert focused(page) == "change-3"
    page.get_by_role("button", name="Previous").click()
    page.get_by_role("button", name="Previous").click()
    assert focused(page) == "change-1"


def test_keys_can_be_switched_off_and_stay_off(window, pages, editor_in):
    page = window(storage_state=editor_in)
    page.goto(pages["comparison"])
    page.get_by_label("Keys").uncheck()
    for _ in range(2):
        page.keyboard.press("n")
        assert not focused(page).startswith("change-")
        page.reload()


def test_typing_into_a_field_leads_nowhere(window, pages, editor_in):
    page = window(storage_state=editor_in)
    page.goto(pages["comparison"])
    page.locator("select[name=old]").focus()
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.name") == "old"


def test_without_script_links_lead_from_change_to_change(window, pages, editor_in):
    page = window(storage_state=editor_in, java_script_enabled=False)
    page.goto(pages["comparison"])
    page.get_by_role("link", name="First change").click()
    for number in range(1, TOTAL):
        assert page.url.endswith(f"#change-{number}")
        page.locator(f"#change-{number}").get_by_role("link", name="Next change").click()
    assert page.url.endswith(f"#change-{TOTAL}")
    assert page.get_by_role("button", name="Next").count() == 0


def test_changes_are_told_by_more_than_colour(window, pages, editor_in):
    page = window(storage_state=editor_in)
    page.goto(pages["comparison"])
    told = page.locator(".change-words").all_inner_texts()
    assert sorted(words.split(",")[0].strip() for words in told) == sorted(
        ["Changed"] * 6 + ["Added", "Removed", "Moved up"]
    )
    lines = page.evaluate(
        "[...document.querySelectorAll('.change')].map(one => getComputedStyle(one).borderInlineStartStyle)"
    )
    assert sorted(set(lines)) == ["dashed", "dotted", "double", "solid"]
    assert page.locator("ins").first.evaluate("one => getComputedStyle(one).textDecorationLine") == "underline"
    assert page.locator("del").first.evaluate("one => getComputedStyle(one).textDecorationLine") == "line-through"


def test_one_passage_is_restored_from_its_place_in_the_comparison(window, pages, editor_in):
    page = window(storage_state=editor_in)
    page.goto(pages["comparison"])
    gone = page.locator(".change-removed")
    gone.get_by_role("button", name="Restore this from version 1").click()
    assert page.locator(".messagelist").inner_text().strip() == "The passage of version 1 is restored as version 3."
    assert page.locator(".changes-bar p").first.inner_text() == "1 change: 1 added"
    assert page.locator(".change ins.whole").inner_text() == "This goes."


def test_a_version_is_named_and_found_again(window, pages, editor_in):
    page = window(storage_state=editor_in)
    page.goto(pages["version"])
    page.get_by_label("Name of this version").fill("Sent to the clinic")
    page.get_by_role("button", name="Save the name").click()
    assert page.locator(".version-name").inner_text() == "Sent to the clinic"
