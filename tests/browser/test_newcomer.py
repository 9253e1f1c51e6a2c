"""What stopped or slowed those who wrote here for the first time, in a hurry and without having read anything."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.editing import LOGINS, session
from tests.content.builders import doc, heading, paragraph

MAKE = """
import json
from articles import writing
from articles.snapshots import Snapshot
from authors.models import User
by = User.objects.get(email={writer!r})
body = json.loads({body!r})
print([writing.start(Snapshot(title=f"Hurried {{n}}", slug="", body=body), by=by).pk for n in range(14)])
"""
TELL = """
import json
from articles.models import Article
article = Article.objects.get(pk={pk})
print(json.dumps([[version.stage, version.snapshot["standfirst"]] for version in article.revisions.order_by("pk")]))
"""
LINES = [paragraph(f"line{n:04}", f"Line {n} stands here, and is one of many.") for n in range(40)]
BODY = doc(
    paragraph("lead", "Related reading: Cold Toes, Warm Hearts: Why Winter Slows Us All Down So Much"),
    paragraph("second", "A line that says something of its own."),
    heading("why", "Why"),
    *LINES,
)


@pytest.fixture(scope="module")
def articles(server):
    script = MAKE.format(writer=LOGINS["writer"], body=json.dumps(BODY))
    return iter(json.loads(server.manage("shell", "--no-imports", "-c", script).stdout.splitlines()[-1]))


@pytest.fixture
def article(articles):
    """The number of an article that no other test uses."""
    return next(articles)


@pytest.fixture(scope="module")
def writer_in(browser, server):
    return session(browser, server.url, "writer")


@pytest.fixture
def page(window, writer_in, article):
    page = window(width=1280, storage_state=writer_in)
    page.goto(f"/admin/articles/article/{article}/change/")
    page.wait_for_selector(".writing-text")
    page.wait_for_function("() => document.querySelector('.autosave')?.dataset.state === 'well'")
    return page


def line(page, text):
    return page.locator(".writing-text > p:not(.related)", has_text=text)


def test_enter_behind_a_note_to_the_editors_submits_it(page):
    page.get_by_placeholder("Note to the editors").fill("Please look at the second line.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("is in review").first).to_be_visible()
    expect(page.get_by_text("Please look at the second line.").first).to_be_visible()


def test_enter_behind_the_title_goes_on_to_the_standfirst(page, server, article):
    page.locator("#id_title").press("Enter")
    page.keyboard.type("It goes on here.")
    expect(page.locator("#id_standfirst")).to_have_value("It goes on here.")
    expect(page.locator(".autosave .words")).to_contain_text("Saved")


def test_words_that_a_window_suggests_are_replaced_by_typing(page):
    line(page, "A line that says").click(click_count=3)
    page.keyboard.press("Control+k")
    page.keyboard.type("sciatica")
    expect(page.get_by_label("Title, name or address")).to_have_value("sciatica")
