"""Every public page, as readers with different eyes, hands and windows meet it."""

import pytest

from tests.browser.server import WITHDRAWN

ARTICLE = "/articles/hrt-and-a-stiff-back-in-menopause/"
PAGES = {
    "home": "/",
    "hub": "/back-pain/",
    "pillar": "/back-pain/special-populations/",
    "article": ARTICLE,
    "page": "/about/privacy/",
    "authors": "/authors/",
    "author": "/authors/juniper-mistlewick/",
    "topic": "/topics/hrt/",
    "search": "/search/?q=sleep",
    "search-nothing": "/search/?q=zzzzzz",
    "search-empty": "/search/",
    "not-found": "/nothing/here/",
    "withdrawn": WITHDRAWN,
    "server-error": "/500.html",
}
STATUS = {"not-found": 404, "withdrawn": 410}


def test_every_page_is_valid_html(window, server, vnu):
    page = window()
    sources = {}
    for name, path in PAGES.items():
        answer = page.goto(path)
        assert answer.status == STATUS.get(name, 200), name
        sources[name] = answer.text()
    assert vnu(sources) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_every_page_is_accessible(window, axe, width, scheme):
    page = window(width, color_scheme=scheme)
    found = {}
    for name, path in PAGES.items():
        page.goto(path)
        if violations := axe(page):
            found[name] = violations
    assert found == {}


def test_nothing_scrolls_sideways_at_320_pixels(window):
    page = window(320)
    wide = []
    for name, path in PAGES.items():
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
    assert wide == []


def test_no_page_sets_a_cookie(window):
    page = window()
    for path in PAGES.values():
        page.goto(path)
    assert page.context.cookies() == []


def test_the_keyboard_meets_the_skip_link_first_and_it_leads_to_the_text(window):
    page = window()
    page.goto(ARTICLE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to the text"
    box = page.locator(".skip").bounding_box()
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_the_keyboard_opens_the_contents_on_a_phone_and_reaches_a_section(window):
    page = window(375, 667)
    page.goto(ARTICLE)
    page.locator(".contents summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.keyboard.press("Enter")
    assert outline != "none"
    assert "#" in page.url


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


def test_the_article_is_complete_without_javascript(window):
    page = window(java_script_enabled=False)
    page.goto(ARTICLE)
    assert page.locator(".text > h2").count() == 12
    assert page.locator(".text figure img").count() == 12
    assert page.locator(".contents a").count() >= 12
    assert page.locator(".contents a").first.is_visible()


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


def test_the_first_words_stand_on_the_first_screen_of_a_phone(window):
    page = window(375, 667)
    page.goto("/articles/sleeping-with-a-sore-back/")
    for selector in ("h1", ".standfirst", ".byline"):
        box = page.locator(selector).first.bounding_box()
        assert box["y"] + box["height"] <= 667, selector


def test_search_is_reached_and_used_by_keyboard(window):
    page = window()
    page.goto("/")
    page.get_by_label("Search the site").first.fill("sciatica")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=sciatica")
    assert page.locator("main a[href^='/articles/']").count() >= 1
