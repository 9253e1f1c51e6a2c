"""What points at an article, a topic or a section, in its sentences."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import checklist, discarding, inbound, publishing, reading_order, writing
from articles.inbound import Aim
from articles.models import Article, Pillar, WorkingLink
from authors import pointing
from authors.models import Author
from tests.content.builders import doc, mark, paragraph, related, text, to_article
from tests.content.builders import heading as headed


def to_author(author: Author) -> dict:
    return mark("link", target={"kind": "author", "id": author.pk})


def to_pillar(pillar: Pillar) -> dict:
    return mark("link", target={"kind": "pillar", "id": pillar.pk})


def told(origins) -> list[tuple]:
    return [(str(o.article), [(p.origin, p.sentence, p.words) for p in o.places]) for o in origins]


@pytest.fixture
def target(published) -> Article:
    return published("Floor", body=doc(headed("why", "Why"), paragraph("x", "Because.")))


@pytest.fixture
def origin(published, target) -> Article:
    """A live article that points to the target in a sentence, a call-out and its list."""
    body = doc(
        paragraph("a", "First. Walk on a ", text("floor", to_article(target.pk)), ". Last."),
        related("b", "The Floor", {"kind": "article", "id": target.pk}),
    )
    return published("Origin", body=body, listed=(target.pk,))


def test_every_way_to_point_is_found_with_its_sentence(target, origin, editor):
    found = inbound.find(Aim.at(target), by=editor)
    said = [("text", "Walk on a floor.", "floor"), ("callout", "The Floor", "The Floor"), ("listed", "", "Floor")]
    assert told(found) == [("Origin", said)]
    assert found[0].is_live
    counted = inbound.tally(Aim.at(target), by=editor)
    assert str(counted) == "1 sentence, 1 call-out and 1 line at the end in 1 article point here."


def test_drafts_are_known_apart_and_come_last(target, origin, draft, editor):
    body = doc(paragraph("a", "A draft of a ", text("floor", to_article(target.pk)), "."))
    draft("A Draft", body=body)
    found = inbound.find(Aim.at(target), by=editor)
    assert [(str(one.article), one.article.public) for one in found] == [("Origin", True), ("A Draft", False)]
    assert str(inbound.tally(Aim.at(target), by=editor)).endswith("and 1 unpublished text.")


def test_a_draft_in_the_bin_points_nowhere(target, draft, writer, editor):
    body = doc(paragraph("a", text("floor", to_article(target.pk))))
    discarding.discard(draft("A Draft", body=body), by=writer)
    assert inbound.find(Aim.at(target), by=editor) == []
    assert str(inbound.tally(Aim.at(target), by=editor)) == "Nothing points here."


def test_drafts_point_to_topics(pillar, draft, editor):
    body = doc(
        paragraph("a", "See ", text("people", to_pillar(pillar)), "."),
        related("b", "Here", {"kind": "pillar", "id": 99}),
    )
    article = draft("A Draft", body=body)
    assert told(inbound.find(Aim.at(pillar), by=editor)) == [("A Draft", [("text", "See people.", "people")])]
    said = str(inbound.tally(Aim.at(pillar), by=editor))
    assert said == "Nothing that readers see points here; 1 unpublished text does."
    assert WorkingLink.objects.get(article=article).target_pillar == pillar


def test_what_points_at_a_topic_is_told_of_the_guide_that_its_page_shows(pillar, published, draft, editor):
    guide = published("All of It", kind="guide")
    assert inbound.to_topic_of(guide, editor) is None
    article = published("Origin", body=doc(paragraph("a", "See ", text("people", to_pillar(pillar)), ".")))
    words, page = inbound.to_topic_of(guide, editor)
    said = "1 sentence in 1 article points to its topic “Special Populations”."
    assert words == f"{said} The page of the topic shows this guide."
    assert page == f"/admin/articles/pillar/{pillar.pk}/links/"
    assert inbound.to_topic_of(article, editor) is None
    assert inbound.to_topic_of(publishing.withdraw(guide, by=editor, reason="Old."), editor) is None


def test_authors_are_pointed_at_in_live_texts_and_in_latest_versions(author, published, draft, editor):
    other = Author.objects.create(name="Bo", slug="bo")
    body = doc(
        paragraph("a", "Ask ", text("Ada", to_author(author)), ". Or ", text("Bo", to_author(other)), "."),
        related("b", "Ada", {"kind": "author", "id": author.pk}),
    )
    published("Origin", body=body)
    sketch = draft("A Draft", body=doc(paragraph("a", "By ", text("Ada", to_author(author)), ".")))
    assert told(inbound.find(Aim.at(author), by=editor)) == [
        ("Origin", [("text", "Ask Ada.", "Ada"), ("callout", "Ada", "Ada")]),
        ("A Draft", [("text", "By Ada.", "Ada")]),
    ]
    said = "1 sentence and 1 call-out in 1 article point here, and 1 unpublished text."
    assert str(inbound.tally(Aim.at(author), by=editor)) == said
    assert WorkingLink.objects.get(article=sketch).target_author == author


def test_who_changes_an_author_is_told_what_points_there(author, published, person, editor, moderator):
    assert pointing.at(author, editor) == []
    published("Origin", body=doc(paragraph("a", "Ask ", text("Ada", to_author(author)), ".")))
    (found,) = pointing.at(author, editor)
    said = "1 sentence in 1 article points here."
    more = " Renaming and retiring from there changes these places in the same step."
    assert found == (said + more, f"/admin/articles/relatedlink/authors/{author.pk}/links/")
    # Who changes no articles renames and retires on the author's own pages.
    assert [one.words for one in pointing.at(author, moderator)] == [said]
    assert pointing.at(author, person()) == []


def test_what_points_to_a_pillar_concerns_its_hub(pillar, published, editor):
    published("Origin", body=doc(paragraph("a", "See ", text("people", to_pillar(pillar)), ".")))
    assert len(inbound.find(Aim.at(pillar.parent), by=editor)) == 1


def test_a_section_is_pointed_at_by_its_own_links_alone(target, published, draft, editor):
    section = target.sections.get().block_id
    words = text("why", to_article(target.pk, section)), " and ", text("floor", to_article(target.pk)), "."
    published("Origin", body=doc(paragraph("a", *words)))
    draft("A Draft", body=doc(paragraph("a", *words)))
    draft("Another", body=doc(paragraph("a", text("floor", to_article(target.pk)))))
    aim = Aim.at(target, section)
    assert [(str(o.article), [p.words for p in o.places]) for o in inbound.find(aim, by=editor)] == [
        ("Origin", ["why"]),
        ("A Draft", ["why"]),
    ]
    assert str(inbound.tally(aim, by=editor)) == "1 sentence in 1 article points here, and 1 unpublished text."


def test_what_only_readers_still_meet_is_told_beside(target, origin, editor):
    snapshot, base = writing.current(origin)
    writing.save(origin, replace(snapshot, body=doc(paragraph("a", "None.")), listed=()), by=editor, base=base)
    (found,) = inbound.find(Aim.at(target), by=editor)
    assert (found.places, found.is_live) == ([], False)
    assert [one.sentence for one in found.left] == ["Walk on a floor.", "The Floor"]


def test_a_writer_learns_nothing_of_the_drafts_of_others(target, draft, person):
    draft("A Draft", body=doc(paragraph("a", text("floor", to_article(target.pk)))))
    stranger = person("writer", email="stranger@example.org")
    assert inbound.find(Aim.at(target), by=stranger) == []
    assert inbound.tally(Aim.at(target), by=stranger).others == 0


def test_a_withdrawn_origin_is_none_that_readers_meet(target, origin, editor):
    publishing.withdraw(origin, by=editor, reason="Old.")
    assert [one.article.public for one in inbound.find(Aim.at(target), by=editor)] == [False]
    assert inbound.tally(Aim.at(target), by=editor).articles == 0


def test_finding_costs_the_same_for_any_number(target, published, draft, editor):
    counts = []
    for number in (2, 9):
        body = doc(*(paragraph(f"p{n}", "A ", text("floor", to_article(target.pk)), ".") for n in range(number)))
        for n in range(number):
            published(f"Origin {number} {n}", body=body)
            draft(f"Draft {number} {n}", body=body)
        with CaptureQueriesContext(connection) as queries:
            inbound.find(Aim.at(target), by=editor)
            inbound.tally(Aim.at(target), by=editor)
        counts.append(len(queries))
    assert counts == [counts[0]] * 2
    assert counts[0] <= 10


def test_a_version_that_moves_what_others_point_at_says_so(target, published, draft, editor):
    section = target.sections.get().block_id
    published("Origin", body=doc(paragraph("a", text("why", to_article(target.pk, section)), ".")))
    snapshot, _ = writing.current(target)
    assert list(inbound.dislodged(target, snapshot)) == []
    moved = replace(snapshot, slug="ground", body=doc(paragraph("x", "Because.")))
    said = [finding.message for finding in checklist.findings(target, moved) if finding.code == "inbound"]
    assert said == [
        "Its address changes. “floor” will lead on; what points here stands under Links, above.",
        "1 link of other articles leads to a section that is gone here, so now to the whole article.",
    ]
    sketch = draft("Sketch")
    assert list(inbound.dislodged(sketch, replace(writing.current(sketch)[0], slug="other"))) == []


def test_a_version_that_changes_its_topic_says_what_readers_meet(pillar, published, editor):
    other = Pillar.objects.create(title="Everyone", slug="everyone", parent=pillar.parent, review_required=False)
    article, guide = published("Floor"), published("People", kind="guide")
    resident = published("Resident", pillar=other.pk)
    said = []
    for one in (article, guide):
        snapshot, base = writing.current(one)
        moved = replace(snapshot, pillar=other.pk)
        said += [(f.field, f.message) for f in checklist.findings(one, moved) if f.field == "pillar"]
        publishing.publish(one, revision=writing.save(one, moved, by=editor, base=base), by=editor)
        assert [f for f in checklist.findings(one, moved) if f.field == "pillar"] == []
    assert said == [
        (
            "pillar",
            "It moves from “Special Populations” to “Everyone” and is read last there, until its place is changed.",
        ),
        ("pillar", "“Special Populations” loses its guide: links to it will lead to “Everyone”."),
    ]
    # And so it is.
    assert list(reading_order.articles_of(other)) == [resident, article]
    assert Article.objects.with_address().get(pk=guide.pk).get_absolute_url() == "/back-pain/everyone/"
