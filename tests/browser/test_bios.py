"""Bios in the browser: written and kept in the editor of the desk, judged by a moderator, read by everyone."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.editing import LOGINS, session

MAKE = """
from authors import profiles
from authors.models import Author, User
by = User.objects.get(email={editor!r})
print([profiles.save_author(Author(name=f"Person {{number}}"), by=by).pk for number in range(8)])
"""
TELL = """
import json
from authors.bios import BioSnapshot
from authors.models import Author
author = Author.objects.get(pk={pk})
said = [[one.verdict, bool(one.submitted_at), BioSnapshot.of(one).as_dict()] for one in author.revisions.order_by("pk")]
print(json.dumps([said, author.slug]))
"""


@pytest.fixture(scope="module")
def people(server):
    script = MAKE.format(editor=LOGINS["editor"])
    return iter(json.loads(server.manage("shell", "--no-imports", "-c", script).stdout.splitlines()[-1]))


@pytest.fixture
def author(people):
    """The number of an author of whom nobody has said anything."""
    return next(people)


@pytest.fixture(scope="module")
def moderator_in(browser, server):
    return session(browser, server.url, "moderator")


@pytest.fixture
def kept(server):
    def tell(pk):
        told = server.manage("shell", "--no-imports", "-c", TELL.format(pk=pk)).stdout.splitlines()[-1]
        return json.loads(told)

    return tell


def form(window, state, pk, **how):
    page = window(storage_state=state, **how)
    page.goto(f"/admin/authors/author/{pk}/change/")
    page.wait_for_selector(".autosave[data-state=well]")
    return page


def words(snapshot):
    texts = [block.get("content", []) for block in snapshot["bio"]["content"]]
    return ["".join(part["text"] for part in text) for text in texts]


def saved(page):
    expect(page.locator(".autosave .words")).to_contain_text("Saved")
    page.wait_for_function("() => document.querySelector('.autosave').dataset.state === 'well'")


def test_a_bio_is_kept_while_it_is_typed_and_waits_for_nobody(window, signed_in, author, kept):
    page = form(window, signed_in, author)
    page.locator(".writing-text").click()
    page.keyboard.type("She is kind.")
    page.locator("#id_role").fill("nurse")
    page.locator("#id_languages").fill("english, German")
    with page.expect_response(
        lambda answer: "/autosave/" in answer.url and "languages" in (answer.request.post_data or "")
    ):
        page.locator("#id_orcid").focus()
    saved(page)
    ((verdict, is_submitted, snapshot),), _ = kept(author)
    assert (verdict, is_submitted, words(snapshot)) == ("", False, ["She is kind."])
    assert (snapshot["role"], snapshot["languages"]) == ("nurse", ["English", "German"])
    page.reload()
    expect(page.locator(".writing-text")).to_contain_text("She is kind.")


def test_from_the_first_word_to_the_public_page(window, signed_in, moderator_in, author, kept):
    page = form(window, signed_in, author)
    page.locator(".writing-text").click()
    page.keyboard.type("She is the best nurse of all.")
    page.get_by_placeholder("Note to the moderators").fill("My first one.")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("waits for a moderator")
    desk = window(storage_state=moderator_in)
    desk.goto("/admin/authors/biorevision/")
    desk.locator("#result_list tbody tr", has_text="My first one").or_(
        desk.locator("#result_list tbody tr", has_text="best")
    ).first.locator("a").click()
    expect(desk.locator(".flags")).to_contain_text("“best”: praise")
    expect(desk.get_by_text("My first one.")).to_be_visible()
    desk.get_by_role("link", name="Correct it yourself").click()
    desk.wait_for_selector(".autosave[data-state=well]")
    desk.locator(".writing-text").click()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("She is a nurse.")
    desk.get_by_role("button", name="with these corrections").click()
    expect(desk.locator(".messagelist")).to_contain_text("is public, with your corrections")
    said, slug = kept(author)
    assert [verdict for verdict, _, _ in said] == ["corrected", "approved"]
    desk.goto(f"/authors/{slug}/")
    expect(desk.locator("main")).to_contain_text("She is a nurse.")


def test_what_has_no_place_in_a_bio_becomes_a_paragraph(window, signed_in, author, kept):
    page = form(window, signed_in, author)
    page.locator(".writing-text").click()
    page.evaluate(
        """() => {
        const data = new DataTransfer();
        data.setData("text/html", "<h2>Who she is</h2><table><tr><td>kind</td></tr></table><p>And <b>patient</b>.</p>");
        data.setData("text/plain", "Who she is kind And patient.");
        const how = { clipboardData: data, bubbles: true, cancelable: true };
        document.querySelector(".writing-text").dispatchEvent(new ClipboardEvent("paste", how));
    }"""
    )
    expect(page.locator(".writing-text h2, .writing-text table")).to_have_count(0)
    saved(page)
    ((_, _, snapshot),), _ = kept(author)
    assert " ".join(words(snapshot)) == "Who she is kind And patient."


def test_two_people_write_in_one_bio_and_nothing_is_lost(window, signed_in, moderator_in, author, kept):
    hers, his = form(window, signed_in, author), form(window, moderator_in, author)
    hers.locator("#id_role").fill("nurse")
    saved(hers)
    his.locator(".writing-text").click()
    his.keyboard.type("She is kind.")
    saved(his)
    expect(hers.locator(".writing-text")).to_contain_text("She is kind.", timeout=20_000)
    expect(his.locator("#id_role")).to_have_value("nurse", timeout=20_000)
    said, _ = kept(author)
    assert (said[-1][2]["role"], words(said[-1][2])) == ("nurse", ["She is kind."])


def test_without_scripts_the_plain_form_keeps_and_sends(window, signed_in, author, kept):
    page = window(storage_state=signed_in, java_script_enabled=False)
    page.goto(f"/admin/authors/author/{author}/change/")
    page.locator("#id_bio").fill("She is kind.\n- And patient.\n")
    page.get_by_role("button", name="Send to the moderators").click()
    expect(page.locator(".messagelist")).to_contain_text("waits for a moderator")
    ((_, is_submitted, snapshot),), _ = kept(author)
    assert (is_submitted, len(snapshot["bio"]["content"])) == (True, 2)
