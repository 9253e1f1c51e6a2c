"""The page beside the text, and links to a draft, in the browser."""

import json
import re

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.editing import LOGINS
from tests.content.builders import doc, heading, paragraph, related

MAKE = """
import json
from articles import writing
from articles.models import Pillar
from articles.snapshots import Snapshot
from authors.models import User
by = User.objects.get(email={writer!r})
body, pillar = json.loads({body!r}), Pillar.objects.filter(parent__isnull=False).first().pk
made = [
    writing.start(Snapshot(title=f"Previewed {{n}}", slug="", standfirst="So.", body=body, pillar=pillar), by=by)
    for n in range(16)
]
print([article.pk for article in made])
"""
LINES = [paragraph(f"line{n:04}", f"Paragraph {n} says this. " + "And it goes on for a while. " * 9) for n in range(30)]
BODY = doc(
    heading("one", "One"),
    *LINES[:10],
    related("related", "A Title"),
    heading("two", "Two"),
    *LINES[10:20],
    heading("three", "Three"),
    *LINES[20:],
)
TOP = "document.querySelector('[data-block=line0015]').getBoundingClientRect().top"
SHOWN = "iframe.preview-frame:not(.is-coming)"


@pytest.fixture(scope="module")
def articles(server):
    script = MAKE.format(writer=LOGINS["writer"], body=json.dumps(BODY))
    return iter(json.loads(server.manage("shell", "--no-imports", "-c", script).stdout.splitlines()[-1]))


@pytest.fixture
def article(articles) -> int:
    return next(articles)


def opened(page: Page, article: int) -> None:
    with page.expect_response(lambda response: "/others/" in response.url):
        page.goto(f"/admin/articles/article/{article}/change/")
    page.get_by_role("button", name="Preview").click()
    page.wait_for_selector(SHOWN)


def shown(page: Page) -> Frame:
    return page.query_selector(SHOWN).content_frame()


def paragraph_of(page: Page, words: str):
    return page.locator(".writing-text > p", has_text=words)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_pages_of_preview_and_links_are_accessible(window, article, writer_in, axe, width, scheme):
    page = window(width=width, color_scheme=scheme, storage_state=writer_in)
    opened(page, article)
    assert axe(page, without=(".writing-frame", "#content", "iframe")) == []
    page.goto(f"/admin/articles/article/{article}/share/")
    page.get_by_role("button", name="Make a link").click()
    address = page.locator("#address").input_value()
    page.wait_for_load_state()
    assert axe(page) == []
    page.goto(address)
    assert axe(page) == []


@pytest.mark.parametrize("width", [375, 768, 1280])
def test_the_page_has_the_width_that_was_chosen_and_fits_into_the_pane(window, article, writer_in, width):
    page = window(width=1440, height=900, storage_state=writer_in)
    opened(page, article)
    page.get_by_role("radio", name=str(width), exact=True).check()
    assert shown(page).evaluate("innerWidth") == width
    frame, stage = (page.locator(one).bounding_box() for one in (SHOWN, ".preview-stage"))
    assert stage["x"] - 1 <= frame["x"] <= frame["x"] + frame["width"] <= stage["x"] + stage["width"] + 1
    assert abs(frame["height"] - stage["height"]) < 3
    page.reload()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("radio", name=str(width), exact=True)).to_be_checked()


def test_the_page_follows_what_is_typed_and_stays_where_it_was(window, article, writer_in):
    page = window(width=1440, storage_state=writer_in)
    opened(page, article)
    paragraph_of(page, "Paragraph 15 says").click()
    page.keyboard.press("End")
    expect(page.frame_locator(SHOWN).get_by_text("Paragraph 15 says")).to_be_in_viewport()
    before = shown(page).evaluate(TOP)
    page.keyboard.type(" Typed now.")
    expect(page.frame_locator(SHOWN).get_by_text("Typed now.")).to_be_visible()
    assert abs(shown(page).evaluate(TOP) - before) < 3
    assert page.evaluate("document.activeElement.classList.contains('writing-text')")
    expect(page.locator("iframe")).to_have_count(1)


def test_a_key_opens_and_closes_it_in_full_screen_too(window, article, writer_in):
    page = window(width=1440, storage_state=writer_in)
    page.goto(f"/admin/articles/article/{article}/change/")
    page.wait_for_selector(".autosave")
    paragraph_of(page, "Paragraph 15 says").click()
    page.keyboard.press("Control+Shift+f")
    page.keyboard.press("Control+Alt+v")
    expect(page.frame_locator(SHOWN).get_by_text("Paragraph 15 says")).to_be_visible()
    text, pane = (page.locator(one).bounding_box() for one in (".writing-frame.is-full", ".pane:visible"))
    assert text["x"] + text["width"] <= pane["x"] + 1
    page.keyboard.press("Control+Alt+v")
    expect(page.locator(SHOWN)).to_have_count(0)
    expect(page.locator(".writing-text")).to_be_focused()


def test_fields_are_followed_too(window, article, writer_in):
    page = window(width=1440, storage_state=writer_in)
    opened(page, article)
    page.locator("#id_title").fill("Another title")
    expect(page.frame_locator(SHOWN).get_by_role("heading", level=1)).to_have_text("Another title")


def test_a_click_leads_to_the_place_in_the_text(window, article, writer_in):
    page = window(width=1440, storage_state=writer_in)
    opened(page, article)
    page.frame_locator(SHOWN).get_by_text("Paragraph 25 says").click()
    page.wait_for_function("document.activeElement.classList.contains('writing-text')")
    page.keyboard.type("Here. ")
    expect(paragraph_of(page, "Paragraph 25 says")).to_have_text(re.compile("^Here. Paragraph 25"))
    expect(paragraph_of(page, "Paragraph 25 says")).to_be_in_viewport()
    page.frame_locator(SHOWN).get_by_role("heading", level=1).click()
    expect(page.locator("#id_title")).to_be_focused()


def test_links_open_beside_the_desk(window, article, writer_in):
    page = window(width=1440, storage_state=writer_in)
    opened(page, article)
    with page.context.expect_page() as other:
        page.frame_locator(SHOWN).get_by_role("navigation", name="Breadcrumb").get_by_role("link").first.click()
    other.value.wait_for_load_state()
    assert shown(page).url.endswith(f"/{article}/preview/")


def test_without_a_script_the_preview_is_a_page_of_its_own(window, article, writer_in):
    page = window(storage_state=writer_in, java_script_enabled=False)
    page.goto(f"/admin/articles/article/{article}/change/")
    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Previewed|Another title"))


def test_a_link_opens_for_somebody_without_a_login_until_it_is_taken_back(window, article, writer_in):
    page, guest = window(storage_state=writer_in), window(width=375)
    page.goto(f"/admin/articles/article/{article}/change/")
    page.get_by_role("link", name="Share", exact=True).click()
    page.get_by_label("For whom").fill("the clinic")
    page.get_by_role("button", name="Make a link").click()
    guest.goto(page.locator("#address").input_value())
    expect(guest.get_by_role("complementary", name="About this draft")).to_contain_text("not published")
    assert guest.context.cookies() == []
    page.get_by_role("button", name="Take back the link for the clinic").click()
    guest.reload()
    expect(guest.get_by_role("heading", level=1)).to_have_text("This link has ended")
