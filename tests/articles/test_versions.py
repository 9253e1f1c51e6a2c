"""The versions of an article on the desk: listed, named, shown, compared, brought back."""

import re
import time
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import naming, writing
from articles.models import Article
from articles.snapshots import Snapshot
from content.schema import document
from history import revisions
from history.models import Event
from tests.articles.desk import paragraph
from tests.content.builders import link, related, text
from tests.desk import messages, send

LIST = "/admin/articles/article/"


def change(article: Article) -> str:
    return f"{LIST}{article.pk}/change/"


def versions(article: Article, query: str = "") -> str:
    return reverse("admin:articles_article_history", args=[article.pk]) + query


def version(article: Article, number: int, act: str = "version") -> str:
    return reverse(f"admin:articles_article_{act}", args=[article.pk, number])


def naming_of(article: Article) -> str:
    return reverse("admin:articles_article_name", args=[article.pk])


def saved(article: Article, by, *blocks, **values):
    """A new version with these blocks."""
    snapshot, base = writing.current(article)
    body = document(*blocks) if blocks else snapshot.body
    return writing.save(article, replace(snapshot, body=body, **values), by=by, base=base)


def kept(article: Article, by, **values):
    """An open revision on top."""
    snapshot, base = writing.current(article)
    return revisions.write(article, replace(snapshot, **values).as_dict(), by=by, base=base)


def latest(article: Article) -> Snapshot:
    return Snapshot.from_dict(revisions.latest(article).snapshot)


def words(page) -> str:
    """What a page says, tags and needless blanks aside."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


# The list


def test_versions_show_who_why_and_which_is_live(at, writer, published):
    article = published("Cold Floors")
    send(at(writer), change(article), title="Warm Floors", note="Floors got warmer")
    page = at(writer).get(versions(article))
    assert [one.number for one in page.context["versions"]] == [2, 1]
    said = page.content.decode()
    assert "Floors got warmer" in said
    assert said.count(">live<") == 1


def test_what_is_being_written_is_no_version_yet(at, writer, draft):
    article = draft("Cold Floors")
    kept(article, writer, title="Warm Floors")
    page = at(writer).get(versions(article))
    assert [one.number for one in page.context["versions"]] == [1]
    assert "writer@example.org is writing" in words(page)
    assert "What changed since version 1" in words(page)


def test_a_planned_article_has_no_versions(at, writer, draft):
    draft(text="Read more: Warm Floors\n")
    page = at(writer).get(versions(Article.objects.planned().get()))
    assert "Nobody has written this article yet." in words(page)


# Names


def test_naming_seals_what_is_being_written(at, writer, draft):
    article = draft("Cold Floors")
    kept(article, writer, title="Warm Floors")
    page = at(writer).post(naming_of(article), {"name": " Sent to  the clinic "}, follow=True)
    assert messages(page) == ["Version 2 is called “Sent to the clinic”."]
    assert [(one.number, one.name) for one in article.revisions.order_by("pk")] == [
        (1, ""),
        (2, "Sent to the clinic"),
    ]
    article.refresh_from_db()
    assert article.working_title == "Warm Floors"
    assert Event.objects.filter(act="named").get().data["name"] == "Sent to the clinic"


def test_naming_a_sealed_state_makes_no_version(writer, draft):
    article = draft()
    assert naming.name_latest(article, "First", by=writer).number == 1
    assert article.revisions.count() == 1
    assert article.revisions.get().is_intact


def test_an_older_version_is_renamed_and_loses_its_name(at, writer, draft):
    article = draft("Cold Floors")
    saved(article, writer, title="Warm Floors")
    for name in ("First", ""):
        at(writer).post(naming_of(article), {"name": name, "number": "1"})
        assert article.revisions.get(number=1).name == name
    assert [event.data["name"] for event in Event.objects.filter(act="named").order_by("pk")] == ["First", ""]


def test_the_same_name_again_is_no_event(writer, draft):
    article = draft()
    for _ in range(2):
        naming.name_latest(article, "First", by=writer)
    assert Event.objects.filter(act="named").count() == 1


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\x00b"])
def test_what_is_no_name_is_refused_and_nothing_is_sealed(at, writer, draft, name):
    article = draft()
    kept(article, writer, title="Warm Floors")
    assert at(writer).post(naming_of(article), {"name": name}).status_code == 302
    assert [(one.number, one.name) for one in article.revisions.order_by("pk")] == [(1, ""), (None, "")]


@pytest.mark.parametrize("number", ["7", "x", "-1", "9" * 30, "²"])
def test_a_version_that_is_not_there_gets_no_name(at, writer, draft, number):
    article = draft()
    assert at(writer).post(naming_of(article), {"name": "First", "number": number}).status_code == 404


def test_who_may_not_edit_names_nothing(at, doctor, draft):
    article = draft()
    assert at(doctor).post(naming_of(article), {"name": "First"}).status_code == 403
    assert at(doctor).post(naming_of(article), {"name": "First", "number": "1"}).status_code == 403
    assert article.revisions.get().name == ""
    assert "Name what stands now" not in words(at(doctor).get(versions(article)))


# One version


def test_a_version_is_shown_as_readers_would_see_it(at, writer, draft):
    article = draft("Cold Floors", tags=("floors", "cold"))
    page = at(writer).get(version(article, 1))
    assert [(part.label, [one.html for one in part.passages]) for part in page.context["read"]][2] == (
        "Text",
        ["<h3>Why</h3>\n", "<p>Because it is early.</p>\n"],
    )
    facts = {part.label: part.passages[0].html for part in page.context["same_facts"]}
    assert facts["Tags"] == "<ul>\n<li>floors</li>\n<li>cold</li>\n</ul>\n"
    assert facts["Authors"] == "<ul>\n<li>Ada Example, writer</li>\n</ul>\n"
    assert facts["Pillar"] == "<p>Special Populations</p>\n"


def test_version_page_offers_no_restoring_of_the_newest(at, writer, draft):
    article = draft()
    assert "Restore this version" not in at(writer).get(version(article, 1)).content.decode()


@pytest.mark.parametrize("number", [2, 9**30])
def test_a_version_that_is_not_there_is_not_found(at, writer, draft, number):
    article = draft()
    assert at(writer).get(version(article, number)).status_code == 404
    assert at(writer).post(version(article, number, "restore")).status_code == 404


def test_an_article_that_is_not_there_has_no_versions(at, writer, db):
    for key in (7, "x", "9" * 5000):
        address = reverse("admin:articles_article_history", args=[key])
        assert at(writer).get(address).status_code in (302, 404)


# Comparing


def test_two_versions_are_compared_as_readers_would_see_them(at, writer, draft):
    article = draft("Cold Floors", text="It is cold.\nIt is dark.\n")
    send(at(writer), change(article), body="It is warm.\nIt is dark.\n")
    page = at(writer).get(versions(article, "?old=1&new=2"))
    body = page.context["read"][2]
    assert [(one.number, one.words) for one in body.passages] == [(1, "Changed"), (0, "")]
    assert "<del>" in body.passages[0].html
    assert page.context["comparison"].summary == "1 change: 1 changed"
    assert 'id="change-1"' in page.content.decode()


def test_fields_are_compared_beside_the_text_in_words(at, writer, draft, author):
    article = draft("Cold Floors", tags=("a", "b"))
    saved(article, writer, title="Warm Floors", tags=("a", "c"), pillar=None, kind="page", contributors=())
    page = at(writer).get(versions(article, "?old=1&new=2"))
    labels = [part.label for part in page.context["changed_facts"]]
    assert labels == ["Kind", "Pillar", "Authors", "Tags", "Conflicts of interest"]
    said = words(page)
    assert "Ada Example, writer" in said
    assert "Special Populations" in said
    assert page.context["comparison"].summary == "6 changes: 3 removed, 3 changed"


def test_the_newer_version_may_stand_first(at, writer, draft):
    article = draft("Cold Floors")
    saved(article, writer, title="Warm Floors")
    page = at(writer).get(versions(article, "?old=2&new=1"))
    assert "<del>" in page.context["read"][0].passages[0].html


def test_a_version_does_not_differ_from_itself(at, writer, draft):
    article = draft()
    page = at(writer).get(versions(article, "?old=1&new=1"))
    assert page.context["comparison"].summary == "Nothing differs."
    assert 'id="change-1"' not in page.content.decode()


def test_what_is_being_written_is_compared_with_a_version(at, writer, draft):
    article = draft("Cold Floors")
    kept(article, writer, title="Warm Floors")
    page = at(writer).get(versions(article, "?old=1&new=now"))
    assert page.context["comparison"].summary == "1 change: 1 changed"


@pytest.mark.parametrize("asked", ["?old=7&new=x", "?old=1", "?old=&new=2", "?old=1&new=now", "?old=1&new=" + "9" * 99])
def test_versions_that_are_not_there_are_not_compared(at, writer, draft, asked):
    page = at(writer).get(versions(draft(), asked))
    assert page.status_code == 200
    assert "comparison" not in page.context
    assert messages(page) == ["There is no such version. Choose two of these."]


def test_targets_are_called_by_their_titles_also_where_nobody_can_read_them(at, writer, draft):
    article, secret = draft("Cold Floors"), draft("Warm Floors")
    target = {"kind": "article", "id": secret.pk}
    saved(article, writer, related("a", "Floors", target))
    saved(article, writer, related("a", "Floors", {"kind": "url", "href": "https://floors.example/"}))
    page = at(writer).get(versions(article, "?old=2&new=3"))
    (note,) = page.context["read"][2].passages[0].notes
    assert (note.before, note.after) == ("Warm Floors", "https://floors.example/")


def test_who_may_not_edit_compares_and_is_offered_nothing(at, doctor, writer, draft):
    article = draft(text="It is cold.\n")
    saved(article, writer, paragraph("It is warm."))
    page = at(doctor).get(versions(article, "?old=1&new=2"))
    assert page.context["comparison"].total == 2
    assert "Restore" not in words(page)


def test_an_outsider_sees_no_version(at, outsider, draft):
    article = draft()
    answers = [at(outsider).get(address) for address in (versions(article), version(article, 1))]
    assert all("/login/" in one.get("Location", "") for one in answers)


def test_pages_cost_the_same_for_any_number_of_versions_and_blocks(at, writer, draft):
    browser, counts = at(writer), []
    others = [draft(f"Target {number}") for number in range(9)]
    for rows in (2, 9):
        article = draft(f"Article {rows}")
        for number in range(rows):
            blocks = [related(f"r{n}", f"T{n}", {"kind": "article", "id": others[n].pk}) for n in range(rows)]
            linked = paragraph(f"words {number}", "linked00")
            linked["content"].append(text("x", link(f"https://{number}.example")))
            saved(article, writer, linked, *blocks, tags=("a", f"b{number}"))
        asked = [versions(article), versions(article, f"?old=1&new={rows + 1}"), version(article, 2)]
        for address in asked:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            counts.append(len(queries))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 14


def test_three_hundred_changed_blocks_are_compared_in_bounded_time(at, writer, draft):
    article = draft()
    lines = [f"word{number}" for number in range(60)]
    for step in (1, 2):
        saved(article, writer, *(paragraph(" ".join(lines[::step]), f"{number:08}") for number in range(300)))
    start = time.perf_counter()
    page = at(writer).get(versions(article, "?old=2&new=3"))
    assert page.context["comparison"].total == 300
    assert time.perf_counter() - start < 8


# Bringing back from the desk; the verbs have their own tests


def test_restoring_makes_a_new_version_and_leaves_readers_alone(at, writer, published):
    article = published("Cold Floors")
    send(at(writer), change(article), title="Warm Floors")
    base = revisions.latest(article).token
    at(writer).post(version(article, 1, "restore"), {"base": base})
    assert latest(article).title == "Cold Floors"
    assert [one.number for one in article.revisions.order_by("pk")] == [1, 2, 3]
    assert revisions.latest(article).note == "Version 1 restored"
    article.refresh_from_db()
    assert article.live_revision.number == 1


def test_restoring_over_a_newer_version_is_refused(at, writer, draft):
    article = draft("Cold Floors")
    stale = revisions.latest(article).token
    send(at(writer), change(article), title="Warm Floors")
    for what in ({}, {"block": latest(article).body["content"][0]["attrs"]["id"]}):
        page = at(writer).post(version(article, 1, "restore"), {"base": stale, **what}, follow=True)
        assert "nothing was restored" in messages(page)[-1]
    assert latest(article).title == "Warm Floors"


def test_a_passage_is_brought_back_with_the_button_beside_it(at, writer, draft):
    article = draft(text="It is cold.\nIt is dark.\n")
    send(at(writer), change(article), body="It is dark.\n")
    page = at(writer).get(versions(article, "?old=1&new=2"))
    offers = [offer for one in page.context["read"][2].passages for offer in one.offers]
    assert [offer.number for offer in offers] == [1]
    form = {"base": page.context["article"].base, "block": offers[0].block_id}
    page = at(writer).post(version(article, 1, "restore"), form, follow=True)
    assert messages(page) == ["The passage of version 1 is restored as version 3."]
    assert page.context["comparison"].summary == "1 change: 1 added"
    assert [block["content"][0]["text"] for block in latest(article).body["content"]] == ["It is cold.", "It is dark."]


def test_what_the_text_holds_already_is_not_offered(at, writer, draft):
    article = draft(text="It is cold.\n")
    send(at(writer), change(article), body="It is warm.\n")
    send(at(writer), change(article), body="It is cold.\n")
    page = at(writer).get(versions(article, "?old=1&new=2"))
    assert [offer.number for one in page.context["read"][2].passages for offer in one.offers] == [2]


def test_a_passage_that_no_version_had_is_not_brought_back(at, writer, draft):
    article = draft()
    form = {"base": revisions.latest(article).token, "block": "<script>"}
    page = at(writer).post(version(article, 1, "restore"), form, follow=True)
    assert messages(page) == ["The passage of version 1 cannot be restored: Version 1 has no such passage."]


def test_doctor_reads_versions_and_restores_none(at, doctor, draft):
    article = draft()
    assert at(doctor).post(version(article, 1, "restore"), {"block": "x"}).status_code in (302, 403)
    assert article.revisions.count() == 1
