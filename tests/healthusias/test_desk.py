"""The start page of the desk, for each role."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import discarding, publishing, releasing, review_calls, scheduling, submitting, writing
from articles.enums import PlannedAct
from articles.models import Article, Collaboration, Pillar
from articles.snapshots import Contributor, Snapshot
from authors import credentials, moderation
from authors.bios import BioSnapshot
from authors.models import Author, BioRevision, Credential
from content.text import read
from sources import outbound
from sources.enums import Answer
from sources.models import OutboundAddress, OutboundHost
from tests.stating import stated

START = "/admin/"


def shown(response: Any) -> dict[str, list[str]]:
    return {one.key: [item.title for item in one.items] for one in response.context["worklists"]}


def text(title: str, **values: Any) -> Snapshot:
    return Snapshot(title=title, slug="", **values)


@pytest.fixture
def published_floor(editor, author):
    return _published("Cold Floors", editor, author)


def _published(title, editor, author):
    free = {"defaults": {"review_required": False}}
    hub, _ = Pillar.objects.get_or_create(title="Back Pain", slug="back-pain", parent=None, **free)
    pillar, _ = Pillar.objects.get_or_create(title="Sleep", slug="sleep", parent=hub, **free)
    complete = {"standfirst": "Why.", "pillar": pillar.pk, "body": read("Feet are cold in the morning.\n")}
    complete |= stated(author.pk)
    article = writing.start(text(title, contributors=(Contributor(author.pk),), **complete), by=editor)
    return publishing.publish(article, revision=article.revisions.get(), by=editor)


@pytest.mark.parametrize(
    ("role", "lists"),
    [
        ("writer", ["waiting", "yours", "scheduled", "live"]),
        ("editor", ["waiting", "yours", "scheduled", "live"]),
        ("doctor", ["scheduled", "live"]),
        ("moderator", ["bios", "scheduled", "live"]),
        ("administrator", ["waiting", "bios", "yours", "scheduled", "live"]),
    ],
)
def test_empty_page_of_each_role_says_what_to_do(role, lists, request, at):
    page = at(request.getfixturevalue(role)).get(START)
    assert [one.key for one in page.context["worklists"]] == lists
    assert all(one.empty for one in page.context["worklists"])
    assert page.content.decode().count('class="worklist-empty"') == len(lists)


def test_login_without_a_role_is_told_so(at, person):
    nobody = person("writer")
    nobody.groups.clear()
    page = at(nobody).get(START)
    assert page.status_code == 200
    assert shown(page) == {}


def test_writer_is_offered_to_begin_and_reader_of_the_desk_is_not(at, writer, doctor):
    assert "Start an article" in at(writer).get(START).content.decode()
    assert "Start an article" not in at(doctor).get(START).content.decode()


def test_who_sees_every_draft_finds_the_boards_of_the_hubs(at, published_floor, editor, doctor, writer):
    way = f"/admin/articles/pillar/{published_floor.pillar.parent_id}/board/"
    found = [way in at(person).get(START).content.decode() for person in (editor, doctor, writer)]
    assert found == [True, True, False]


def test_text_moves_from_list_to_list_on_its_way(at, writer, editor):
    article = writing.start(text("Cold Floors"), by=writer)
    assert shown(at(writer).get(START))["yours"] == ["Cold Floors"]
    revision = submitting.submit(article, by=writer, note="Is the list too long?")
    page = at(writer).get(START)
    assert (shown(page)["yours"], shown(page)["with-editors"]) == ([], ["Cold Floors"])
    page = at(editor).get(START)
    words = page.content.decode()
    assert shown(page)["waiting"] == ["Cold Floors"]
    assert "Is the list too long?" in words
    assert "version 1 is in review" in words
    assert f"submitted by {writer}" in words
    submitting.request_changes(article, revision, by=editor, comment="Shorter, please.")
    page = at(writer).get(START)
    assert shown(page)["waiting"] == ["Cold Floors"]
    assert "Shorter, please." in page.content.decode()
    assert f'href="/admin/articles/article/{article.pk}/change/"' in page.content.decode()


def test_plan_leads_editors_to_its_page_and_others_to_the_text(at, published_floor, writer, editor):
    at_time = timezone.now() + timedelta(days=1)
    plan = {"at": at_time, "zone": "Europe/London", "by": editor}
    Collaboration.objects.join(published_floor, [writer])
    scheduling.schedule(published_floor, act=PlannedAct.WITHDRAW, reason="Old.", **plan)
    base = f"/admin/articles/article/{published_floor.pk}/"
    links = [
        next(one for one in at(who).get(START).context["worklists"] if one.key == "scheduled").items[0].link
        for who in (editor, writer)
    ]
    assert links == [f"{base}schedule/", f"{base}change/"]


def test_what_went_live_is_named_with_who_did_it(at, published_floor, doctor, editor):
    page = at(doctor).get(START)
    assert shown(page)["live"] == ["Cold Floors"]
    assert f"by {editor}" in page.content.decode()


def test_moderator_sees_bios_that_wait_and_those_without_an_answer(at, moderator, editor, author):
    own = Author.objects.create(name="Mo", slug="mo", user=moderator)
    bea = Author.objects.create(name="Bea", slug="bea")
    for one in (author, own, bea):
        moderation.submit_bio(one, BioSnapshot(role="nurse"), by=editor, base=None)
    moderation.send_back_bio(bea.revisions.get(), by=moderator, reason="Which hospital?")
    page = at(moderator).get(START)
    assert (shown(page)["bios"], shown(page)["unanswered"]) == (["Ada Example"], ["Bea"])
    assert f"/admin/authors/biorevision/{author.revisions.get().pk}/change/" in page.content.decode()
    assert "Which hospital?" in page.content.decode()


def test_author_is_told_that_their_bio_came_back(at, writer, editor, moderator, author):
    author.user = writer
    author.save()
    revision = moderation.submit_bio(author, BioSnapshot(role="nurse"), by=writer, base=None)
    moderation.send_back_bio(revision, by=moderator, reason="Which hospital?")
    page = at(writer).get(START)
    assert shown(page)["waiting"] == ["Ada Example"]
    assert "your bio was sent back" in page.content.decode()
    moderation.submit_bio(author, BioSnapshot(role="nurse, Leeds"), by=writer, base=revision.token)
    assert shown(at(writer).get(START))["waiting"] == []


def test_long_list_is_cut_and_leads_to_the_rest(at, writer):
    for number in range(9):
        writing.start(text(f"Draft {number}"), by=writer)
    page = at(writer).get(START)
    assert shown(page)["yours"] == [f"Draft {number}" for number in range(8, 0, -1)]
    more = "/admin/articles/article/?mine=yes&amp;stage=open"
    assert f'href="{more}"' in page.content.decode()
    rest = at(writer).get(more.replace("&amp;", "&")).context["cl"].result_list
    assert len(rest) == 9


def test_markup_in_words_stays_words(at, writer, editor):
    article = writing.start(text("<b>Cold</b>"), by=writer)
    submitting.submit(article, by=writer, note="<i>Hm</i>")
    page = at(editor).get(START).content.decode()
    assert "&lt;b&gt;Cold" in page
    assert "&lt;i&gt;Hm" in page


def _fill(size: int, writer: Any, editor: Any, administrator: Any, moderator: Any) -> None:
    """`size` of everything that can stand on the page of an administrator."""
    at_time = timezone.now() + timedelta(days=1)
    for number in range(Author.objects.count(), size):
        person = Author.objects.create(name=f"Author {number}", slug=f"author-{number}")
        moderation.submit_bio(person, BioSnapshot(role="nurse"), by=editor, base=None)
        other = Author.objects.create(name=f"Other {number}", slug=f"other-{number}")
        sent = moderation.submit_bio(other, BioSnapshot(role="nurse"), by=editor, base=None)
        moderation.send_back_bio(sent, by=moderator, reason="Why?")
        credentials.save(Credential(author=person, name="RN", issuer="Board"), topics=[], by=editor)
        writing.start(text(f"Mine {number}"), by=administrator)
        submitting.submit(writing.start(text(f"Sent {number}"), by=administrator), by=administrator)
        submitting.submit(writing.start(text(f"Theirs {number}"), by=writer), by=writer)
        thrown = writing.start(text(f"Thrown {number}"), by=writer)
        discarding.discard(thrown, by=writer)
        Article.objects.filter(pk=thrown.pk).update(discarded_at=timezone.now() - timedelta(days=25))
        live = _published(f"Live {number}", editor, person)
        plan = {"at": at_time, "zone": "UTC", "by": editor}
        scheduling.schedule(live, act=PlannedAct.WITHDRAW, reason="Old.", **plan)
        release = releasing.create(f"Release {number}", zone="UTC", by=editor)
        release = releasing.change(release, [writing.start(text(f"R {number}"), by=editor).revisions.get()], by=editor)
        type(release).objects.filter(pk=release.pk).update(state="waiting", at=at_time)
        review_calls.call(live, "retraction", f"Source {number}")
        _moved(f"https://{size}-{number}.health-news.org/")


def _moved(url):
    host = OutboundHost.objects.create(name=url)
    known = {"answer": Answer.FOUND, "checked_at": timezone.now(), "moved_to": f"{url}new"}
    OutboundAddress.objects.create(key=outbound.key_of(url), url=url, host=host, **known)


def test_fullest_page_takes_at_most_eighteen_queries_at_two_sizes(at, writer, editor, administrator, moderator):
    browser, counts = at(administrator), []
    for size in (1, 5):
        _fill(size, writer, editor, administrator, moderator)
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(START)
        lists = shown(page)
        assert list(lists) == [
            "waiting",
            "bios",
            "unanswered",
            "credentials",
            "reviews",
            "elsewhere",
            "yours",
            "with-editors",
            "scheduled",
            "leaving",
            "live",
        ]
        assert all(lists.values())
        counts.append(len(queries))
    assert counts == [18, 18]
    assert BioRevision.objects.waiting().exists()
