"""The list of articles on the desk: what it shows, what it can be narrowed to, and acts on several at once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import collaborating, discarding, publishing, releasing, scheduling, submitting, writing
from articles.enums import ArticleKind, PlannedAct
from articles.models import Article, Pillar, Revision
from articles.snapshots import Contributor, Snapshot
from authors.models import Author, User
from history import revisions

LIST = "/admin/articles/article/"


def rows(response: Any) -> list[str]:
    return [str(row) for row in response.context["cl"].result_list]


def save(article: Article, by: User, **values: Any) -> Revision:
    snapshot, base = writing.current(article)
    return writing.save(article, replace(snapshot, **values), by=by, base=base)


def latest(article: Article) -> Snapshot:
    return Snapshot.from_dict(revisions.latest(article).snapshot)


def plan(article: Article, by: User, **values: Any) -> None:
    at = timezone.now() + timedelta(days=1)
    version = article.revisions.first()
    scheduling.schedule(article, act=PlannedAct.PUBLISH, at=at, zone="UTC", by=by, revision=version, **values)


# What it shows


def test_state_stage_and_plan_stand_in_words(at, draft, published, writer, editor):
    names = ["Plain", "Waiting", "Approved", "Returned", "Live", "Altered", "Gone"]
    made = {name: (draft if number < 4 else published)(name) for number, name in enumerate(names)}
    for name in ("Waiting", "Approved", "Returned"):
        submitting.submit(made[name], by=writer)
    submitting.approve(made["Approved"], made["Approved"].revisions.get(), by=editor)
    submitting.request_changes(made["Returned"], made["Returned"].revisions.get(), by=editor, comment="Shorter.")
    save(made["Altered"], writer, standfirst="Better.")
    submitting.submit(made["Altered"], by=writer)
    publishing.withdraw(made["Gone"], by=editor, reason="Old.")
    page = at(editor).get(f"{LIST}?o=1")
    expected = {
        "Plain": "draft",
        "Waiting": "in review",
        "Approved": "approved but not public",
        "Returned": "changes requested",
        "Live": "published",
        "Altered": "published, changed since, in review",
        "Gone": "withdrawn",
    }
    text = page.content.decode()
    cells = {name: text.split(f">{name}</a>")[1].split("</tr>")[0] for name in names}
    assert {name: words for name, words in expected.items() if f">{words}</span>" not in cells[name]} == {}


def test_list_says_what_waits_for_who_looks(at, draft, writer, editor):
    article = draft("Cold Floors")
    submitting.submit(article, by=writer)
    assert [row.wants for row in at(editor).get(LIST).context["cl"].result_list] == ["to approve"]
    assert [row.wants for row in at(writer).get(LIST).context["cl"].result_list] == [""]
    submitting.request_changes(article, article.revisions.get(), by=editor, comment="Shorter.")
    assert [row.wants for row in at(writer).get(LIST).context["cl"].result_list] == ["to change"]


def test_list_says_what_is_planned(at, draft, editor):
    alone, together = draft("Cold Floors"), draft("Warm Floors")
    plan(alone, editor)
    release = releasing.change(releasing.create("Floors", zone="UTC", by=editor), [together.revisions.get()], by=editor)
    releasing.schedule(release, at=timezone.now() + timedelta(days=1), zone="UTC", by=editor)
    plans = {str(row): row.plan.partition(" on ")[0] for row in at(editor).get(LIST).context["cl"].result_list}
    assert plans == {"Cold Floors": "publish", "Warm Floors": "release “Floors”"}


def test_link_of_a_row_leads_back_to_the_same_list(at, draft, writer):
    article = draft("Cold Floors")
    page = at(writer).get(f"{LIST}?mine=yes").content.decode()
    assert f'href="{LIST}{article.pk}/change/?_changelist_filters=mine%3Dyes"' in page


def test_markup_in_a_title_stays_words(at, draft, writer, pillar):
    draft("<b>Cold</b> & <i>Floors</i>")
    page = at(writer).get(LIST).content.decode()
    assert "&lt;b&gt;Cold&lt;/b&gt; &amp; &lt;i&gt;Floors" in page
    assert "<b>Cold" not in page


# Narrowing


def test_filters_leave_what_they_name(at, draft, published, snapshot, writer, editor, pillar):
    other = Pillar.objects.create(title="Sleep", slug="sleep", parent=pillar.parent, review_required=False)
    bea = Author.objects.create(name="Bea", slug="bea")
    approved, returned = draft("Approved"), draft("Returned")
    draft("Elsewhere", pillar=other.pk, kind=ArticleKind.SYMPTOM, contributors=(Contributor(bea.pk),))
    theirs = writing.start(snapshot("Theirs"), by=editor)
    changed, live = published("Changed"), published("Live")
    save(changed, writer, standfirst="Better.")
    for article in (approved, returned):
        submitting.submit(article, by=writer)
    submitting.request_changes(returned, returned.revisions.get(), by=editor, comment="Shorter.")
    submitting.approve(approved, approved.revisions.get(), by=editor)
    submitting.submit(theirs, by=editor)
    collaborating.add(theirs, writer, by=editor)
    plan(approved, editor)
    discarding.discard(draft("Thrown Away"), by=writer)
    every = {"Approved", "Changed", "Elsewhere", "Live", "Returned", "Theirs"}
    expected = {
        "": every,
        "state__exact=published": {"Changed", "Live"},
        "stage=approved": {"Approved"},
        "stage=in_review": {"Theirs"},
        "stage=changes_requested": {"Returned"},
        "stage=open": {"Elsewhere", "Changed"},
        "kind=symptom": {"Elsewhere"},
        f"pillar={other.pk}": {"Elsewhere"},
        f"pillar={pillar.parent_id}": every,
        f"author={bea.pk}": {"Elsewhere"},
        "mine=yes": every - {"Theirs"},
        "needs_me=yes": {"Returned"},
        "scheduled=yes": {"Approved"},
        "changed=yes": {"Changed"},
        "bin=yes": {"Thrown Away"},
        "mine=yes&state__exact=published&changed=yes": {"Changed"},
        "q=bea": {"Elsewhere"},
        "q=theirs": {"Theirs"},
        "q=thrown": set(),
        "pillar=0&author=x": set(),
        "pillar=99999999999999999999": set(),
        "mine=no": every,
    }
    browser = at(writer)
    assert {query: set(rows(browser.get(f"{LIST}?{query}"))) for query in expected} == expected
    assert live.is_published


def test_version_in_review_is_found_while_its_writer_goes_on(at, draft, writer, editor):
    article = draft("Cold Floors")
    submitting.submit(article, by=writer)
    save(article, writer, standfirst="One word more.")
    assert rows(at(editor).get(f"{LIST}?stage=in_review")) == ["Cold Floors"]


def test_search_reads_title_standfirst_author_and_address(at, draft, writer):
    draft("Cold Floors", standfirst="Why feet matter.")
    draft("Warm Rooms", slug="a-house-in-winter", contributors=())
    found = {words: rows(at(writer).get(LIST, {"q": words})) for words in ("matter", "winter", "example", "rooms")}
    expected = {
        "matter": ["Cold Floors"],
        "winter": ["Warm Rooms"],
        "example": ["Cold Floors"],
        "rooms": ["Warm Rooms"],
    }
    assert found == expected


def test_form_shows_what_was_chosen_and_keeps_the_order(at, draft, writer):
    draft("Cold Floors")
    page = at(writer).get(f"{LIST}?stage=open&mine=yes&q=cold&o=1").content.decode()
    assert '<option value="open" selected>' in page
    assert 'name="mine" value="yes" checked' in page
    assert 'name="o" value="1"' in page
    assert 'name="q" value="cold"' in page


@pytest.mark.parametrize("order", ["1", "-1", "2", "4", "5", "-6"])
def test_every_order_of_the_list_works(at, draft, published, writer, order):
    draft("B"), published("A")
    assert sorted(rows(at(writer).get(f"{LIST}?o={order}"))) == ["A", "B"]


def test_full_list_takes_the_same_number_of_queries_at_two_sizes(at, draft, published, writer, editor):
    browser, counts = at(editor), []
    browser.get(LIST)
    for size in (3, 12):
        for number in range(Article.objects.count(), size):
            article = (published if number % 3 == 2 else draft)(f"Article {number}")
            if number % 3 == 0:
                submitting.submit(article, by=writer)
            if number % 3 == 1:
                plan(article, editor)
        with CaptureQueriesContext(connection) as queries:
            assert len(rows(browser.get(LIST))) == size
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= 16
