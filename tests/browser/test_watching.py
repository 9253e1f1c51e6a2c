"""The watch that every other browser test relies on: does it see what it is there for?"""

import pytest

from tests.browser.watching import watch

HARM = {
    "an inline script": ("<script>document.title = 'harm'</script>", "script-src"),
    "an inline style": ("<p style='color: red'>harm</p>", "style-src"),
    "a picture of another host": ("<img src='http://other.invalid/a.png' alt=''>", "other.invalid"),
    "a missing picture": ("<img src='/media/renditions/missing.webp' alt=''>", "404"),
    "a missing script": ("<script src='/static/js/missing.js'></script>", "404"),
}


@pytest.fixture
def unwatched(browser, server):
    """A page that may do wrong, and the list of what it did."""
    context = browser.new_context(base_url=server.url)
    page, problems = context.new_page(), []
    watch(page, server.url, problems)
    yield page, problems
    context.close()


@pytest.mark.parametrize("harm", HARM)
def test_the_watch_sees(unwatched, harm):
    page, problems = unwatched
    part, word = HARM[harm]

    def spoil(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</main>", f"{part}</main>"))

    page.route("**/authors/", spoil)
    page.goto("/authors/")
    page.wait_for_load_state("networkidle")
    assert any(word in problem for problem in problems), problems


def test_the_watch_sees_an_exception_of_a_script(unwatched):
    page, problems = unwatched
    page.route(
        "**/js/site*.js", lambda route: route.fulfill(body="throw new Error('harm')", content_type="text/javascript")
    )
    page.goto("/authors/")
    page.wait_for_load_state("networkidle")
    assert any("harm" in problem for problem in problems), problems


def test_the_watch_lets_a_page_be_missing_on_purpose(unwatched):
    page, problems = unwatched
    assert page.goto("/nothing/here/").status == 404
    assert problems == []
