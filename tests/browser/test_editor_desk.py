"""Writing an article at the desk: from the first key to what readers see."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.editing import wait_for_selection, words

ADD = "/admin/articles/article/add/"


@pytest.fixture
def desk(window, signed_in):
    """A page on which a new article can be written."""

    def open_at(path=ADD, width=1280, **settings):
        page = window(width, storage_state=signed_in, **settings)
        page.goto(path)
        page.wait_for_selector(".writing-text")
        return page

    return open_at


def written(page):
    return page.evaluate("document.querySelector('.writing-text').editor.getJSON().content")


def kinds(page):
    return [(block["type"], words(block)) for block in written(page)]


def write(page, *lines):
    """Type lines into the text, each ended by Enter but the last."""
    page.locator(".writing-text").focus()
    for number, line in enumerate(lines):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.type(line)


def test_a_new_writer_types_saves_and_publishes(desk):
    page = desk()
    page.fill("#id_title", "What a Browser Wrote")
    page.fill("#id_standfirst", "A text from the first key to the reader.")
    page.select_option("#id_pillar", label="Back Pain › Special Populations")
    page.evaluate(
        """() => {
            const select = document.querySelector("#id_byline");
            select.append(new Option("An author", "1", true, true));
        }"""
    )
    write(page, "## Why it is so", "The words stand **here** and stay.", "- first", "second")
    page.click("text=Save and continue editing")
    page.wait_for_selector("ul.messagelist .success")
    page.wait_for_selector(".writing-text")
    before = kinds(page)
    assert before == [
        ("heading", "Why it is so"),
        ("paragraph", "The words stand here and stay."),
        ("bullet_list", "firstsecond"),
    ]
    for line in page.locator(".interest").all():
        line.get_by_label("none").check()
    page.locator(".field-ai_use").get_by_label("none", exact=True).check()
    page.click("text=Save and publish")
    expect(page.locator("ul.messagelist")).to_contain_text("is published", timeout=15_000)
    address = page.locator(".state-line a").first.get_attribute("href")
    page.goto(address)
    assert page.locator(".text h2").inner_text() == "Why it is so"
    assert page.locator(".text strong").inner_text() == "here"
    assert page.locator(".text li").all_inner_texts() == ["first", "second"]


def test_what_is_typed_becomes_what_it_means(desk):
    page = desk()
    write(page, "## Large", "### Small", "- a", "b", "", "1. one", "", "> said", "", "---below", "*soft* and **hard**")
    assert kinds(page) == [
        ("heading", "Large"),
        ("heading", "Small"),
        ("bullet_list", "ab"),
        ("ordered_list", "one"),
        ("quotation", "said"),
        ("rule", ""),
        ("paragraph", "below"),
        ("paragraph", "soft and hard"),
    ]
    marks = [[mark["type"] for mark in node.get("marks", [])] for node in written(page)[-1]["content"]]
    assert marks == [["emphasis"], [], ["strong"]]


def test_backspace_takes_a_habit_back(desk):
    page = desk()
    write(page, "- ")
    page.keyboard.press("Backspace")
    assert kinds(page) == [("paragraph", "- ")]


def test_lists_are_nested_by_keys(desk):
    page = desk()
    write(page, "- one", "two")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("three")
    page.keyboard.press("Shift+Tab")
    (block,) = written(page)
    assert [words(item) for item in block["content"]] == ["onetwo", "three"]


def test_the_menu_makes_every_block_that_needs_no_question(desk):
    wanted = {
        "heading": "/head",
        "table": "/table",
        "key_points": "/key",
        "experience": "/personal",
        "callout": "/call-out",
        "rule": "/rule",
        "quotation": "/quot",
        "ordered_list": "/numb",
    }
    for kind, typed in wanted.items():
        # Each in a browser of its own: what one left unsaved would be offered to the next.
        page = desk()
        write(page, typed)
        page.wait_for_selector('.choices [role="option"][aria-selected="true"]')
        page.keyboard.press("Enter")
        page.wait_for_selector(".choices", state="detached")
        assert (kind, kinds(page)[0][0]) == (kind, kind)


def test_keys_that_arrive_at_once_open_the_menu_too(desk):
    """As those of a fast writer do where the machine is busy."""
    page = desk()
    page.locator(".writing-text").focus()
    page.keyboard.insert_text("/quot")
    page.wait_for_selector('.choices [role="option"][aria-selected="true"]')
    page.keyboard.press("Enter")
    assert kinds(page)[0][0] == "quotation"


def test_the_menu_is_a_combobox_for_screen_readers(desk):
    page = desk()
    write(page, "/car")
    text = page.locator(".writing-text")
    assert (text.get_attribute("role"), text.get_attribute("aria-expanded")) == ("combobox", "true")
    page.keyboard.press("ArrowDown")
    page.wait_for_function(
        """() => {
            const current = document.querySelector(".writing-text").getAttribute("aria-activedescendant");
            return document.getElementById(current)?.getAttribute("aria-selected") === "true";
        }"""
    )
    assert page.locator('[role="option"][aria-selected="true"] .choice-words').inner_text() == "Care card: urgent"
    page.keyboard.press("Escape")
    assert page.locator('[role="listbox"]').count() == 0
    assert text.get_attribute("role") == "textbox"
    page.keyboard.press("Enter")
    assert kinds(page) == [("paragraph", "/car"), ("paragraph", "")]


def test_the_toolbar_is_one_stop_and_arrows_move_in_it(desk):
    page = desk()
    write(page, "words")
    page.keyboard.press("Control+a")
    page.keyboard.press("Alt+F10")
    active = "document.activeElement.getAttribute('aria-label')"
    assert page.evaluate(active) == "Undo"
    page.keyboard.press("End")
    assert page.evaluate(active) == "Keys"
    page.keyboard.press("Home")
    while page.evaluate(active) != "Strong":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-act="strong"][aria-pressed="true"]')
    assert written(page)[0]["content"][0]["marks"] == [{"type": "strong"}]
    assert page.locator('.writing-bar [tabindex="0"]').count() == 1


def test_every_button_does_what_its_name_says(desk):
    page = desk()
    write(page, "words")
    for act, kind in (("heading_2", "heading"), ("bullet_list", "bullet_list"), ("ordered_list", "ordered_list")):
        page.click(f'[data-act="{act}"]')
        page.wait_for_selector(f'[data-act="{act}"][aria-pressed="true"]')
        assert kinds(page)[0][0] == kind
    page.click('[data-act="undo"]')
    page.click('[data-act="redo"]')
    assert kinds(page)[0][0] == "ordered_list"


def test_a_section_moves_as_a_whole_by_keyboard(desk):
    page = desk()
    write(page, "## One", "about one", "### Below", "about below", "## Two", "about two")
    page.keyboard.press("ArrowUp")
    wait_for_selection(page, "Two")
    page.keyboard.press("Alt+Shift+ArrowUp")
    expected = [("heading", "Two"), ("paragraph", "about two"), ("heading", "One"), ("paragraph", "about one")]
    assert kinds(page)[:4] == expected
    page.keyboard.type("!")
    assert kinds(page)[0][1].replace("!", "") == "Two"
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert kinds(page)[0] == ("heading", "One")


def test_a_single_block_moves_by_keyboard(desk):
    page = desk()
    write(page, "first", "second", "third")
    page.keyboard.press("Alt+Shift+ArrowUp")
    assert [said for _, said in kinds(page)] == ["first", "third", "second"]
    page.keyboard.press("Alt+Shift+ArrowDown")
    page.keyboard.press("Alt+Shift+ArrowDown")
    assert [said for _, said in kinds(page)] == ["first", "second", "third"]


def test_the_outline_leads_to_sections_and_reorders_them(desk):
    page = desk()
    write(page, "## One", "about one", "## Two", "about two")
    lines = page.locator(".outline-go")
    page.wait_for_function("() => document.querySelectorAll('.outline-go').length === 2")
    assert lines.all_inner_texts() == ["One", "Two"]
    lines.first.click()
    page.wait_for_function("() => document.querySelector('.outline-go').getAttribute('aria-current') === 'location'")
    page.keyboard.type("Now ")
    page.wait_for_function("() => document.querySelector('.outline-go').textContent === 'Now One'")
    page.get_by_label("Move “Now One” down").click()
    page.wait_for_function("() => document.querySelector('.outline-go').textContent === 'Two'")
    lines.first.focus()
    page.keyboard.press("Alt+Shift+ArrowDown")
    page.wait_for_function("() => document.querySelector('.outline-go').textContent === 'Now One'")


def test_words_and_gaps_are_counted_and_gaps_stop_a_hasty_publication(desk):
    page = desk()
    page.fill("#id_title", "With a Gap")
    write(page, "Three words here, and TK of you.")
    page.wait_for_function("() => document.querySelector('.writing-status').textContent.includes('7 words')")
    assert page.locator(".writing-tk").inner_text() == "1 TK to fill in"
    page.click("text=Save and publish")
    assert "1 place marked TK" in page.locator("dialog").inner_text()
    page.keyboard.press("Escape")
    assert page.url.endswith(ADD)
    page.click(".writing-tk")
    page.keyboard.type("four")
    assert kinds(page) == [("paragraph", "Three words here, and four of you.")]


def test_keys_are_listed_and_full_screen_comes_and_goes(desk):
    page = desk()
    write(page, "words")
    page.keyboard.press("Control+/")
    assert "Ctrl+Alt+2" in page.locator("dialog").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Shift+f")
    assert page.locator(".writing-frame.is-full").count() == 1
    page.keyboard.type("!")
    page.keyboard.press("Control+Shift+f")
    assert page.locator(".writing-frame.is-full").count() == 0
    assert kinds(page) == [("paragraph", "words!")]


def test_a_refused_form_comes_back_with_every_word(desk):
    page = desk()
    write(page, "## Kept", "with everything")
    page.evaluate("document.querySelector('#id_title').required = false")
    page.click("text=Save and continue editing")
    page.wait_for_selector(".errornote")
    page.wait_for_selector(".writing-text")
    assert kinds(page) == [("heading", "Kept"), ("paragraph", "with everything")]


def test_without_scripts_the_plain_form_is_there(window, signed_in):
    page = window(storage_state=signed_in, java_script_enabled=False)
    page.goto(ADD)
    assert page.locator("textarea[name=body]").is_visible()
    assert page.locator(".writing-text").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_clean_for_axe_with_a_menu_and_a_dialog_open(desk, axe, scheme):
    page = desk(color_scheme=scheme)
    write(page, "## One", "words", "/key")
    page.keyboard.press("Enter")
    page.keyboard.type("a point")
    page.keyboard.press("Control+Enter")
    page.keyboard.type("/")
    assert axe(page, without=("#nav-sidebar", ".breadcrumbs")) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.wait_for_selector("dialog")
    assert axe(page, without=("#nav-sidebar", ".breadcrumbs")) == []


@pytest.mark.parametrize("width", [375, 640, 768, 1280])
def test_the_desk_fits_the_window(desk, width):
    page = desk(width=width)
    write(page, "## One", "words")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")


def test_the_seeds_own_length_is_written_and_kept(desk):
    """A writer types some eighty blocks without losing one."""
    page = desk()
    page.fill("#id_title", "A Long One")
    lines = [f"{'## ' if number % 10 == 0 else ''}Line {number} of many." for number in range(80)]
    write(page, *lines)
    page.click("text=Save and continue editing")
    page.wait_for_selector("ul.messagelist .success")
    page.wait_for_selector(".writing-text")
    assert [said for _, said in kinds(page)] == [re.sub("^## ", "", line) for line in lines]


def test_who_else_took_part_is_chosen_by_the_keys_and_kept(desk, server):
    page = desk()
    page.fill("#id_title", "Drawn by Somebody Else")
    write(page, "A picture says it.")
    page.wait_for_selector(".autosave[data-state=well]")
    field = page.locator(".field-illustrating .select2-selection")
    field.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Rowan")
    page.wait_for_selector(".select2-results__option--highlighted:has-text('Rowan')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".autosave[data-state=saving], .autosave[data-state=well]")
    page.wait_for_function("() => document.querySelector('.autosave').dataset.state === 'well'")
    page.wait_for_timeout(2_500)
    page.reload()
    page.wait_for_selector(".writing-text")
    chosen = "() => [...document.querySelector('#id_illustrating').selectedOptions].map(one => one.text)"
    assert page.evaluate(chosen) == ["Rowan Featherstow"]
    assert page.evaluate(chosen.replace("illustrating", "byline")) == ["Clover Adunbrook"]


def test_a_fault_on_the_board_leads_into_the_text(desk, server):
    page = desk()
    page.goto(server.made["board"])
    page.get_by_role("link", name="Open the article").first.focus()
    page.keyboard.press("Enter")
    text = page.locator(".writing-text")
    expect(text).to_be_focused()
    expect(text.locator(":scope > *").first).to_be_in_viewport()
