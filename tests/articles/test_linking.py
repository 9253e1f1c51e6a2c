"""Acting on suggested links: accepted as a version, declined, proposed."""

from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from articles import comments, linking, publishing, suggesting, writing
from articles.linking import Spot
from articles.mentions import proposals
from articles.models import Article, Collaboration, DeclinedLink
from content import references
from content.schema import document
from history import revisions
from history.models import Event
from tests.content.builders import block as built
from tests.content.builders import node, paragraph, text
from tests.mail import delivered

WORDS = "Nights are long. Many fear sleeping with back pain. It passes."


@pytest.fixture
def target(published) -> Article:
    return published("Sleeping with Back Pain")


@pytest.fixture
def origin(published) -> Article:
    return published("Evenings", body=document(paragraph("aaaaaaaa", WORDS)))


@pytest.fixture
def spot(target, origin) -> Spot:
    [one] = proposals(target)
    return linking.spot(one.place, one.sentence)


def leads_to(article: Article) -> list[tuple[str, int]]:
    """Words and targets of the links of the latest version."""
    body = writing.current(article)[0].body
    return [(one.words, one.target.id) for one in references.extract(body) if one.target.kind == "article"]


def test_accepting_makes_a_version_with_the_link_and_readers_see_it_later(origin, target, spot, writer):
    revision = linking.accept(origin, spot, target, by=writer)
    assert revision.is_sealed
    assert (revision.note, revision.author) == ("Link to “Sleeping with Back Pain”", writer)
    assert leads_to(origin) == [("sleeping with back pain", target.pk)]
    assert not Article.objects.get(pk=origin.pk).links_out.exists()
    event = Event.objects.get(act="link accepted")
    assert event.data["to"] == target.pk
    assert event.data["words"] == "sleeping with back pain"


def test_those_who_work_on_it_are_told_but_not_who_did_it(origin, target, spot, editor, writer):
    delivered()
    linking.accept(origin, spot, target, by=editor)
    [(address, subject, words)] = delivered()
    assert (address, subject) == (writer.email, "A link in “Evenings”")
    assert "Many fear sleeping with back pain." in words


def test_an_open_version_takes_the_link_and_stays_open(origin, target, spot, writer, editor):
    writing_on = writing.current(origin)[0]
    body = document(*writing_on.body["content"], paragraph("bbbbbbbb", "And more"))
    revisions.write(origin, {**writing_on.as_dict(), "body": body}, by=writer, base=writing.current(origin)[1])
    revision = linking.accept(origin, spot, target, by=editor)
    assert not revision.is_sealed
    assert len(writing.current(origin)[0].body["content"]) == 2
    assert leads_to(origin) == [("sleeping with back pain", target.pk)]
    assert proposals(target) == []


def test_it_is_set_once(origin, target, spot, writer):
    linking.accept(origin, spot, target, by=writer)
    with pytest.raises(ValidationError, match="already"):
        linking.accept(origin, spot, target, by=writer)


@pytest.mark.parametrize(
    "body",
    [
        [paragraph("aaaaaaaa", "Many fear sleeping with back pains.")],
        [paragraph("aaaaaaaa", "Nothing.")],
        [],
        [
            built(
                "care_card",
                "aaaaaaaa",
                node("care_heading", text("Ask if:")),
                node("paragraph", text("Many fear sleeping with back pain.")),
                urgency="urgent",
            )
        ],
    ],
)
def test_a_text_that_no_longer_says_it_is_left_alone(origin, target, spot, writer, snapshot, body):
    writing.save(origin, snapshot("Evenings", body=document(*body)), by=writer, base=writing.current(origin)[1])
    before = writing.current(origin)
    with pytest.raises(ValidationError, match="no longer says"):
        linking.accept(origin, spot, target, by=writer)
    assert writing.current(origin) == before


def test_a_sentence_that_was_moved_is_found(origin, target, spot, writer, snapshot):
    body = document(paragraph("bbbbbbbb", WORDS))
    writing.save(origin, snapshot("Evenings", body=body), by=writer, base=writing.current(origin)[1])
    linking.accept(origin, spot, target, by=writer)
    assert leads_to(origin) == [("sleeping with back pain", target.pk)]


def test_what_no_words_name_is_put_under_further_reading(origin, target, published, writer, editor):
    first = published("First")
    linking.list_further(origin, first, by=writer)
    delivered()
    revision = linking.list_further(origin, target, by=editor)
    assert writing.current(origin)[0].listed == (first.pk, target.pk)
    assert (revision.is_sealed, revision.author, revision.note) == (
        True,
        editor,
        "“Sleeping with Back Pain” under further reading",
    )
    assert Event.objects.filter(act="further reading added").count() == 2
    [(address, _, words)] = delivered()
    assert address == writer.email
    assert "put “Sleeping with Back Pain” under its further reading." in words
    with pytest.raises(ValidationError, match="already"):
        linking.list_further(origin, target, by=writer)


def test_an_open_version_takes_further_reading_and_stays_open(origin, target, writer, editor):
    writing_on = writing.current(origin)[0]
    body = document(*writing_on.body["content"], paragraph("bbbbbbbb", "And more"))
    revisions.write(origin, {**writing_on.as_dict(), "body": body}, by=writer, base=writing.current(origin)[1])
    assert not linking.list_further(origin, target, by=editor).is_sealed
    assert writing.current(origin)[0].listed == (target.pk,)
    assert len(writing.current(origin)[0].body["content"]) == 2


def test_what_the_text_leads_to_is_not_listed_and_nor_is_what_readers_cannot_see(
    origin, target, spot, writer, draft, outsider
):
    linking.accept(origin, spot, target, by=writer)
    for one in (target, draft("A Plan"), origin):
        with pytest.raises(ValidationError):
            linking.list_further(origin, one, by=writer)
    with pytest.raises(PermissionDenied):
        linking.list_further(origin, target, by=outsider)
    assert writing.current(origin)[0].listed == ()


def test_only_public_articles_are_linked(origin, target, spot, writer, editor, draft):
    publishing.withdraw(target, by=editor, reason="Wrong.")
    for one in (Article.objects.get(pk=target.pk), draft("A Plan"), origin):
        with pytest.raises(ValidationError, match="readers can see"):
            linking.accept(origin, spot, one, by=writer)


def test_who_does_not_write_there_does_neither(origin, target, spot, doctor, outsider, person):
    stranger = person("writer", email="another@example.org")
    for who in (doctor, outsider, stranger):
        with pytest.raises(PermissionDenied):
            linking.accept(origin, spot, target, by=who)
        with pytest.raises(PermissionDenied):
            linking.decline(origin, target, by=who)
    assert leads_to(origin) == []
    assert not DeclinedLink.objects.exists()


def test_declining_is_remembered_once(origin, target, spot, writer):
    linking.decline(origin, target, by=writer)
    linking.decline(origin, target, by=writer)
    assert DeclinedLink.objects.get().declined_by == writer
    assert Event.objects.filter(act="link declined").count() == 1
    assert proposals(target) == []
    found = suggesting.suggest(suggesting.draft_of(origin, writing.current(origin)[0]))
    assert target not in [one.target for one in found]


def test_who_only_reads_there_proposes_it_as_a_comment(origin, target, spot, doctor):
    made = linking.propose(origin, spot, target, by=doctor)
    assert made.text == "This could lead to “Sleeping with Back Pain”."
    place = comments.place(made, writing.current(origin)[0].body)
    assert WORDS[place.start : place.end] == "sleeping with back pain"


def test_of_two_who_accept_at_once_one_makes_the_link(shared_database, origin, target, spot, writer, editor):
    refused = []

    def accept(by):
        try:
            linking.accept(origin, spot, target, by=by)
        except ValidationError as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=accept, args=[by]) for by in (writer, editor)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert leads_to(origin) == [("sleeping with back pain", target.pk)]


# The page


def page_of(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/suggested-links/"


def form(do: str, article: Article, target: Article, spot: Spot) -> dict[str, object]:
    said = {"block": spot.block_id, "sentence": spot.sentence, "words": spot.words}
    return {"do": do, "article": article.pk, "target": target.pk, **said}


def test_the_page_shows_both_directions(origin, target, spot, writer, at):
    here = at(writer).get(page_of(origin)).content.decode()
    assert "<h1>Suggested links for “Evenings”</h1>" in here
    assert "› Suggested links</div>" in here
    assert "<mark>sleeping with back pain</mark>" in here
    assert "No other article speaks of it" in here
    assert 'Editors keep the <a href="/admin/articles/synonym/">synonyms</a>.' in here
    there = at(writer).get(page_of(target)).content.decode()
    assert "Many fear <mark>sleeping with back pain</mark>." in there
    assert "Link these words" in there


def test_one_click_accepts_from_either_side(origin, target, spot, writer, at):
    answer = at(writer).post(page_of(target), form("accept", origin, target, spot), follow=True)
    html = answer.content.decode()
    link = f'<a href="/admin/articles/article/{origin.pk}/change/">“Evenings”</a>'
    assert f"Readers see it once that version is live: open {link} to submit or publish it." in html
    assert leads_to(origin) == [("sleeping with back pain", target.pk)]


def test_one_click_puts_it_under_further_reading(published, draft, writer, at):
    said = "The nerve, the leg, the spine and the foot hurt.\n"
    alike, article = published("Number One", text=said), draft("A Morning", text=said)
    html = at(writer).get(page_of(article)).content.decode()
    assert "No words of the text name it. It could stand under Further reading." in html
    assert 'value="list" class="button default" aria-label="Put it under Further reading: Number One"' in html
    answer = at(writer).post(page_of(article), form("list", article, alike, Spot("", "", "")), follow=True)
    assert "“Number One” stands under the further reading of “A Morning”." in answer.content.decode()
    assert writing.current(article)[0].listed == (alike.pk,)


def test_articles_of_others_are_shown_without_buttons(origin, target, spot, person, at):
    stranger = person("writer", email="another@example.org")
    Collaboration.objects.join(target, [stranger])
    html = at(stranger).get(page_of(target)).content.decode()
    assert "Many fear" in html
    assert "Others work on it" in html
    assert 'value="accept"' not in html.split('id="there"')[1]
    assert at(stranger).post(page_of(target), form("accept", origin, target, spot)).status_code == 403
    assert at(stranger).get(page_of(origin)).status_code == 403


def test_a_forged_form_changes_nothing(origin, target, spot, writer, at, published):
    other = published("Elsewhere")
    desk = at(writer)
    assert desk.post(page_of(other), form("accept", origin, target, spot)).status_code == 302
    assert desk.post(page_of(target), form("dance", origin, target, spot)).status_code == 302
    assert desk.post(page_of(target), {"do": "accept"}).status_code == 404
    assert desk.post(page_of(target), form("accept", origin, target, spot) | {"article": "9" * 40}).status_code == 404
    strange = Spot("\x00", "\x00" * 9, "(.*")
    assert desk.post(page_of(target), form("accept", origin, target, strange)).status_code == 302
    assert leads_to(origin) == []


def test_the_editor_is_told_what_to_consider(origin, target, writer, at):
    [found] = at(writer).get(f"{page_of(origin)}consider/").json()["found"]
    assert found["target"] == {"kind": "article", "id": target.pk}
    assert found["words"] == "sleeping with back pain"
    assert WORDS[found["place"]["start"] : found["place"]["end"]] == found["words"]


def test_the_editor_declines(origin, target, writer, at):
    said = at(writer).post(f"{page_of(origin)}consider/", {"decline": target.pk}, content_type="application/json")
    assert said.json() == {"found": []}
    for body in ("[]", "{", '{"decline": {}}'):
        answer = at(writer).post(f"{page_of(origin)}consider/", body, content_type="application/json")
        assert answer.status_code in (400, 404)


def test_a_planned_article_has_nothing_to_consider(draft, writer, at):
    draft("A Morning", text="Why\n\nBecause.\nRead: Other Mornings")
    planned = Article.objects.planned().get()
    assert at(writer).get(page_of(planned)).status_code == 200
    assert at(writer).get(f"{page_of(planned)}consider/").json() == {"found": []}
