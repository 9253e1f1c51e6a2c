"""What stopped or slowed those who wrote here for the first time, in a hurry and without having read anything."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.editing import LOGINS
from tests.content.builders import doc, heading, paragraph
from tests.images import samples

MAKE = """
import json
from articles import writing
from articles.snapshots import Snapshot
from authors.models import User
by = User.objects.get(email={writer!r})
body = json.loads({body!r})
print([writing.start(Snapshot(title=f"Hurried {{n}}", slug="", body=body), by=by).pk for n in range(22)])
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


def test_tab_goes_from_the_standfirst_into_the_text(page):
    page.locator("#id_standfirst").press("Tab")
    expect(page.locator(".writing-text")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#id_standfirst")).to_be_focused()


def test_a_link_leads_from_a_long_text_to_what_one_does_at_the_end(page):
    line(page, "Line 20").click()
    expect(page.get_by_role("button", name="Submit for review")).not_to_be_in_viewport()
    page.get_by_role("link", name="Finish…").click()
    expect(page.get_by_role("button", name="Submit for review")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_focused()


def test_the_menu_offers_first_what_was_typed(page):
    line(page, "A line that says").click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("/urg")
    first = page.locator('[role="option"]').first
    expect(first).to_have_text("Care card: urgent")
    page.keyboard.press("Enter")
    expect(page.locator(".writing-text [data-urgency=urgent], .writing-text .care-urgent")).to_have_count(1)


def test_the_outline_shows_where_one_is(page):
    page.evaluate(
        """() => {
            const { editor } = document.querySelector(".writing-text");
            const headings = Array.from({ length: 60 }, (_, n) => [
                { type: "heading", attrs: { level: 2 }, content: [{ type: "text", text: `Section ${n}` }] },
                { type: "paragraph", content: [{ type: "text", text: `Words ${n}.` }] },
            ]);
            editor.commands.insertContentAt(editor.state.doc.content.size, headings.flat());
        }"""
    )
    page.locator(".writing-text > p", has_text="Words 55.").click()
    current = page.locator('.outline [aria-current="location"]')
    expect(current).to_have_text("Section 55")
    expect(current).to_be_in_viewport()
    page.keyboard.press("Control+Home")
    expect(page.locator(".outline-go").first).to_be_in_viewport()


def test_words_that_a_window_suggests_are_replaced_by_typing(page):
    line(page, "A line that says").click(click_count=3)
    page.keyboard.press("Control+k")
    page.keyboard.type("sciatica")
    expect(page.get_by_label("Title, name or address")).to_have_value("sciatica")


def test_a_window_shows_no_trouble_before_there_is_any(page):
    line(page, "A line that says").click()
    page.click('[data-act="figure"]')
    picture = {"name": "a.png", "mimeType": "image/png", "buffer": samples.encoded(samples.photo(1207, 900), "PNG")}
    page.locator("dialog input[type=file]").set_input_files(picture)
    page.wait_for_selector("dialog .upload-preview")
    expect(page.locator("dialog [role=alert]")).to_be_hidden()
    page.click("text=Put it into the text")
    expect(page.locator("dialog [role=alert]")).to_have_text("Describe the picture, or say that it is decorative.")


def test_a_page_reloaded_in_mid_sentence_speaks_of_no_loss(page):
    line(page, "A line that says").click()
    page.keyboard.press("End")
    page.keyboard.type(" And then, in mid-sentence", delay=40)
    page.reload()
    expect(line(page, "And then, in mid-sentence")).to_be_visible()
    page.wait_for_function("() => document.querySelector('.autosave')?.dataset.state === 'well'")
    page.wait_for_timeout(500)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_last_keys_before_a_page_is_gone_are_offered_when_they_did_not_arrive(page):
    """The database of the browser takes no more then, and the server does not answer."""
    line(page, "A line that says").click()
    page.keyboard.press("End")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('cut off')); }")
    page.keyboard.type(" The very last words")
    page.reload()
    expect(page.get_by_role("dialog", name="Words that were not saved")).to_contain_text("The very last words")


def test_the_caret_is_never_written_behind_the_bar_or_the_line_below(page):
    middle = """() => {
        const caret = getSelection().getRangeAt(0).getBoundingClientRect();
        const bar = document.querySelector(".writing-bar").getBoundingClientRect();
        const below = document.querySelector(".autosave").getBoundingClientRect();
        return bar.bottom <= caret.top && caret.bottom <= below.top;
    }"""
    line(page, "Line 0").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("x")
    page.wait_for_function(middle)
    for _ in range(30):
        page.keyboard.press("ArrowUp")
    page.wait_for_function(middle)
    page.keyboard.press("Control+Home")
    page.keyboard.type("x")
    page.wait_for_function(middle)


def test_one_chooses_words_opens_the_comments_and_writes(page):
    line(page, "Line 20").scroll_into_view_if_needed()
    line(page, "Line 20").click(click_count=3)
    before = line(page, "Line 20").bounding_box()["y"]
    page.get_by_role("button", name="Comments", exact=True).click()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert abs(line(page, "Line 20").bounding_box()["y"] - before) < 2
    page.keyboard.type("Is it?")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".thread-quote")).to_contain_text("Line 20 stands here")
    page.get_by_label("Reply to").fill("It is.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".thread-answer")).to_contain_text("It is.")


def test_a_comment_offers_the_names_of_people(page):
    page.get_by_role("button", name="Comments", exact=True).click()
    field = page.get_by_label("Comment; @")
    field.press_sequentially("Please look, @lin")
    offered = page.get_by_role("listbox", name="People")
    expect(offered.get_by_role("option").first).to_have_text("Linden Saltmere")
    field.press("Enter")
    expect(field).to_have_value("Please look, @Linden Saltmere ")
    expect(offered).to_be_hidden()
    field.press_sequentially("and mail a@lin")
    expect(offered).to_be_hidden()
    field.press("Escape")
    expect(page.locator(".comments")).to_be_hidden()


def test_a_chosen_line_becomes_the_call_out_that_it_speaks_of(page):
    line(page, "Related reading: Cold").click(click_count=3)
    page.click('[data-act="related_link"]')
    field = page.get_by_label("Title, name or address")
    expect(field).to_have_value("Cold Toes, Warm Hearts: Why Winter Slows Us All Down So Much")
    page.wait_for_selector("dialog [role=option] >> text=Plan an article")
    page.keyboard.press("Enter")
    expect(page.locator(".writing-text > :first-child")).to_have_class("related")
    expect(line(page, "Related reading: Cold")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(line(page, "Related reading: Cold")).to_have_count(1)


def test_a_call_out_made_of_some_words_leaves_their_line(page):
    line(page, "A line that says").click()
    page.keyboard.press("Home")
    for _ in "A line":
        page.keyboard.press("Shift+ArrowRight")
    page.click('[data-act="related_link"]')
    page.wait_for_selector("dialog [role=option] >> text=Plan an article")
    page.keyboard.press("Enter")
    expect(page.locator(".writing-text .related")).to_have_count(1)
    expect(line(page, "A line that says")).to_have_count(1)


def test_enter_behind_the_heading_of_a_care_card_begins_its_list(page):
    line(page, "A line that says").click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("/care emer")
    page.keyboard.press("Enter")
    page.keyboard.type("Call now if:")
    page.keyboard.press("Enter")
    page.keyboard.type("it hurts")
    page.keyboard.press("Enter")
    page.keyboard.type("it stays")
    for _ in range(3):
        page.keyboard.press("Enter")
    page.keyboard.type("Outside.")
    expect(page.locator(".writing-text .care li")).to_have_text(["it hurts", "it stays"])
    expect(page.locator(".writing-text > section.care + p")).to_have_text("Outside.")
