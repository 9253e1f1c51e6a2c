"""Links to consider beside the text, in the browser: one key links the words, and undo takes it back."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editing import LOGINS

MAKE = """
from articles import writing
from articles.snapshots import Snapshot
from authors.models import User
from content.text import read
by = User.objects.get(email={writer!r})
body = read({text!r})
made = [writing.start(Snapshot(title=f"Considered {{n}}", slug="", body=body), by=by) for n in range(8)]
print([article.pk for article in made])
"""

TEXT = "They said it again.\n\nIf it does not pass, sleeping with a sore back is an art. The 🦊 walks on, and on.\n"
LOOKED = "() => !document.querySelector('.considering [role=status]').textContent.startsWith('Looking')"


@pytest.fixture(scope="module")
def articles(server):
    script = MAKE.format(writer=LOGINS["writer"], text=TEXT)
    return iter(json.loads(server.manage("shell", "--no-imports", "-c", script).stdout.splitlines()[-1]))


@pytest.fixture
def article(articles) -> int:
    return next(articles)


def opened(page: Page, article: int) -> None:
    page.goto(f"/admin/articles/article/{article}/change/")
    page.wait_for_selector('.autosave[data-state="well"]')
    page.locator(".writing-text").focus()
    page.keyboard.press("Control+Alt+k")
    page.wait_for_selector(".considered-one")


def first(page: Page):
    return page.locator(".considered-one", has_text="Sleeping With a Sore Back")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_the_list_is_accessible_in_the_pane_and_on_its_page(window, article, writer_in, axe, width, scheme):
    page = window(width=width, color_scheme=scheme, storage_state=writer_in)
    opened(page, article)
    assert axe(page, without=(".writing-frame", "#content")) == []
    page.goto(f"/admin/articles/article/{article}/suggested-links/")
    assert axe(page) == []


def test_one_key_links_the_words_and_undo_takes_it_back(window, article, writer_in):
    page = window(storage_state=writer_in)
    opened(page, article)
    link = page.locator(".writing-text a.reference", has_text="sleeping with a sore back")
    first(page).get_by_role("button", name="Link these words").press("Enter")
    expect(link).to_have_count(1)
    expect(first(page)).to_have_count(0)
    page.locator(".writing-text").focus()
    page.keyboard.press("Control+z")
    expect(link).to_have_count(0)


COPY = """
from dataclasses import replace
from articles import writing
from articles.models import Article
from authors.models import User
by = User.objects.get(email={writer!r})
live = writing.current(Article.objects.get(title="Back Pain: Where to Begin"))[0]
print(writing.start(replace(live, title="Where Else to Begin", slug="", kind="lifestyle"), by=by).pk)
"""


def test_what_no_words_name_goes_under_further_reading(window, server, writer_in):
    script = COPY.format(writer=LOGINS["writer"])
    article = int(server.manage("shell", "--no-imports", "-c", script).stdout.splitlines()[-1])
    page = window(storage_state=writer_in)
    opened(page, article)
    line = page.locator(".considered-one", has_text="No words of the text name it").first
    title = line.locator("strong").inner_text()
    line.get_by_role("button", name="Put it under Further reading").click()
    expect(page.locator(".considered-one", has_text=title)).to_have_count(0)
    expect(page.locator("[name=listed] option:checked")).to_have_text([title])
    page.wait_for_selector('.autosave[data-state="well"]')
    page.wait_for_timeout(1_500)
    page.reload()
    expect(page.locator("[name=listed] option:checked")).to_have_text([title])


def test_words_that_changed_meanwhile_are_left_alone(window, article, writer_in):
    page = window(storage_state=writer_in)
    opened(page, article)
    page.locator(".writing-text > p", has_text="an art").click(position={"x": 4, "y": 8})
    page.keyboard.press("Home")
    page.keyboard.type("Now: ")
    first(page).get_by_role("button", name="Link these words").click()
    expect(page.locator(".considering [role=status]")).to_contain_text("Look again")
    expect(page.locator(".writing-text a.reference")).to_have_count(0)
    page.get_by_role("button", name="Look again").click()
    expect(page.locator(".considering [role=status]")).to_have_text("")
    first(page).get_by_role("button", name="Link these words").click()
    expect(page.locator(".writing-text a.reference")).to_have_text("sleeping with a sore back")


def test_what_is_declined_stays_away(window, article, writer_in):
    page = window(storage_state=writer_in)
    opened(page, article)
    first(page).get_by_role("button", name="Not here").click()
    expect(first(page)).to_have_count(0)
    page.reload()
    page.wait_for_selector('.autosave[data-state="well"]')
    page.get_by_role("button", name="Links").last.click()
    page.wait_for_function(LOOKED)
    expect(first(page)).to_have_count(0)
