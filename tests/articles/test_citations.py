"""From a claim to its source and back: rows, pages, feeds, the checklist, and the page of the source."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from articles import checklist, citations, publishing, rebuilding, reviewing, writing
from articles.models import Citation
from articles.snapshots import Snapshot
from authors.models import Author
from sources import keeping, uses, watching
from sources.enums import SourceKind
from sources.models import Source
from sources.records import Person, Record
from tests.content.builders import block, doc, mark, paragraph, text

pytestmark = pytest.mark.django_db


def cite(source: Any):
    return mark("citation", source=getattr(source, "pk", source))


@pytest.fixture
def source(editor):
    def make(title: str = "Patches and stiffness", **said: Any) -> Source:
        said = {"authors": (Person("Doe", "Jane"),), "container": "J Back", "year": date.today().year, **said}
        return keeping.bring(Record(title, **said), by=editor)[0]

    return make


def citing(*sources: Any):
    claims = [paragraph(f"p{n}", text(f"Claim {n} holds", cite(one)), ". More.") for n, one in enumerate(sources)]
    return doc(block("heading", "h", "Why", level=2), *claims)


def page_of(client, article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def test_readers_get_numbers_in_order_of_first_use_and_a_list(reader, published, source):
    one, two = source("One", doi="10.5555/one"), source("Two", doi="10.5555/two")
    page = page_of(reader, published(body=citing(two, one, two)))
    assert page.index('id="citation-1-1"') < page.index('id="citation-2-1"') < page.index('id="citation-1-2"')
    listed = page.partition('id="references"')[2]
    assert listed.index("Two.") < listed.index("One.")
    assert '<a href="https://doi.org/10.5555/two">doi:10.5555/two</a>' in listed


def test_text_that_cites_nothing_costs_no_query_and_shows_no_list(client, published, source, django_assert_num_queries):
    plain, citing_one = published("Plain"), published("Citing", body=citing(source()))
    for article in (plain, citing_one):
        client.get(article.get_absolute_url())
    with django_assert_num_queries(4):
        assert 'id="references"' not in page_of(client, plain)
    with django_assert_num_queries(5):
        assert 'id="references"' in page_of(client, citing_one)


def test_queries_do_not_grow_with_the_sources(client, published, source, django_assert_num_queries):
    article = published(body=citing(*(source(f"S {n}", doi=f"10.5555/{n}") for n in range(12))))
    client.get(article.get_absolute_url())
    with django_assert_num_queries(5):
        page_of(client, article)


def test_feed_brings_citations_and_references(reader, published, source):
    article = published(body=citing(source()))
    feed = reader.get("/feed.xml").content.decode()
    assert f"{article.get_absolute_url()}#reference-1" in feed
    assert 'id="reference-1"' in feed.replace("&quot;", '"')


def test_rows_say_which_sentence_rests_on_what(published, source):
    one = source()
    article = published(body=citing(one))
    row = Citation.objects.get()
    assert (row.article, row.source, row.is_live, row.number) == (article, one, True, 1)
    assert (row.words, row.sentence) == ("Claim 0 holds", "Claim 0 holds.")


def test_rows_of_a_draft_stand_beside_those_of_readers(published, source, writer):
    one, two = source("One"), source("Two")
    article = published(body=citing(one))
    snapshot, base = writing.current(article)
    writing.save(article, replace(snapshot, body=citing(two)), by=writer, base=base)
    assert set(Citation.objects.values_list("source__title", "is_live")) == {("One", True), ("Two", False)}


def test_publication_leaves_one_set_of_rows(published, source, writer, editor):
    one, two = source("One"), source("Two")
    article = published(body=citing(one))
    snapshot, base = writing.current(article)
    revision = writing.save(article, replace(snapshot, body=citing(two)), by=writer, base=base)
    publishing.publish(article, revision=revision, by=editor)
    assert list(Citation.objects.values_list("source__title", "is_live")) == [("Two", True)]


def test_rebuild_changes_nothing(published, source):
    article = published(body=citing(source()))
    assert rebuilding.rebuild_and_compare(article.pk) is None
    Citation.objects.all().delete()
    assert rebuilding.rebuild_and_compare(article.pk).names == ("citations",)


def found(draft, **values):
    article = draft(**values)
    revision = article.revisions.get()
    return checklist.findings(article, Snapshot.from_dict(revision.snapshot), revision)


def by_code(some, code):
    return [one for one in some if one.code == code]


def test_source_that_nobody_has_blocks(draft):
    (finding,) = by_code(found(draft, body=citing(987_654)), "source")
    assert (finding.severity, finding.overridable, finding.block) == ("block", False, "p0000000")


@pytest.mark.parametrize(("status", "severity"), [("retracted", "block"), ("concern", "warn")])
def test_source_in_trouble_is_found_at_its_sentence(draft, source, editor, status, severity):
    one = watching.declare(source(), status, by=editor, reason="Read.", on=date(2026, 1, 2))
    code = {"retracted": "retracted", "concern": "in doubt"}[status]
    (finding,) = by_code(found(draft, body=citing(one)), code)
    assert finding.severity == severity
    assert "“Claim 0 holds.” rests on “Patches and stiffness”" in finding.message


def test_corrected_source_is_no_alarm(draft, reader, published, source, editor):
    one = watching.declare(source(), "corrected", by=editor, reason="Read.", on=date(2026, 1, 2))
    assert [one.code for one in found(draft, body=citing(one)) if one.field == "body"] == []
    page = page_of(reader, published("Other", body=citing(one)))
    assert "citation-alarm" not in page
    assert "Corrected on 2 January 2026." in page


@pytest.mark.parametrize(
    ("kind", "age", "is_found"),
    [
        (SourceKind.ARTICLE, 5, False),
        (SourceKind.ARTICLE, 6, True),
        (SourceKind.GUIDELINE, 10, False),
        (SourceKind.GUIDELINE, 11, True),
    ],
)
def test_old_source_is_a_hint(draft, source, kind, age, is_found):
    one = source(kind=kind, year=date.today().year - age)
    assert bool(by_code(found(draft, body=citing(one, one)), "old source")) is is_found


def test_old_source_with_a_reason_is_none(draft, editor):
    one, _ = keeping.bring(Record("Old", year=1990), by=editor, is_seminal=True, seminal_reason="First of its kind.")
    assert by_code(found(draft, body=citing(one)), "old source") == []


def test_retraction_is_seen_by_readers_at_the_sentence_and_in_the_list(reader, published, source, editor):
    one = source(doi="10.5555/x")
    article = published(body=citing(one))
    watching.declare(one, "retracted", by=editor, reason="Read.", on=date(2026, 1, 2), notice="https://x.example/n")
    page = page_of(reader, article)
    assert '<span class="citation-alarm">retracted</span>' in page
    assert "Retracted on 2 January 2026: its publisher has taken this work back." in page
    assert '<a href="https://x.example/n">Read the notice</a>' in page


def test_page_of_a_source_lists_what_rests_on_it(at, published, source, editor):
    one = source()
    article = published("Stiff", body=citing(one))
    page = at(editor).get(f"/admin/sources/source/{one.pk}/change/").content.decode()
    assert f'<a href="/admin/articles/article/{article.pk}/change/">Stiff</a>' in page
    assert "<q>Claim 0 holds.</q>" in page


def test_drafts_of_others_are_named_to_nobody(draft, source, person):
    one = source()
    draft("A Secret Draft", body=citing(one))
    stranger = person("writer", email="other@example.org")
    (use,) = uses.of([one.pk], stranger)[one.pk]
    assert use == ("an article on which others work", "", "latest version", "", "")


def test_same_source_twice_in_a_block_is_one_finding(draft, source, editor):
    one = watching.declare(source(), "retracted", by=editor, reason="Read.", on=date(2026, 1, 2))
    body = doc(paragraph("a", text("One", cite(one)), ". ", text("Two", cite(one)), "."))
    assert len(by_code(found(draft, body=body), "retracted")) == 1


def test_articles_that_rest_on_a_source(published, draft, source):
    one = source()
    live = published("Live", body=citing(one))
    draft("Draft", body=citing(one))
    assert citations.resting_on(one) == [live]


def test_another_source_is_told_in_words_to_who_compares_and_who_reviews(at, draft, source, writer, editor):
    one, two = source("One", doi="10.5555/one"), source("Two", doi="10.5555/two")
    article = draft(body=citing(one))
    pen = Author.objects.create(name="Ida Penn", slug="ida-penn", user=editor)
    said = {"verdict": "approved", "conflict": "None.", "kind": "editorial"}
    reviewing.sign(article, article.revisions.get(), reviewer=pen, by=editor, **said)
    snapshot, base = writing.current(article)
    writing.save(article, replace(snapshot, body=citing(two)), by=writer, base=base)
    compared = reverse("admin:articles_article_history", args=[article.pk]) + "?old=1&new=2"
    for address in (compared, reverse("admin:articles_article_review", args=[article.pk, 2])):
        page = at(editor).get(address).content.decode()
        words = " ".join(re.sub(r"<[^>]+>|removed: |added: |, end of \w+", " ", page).split())
        assert "Citations changed" in words
        assert "Source changed: 2. One 1. Two" in words
