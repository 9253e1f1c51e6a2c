"""Citing a source, reading it at the claim, and reviewing by a link: with the keyboard, in a real browser."""

import re

import pytest

from content import editor
from tests.browser.editing import ROUND_TRIPS
from tests.browser.places import ARTICLE
from tests.content.builders import doc, mark, paragraph, text

NOTE = ".source-note"
READ_CODE = (
    "from django_tasks_db.models import DBTaskResult as T; "
    "mails = T.objects.filter(task_path='history.notices.send').order_by('-enqueued_at')[:3]; "
    "print(*(mail.args_kwargs['args'][1] for mail in mails), sep='\\n')"
)


def test_source_opens_at_its_claim_and_escape_goes_back_to_it(window):
    page = window(1280)
    page.goto(ARTICLE)
    link = page.locator(".citation a").first
    link.focus()
    page.keyboard.press("Enter")
    assert "Thornbury IM" in page.locator(NOTE).inner_text()
    assert link.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert page.locator(NOTE).count() == 0
    assert link.evaluate("link => link === document.activeElement")


def test_source_note_lies_beside_the_text_and_on_a_phone_below_its_words(window, axe):
    for width, is_beside in ((1280, True), (375, False)):
        page = window(width)
        page.goto(ARTICLE)
        page.locator(".citation a").nth(2).click()
        assert (page.locator(f"{NOTE}.is-beside").count() == 1) is is_beside
        note, body = page.locator(NOTE).bounding_box(), page.evaluate("document.documentElement.clientWidth")
        assert note["x"] >= 0
        assert note["x"] + note["width"] <= body
        assert axe(page) == []


def test_tab_goes_from_the_number_into_the_note_and_out_of_it(window):
    page = window(1280)
    page.goto(ARTICLE)
    page.locator(".citation a").first.focus()
    page.keyboard.press("Enter")
    page.locator(NOTE).wait_for()
    for _ in range(3):
        page.keyboard.press("Tab")
        assert page.evaluate(f"document.activeElement.closest('{NOTE}') !== null")
    page.keyboard.press("Tab")
    assert page.locator(NOTE).count() == 0


def test_without_scripts_the_number_leads_to_the_reference_and_back(browser, server):
    context = browser.new_context(base_url=server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(ARTICLE)
    page.locator(".citation a").first.click()
    assert page.url.endswith("#reference-1")
    page.locator("#reference-1 .ways-back a").first.click()
    assert page.url.endswith("#citation-1-1")
    context.close()


def test_retracted_source_is_seen_before_it_is_opened(window):
    page = window(375)
    page.goto("/articles/heat-or-cold-for-back-pain/")
    assert page.locator(".citation-alarm").inner_text() == "retracted"
    page.locator(".citation a").first.click()
    assert "taken this work back" in page.locator(NOTE).inner_text()


@pytest.fixture
def draft(window, writer_in):
    """A new article in the editor with one sentence, the caret behind it."""
    page = window(1280, storage_state=writer_in)
    page.goto("/admin/articles/article/add/")
    page.fill("#id_title", "Cited in the browser")
    page.locator(".writing-text").click()
    page.keyboard.type("Backs ache at night. Most of them ease by noon.")
    return page


def marks(page) -> list:
    return page.evaluate(
        "() => [...document.querySelectorAll('.writing-text [data-mark=citation]')].map(one => one.textContent)"
    )


def test_sentence_at_the_caret_is_cited_by_words_of_a_title(draft):
    draft.keyboard.press("Control+Alt+c")
    draft.locator("dialog").wait_for()
    assert "Most of them ease by noon." in draft.locator("dialog q").inner_text()
    draft.keyboard.type("broken nights cohort")
    draft.get_by_role("option", name="Broken nights and pain").wait_for()
    draft.keyboard.press("Enter")
    draft.locator("dialog").wait_for(state="detached")
    assert marks(draft) == ["Most of them ease by noon."]
    assert draft.locator(".citation-numbers sup").inner_text() == "1"


def test_second_source_joins_the_first_and_one_of_them_is_removed(draft):
    for words in ("broken nights cohort", "bone systematic"):
        draft.keyboard.press("Control+Alt+c")
        draft.locator("dialog").wait_for()
        draft.keyboard.type(words)
        draft.locator("dialog [role=option][aria-selected=true]", has_text=re.compile("Broken|Bone")).wait_for()
        draft.keyboard.press("Enter")
        draft.locator("dialog").wait_for(state="detached")
    assert draft.locator(".citation-numbers sup").all_inner_texts() == ["1", "2"]
    draft.keyboard.press("Control+Alt+c")
    draft.get_by_role("button", name="Remove").first.click()
    draft.locator("dialog").wait_for(state="detached")
    assert draft.locator(".citation-numbers sup").all_inner_texts() == ["1"]
    draft.keyboard.press("Control+z")
    assert draft.locator(".citation-numbers sup").all_inner_texts() == ["1", "2"]


def test_source_that_nobody_knows_is_typed_in_and_saved_with_the_text(draft):
    draft.keyboard.press("Control+Alt+c")
    draft.locator("dialog").wait_for()
    draft.keyboard.type("10.5555/typed.in")
    draft.get_by_role("option", name="Type the source in").wait_for()
    draft.get_by_role("option", name="Type the source in").click()
    form = draft.locator("dialog").last
    assert form.get_by_label("DOI").input_value() == "10.5555/typed.in"
    draft.keyboard.press("Control+a")
    draft.keyboard.type("A work that was typed in")
    form.get_by_label("Year").fill("abc")
    form.get_by_role("button", name="Add to the library").click()
    form.get_by_role("alert").wait_for()
    assert "whole number" in form.get_by_role("alert").inner_text()
    form.get_by_label("Year").fill("2025")
    form.get_by_role("button", name="Add to the library").click()
    draft.locator("dialog").first.wait_for(state="detached")
    assert marks(draft) == ["Most of them ease by noon."]
    draft.get_by_role("link", name="Finish…").click()
    draft.locator("[name=_continue]").click()
    draft.wait_for_selector(".citation-numbers sup")
    assert "A work that was typed in" in draft.locator(".citation-numbers sup").get_attribute("title")


def test_two_sources_of_one_claim_survive_the_editor(window, signed_in):
    page = window(storage_state=signed_in)
    page.goto("/admin/history/event/")
    both = [mark("citation", source=number, locator="") for number in (7, 3)]
    document = doc(paragraph("first", text("Claim", *both), " and more"))
    assert page.evaluate(ROUND_TRIPS, [editor.declaration(), [document]]) == [document]


def test_clinician_reviews_by_the_link_with_the_keyboard_alone(window, server, axe):
    page = window(1280)
    page.goto(server.made["review-link"])
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Send me the code").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#code")
    subjects = server.manage("shell", "--no-imports", "-c", READ_CODE).stdout
    page.keyboard.type(re.search(r"(\d{6}) is your code", subjects)[1])
    page.keyboard.press("Enter")
    page.wait_for_selector("#sign")
    assert "Sleeping With a Sore Back" in page.locator("h1").inner_text()
    assert axe(page) == []
    page.get_by_label("Approved", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_label("Your interests").focus()
    page.keyboard.type("none")
    page.get_by_role("button", name="Sign").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Thank you").wait_for()
