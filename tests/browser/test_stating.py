"""What a text states, from the desk to its readers; and what readers say back, without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.editing import session


@pytest.fixture
def desk(window, browser, server):
    page = window(storage_state=session(browser, server.url))
    page.goto(server.made["article-draft"])
    page.wait_for_selector(".autosave[data-state=well]")
    return page


def is_kept(page) -> None:
    page.wait_for_selector(".autosave[data-state=well]")
    page.wait_for_timeout(1500)
    page.wait_for_selector(".autosave[data-state=well]")


def choose(page, field: str, words: str) -> None:
    """In one of the admin's lists that look names up."""
    page.locator(f".field-{field} .select2-selection").click()
    page.locator(".select2-search__field").last.fill(words)
    page.locator(".select2-results__option", has_text=words).first.click()


def test_new_author_gets_a_line_and_one_click_states_that_there_is_nothing(desk):
    choose(desk, "byline", "Rowan Featherstow")
    row = desk.locator(".interest", has_text="Rowan Featherstow")
    expect(row).to_be_visible()
    row.get_by_label("none").check()
    is_kept(desk)
    desk.reload()
    expect(desk.locator(".interest", has_text="Rowan Featherstow").get_by_label("none")).to_be_checked()
    desk.locator(".interest", has_text="Rowan Featherstow").get_by_role("textbox").fill("Sells pillows.")
    expect(desk.locator(".interest", has_text="Rowan Featherstow").get_by_label("none")).not_to_be_checked()
    is_kept(desk)
    desk.reload()
    line = desk.locator(".interest", has_text="Rowan Featherstow").get_by_role("textbox")
    expect(line).to_have_value("Sells pillows.")


def test_use_of_ai_and_sponsor_are_kept_while_they_are_typed(desk):
    desk.get_by_label("drafted: a first version came from it").check()
    desk.get_by_label("Which, and for what").fill("A list.")
    choose(desk, "ai_editor", "Clover Adunbrook")
    desk.get_by_label("Sponsor").fill("The Fund")
    is_kept(desk)
    desk.reload()
    expect(desk.get_by_label("drafted: a first version came from it")).to_be_checked()
    expect(desk.get_by_label("Which, and for what")).to_have_value("A list.")
    expect(desk.locator(".field-ai_editor .select2-selection__rendered")).to_contain_text("Clover Adunbrook")
    expect(desk.get_by_label("Sponsor")).to_have_value("The Fund")


@pytest.mark.parametrize("width", [375, 1280])
def test_reader_reports_a_problem_without_javascript(window, server, browser, width):
    page = window(width, java_script_enabled=False)
    page.goto(server.made["stated"])
    page.get_by_role("link", name="Report a problem with this page").click()
    page.get_by_role("button", name="Send the report").click()
    assert page.url.endswith(server.made["report"])
    page.get_by_label("What is wrong?").fill(f"At {width} pixels the pillow is too wide.")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert page.context.cookies() == []
    queue = window(storage_state=session(browser, server.url))
    queue.goto("/admin/articles/review/")
    expect(queue.get_by_text(f"At {width} pixels the pillow is too wide.")).to_be_visible()


def test_way_from_the_byline_to_the_correction(window, server):
    page = window(375)
    page.goto(server.made["stated"])
    page.get_by_role("link", name="Corrected on").click()
    expect(page.get_by_role("heading", name="Corrections", exact=True)).to_be_in_viewport()
