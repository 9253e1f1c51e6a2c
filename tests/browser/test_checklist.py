"""The checklist of the article's form, in the browser: it follows the text, leads to its sentences, and mends them."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.editing import LOGINS, wait_for_selection
from tests.content.builders import bullets, doc, heading, paragraph

MAKE = """
import json
from articles import writing
from articles.models import Pillar
from articles.snapshots import Snapshot
from authors.models import User
by = User.objects.get(email={writer!r})
known = {{"pillar": Pillar.objects.at("back-pain/special-populations").get().pk, "body": json.loads({body!r})}}
made = [writing.start(Snapshot(title=f"Checked {{n}}", slug="", **known), by=by) for n in range(12)]
print([article.pk for article in made])
"""
LONG = ("One line stands here.", "Two lines stand here.", "Three lines stand here.", "Four lines stand here.")
BODY = doc(
    paragraph("first", "It begins with a line."),
    heading("signs", "When to see a doctor"),
    bullets("list", "You cannot pass urine", "Your legs are numb"),
    paragraph("long", " ".join(LONG)),
    paragraph("last", "It ends here."),
)
HINT = "Studies show that it helps."


@pytest.fixture(scope="module")
def articles(server):
    script = MAKE.format(writer=LOGINS["writer"], body=json.dumps(BODY))
    return iter(json.loads(server.manage("shell", "--no-imports", "-c", script).stdout.splitlines()[-1]))


@pytest.fixture
def opened(window, articles) -> Callable[..., Page]:
    """A page with an article's form whose list has been fetched, and opened."""

    def make(state: object, **settings: object) -> Page:
        page = window(storage_state=state, **settings)
        with page.expect_response(lambda response: response.url.endswith("/findings/?")):
            page.goto(f"/admin/articles/article/{next(articles)}/change/")
        unfold(page)
        return page

    return make


def unfold(page: Page) -> None:
    for summary in page.locator(".checklist summary").all():
        summary.click()
    page.locator(".writing-text").focus()


def finding(page: Page, words: str) -> Locator:
    return page.locator(".checklist li", has_text=words)


def marked(page: Page) -> Locator:
    return page.locator(".finding-mark:not(.quiet)")


def write(page: Page, words: str) -> None:
    """Type it behind the last paragraph's words."""
    page.locator(".writing-text > p").last.click()
    page.keyboard.press("End")
    page.keyboard.type(words)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_the_open_list_is_accessible_and_no_wider_than_its_window(opened, writer_in, axe, width, scheme):
    page = opened(writer_in, width=width, color_scheme=scheme)
    expect(page.locator(".checklist details[open]")).to_have_count(2)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_faulty_sentence_is_found_and_marked_as_it_is_written(opened, writer_in):
    page = opened(writer_in)
    write(page, f" {HINT}")
    expect(finding(page, HINT)).to_be_visible(timeout=10_000)
    mark = marked(page).filter(has_text=HINT)
    expect(mark).to_have_count(1)
    assert mark.evaluate("one => getComputedStyle(one).textDecorationStyle") == "dotted"
    assert page.evaluate("document.activeElement.classList.contains('writing-text')")


def test_a_click_on_a_finding_chooses_its_sentence(opened, writer_in):
    page = opened(writer_in)
    write(page, f" {HINT}")
    finding(page, HINT).locator("a").first.click()
    wait_for_selection(page, HINT)
    expect(marked(page).filter(has_text=HINT)).to_be_in_viewport()


def test_a_list_becomes_a_care_card_and_undo_takes_it_back(opened, writer_in):
    page = opened(writer_in)
    card, items = page.locator(".writing-text .care"), page.locator(".writing-text li")
    finding(page, "warning signs").get_by_role("button", name="Make it a care card").click()
    expect(card.locator("li")).to_have_text(["You cannot pass urine", "Your legs are numb"])
    expect(finding(page, "warning signs")).to_have_count(0, timeout=10_000)
    page.keyboard.press("Control+z")
    expect(card).to_have_count(0)
    expect(items).to_have_text(["You cannot pass urine", "Your legs are numb"])


def test_a_long_paragraph_is_split_into_two(opened, writer_in):
    page = opened(writer_in)
    finding(page, LONG[0]).get_by_role("button", name="Split it here").click()
    halves = page.locator(".writing-text > p", has_text="stand")
    expect(halves).to_have_text([" ".join(LONG[:2]), " ".join(LONG[2:])])
    expect(finding(page, LONG[0])).to_have_count(0, timeout=10_000)


def test_a_reason_to_publish_all_the_same_outlives_a_fresh_list(opened, signed_in):
    page = opened(signed_in)
    reason = page.get_by_label("An editor may publish it all the same")
    reason.fill("It is <urgent> & short.")
    write(page, f" {HINT}")
    expect(finding(page, HINT)).to_be_visible(timeout=10_000)
    expect(reason).to_have_value("It is <urgent> & short.")


def test_a_finding_is_set_aside_with_the_keyboard_alone(opened, writer_in):
    page = opened(writer_in)
    said = finding(page, LONG[0])
    said.get_by_role("button").focus()
    page.keyboard.press("Tab")
    expect(said.get_by_role("link", name="Set aside")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Why it is right as it stands")).to_be_focused()
    page.keyboard.type("It is a list.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/#checklist")
    aside = page.locator(".checklist .aside")
    aside.locator("summary").press("Enter")
    expect(aside.locator("li")).to_contain_text("It is a list.")
    expect(page.locator(".checklist .wording li", has_text=LONG[0])).to_have_count(0)
