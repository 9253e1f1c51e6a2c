"""What a text could link to, and where."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing, suggesting, writing
from articles.models import Article, DeclinedLink, LinkPhrase, Pillar, Synonym
from articles.snapshots import Snapshot
from articles.suggesting import Suggestion, draft_of, rank, suggest
from articles.synonyms import keyed
from content.schema import document
from tests.content.builders import block, heading, node, paragraph, text, to_article


def of(article) -> list[Suggestion]:
    return suggest(draft_of(article, writing.current(article)[0]))


def told(article) -> list[tuple[str, str]]:
    """Titles, and the words that would lead there."""
    return [(one.target.title, one.place.words if one.place else "") for one in of(article)]


@pytest.fixture
def site(published):
    """Two articles that can be linked to."""
    return [
        published("Sciatica in Plain Words", text="A nerve in the leg hurts, from the spine to the foot.\n"),
        published("Sleeping with Back Pain", text="Pillows and a mattress help in the night.\n"),
    ]


def test_a_title_in_the_text_is_suggested_with_its_sentence(site, draft):
    article = draft("A Morning", text="It was bad. Those who are sleeping with back pain know. All ends.\n")
    first = of(article)[0]
    assert (first.target, first.place.words) == (site[1], "sleeping with back pain")
    assert first.sentence == "Those who are sleeping with back pain know."


def test_what_is_alike_but_not_named_comes_without_a_place(site, draft):
    article = draft("A Morning", text="The nerve, the leg, the spine and the foot hurt.\n")
    assert told(article)[0] == ("Sciatica in Plain Words", "")


def test_what_the_text_leads_to_already_is_not_suggested(site, draft):
    body = document(
        paragraph("a", text("Sleeping with back pain", to_article(site[1].pk)), " or sleeping with back pain.")
    )
    article = draft("A Morning", body=body)
    assert "Sleeping with Back Pain" not in dict(told(article))
    listed = draft("An Evening", body=document(paragraph("a", "Sleeping with back pain.")), listed=(site[1].pk,))
    assert "Sleeping with Back Pain" not in dict(told(listed))


def test_nothing_is_suggested_in_headings_and_care_cards(site, draft):
    body = document(
        heading("h", "Sleeping with back pain"),
        block(
            "care_card",
            "c",
            node("care_heading", text("Ask for an appointment if:")),
            node("bullet_list", node("list_item", node("paragraph", text("sleeping with back pain is hard")))),
            urgency="urgent",
        ),
        paragraph("p", "Nothing."),
    )
    places = [one.place for one in of(draft("A Morning", body=body))]
    assert [place for place in places if place] == []


def test_drafts_withdrawn_articles_and_the_article_itself_are_no_targets(site, draft, editor, published):
    draft("Gout of the Toe", text="Uric acid.\n")
    publishing.withdraw(site[1], by=editor, reason="Wrong.")
    article = published("Heat and Cold", text="Gout of the toe, sleeping with back pain, heat and cold.\n")
    assert {title for title, words in told(article) if words} == set()


def test_a_site_page_is_no_target(site, published, draft):
    page = published("Medical Disclaimer", kind="page", pillar=None, text="No advice.\n")
    article = draft("A Morning", text="Read the medical disclaimer, and see.\n")
    assert "Medical Disclaimer" not in dict(told(article))
    published("An Evening", body=document(paragraph("p", text("Medical disclaimer", to_article(page.pk)), ".")))
    assert "Medical Disclaimer" not in dict(told(article))
    assert page.pk not in {one.target for one in rank(draft_of(article, writing.current(article)[0]))}


def test_declined_links_are_not_suggested_again(site, draft, writer):
    article = draft("A Morning", text="Sleeping with back pain.\n")
    DeclinedLink.objects.create(article=article, target=site[1], declined_at=timezone.now(), declined_by=writer)
    assert "Sleeping with Back Pain" not in dict(told(article))
    assert "Sleeping with Back Pain" in dict(told(draft("An Evening", text="Sleeping with back pain.\n")))


def test_each_target_is_suggested_once_and_no_words_twice(published, draft):
    for title in ("Neck Pain", "Neck Pain at Work"):
        published(title)
    article = draft("A Morning", text="Neck pain at work. More neck pain at work, and neck pain.\n")
    found = of(article)
    places = [(one.place.paragraph, one.place.start) for one in found if one.place]
    assert len({one.target.pk for one in found}) == len(found)
    assert len(set(places)) == len(places)
    assert {(one.target.title, one.place.words) for one in found if one.place} == {
        ("Neck Pain at Work", "Neck pain at work"),
        ("Neck Pain", "neck pain"),
    }


def test_words_that_lead_there_elsewhere_make_room_for_others(site, published, draft):
    keyed(Synonym(words="painful nights", other_words="sleeping with back pain")).save()
    link = text("sleeping with back pain", to_article(site[1].pk))
    published("An Evening", body=document(paragraph("a", "Those ", link, ".")))
    article = draft("A Morning", text="Sleeping with back pain means painful nights.\n")
    assert dict(told(article))["Sleeping with Back Pain"] == "painful nights"


def test_words_of_links_elsewhere_name_their_target(site, published, draft):
    published("An Evening", body=document(paragraph("a", text("the long nerve", to_article(site[0].pk)), " aches.")))
    assert ("Sciatica in Plain Words", "long nerve") in told(draft("A Morning", text="Mind the long nerve.\n"))


def test_synonyms_name_what_they_stand_for(site, draft, published, pillar):
    guide = published("Special Populations", kind="guide", text="For some.\n")
    for synonym in (
        Synonym(words="lumbago", other_words="plain words"),
        Synonym(words="leg nerve trouble", article=site[0]),
        Synonym(words="older people", pillar=pillar),
    ):
        keyed(synonym).save()
    found = told(draft("A Morning", text="Older people have leg nerve troubles.\n"))
    assert ("Sciatica in Plain Words", "leg nerve troubles") in found
    assert (guide.title, "Older people") in found
    assert ("Sciatica in Plain Words", "Lumbago") in told(draft("An Evening", text="Lumbago is an old word.\n"))


def test_a_phrase_that_names_many_names_none(published, draft):
    for number in range(suggesting.MOST_NAMED + 1):
        published(f"Healthy Habits in Week {number}")
    assert [words for _, words in told(draft("A Morning", text="Have healthy habits.\n")) if words] == []


def candidates(article) -> dict[str, suggesting.Candidate]:
    """By title, best first."""
    found = rank(draft_of(article, writing.current(article)[0]))
    titles = Article.objects.in_bulk([one.target for one in found])
    return {titles[one.target].title: one for one in found}


def leading_to(*articles):
    return document(*(paragraph(f"p{n}", text("See", to_article(one.pk)), ".") for n, one in enumerate(articles)))


@pytest.fixture
def elsewhere(pillar):
    return Pillar.objects.create(title="Gout", slug="gout", parent=pillar.parent, review_required=False)


def test_what_articles_of_the_pillar_lead_to_is_a_candidate_without_a_word_in_common(published, draft, elsewhere):
    acid, toe = (published(title, pillar=elsewhere.pk, standfirst=f"{title}.") for title in ("Uric Acid", "Big Toe"))
    published("Evening", standfirst="Evening.", body=leading_to(acid, toe))
    published("Night", standfirst="Night.", body=leading_to(toe))
    found = candidates(draft("Walks", standfirst="Walks.", text="Walk.\n"))
    assert [(title, one.around, one.alike) for title, one in found.items() if one.around] == [
        ("Big Toe", 1 - 1 / 3, 0),
        ("Uric Acid", 1 - 1 / 2, 0),
    ]


def test_what_the_most_alike_lead_to_is_a_candidate_wherever_they_stand(published, draft, elsewhere):
    acid = published("Uric Acid", pillar=elsewhere.pk, standfirst="Acid.")
    published("Knuckles", pillar=elsewhere.pk, standfirst="Swollen knuckles.", body=leading_to(acid))
    article = draft("Hands", standfirst="Stiff, swollen knuckles.", text="Rings.\n")
    assert candidates(article)["Uric Acid"].around == 1 / 2
    assert "Uric Acid" not in candidates(draft("Ears", standfirst="Noise.", text="Bells.\n"))


def test_of_a_large_pillar_the_most_alike_are_asked_first(published, draft, elsewhere, monkeypatch):
    acid, toe = (published(title, pillar=elsewhere.pk, standfirst=f"{title}.") for title in ("Uric Acid", "Big Toe"))
    published("Knuckles", standfirst="Swollen knuckles.", body=leading_to(acid))
    published("Evening", standfirst="Evening.", body=leading_to(toe))
    article = draft("Hands", standfirst="Swollen knuckles.", text="Rings.\n")
    assert {title for title, one in candidates(article).items() if one.around} == {"Uric Acid", "Big Toe"}
    monkeypatch.setattr(suggesting, "_MOST_AROUND", 1)
    assert [title for title, one in candidates(article).items() if one.around] == ["Uric Acid"]


def test_its_own_links_are_no_neighbours_of_an_article(published):
    acid = published("Uric Acid", standfirst="Acid.")
    article = published("Hands", standfirst="Knuckles.", body=leading_to(acid))
    unlinked = replace(writing.current(article)[0], body=document(paragraph("p", "Rings.")))
    assert [one for one in rank(draft_of(article, unlinked)) if one.around] == []


def test_a_link_that_is_taken_out_does_not_come_back_by_the_others_of_the_text(published):
    acid, toe = (published(title, standfirst=f"{title}.") for title in ("Uric Acid", "Big Toe"))
    article = published("Hands", standfirst="Knuckles.", body=leading_to(acid, toe))
    fewer = replace(writing.current(article)[0], body=leading_to(acid))
    assert [one for one in rank(draft_of(article, fewer)) if one.together] == []


def test_what_leads_to_the_article_is_a_candidate(published, draft, elsewhere):
    article = draft("Hands", pillar=elsewhere.pk, standfirst="Rings.", text="Rings.\n")
    published("Uric Acid", standfirst="Acid.", body=leading_to(article))
    published("Big Toe", standfirst="Toe.")
    assert {title: one.back for title, one in candidates(article).items()} == {"Uric Acid": 1}


def test_an_article_is_not_measured_by_itself(site, published, draft):
    words = "The nerve, the leg, the spine and the foot hurt.\n"
    article = published("A Morning", text=words)
    assert max(one.alike for one in candidates(article).values()) == 1
    assert told(article)[0] == ("Sciatica in Plain Words", "")


def test_what_is_hardly_alike_is_not_shown_without_words(published, draft, elsewhere):
    for number in range(3):
        published(f"Swollen Knuckle {number}", pillar=elsewhere.pk, standfirst="Pain of gout.", text="Knuckles.\n")
    article = draft("Hands", standfirst="Stiff hands.", text="Rings, gloves, thumbs, nails, palms, wrists and pain.\n")
    found = candidates(article)
    assert max(one.alike for one in found.values()) == 1
    assert told(article) == []


def test_no_more_than_some_are_shown_without_words(published, draft):
    for number in range(suggesting.MOST_WITHOUT_PLACE + 2):
        published(f"Number {number}", text="The nerve, the leg, the spine and the foot hurt.\n")
    article = draft("A Morning", text="The nerve, the leg, the spine and the foot hurt.\n")
    assert [words for _, words in told(article)] == [""] * suggesting.MOST_WITHOUT_PLACE


def test_many_in_links_count_against_a_target():
    one = suggesting.Candidate(target=1, named=1.0, inbound=3)
    assert one.score == suggesting.Candidate(target=1, named=1.0).score
    assert replace(one, inbound=63).score < one.score


def test_an_empty_text_gets_no_words_and_costs_no_error(site, draft):
    assert [words for _, words in told(draft("A Morning", text="\n")) if words] == []
    assert suggest(draft_of(site[0], Snapshot(title="", slug=""))) == []


@pytest.mark.parametrize("count", [3, 12])
def test_suggestions_cost_as_much_among_many(published, draft, count):
    linked = [published(f"{name} pain") for name in ("Neck", "Knee", "Hip", "Foot", "Arm", "Rib")[: count // 2]]
    for number in range(count):
        body = document(paragraph("a", "See ", text("this pain", to_article(linked[number % len(linked)].pk)), "."))
        published(f"Number {number} of Them", body=body)
    own = document(*(paragraph(f"p{number}", f"Knee pain and number {number} of them.") for number in range(count)))
    snapshot = writing.current(draft("A Morning", body=own))[0]
    with CaptureQueriesContext(connection) as asked:
        found = suggest(draft_of(linked[0], snapshot))
    assert len(found) >= 3
    assert len(asked) <= 11


def test_the_index_follows_publication(published, editor):
    article = published("Neck Pain")
    before = set(article.link_phrases.values_list("key", "weight"))
    writing.save(
        article, replace(writing.current(article)[0], title="Knee Pain"), by=editor, base=writing.current(article)[1]
    )
    assert set(article.link_phrases.values_list("key", "weight")) == before
    publishing.publish(article, revision=article.revisions.latest_first().first(), by=editor)
    assert set(article.link_phrases.values_list("key", "weight")) != before
    publishing.withdraw(article, by=editor, reason="Wrong.")
    assert not LinkPhrase.objects.exists()
    assert not article.link_terms.exists()
