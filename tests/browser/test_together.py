"""Two people, or two tabs, in one article."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_autosave import (  # noqa: F401
    FIRST,
    SECOND,
    article,
    articles,
    body,
    desk,
    opened,
    sessions,
    stored,
    type_into,
    wait_until_saved,
)

PATIENCE = 20_000


def waiting(page: Page):
    return page.get_by_role("button", name=re.compile("changed twice: choose"))


def both_in_the_first_paragraph(hers: Page, his: Page) -> None:
    """She is faster."""
    type_into(hers, FIRST, " Hers.")
    wait_until_saved(hers)
    his.route("**/others/**", lambda route: route.abort())
    type_into(his, FIRST, " His.")
    expect(waiting(his)).to_be_visible(timeout=PATIENCE)
    his.unroute("**/others/**")


def test_different_paragraphs_merge_by_themselves_and_each_sees_the_other(desk, article, stored):  # noqa: F811
    hers, his = opened(desk("writer"), article), opened(desk("editor"), article)
    type_into(hers, FIRST, " Hers.")
    type_into(his, SECOND, " His.")
    expect(body(hers)).to_contain_text(f"{SECOND} His.", timeout=PATIENCE)
    expect(body(his)).to_contain_text(f"{FIRST} Hers.", timeout=PATIENCE)
    expect(hers.locator(".people")).to_contain_text("Also here: ", timeout=PATIENCE)
    hers.keyboard.press("End")
    hers.keyboard.press("Enter")
    hers.keyboard.type("A new one.")
    expect(body(his)).to_contain_text("A new one.", timeout=PATIENCE)
    assert [(number, words[1:]) for number, words, _ in stored()][1:] == [
        (None, [f"{FIRST} Hers.", "A new one.", f"{SECOND} His."])
    ]


def test_the_same_paragraph_is_shown_word_by_word_and_mine_replaces_a_sealed_version(desk, article, stored, axe):  # noqa: F811
    hers, his = opened(desk("writer"), article), opened(desk("editor"), article)
    both_in_the_first_paragraph(hers, his)
    waiting(his).press("Enter")
    dialog = his.get_by_role("dialog", name="Changed twice")
    expect(dialog.locator(".mine mark")).to_have_text("His")
    expect(dialog.locator(".theirs mark")).to_have_text("Hers")
    assert axe(his, without=("#nav-sidebar", ".select2-container")) == []
    dialog.get_by_label("Yours").press("Space")
    dialog.get_by_label("Yours").press("Enter")
    wait_until_saved(his)
    expect(body(hers)).to_contain_text(f"{FIRST} His.", timeout=PATIENCE)
    assert [(number, words[1]) for number, words, _ in stored()] == [
        (1, FIRST),
        (2, f"{FIRST} Hers."),
        (None, f"{FIRST} His."),
    ]


def test_theirs_may_be_taken(desk, article, stored):  # noqa: F811
    hers, his = opened(desk("writer"), article), opened(desk("editor"), article)
    both_in_the_first_paragraph(hers, his)
    waiting(his).click()
    dialog = his.get_by_role("dialog", name="Changed twice")
    dialog.locator(".theirs input").check()
    dialog.get_by_role("button", name="Go on with these").click()
    expect(body(his)).to_contain_text(f"{FIRST} Hers.")
    expect(waiting(his)).to_be_hidden()
    assert [words[1] for _, words, _ in stored()] == [FIRST, f"{FIRST} Hers."]


def test_both_may_be_kept_to_combine_them(desk, article, stored):  # noqa: F811
    hers, his = opened(desk("writer"), article), opened(desk("editor"), article)
    both_in_the_first_paragraph(hers, his)
    waiting(his).click()
    his.get_by_role("dialog").get_by_label("Keep both").check()
    his.get_by_role("dialog").get_by_role("button", name="Go on with these").click()
    wait_until_saved(his)
    his.wait_for_timeout(1_500)
    assert stored()[-1][1][1:3] == [f"{FIRST} His.", f"{FIRST} Hers."]


def test_both_may_be_combined_word_by_word(desk, article, stored, axe):  # noqa: F811
    hers, his = opened(desk("writer"), article), opened(desk("editor"), article)
    both_in_the_first_paragraph(hers, his)
    waiting(his).press("Enter")
    dialog = his.get_by_role("dialog", name="Changed twice")
    words = dialog.locator(".combined").get_by_role("button")
    expect(words).to_have_text(["Theirs: Hers", "Yours: His"])
    assert [one.get_attribute("aria-pressed") for one in words.all()] == ["false", "true"]
    words.first.press("Enter")
    expect(dialog.get_by_label("Combine them")).to_be_checked()
    assert axe(his, without=("#nav-sidebar", ".select2-container")) == []
    dialog.get_by_role("button", name="Go on with these").click()
    expect(body(his)).to_contain_text(f"{FIRST} Hers His.")
    wait_until_saved(his)
    expect(body(hers)).to_contain_text(f"{FIRST} Hers His.", timeout=PATIENCE)
    assert [(number, words[1]) for number, words, _ in stored()][1:] == [
        (2, f"{FIRST} Hers."),
        (None, f"{FIRST} Hers His."),
    ]


def test_a_second_tab_of_ones_own_overwrites_nothing(desk, article):  # noqa: F811
    context = desk("editor")
    first, second = opened(context, article), opened(context, article)
    both_in_the_first_paragraph(first, second)
    waiting(second).click()
    expect(second.get_by_role("dialog")).to_contain_text("You, in another window")


def test_saving_asks_first_where_two_changed_the_same(desk, article, stored):  # noqa: F811
    hers, his = opened(desk("writer"), article), opened(desk("editor"), article)
    both_in_the_first_paragraph(hers, his)
    his.locator("input[name=_continue]").click()
    dialog = his.get_by_role("dialog", name="Changed twice")
    dialog.locator(".mine input").check()
    dialog.get_by_role("button", name="Go on with these").click()
    expect(his.locator(".messagelist")).to_contain_text("Version 3", timeout=PATIENCE)
    assert [(number, words[1]) for number, words, _ in stored()][1:] == [(2, f"{FIRST} Hers."), (3, f"{FIRST} His.")]


def test_a_title_changed_by_another_comes_into_the_form(desk, article):  # noqa: F811
    hers, his = opened(desk("writer"), article), opened(desk("editor"), article)
    hers.locator("#id_title").fill("Another title")
    hers.locator("#id_tags").fill("one, two")
    expect(his.locator("#id_title")).to_have_value("Another title", timeout=PATIENCE)
    expect(his.locator("#id_tags")).to_have_value("one, two")
