"""Every public page, as readers with different eyes, hands and windows meet it."""

import pytest
from playwright.sync_api import expect

from tests.browser.editing import LOGINS
from tests.browser.places import ARTICLE, PUBLIC, STATUS

# Words that would be too pale on white paper (WCAG 1.4.3, after the formula there).
PALE_WORDS = """() => {
    const part = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    const contrast = (element) => {
        const [red, green, blue] = getComputedStyle(element).color.match(/[\\d.]+/g).map((one) => part(one / 255));
        return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
    };
    // What is printed with its ground, is judged with it on the screen.
    const bare = (element) => getComputedStyle(element).printColorAdjust !== "exact";
    const own = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    return [...document.querySelectorAll("main *")]
        .filter((element) => own(element) && bare(element) && element.checkVisibility() && contrast(element) < 4.5)
        .map((element) => `${element.className || element.tagName}: ${element.textContent.trim().slice(0, 40)}`);
}"""


def test_every_page_answers_as_it_should_and_is_quiet(public_visits):
    """Quiet: nothing on the console, no missing file, no request to another host."""
    assert {name: visit.status for name, visit in public_visits.items()} == {
        name: STATUS.get(name, 200) for name in public_visits
    }
    assert {name: visit.problems for name, visit in public_visits.items() if visit.problems} == {}


def test_every_page_is_valid_html(public_visits, vnu):
    assert vnu({name: visit.source for name, visit in public_visits.items()}) == []


def test_every_page_is_accessible_on_wide_and_narrow_windows_by_day_and_night(public_visits):
    assert {name: visit.inaccessible for name, visit in public_visits.items() if visit.inaccessible} == {}


def test_nothing_scrolls_sideways_down_to_320_pixels(public_visits):
    """WCAG 1.4.10: a window of 1280 pixels at 400 percent; 640 pixels are 200 percent."""
    assert {name: visit.wide for name, visit in public_visits.items() if visit.wide} == {}


def test_no_page_sets_a_cookie(window):
    page = window()
    for path in PUBLIC.values():
        page.goto(path)
    assert page.context.cookies() == []


def test_the_contents_list_follows_the_reading_position(window):
    page = window()
    page.goto(ARTICLE)
    page.locator(".text h2").nth(4).scroll_into_view_if_needed()
    page.evaluate("document.querySelectorAll('.text h2')[4].scrollIntoView()")
    page.wait_for_selector(".contents a[aria-current]")
    heading = page.locator(".text h2").nth(4).text_content()
    page.wait_for_function(
        "words => document.querySelector('.contents a[aria-current]')?.textContent.trim() === words",
        arg=heading.strip(),
    )
    assert page.locator(".contents a[aria-current]").count() == 1


@pytest.mark.parametrize("width", [375, 1280])
def test_the_article_is_complete_without_javascript(window, width):
    page = window(width, java_script_enabled=False)
    page.goto(ARTICLE)
    assert page.locator(".text > h2").count() == 12
    assert page.locator(".text figure img").count() == 12
    contents = page.locator(".contents details > ol > li > a")
    if not contents.first.is_visible():
        page.locator(".contents summary").click()
    assert contents.count() >= 12
    contents.nth(3).click()
    assert page.url.endswith(contents.nth(3).get_attribute("href"))
    expect(page.locator(":target")).to_be_in_viewport()


def test_every_page_says_the_same_without_javascript(window):
    """What is hidden then are the choice of colours, and places in the text that only a script would follow."""
    plain, scripted, missing = window(java_script_enabled=False), window(), []
    for name, path in PUBLIC.items():
        plain.goto(path)
        scripted.goto(path)
        if plain.locator("main").inner_text() != scripted.locator("main").inner_text():
            missing.append(name)
    assert missing == []


def test_search_finds_without_javascript(window):
    page = window(java_script_enabled=False)
    page.goto("/")
    page.get_by_label("Search the site").fill("sciatica")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=sciatica")
    assert page.locator("main a[href^='/articles/']").count() >= 1


def test_pictures_keep_their_place_and_wait_below_the_fold(window):
    page = window()
    page.goto(ARTICLE)
    pictures = page.locator(".text figure img")
    missing = [
        index
        for index in range(pictures.count())
        for name in ("width", "height", "srcset", "alt")
        if not pictures.nth(index).get_attribute(name)
    ]
    assert missing == []
    assert pictures.last.get_attribute("loading") == "lazy"


def test_the_choice_of_night_is_remembered(window):
    page = window(color_scheme="light")
    page.goto("/")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_label("night").check()
    page.goto(ARTICLE)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != paper


def test_print_leaves_the_text_and_drops_the_navigation(window):
    page = window()
    page.goto(ARTICLE)
    page.emulate_media(media="print")
    assert not page.locator(".site-head nav").is_visible()
    assert not page.locator(".site-head form").is_visible()
    assert not page.locator(".contents").is_visible()
    assert page.locator(".text").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_print_is_black_on_white_whatever_the_screen_shows(window, scheme):
    page = window(color_scheme=scheme)
    page.goto(ARTICLE)
    page.emulate_media(media="print")
    # A printer leaves grounds out, so each line must be dark enough for paper by itself.
    assert page.evaluate(PALE_WORDS) == []


def test_print_names_the_addresses_of_links_to_elsewhere(window):
    page = window()
    page.goto(PUBLIC["blocks"])
    page.emulate_media(media="print")
    link = page.locator(".text a[href^='https://doi.org']").first
    shown = link.evaluate("one => getComputedStyle(one, '::after').content")
    assert link.get_attribute("href") in shown or "attr(href)" in shown


def test_the_first_words_stand_on_the_first_screen_of_a_phone(window):
    page = window(375, 667)
    page.goto("/articles/sleeping-with-a-sore-back/")
    for selector in ("h1", ".standfirst", ".byline"):
        box = page.locator(selector).first.bounding_box()
        assert box["y"] + box["height"] <= 667, selector


RENAME = """
from dataclasses import replace
from articles import publishing, writing
from articles.models import Article
from authors.models import User
by = User.objects.get(email={editor!r})
article = Article.objects.get(slug={old!r})
snapshot, base = writing.current(article)
revision = writing.save(article, replace(snapshot, slug={new!r}), by=by, base=base)
publishing.publish(article, revision=revision, by=by, override_reason="Only its address.")
"""


def test_who_was_led_on_is_not_led_in_a_circle_when_the_address_comes_back(server, window):
    page, here, there = window(), "lifting-without-fear", "lifting-unafraid"

    def rename(old: str, new: str) -> None:
        script = RENAME.format(editor=LOGINS["editor"], old=old, new=new)
        server.manage("shell", "--no-imports", "-c", script)

    page.goto(f"/articles/{here}/")
    rename(here, there)
    assert page.goto(f"/articles/{here}/").url.endswith(f"/articles/{there}/")
    rename(there, here)
    assert page.goto(f"/articles/{there}/").url.endswith(f"/articles/{here}/")
    assert page.goto(f"/articles/{here}/").status == 200
