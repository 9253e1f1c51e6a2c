"""Readers report problems: against the version they read, and without leaving a trace of who they are."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from articles import previewing, public_forms, publishing, reporting, writing
from articles.models import Article, ReviewTrigger
from history.models import Event
from tests.mail import told

pytestmark = pytest.mark.django_db
HERE = {"sec-fetch-site": "same-origin"}
WORDS = "It says <two> days.\nIt is weeks."


@pytest.fixture(autouse=True)
def forgotten(db) -> None:
    cache.clear()


@pytest.fixture
def article(published) -> Article:
    return published()


def address(article: Article) -> str:
    return reporting.address(article.live_revision_id)


def post(client, article: Article, text: str = WORDS, headers: dict | None = None, **more):
    return client.post(address(article), {"text": text, **more}, headers=HERE if headers is None else headers)


def test_each_article_and_page_leads_to_the_form_about_its_version(article, published, reader):
    page = published("About us", kind="page", pillar=None)
    for one in (article, page):
        shown = reader.get(one.get_absolute_url()).content.decode()
        link = re.search(r'href="(/about/report/[^"]+)" rel="nofollow">Report a problem', shown)[1]
        assert reporting.revision_of(link.split("/")[3]) == one.live_revision
        assert f'“<a href="{one.get_absolute_url()}">' in reader.get(link).content.decode()


def test_report_opens_an_item_against_the_version_and_its_editors_are_told(article, reader, editor, writer):
    told()
    answer = post(reader, article)
    assert (answer.status_code, answer["Location"]) == (303, "/about/report/thanks/")
    trigger = ReviewTrigger.objects.get()
    assert (trigger.article, trigger.revision, trigger.cause) == (article, article.live_revision, "report")
    assert trigger.detail == WORDS
    assert {address for address, _ in told()} >= {editor.email, writer.email}
    assert "Thank you" in reader.get(answer["Location"]).content.decode()
    event = Event.objects.get(act="review called for")
    assert (event.actor_id, event.data["number"]) == (None, 1)


def test_editors_see_it_in_the_queue_and_on_the_page_of_the_article(article, client, at, editor):
    post(client, article)
    for page in ("/admin/articles/review/", f"/admin/articles/article/{article.pk}/change/"):
        shown = at(editor).get(page).content.decode()
        assert "It says &lt;two&gt; days.<br>It is weeks." in shown
        assert "version 1" in shown


def test_older_page_speaks_of_the_version_it_showed(article, published, editor, reader):
    old = address(article)
    snapshot, base = writing.current(article)
    newer = writing.save(article, replace(snapshot, title="Newer"), by=editor, base=base)
    publishing.publish(article, revision=newer, by=editor)
    reader.post(old, {"text": WORDS}, headers=HERE)
    assert ReviewTrigger.objects.get().revision.number == 1


def test_readers_are_not_alarmed_by_a_report(article, reader):
    post(reader, article)
    assert "Being reviewed again" not in reader.get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"sec-fetch-site": "same-origin", "origin": "https://evil.example"}, 303),
        ({"origin": "http://testserver"}, 303),
        ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_form_is_taken_from_our_own_page_alone(article, reader, headers, status):
    answer = post(reader, article, headers=headers)
    assert answer.status_code == status
    assert ReviewTrigger.objects.count() == (status == 303)
    assert status == 303 or "It says &lt;two&gt; days." in answer.content.decode()


def test_program_that_fills_in_everything_is_thanked_and_not_heard(article, reader):
    answer = post(reader, article, website="https://spam.example")
    assert answer.status_code == 303
    assert not ReviewTrigger.objects.exists()


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2_001, "a\x00b"])
def test_what_cannot_be_taken_comes_back_with_a_reason(article, reader, text):
    answer = post(reader, article, text=text)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in shown
    assert "x" * len(text) in shown or not text.startswith("x")
    assert not ReviewTrigger.objects.exists()


@pytest.mark.parametrize("body", ["text=%00", "text=%ff%fe", "text=%ed%a0%80", "text", "", "a=b&" * 500, "text[]=1"])
def test_what_no_browser_sends_is_refused_or_taken_and_never_fails(article, reader, body):
    kind = "application/x-www-form-urlencoded"
    answer = reader.post(address(article), body, content_type=kind, headers=HERE)
    assert answer.status_code in (303, 422)


def test_same_words_twice_are_one_item(article, reader):
    assert [post(reader, article).status_code for _ in range(2)] == [303, 303]
    assert ReviewTrigger.objects.count() == 1


@pytest.mark.parametrize("signed", ["x", "1", "1:forged", ":", "%00", "1" * 500, "é", "..%2f", "1:" + "a" * 43])
def test_forged_address_is_nowhere(article, reader, signed):
    for answer in (reader.get(f"/about/report/{signed}/"), reader.post(f"/about/report/{signed}/", headers=HERE)):
        assert answer.status_code == 404


def test_signature_of_something_else_is_none_of_ours(article, reader):
    other = signing.Signer(salt="elsewhere").sign(str(article.live_revision_id))
    assert reader.get(f"/about/report/{other}/").status_code == 404


def test_what_is_not_public_has_no_form(draft, article, editor, reader):
    hidden = draft("Hidden").revisions.get()
    assert reader.get(reporting.address(hidden.pk)).status_code == 404
    publishing.withdraw(article, by=editor, reason="Old.")
    assert reader.get(address(article)).status_code == 404


# Not by the thousand.


def test_one_place_sends_so_many_a_day(article, reader):
    statuses = [post(reader, article, text=f"Number {n}.").status_code for n in range(reporting.MOST_FROM_ONE + 1)]
    assert statuses == [303] * reporting.MOST_FROM_ONE + [429]
    assert ReviewTrigger.objects.count() == reporting.MOST_FROM_ONE
    other = reader.post(address(article), {"text": "From elsewhere."}, headers=HERE, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 303


def test_refused_report_comes_back_whole(article, reader):
    for number in range(reporting.MOST_FROM_ONE):
        post(reader, article, text=f"Number {number}.")
    answer = post(reader, article)
    assert "come back tomorrow" in answer.content.decode()
    assert "It says &lt;two&gt; days." in answer.content.decode()


@pytest.mark.parametrize("limit", ["MOST_OF_ONE", "MOST_OF_ALL"])
def test_editors_get_no_more_than_they_can_read(article, monkeypatch, limit):
    monkeypatch.setattr(reporting, limit, 2)
    for number in range(2):
        reporting.report(article.live_revision, f"Number {number}.")
    with pytest.raises(reporting.TooMany):
        reporting.report(article.live_revision, "One more.")
    ReviewTrigger.objects.update(opened_at=timezone.now() - timedelta(days=2))
    assert reporting.report(article.live_revision, "The day after.").detail == "The day after."


def sent(address: str):
    return RequestFactory().post("/", REMOTE_ADDR=address)


def test_household_is_counted_as_one(db):
    same = [sent("2001:db8:1:2::1"), sent("2001:db8:1:2:ffff::9")]
    assert [public_forms.is_once_more(one, "test", 1) for one in same] == [True, False]
    assert public_forms.is_once_more(sent("2001:db8:1:3::1"), "test", 1)


def test_next_day_counts_anew_and_under_another_secret(db, monkeypatch):
    assert [public_forms.is_once_more(sent("192.0.2.7"), "test", 1) for _ in range(2)] == [True, False]
    today = timezone.localdate()
    monkeypatch.setattr(timezone, "localdate", lambda: today + timedelta(days=1))
    assert public_forms.is_once_more(sent("192.0.2.7"), "test", 1)
    salts = [cache.get(f"test-salt-{today + timedelta(days=days)}") for days in (0, 1)]
    assert len(set(salts)) == 2


@pytest.mark.parametrize("address", ["", "no address"])
def test_place_that_nobody_knows_is_counted_too(db, address):
    assert [public_forms.is_once_more(sent(address), "test", 1) for _ in range(2)] == [True, False]


def test_nothing_tells_where_a_report_came_from(article, reader):
    reader.post(address(article), {"text": WORDS}, headers=HERE | {"user-agent": "Odd/1"}, REMOTE_ADDR="192.0.2.77")
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows.append(str(cursor.fetchall()))
    everything = "".join(rows)
    assert "It says <two> days." in everything
    assert "192.0.2.77" not in everything
    assert "Odd/1" not in everything


# The pages.


def test_form_has_no_token_and_no_search_engine_lists_it(article, reader):
    page = reader.get(address(article))
    assert page["X-Robots-Tag"] == "noindex"
    assert "csrf" not in page.content.decode()
    assert "Disallow: /about/report/" in reader.get("/robots.txt").content.decode()


def test_address_is_the_same_each_time_and_in_a_preview(draft, editor, reader):
    article = draft()
    revision = article.revisions.get()
    _, context = previewing.page_of(article, revision)
    article = publishing.publish(article, revision=revision, by=editor)
    assert context["page"].report_url == address(article) == address(article)


def test_other_methods_are_refused(article, reader):
    assert reader.put(address(article)).status_code == 405
    assert reader.post("/about/report/thanks/").status_code == 405


def test_verb_refuses_empty_words(article):
    with pytest.raises(ValidationError):
        reporting.report(article.live_revision, " ")
