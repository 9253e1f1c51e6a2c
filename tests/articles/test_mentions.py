"""Sentences elsewhere that already speak of an article."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import writing
from articles.mentions import proposals
from articles.models import DeclinedLink, Synonym
from articles.synonyms import keyed
from content.schema import document
from tests.content.builders import heading, mark, paragraph, text, to_article


def told(target) -> list[tuple[str, str, str]]:
    return [(one.article.title, one.place.words, one.sentence) for one in proposals(target)]


def test_sentences_of_other_live_articles_are_found(published, draft):
    published("Evenings", text="Rest. Many fear sleeping with back pain at first. Then less.\n")
    draft("Mornings", text="Sleeping with back pain, again.\n")
    target = published("Sleeping with Back Pain", text="Sleeping with back pain itself.\n")
    assert told(target) == [
        ("Evenings", "sleeping with back pain", "Many fear sleeping with back pain at first."),
    ]


def test_articles_that_lead_there_are_left_out(published, draft, writer, snapshot):
    target = published("Sleeping with Back Pain")
    linked = text("There", to_article(target.pk))
    published("Evenings", body=document(paragraph("a", linked, " one reads of sleeping with back pain.")))
    later = published("Mornings", text="On sleeping with back pain.\n")
    assert [title for title, *_ in told(target)] == ["Mornings"]
    body = document(paragraph("a", linked, " on sleeping with back pain."))
    writing.save(later, snapshot("Mornings", body=body), by=writer, base=writing.current(later)[1])
    assert told(target) == []


def test_a_link_to_the_topic_leads_to_its_guide(published, pillar):
    guide = published("Special Populations", kind="guide", text="For some.\n")
    topic = text("Special", mark("link", target={"kind": "pillar", "id": pillar.pk}))
    published("Evenings", body=document(paragraph("a", topic, " populations, and special populations.")))
    published("Mornings", text="It is about special populations.\n")
    assert [title for title, *_ in told(guide)] == ["Mornings"]


def test_what_somebody_declined_is_not_proposed_again(published, writer):
    target, other = published("Sleeping with Back Pain"), published("Evenings", text="On sleeping with back pain.\n")
    DeclinedLink.objects.create(article=other, target=target, declined_at=timezone.now(), declined_by=writer)
    assert told(target) == []


def test_headings_do_not_count(published):
    target = published("Sleeping with Back Pain")
    published("Evenings", body=document(heading("h", "Sleeping with back pain"), paragraph("p", "Nothing.")))
    assert told(target) == []


def test_what_names_another_article_as_well_is_left_to_that(published):
    target = published("Neck Pain: the Long Story")
    published("Neck Pain")
    published("Evenings", text="It is neck pain.\n")
    assert told(target) == []


def test_synonyms_are_looked_for(published):
    target = published("Sciatica in Plain Words")
    keyed(Synonym(words="leg nerve trouble", article=target)).save()
    published("Evenings", text="It was a leg nerve trouble.\n")
    assert told(target) == [("Evenings", "leg nerve trouble", "It was a leg nerve trouble.")]


def test_link_words_vary(published):
    target = published("Sciatica in Plain Words")
    for words in ("leg nerve trouble", "ischias of adults"):
        keyed(Synonym(words=words, article=target)).save()
    for title in ("Evenings", "Mornings"):
        published(title, text="A leg nerve trouble. Others say ischias of adults.\n")
    assert {words for _, words, _ in told(target)} == {"leg nerve trouble", "ischias of adults"}


@pytest.mark.parametrize(
    "title", ["…", "The", "A Very Long Title of Many More Words than a Phrase Can Ever Hold in It"]
)
def test_a_title_that_is_no_phrase_finds_nothing(published, title):
    published("Evenings", text="The evening is here.\n")
    assert told(published(title)) == []


@pytest.mark.parametrize("count", [2, 9])
def test_proposals_cost_as_much_among_many(published, count):
    target = published("Sleeping with Back Pain")
    for number in range(count):
        published(f"Evening {number}", text="On sleeping with back pain.\n")
    with CaptureQueriesContext(connection) as asked:
        assert len(proposals(target)) == count
    assert len(asked) <= 10
