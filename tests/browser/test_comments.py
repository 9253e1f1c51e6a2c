"""Comments beside the text, in the browser: on chosen words, while these words change."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.editing import LOGINS, wait_for_selection
from tests.content.builders import doc, paragraph

MAKE = """
import json
from articles import comments, writing
from articles.passages import Anchor
from articles.snapshots import Snapshot
from authors.models import User
by = User.objects.get(email={writer!r})
made = [writing.start(Snapshot(title=f"Commented {{n}}", slug="", body=json.loads({body!r})), by=by) for n in range(8)]
doctor = User.objects.get(email={doctor!r})
for article in made:
    comments.say(article, "Who says so?", by=doctor, anchor=Anchor("second00", "brown fox", "The 🦊 quick ", " jumps"))
print([article.pk for article in made])
"""
BODY = doc(
    paragraph("first", "It begins with a line."),
    paragraph("second", "The 🦊 quick brown fox jumps over the dog."),
    paragraph("third", "It ends with another line."),
)


@pytest.fixture(scope="module")
def articles(server):
    script = MAKE.format(writer=LOGINS["writer"], doctor=LOGINS["medical reviewer"], body=json.dumps(BODY))
    return iter(json.loads(server.manage("shell", "--no-imports", "-c", script).stdout.splitlines()[-1]))


@pytest.fixture
def article(articles) -> int:
    return next(articles)


def opened(page: Page, article: int) -> None:
    page.goto(f"/admin/articles/article/{article}/change/")
    page.wait_for_selector('.autosave[data-state="well"]')
    page.get_by_role("button", name="Comments (1)").click()
    page.wait_for_selector(".thread")


def line(page: Page, words: str):
    return page.locator(".writing-text > p", has_text=words)


def marked(page: Page):
    return page.locator(".comment-mark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_comments_are_accessible_in_the_pane_and_on_their_page(window, article, writer_in, axe, width, scheme):
    page = window(width=width, color_scheme=scheme, storage_state=writer_in)
    opened(page, article)
    assert axe(page, without=(".writing-frame", "#content")) == []
    page.goto(f"/admin/articles/article/{article}/comments/")
    assert axe(page) == []


def test_a_comment_is_said_of_the_words_that_are_chosen_and_moves_with_them(window, article, writer_in):
    page = window(width=1440, storage_state=writer_in)
    opened(page, article)
    expect(marked(page)).to_have_text(["brown fox"])
    line(page, "It ends").click()
    page.keyboard.press("Home")
    for _ in range(2):
        page.keyboard.press("Control+Shift+ArrowRight")
    wait_for_selection(page, "It ends")
    page.keyboard.press("Control+Alt+m")
    expect(page.locator(".comment-about")).to_contain_text("It ends")
    page.keyboard.type("Does it?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(marked(page)).to_have_text(["brown fox", "It ends "])
    line(page, "jumps over").click()
    page.keyboard.press("Home")
    page.keyboard.type("Look: ")
    expect(marked(page)).to_have_text(["brown fox", "It ends "])
    expect(page.locator(".autosave .words")).to_contain_text("Saved")
    page.reload()
    expect(marked(page)).to_have_text(["brown fox", "It ends "])


def test_one_goes_to_the_passage_answers_and_settles(window, article, writer_in):
    page = window(width=1440, storage_state=writer_in)
    opened(page, article)
    thread = page.get_by_role("article", name="Comment by")
    thread.get_by_role("button", name="Go to passage").click()
    page.wait_for_function("() => getSelection().toString() === 'brown fox'")
    thread.get_by_role("textbox").fill("The dog does.")
    thread.get_by_role("button", name="Reply").click()
    expect(thread.locator(".thread-answer")).to_contain_text("The dog does.")
    expect(thread.get_by_role("textbox")).to_have_value("")
    thread.get_by_role("button", name="Resolve").click()
    expect(marked(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Comments", exact=True)).to_be_visible()
    page.get_by_text("1 resolved").click()
    page.get_by_role("button", name="Reopen").click()
    expect(marked(page)).to_have_text(["brown fox"])


def test_without_a_script_comments_are_answered_on_their_page(window, article, writer_in):
    page = window(storage_state=writer_in, java_script_enabled=False)
    page.goto(f"/admin/articles/article/{article}/change/")
    page.get_by_role("link", name="Comments").click()
    page.get_by_label("Reply").fill("The dog does.")
    page.get_by_role("button", name="Reply").click()
    expect(page.locator(".thread-answer")).to_contain_text("The dog does.")
