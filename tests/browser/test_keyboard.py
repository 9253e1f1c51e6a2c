"""The reader's pages by keyboard alone: where it stops, in which order, whether that is seen, and that it gets out."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.places import ARTICLE, HUB, PUBLIC

WALKED = {"article": ARTICLE, "home": "/", "hub": HUB, "search": PUBLIC["search"]}
# What can take the focus and is shown. Of radio buttons, one is a stop: the arrows lead to the others.
STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: false }))
    .filter((one) => !one.disabled && one.tabIndex >= 0 && (one.type !== "radio" || one.checked)).length"""
# Where the focus is. `seen` compares with the same element without focus.
STOP = """() => {
    const one = document.activeElement;
    if (one === document.body) return null;
    const signs = () => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(one);
        return [outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 ? outlineColor : "", boxShadow].join();
    };
    const { left, top, right, bottom } = one.getBoundingClientRect();
    const before = window.previousStop;
    window.previousStop = one;
    const covers = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const focused = signs();
    one.blur();
    const seen = signs() !== focused;
    one.focus({ preventScroll: true });
    return {
        name: (one.getAttribute("aria-label") ?? one.textContent).trim() || one.name,
        seen,
        inside: right > 0 && bottom > 0 && left < innerWidth && top < innerHeight && right > left && bottom > top,
        free: !covers || one.contains(covers) || covers.contains(one) || one.labels?.[0]?.contains(covers) === true,
        follows: !before || Boolean(before.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING),
        place: one.closest("main, header.site-head, footer, nav.breadcrumb")?.tagName ?? "",
    };
}"""
MOST = 400


def step(page: Page, key: str = "Tab") -> dict | None:
    """Press the key; where the focus is then, or None where it has left the page."""
    page.keyboard.press(key)
    return page.evaluate(STOP)


def walk(page: Page) -> list[dict]:
    """From the beginning of the page to its end; every stop on the way."""
    stops = []
    while len(stops) < MOST:
        stop = step(page)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError(f"still on the page after {MOST} stops: {stops[-3:]}")


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("name", WALKED)
def test_the_keyboard_meets_everything_in_order_and_is_seen_there(window, name, width):
    page = window(width, reduced_motion="reduce")
    page.goto(WALKED[name])
    stops = walk(page)
    assert stops[0]["name"] == "Skip to the text"
    for what in ("seen", "inside", "free", "follows"):
        assert [stop["name"] for stop in stops if not stop[what]] == [], what
    assert len(stops) == page.evaluate(STOPS)
    places = [stop["place"] for stop in stops[1:]]
    assert list(dict.fromkeys(places)) == [place for place in ("HEADER", "NAV", "MAIN", "FOOTER") if place in places]
    back = [step(page, "Shift+Tab")["name"] for _ in stops]
    assert back == [stop["name"] for stop in reversed(stops)]


def test_the_skip_link_leads_to_the_text(window):
    page = window()
    page.goto(ARTICLE)
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("script", [True, False])
def test_the_contents_open_by_keyboard_on_a_phone_and_lead_to_a_section(window, script):
    page = window(375, 667, java_script_enabled=script)
    page.goto(ARTICLE)
    summary, first = page.locator(".contents summary"), page.locator(".contents a").first
    expect(first).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    expect(first).to_be_visible()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(":target")).to_be_in_viewport()
    assert page.url.endswith(first.get_attribute("href"))


def test_the_contents_close_by_keyboard_again(window):
    page = window(375, 667)
    page.goto(ARTICLE)
    page.locator(".contents summary").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    expect(page.locator(".contents a").first).to_be_hidden()
    expect(page.locator(".contents summary")).to_be_focused()


def test_search_is_reached_and_used_by_keyboard(window):
    page = window()
    page.goto("/")
    field = page.get_by_label("Search the site").first
    for _ in range(10):
        page.keyboard.press("Tab")
        if field.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.type("sciatica")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=sciatica")
    assert page.locator("main a[href^='/articles/']").count() >= 1


def test_the_colours_are_chosen_by_keyboard(window):
    page = window(color_scheme="light")
    page.goto("/")
    page.get_by_label("as my device").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("night")).to_be_focused()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
