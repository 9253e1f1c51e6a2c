"""Nothing that was typed is lost: not to a killed server, an expired login, a failure, or somebody else."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.editing import LOGINS, give_password, session
from tests.browser.killing import Killable
from tests.browser.server import Server

MAKE = """
from articles import writing
from articles.models import Collaboration, Pillar
from articles.snapshots import Snapshot
from authors.models import User
from content.text import read
text = "Why\\n\\nThe first paragraph is this one.\\nThe second paragraph stands below it.\\n"
by = User.objects.get(email="{editor}")
made = [
    writing.start(Snapshot(title=f"Kept {{n}}", slug="", standfirst="So.", body=read(text)), by=by) for n in range(20)
]
for article in made:
    Collaboration.objects.join(article, [User.objects.get(email="{writer}")])
print([article.pk for article in made])
"""
TELL = """
import json
from articles.models import Article
article = Article.objects.get(pk={pk})
print(json.dumps([[revision.number, revision.snapshot] for revision in article.revisions.order_by("pk")]))
"""
SAVED = re.compile(r"Saved \d\d:\d\d")
FIRST, SECOND = "The first paragraph is this one.", "The second paragraph stands below it."


@pytest.fixture(scope="module")
def articles(server: Server) -> Iterator[int]:
    """Numbers of articles that no other test uses."""
    done = server.manage("shell", "--no-imports", "-c", MAKE.format(editor=LOGINS["editor"], writer=LOGINS["writer"]))
    return iter(json.loads(done.stdout))


@pytest.fixture
def article(articles: Iterator[int]) -> int:
    return next(articles)


@pytest.fixture(scope="module")
def sessions(browser: Browser, server: Server) -> dict[str, dict]:
    return {role: session(browser, server.url, role) for role in ("editor", "writer")}


@pytest.fixture
def desk(browser: Browser, server: Server, sessions: dict) -> Iterator[Callable[..., BrowserContext]]:
    """The browser of a person at the desk; here servers fail on purpose, so nobody watches."""
    made: list[BrowserContext] = []

    def make(role: str = "editor", url: str = "") -> BrowserContext:
        context = browser.new_context(base_url=url or server.url, storage_state=sessions[role])
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def stored(server: Server, article: int) -> Callable[[], list]:
    """The article's revisions, oldest first: (number, texts of the blocks, fields)."""

    def look() -> list:
        done = server.manage("shell", "--no-imports", "-c", TELL.format(pk=article))
        return [(number, texts(snapshot["body"]), snapshot) for number, snapshot in json.loads(done.stdout)]

    return look


def texts(body: dict) -> list[str]:
    return ["".join(part.get("text", "") for part in block.get("content", [])) for block in body["content"]]


def opened(context: BrowserContext, article: int) -> Page:
    """The article's page, once it knows what the server has."""
    page = context.new_page()
    with page.expect_response(lambda response: "/others/" in response.url):
        page.goto(f"/admin/articles/article/{article}/change/")
    page.wait_for_selector(".autosave")
    return page


def type_into(page: Page, paragraph: str, words: str) -> None:
    """Type at the end of the paragraph that begins like this."""
    page.locator(".writing-text p", has_text=paragraph).first.click()
    page.keyboard.press("End")
    page.keyboard.type(words)


def line(page: Page):
    return page.locator(".autosave .words")


def wait_until_saved(page: Page) -> None:
    expect(line(page)).to_have_text(SAVED, timeout=15_000)


def body(page: Page):
    return page.locator(".writing-text")


def test_what_is_typed_reaches_the_server_without_a_button_and_without_a_version(window, server, article, stored, axe):
    page = window()
    sign_in(page)
    page.goto(f"/admin/articles/article/{article}/change/")
    type_into(page, FIRST, " Typed.")
    page.locator("#id_title").fill("Kept by itself")
    wait_until_saved(page)
    expect(page.locator("input[name=base]")).to_have_value(re.compile(r"\d+:\d+"))
    latest = stored()[-1]
    assert (latest[0], latest[1][1], latest[2]["title"]) == (None, f"{FIRST} Typed.", "Kept by itself")
    page.goto(f"/admin/articles/article/{article}/history/")
    assert "Kept by itself" not in page.locator("#content table").first.inner_text()
    page.go_back()
    wait_for_line(page)
    assert axe(page, only=("color-contrast", "aria-allowed-attr", "button-name", "label")) == []


def sign_in(page: Page, role: str = "editor") -> None:
    page.goto("/admin/login/?next=/admin/")
    sign_in_here(page, role)
    page.wait_for_selector("#user-tools")


def sign_in_here(page: Page, role: str = "editor") -> None:
    give_password(page, LOGINS[role])


def wait_for_line(page: Page) -> None:
    page.wait_for_selector(".autosave")


def test_the_button_seals_what_was_kept(desk, article, stored):
    page = opened(desk(), article)
    type_into(page, SECOND, " And on.")
    page.locator("input[name=_continue]").click()
    expect(page.locator(".messagelist")).to_contain_text("Version 2")
    assert [number for number, _, _ in stored()] == [1, 2]
    assert stored()[-1][1][2] == f"{SECOND} And on."


def test_a_new_article_is_kept_as_soon_as_it_has_a_title(desk, server):
    page = desk("writer").new_page()
    page.goto("/admin/articles/article/add/")
    body(page).click()
    page.keyboard.type("Words before there is a title.")
    page.locator("#id_title").fill("Born by itself")
    wait_until_saved(page)
    page.wait_for_url(re.compile(r"/\d+/change/$"))
    page.reload()
    expect(body(page)).to_contain_text("Words before there is a title.")
    expect(page.locator("#id_title")).to_have_value("Born by itself")


def left_behind(context: BrowserContext, words: str, block: dict | None = None) -> Page:
    """A page on which an article is begun, after another began with this, got no title and was left."""
    page = context.new_page()
    page.goto("/admin/articles/article/add/")
    body(page).click()
    page.keyboard.type(words)
    if block:
        insert = "block => document.querySelector('.writing-text').editor.commands.insertContent(block)"
        page.evaluate(insert, block)
    page.wait_for_timeout(1_000)
    page.close()
    page = context.new_page()
    page.goto("/admin/articles/article/add/")
    page.wait_for_selector(".autosave")
    return page


def test_words_without_a_title_are_offered_to_the_next_article(desk):
    page = left_behind(desk("writer"), "## Cold floors")
    expect(page.get_by_role("dialog", name="Words that were not saved")).to_contain_text("Cold floors")


def test_a_call_out_alone_is_offered_to_the_next_article(desk):
    block = {"type": "related_link", "attrs": {"label": "Read", "title": "Cold Toes", "target": None}}
    page = left_behind(desk("writer"), "", block)
    expect(page.get_by_role("dialog", name="Words that were not saved")).to_contain_text("Cold Toes")


def test_what_was_left_without_a_word_is_not_offered(desk):
    page = left_behind(desk("writer"), "## ")
    page.wait_for_timeout(1_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    body(page).click()
    page.keyboard.type("Mine.")
    expect(body(page)).to_have_text("Mine.")


# What fails


@pytest.fixture
def second(server: Server) -> Iterator[Killable]:
    killable = Killable(server)
    killable.start()
    yield killable
    killable.kill()


def test_a_killed_server_loses_nothing_when_the_page_stays_open(second, desk, article, stored):
    page = opened(desk(url=second.url), article)
    type_into(page, FIRST, " Before.")
    wait_until_saved(page)
    page.keyboard.type(" In the mid")
    second.kill()
    page.keyboard.type("dle of a sentence.")
    expect(line(page)).to_have_text("Offline, kept here.", timeout=15_000)
    second.start()
    wait_until_saved(page)
    assert stored()[-1][1][1] == f"{FIRST} Before. In the middle of a sentence."


def test_a_killed_server_loses_nothing_when_the_page_is_closed(second, desk, article, stored):
    context = desk(url=second.url)
    page = opened(context, article)
    type_into(page, FIRST, " Before.")
    wait_until_saved(page)
    page.keyboard.type(" In the mid")
    second.kill()
    page.keyboard.type("dle of a sentence.")
    # What was typed in the last two seconds may go.
    page.wait_for_timeout(2_000)
    page.close()
    second.start()
    context.clear_cookies()
    page = context.new_page()
    page.goto(f"/admin/articles/article/{article}/change/")
    sign_in_here(page)
    dialog = page.get_by_role("dialog", name="Words that were not saved")
    expect(dialog.locator(".mine mark")).to_contain_text("In the middle of a sentence.")
    dialog.get_by_label("Typed then").check()
    dialog.get_by_role("button", name="Go on with these").click()
    wait_until_saved(page)
    assert stored()[-1][1][1] == f"{FIRST} Before. In the middle of a sentence."
    page.reload()
    wait_for_line(page)
    page.wait_for_timeout(1_000)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_expired_login_keeps_the_words_until_one_signs_in_in_another_tab(desk, article, stored):
    context = desk()
    page = opened(context, article)
    context.clear_cookies()
    type_into(page, FIRST, " After the session.")
    expect(line(page)).to_contain_text("You are signed out. Your words are kept here.", timeout=15_000)
    with context.expect_page() as other:
        page.get_by_role("link", name="Sign in again").click()
    tab = other.value
    sign_in_here(tab)
    expect(tab.locator("#content")).to_contain_text("still open in the other one")
    tab.close()
    wait_until_saved(page)
    assert stored()[-1][1][1] == f"{FIRST} After the session."
    page.locator("input[name=_continue]").click()
    expect(page.locator(".messagelist")).to_contain_text("Version 2")


def test_somebody_elses_login_does_not_take_the_words(desk, article, stored):
    context = desk()
    page = opened(context, article)
    context.clear_cookies()
    other = context.new_page()
    sign_in(other, "writer")
    type_into(page, FIRST, " Whose?")
    expect(line(page)).to_contain_text("Your words are kept here.", timeout=15_000)
    assert len(stored()) == 1


def test_a_fault_of_the_server_is_said_and_tried_again(desk, article, stored):
    page = opened(desk(), article)
    page.route("**/autosave/", lambda route: route.fulfill(status=500, body="no"))
    type_into(page, FIRST, " Through a fault.")
    expect(line(page)).to_contain_text("Not saved yet, kept here.", timeout=15_000)
    page.unroute("**/autosave/")
    wait_until_saved(page)
    assert stored()[-1][1][1] == f"{FIRST} Through a fault."


def test_a_lost_answer_is_no_conflict_with_oneself(desk, article, stored):
    page = opened(desk(), article)
    lost = []

    def lose(route):
        route.fetch()
        lost.append(1)
        route.abort()

    page.route("**/autosave/", lose, times=1)
    type_into(page, FIRST, " Once")
    expect(line(page)).to_contain_text("Offline", timeout=15_000)
    page.keyboard.type(" and on.")
    wait_until_saved(page)
    assert (len(lost), stored()[-1][1][1]) == (1, f"{FIRST} Once and on.")
    expect(page.locator(".waiting")).to_be_hidden()


def test_an_hour_offline_is_kept_and_saved_afterwards(desk, article, stored):
    context = desk()
    page = opened(context, article)
    context.set_offline(True)
    type_into(page, FIRST, " On a train.")
    expect(line(page)).to_have_text("Offline, kept here.", timeout=15_000)
    page.locator("input[name=_save]").click()
    expect(page.locator(".visually-hidden[role=status]")).to_contain_text("Not sent")
    assert page.url.endswith("/change/")
    context.set_offline(False)
    wait_until_saved(page)
    assert stored()[-1][1][1] == f"{FIRST} On a train."


def test_what_is_invalid_is_named_and_all_else_is_saved(desk, article, stored):
    page = opened(desk(), article)
    page.locator("#id_slug").fill("sleeping-with-a-sore-back")
    type_into(page, FIRST, " Fine.")
    expect(line(page)).to_contain_text("Another article has, or had, the address", timeout=15_000)
    assert stored()[-1][1][1] == f"{FIRST} Fine."
    page.locator("#id_slug").fill("an-address-of-its-own")
    wait_until_saved(page)
    assert stored()[-1][2]["slug"] == "an-address-of-its-own"


def test_an_address_that_was_refused_is_not_offered_again(desk, article):
    context = desk()
    page = opened(context, article)
    page.locator("#id_slug").fill("sleeping-with-a-sore-back")
    expect(line(page)).to_contain_text("Another article has, or had, the address", timeout=15_000)
    page.close()
    page = opened(context, article)
    page.wait_for_timeout(1_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.locator("#id_slug").input_value() != "sleeping-with-a-sore-back"


def test_a_closed_tab_sends_what_is_left(desk, article, stored):
    page = opened(desk(), article)
    type_into(page, FIRST, " Closed at once.")
    page.goto("/admin/")
    page.wait_for_timeout(500)
    assert stored()[-1][1][1] == f"{FIRST} Closed at once."
