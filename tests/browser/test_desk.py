"""Every page of the desk: valid, accessible, quiet, and no wider than its window."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.editing import session
from tests.browser.places import STATUS
from tests.browser.telling import HEADER

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
CHOICE = ".field-portrait .select2-selection"


def test_every_page_answers_and_is_quiet(desk_visits):
    wrong = {name: visit.status for name, visit in desk_visits.items() if visit.status != STATUS.get(name, 200)}
    assert wrong == {}
    assert {name: visit.problems for name, visit in desk_visits.items() if visit.problems} == {}


def test_every_page_is_valid_html(desk_visits, vnu):
    assert vnu({name: visit.source for name, visit in desk_visits.items()}) == []


def test_every_page_is_accessible_on_wide_and_narrow_windows_by_day_and_night(desk_visits):
    assert {name: visit.inaccessible for name, visit in desk_visits.items() if visit.inaccessible} == {}


def test_nothing_scrolls_sideways_down_to_320_pixels(desk_visits):
    assert {name: visit.wide for name, visit in desk_visits.items() if visit.wide} == {}


def test_every_template_stands_on_a_page_that_was_judged(public_visits, desk_visits, window):
    """A new template needs a page in places.py, made by situations.py where the demo has none."""
    files = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file()}
    used = {name for visit in (*public_visits.values(), *desk_visits.values()) for name in visit.templates}
    # What feeds are made of is no page.
    used |= set(window().request.get("/feed.xml").headers[HEADER].split())
    assert files - used == set()
    # And the record is one of templates: what it names is there.
    assert used - files == set()


def test_pages_for_readers_use_no_template_of_the_desk(public_visits):
    assert {name for visit in public_visits.values() for name in visit.templates if name.startswith("admin/")} == set()


def test_each_answer_tells_its_own_templates_alone(window):
    page = window()
    told = [page.goto(path).headers[HEADER].split() for path in ("/authors/", "/search/", "/authors/")]
    assert told[0] == told[2]
    assert "articles/search.html" in told[1]
    assert "articles/search.html" not in told[2]


@pytest.fixture
def portrait(window, browser, server):
    page = window(storage_state=session(browser, server.url))
    page.goto(server.made["author-form"])
    page.wait_for_selector(".autosave[data-state=well]")
    return page


def test_a_choice_is_named_opened_searched_and_made_by_keyboard(portrait, axe):
    page = portrait
    choice = page.get_by_role("combobox", name="Portrait")
    choice.focus()
    page.keyboard.press("Enter")
    field = page.get_by_role("searchbox", name="Portrait")
    expect(field).to_be_focused()
    expect(page.get_by_role("listbox", name="Portrait")).to_be_visible()
    # What opens stands at the end of the page, outside of its landmarks.
    assert axe(page, without=("body > .select2-container--open",)) == []
    page.keyboard.type("juniper")
    expect(page.get_by_role("option").first).to_contain_text("Juniper")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Portrait: × Juniper")).to_be_focused()
    assert page.locator("#id_portrait").input_value() != ""
    assert axe(page) == []


def test_a_choice_of_several_is_named_and_told_its_help(window, browser, server, axe):
    page = window(storage_state=session(browser, server.url))
    page.goto("/admin/articles/article/add/")
    field = page.get_by_role("searchbox", name="Authors")
    expect(field).to_have_accessible_description(re.compile("^In the order of the byline"), timeout=5_000)


def test_who_says_that_a_place_leads_elsewhere_gets_the_field_for_it(window, browser, server):
    page = window(storage_state=session(browser, server.url))
    page.goto(server.made["article-rename"])
    choice, fields = page.get_by_label("What becomes of it").first, page.locator(".place details").first
    expect(fields).to_have_js_property("open", False)
    choice.select_option("Take the link away, the words stay")
    expect(fields).to_have_js_property("open", False)
    choice.select_option("Let it lead elsewhere")
    expect(fields).to_have_js_property("open", True)
    choice.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(fields.get_by_role("textbox").first).to_be_focused()
