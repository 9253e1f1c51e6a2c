"""Links that leave the site, and the desk's pages for them."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import elsewhere, publishing, writing
from articles.models import ReviewTrigger
from articles.snapshots import Snapshot
from content.schema import document
from history import revisions
from history.models import Event
from sources import outbound
from sources.enums import Answer, SourceStatus
from sources.models import OutboundAddress, Source
from sources.web import Reply
from tests.content.builders import link, paragraph, text
from tests.desk import messages, send
from tests.mail import told

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
OLD, NEW = "https://press.health-news.org/old", "https://press.health-news.org/new"
COPY = "https://archive.health-news.org/1"
MISSING, MOVED = Reply(Answer.MISSING, 404), Reply(Answer.FOUND, 200, NEW)
LIST = "/admin/sources/outboundaddress/"
LINKS = "/admin/articles/relatedlink/"


@pytest.fixture
def leading(published):
    """A live article with two links to an address and one to another: `leading("Title", url=…)`."""

    def make(title="Away", url=OLD):
        body = document(
            paragraph(
                "aaaaaaaa", "See ", text("there", link(url)), " or ", text("nowhere", link("https://other.org/"))
            ),
            paragraph("bbbbbbbb", text("Again", link(url)), "."),
        )
        return published(title, body=body)

    return make


def asked(*said, url=OLD):
    """What came of asking for an address, at these times since NOW; returns it as it is then."""
    outbound.note(NOW)
    address = OutboundAddress.objects.get(url=url)
    for after, reply in said:
        address = outbound.record(address, reply, NOW + after)
    return address


def failing(url=OLD):
    return asked((0 * WEEK, MISSING), (WEEK, MISSING), url=url)


def page(address):
    return f"{LIST}{address.pk}/change/"


def hrefs(article):
    """Where the links of the latest version lead."""
    body = Snapshot.from_dict(revisions.latest(article).snapshot).body
    return re.findall(r"'href': '([^']+)'", str(body))


# Which addresses texts use


def test_only_what_readers_meet_is_asked_for(leading, draft, editor):
    draft("Draft", body=document(paragraph("aaaaaaaa", text("a", link("https://draft.org/")))))
    gone = leading("Gone", url="https://withdrawn.org/")
    publishing.withdraw(gone, by=editor, reason="Old.")
    leading()
    assert set(elsewhere.in_use()) == {OLD, "https://other.org/"}


# Following what has moved


def test_new_address_is_used_in_every_link_of_an_article_and_in_no_other(leading, editor):
    article = leading()
    revision = elsewhere.follow(asked((0 * WEEK, MOVED)), article, by=editor)
    assert hrefs(article) == [NEW, "https://other.org/", NEW]
    assert (revision.author_id, revision.note) == (editor.pk, f"New address: {NEW}")
    assert set(article.links_out.values_list("url", flat=True)) == {OLD, "https://other.org/"}
    publishing.publish(article, revision=revision, by=editor)
    assert set(article.links_out.values_list("url", flat=True)) == {NEW, "https://other.org/"}


def test_article_that_has_the_new_address_already_gets_no_version(leading, editor):
    article, address = leading(), asked((0 * WEEK, MOVED))
    elsewhere.follow(address, article, by=editor)
    assert elsewhere.follow(address, article, by=editor) is None
    assert article.revisions.count() == 2


def test_address_that_has_not_moved_is_not_followed(leading, editor):
    article = leading()
    with pytest.raises(ValidationError, match="has not moved"):
        elsewhere.follow(asked((0 * WEEK, MISSING)), article, by=editor)


def test_who_may_not_write_in_an_article_does_not_move_its_links(leading, doctor):
    article, address = leading(), asked((0 * WEEK, MOVED))
    with pytest.raises(PermissionDenied):
        elsewhere.follow(address, article, by=doctor)
    assert hrefs(article)[0] == OLD


def test_new_address_that_no_link_may_have_is_refused_and_stops_no_other(leading, editor):
    article = leading()
    address = asked((0 * WEEK, Reply(Answer.FOUND, 200, "https://a.org/<b>")))
    outcome = elsewhere.follow_everywhere(address, [article], by=editor)
    assert outcome.saved == []
    assert outcome.left[0][0] == article
    assert article.revisions.count() == 1


# The desk


def test_one_button_moves_the_links_of_one_article(at, editor, leading):
    one, other = leading("One"), leading("Other")
    address = asked((0 * WEEK, MOVED))
    answer = at(editor).post(f"{LIST}{address.pk}/follow/", {"article": one.pk}, follow=True)
    assert messages(answer) == ["Version 2 of “One” is saved. Readers see it once it is live."]
    assert (hrefs(one)[0], hrefs(other)[0]) == (NEW, OLD)
    assert "the latest version no longer has this address" in answer.content.decode()


def test_one_button_moves_the_links_of_all(at, editor, leading):
    articles = [leading("One"), leading("Other")]
    address = asked((0 * WEEK, MOVED))
    answer = at(editor).post(f"{LIST}{address.pk}/follow/", follow=True)
    assert len(messages(answer)) == 2
    assert [hrefs(article)[0] for article in articles] == [NEW, NEW]
    again = at(editor).post(f"{LIST}{address.pk}/follow/", follow=True)
    assert messages(again) == ["Nothing was left to change: the latest versions no longer have this address."]


def test_a_writer_moves_only_the_links_of_what_they_work_on(at, person, leading):
    article, address = leading(), asked((0 * WEEK, MOVED))
    stranger = person("writer", email="stranger@example.org")
    browser = at(stranger)
    seen = browser.get(page(address)).content.decode()
    assert "Away" in seen
    assert f"/admin/articles/article/{article.pk}/" not in seen
    assert "Use the new address" not in seen
    assert browser.post(f"{LIST}{address.pk}/follow/", {"article": article.pk}).status_code == 403
    browser.post(f"{LIST}{address.pk}/follow/")
    assert hrefs(article)[0] == OLD


@pytest.mark.parametrize("said", [{"article": "0"}, {"article": "x"}, {"article": "9" * 30}, {"source": "x"}])
def test_forged_numbers_are_not_found(at, editor, leading, said):
    leading()
    address = asked((0 * WEEK, MOVED))
    assert at(editor).post(f"{LIST}{address.pk}/follow/", said).status_code == 404
    assert at(editor).get(f"{LIST}{address.pk}/follow/").status_code == 405
    assert at(editor).post(f"{LIST}999999/follow/").status_code == 404


def test_words_that_somebody_wrote_meanwhile_are_kept(at, editor, writer, leading):
    article, address = leading(), asked((0 * WEEK, MOVED))
    snapshot, base = writing.current(article)
    blocks = [*snapshot.body["content"], paragraph("cccccccc", "Words of another.")]
    writing.save(article, Snapshot(**{**vars(snapshot), "body": document(*blocks)}), by=writer, base=base)
    elsewhere.follow(address, article, by=editor)
    assert "Words of another." in str(revisions.latest(article).snapshot)
    assert hrefs(article)[0] == NEW


def test_editor_names_a_copy_and_what_is_none_comes_back(at, editor, leading):
    leading()
    address = failing()
    refused = send(at(editor), page(address), archived_url="javascript:alert(1)")
    assert "archived_url" in refused.context["adminform"].form.errors
    refused = send(at(editor), page(address), archived_url=OLD)
    assert "A copy stands elsewhere." in refused.context["adminform"].form.errors["archived_url"][0]
    assert refused.context["adminform"].form["archived_url"].value() == OLD
    send(at(editor), page(address), archived_url="https://archive.health-news.org/1")
    assert OutboundAddress.objects.get(pk=address.pk).archived_url == "https://archive.health-news.org/1"


def test_doctor_and_writer_look_and_change_nothing(at, doctor, writer, leading):
    leading()
    address = failing()
    for somebody in (doctor, writer):
        browser = at(somebody)
        assert browser.get(page(address)).status_code == 200
        assert browser.post(page(address), {"archived_url": "https://a.org/"}).status_code == 403
        assert browser.post(f"{LIST}{address.pk}/found/").status_code == 403
    assert OutboundAddress.objects.get(pk=address.pk).is_failing


def test_who_has_looked_says_so(at, editor, leading):
    leading()
    address = failing()
    assert "I looked: the page is there" in at(editor).get(page(address)).content.decode()
    at(editor).post(f"{LIST}{address.pk}/found/")
    assert not OutboundAddress.objects.get(pk=address.pk).is_failing
    assert "I looked" not in at(editor).get(page(address)).content.decode()


def test_lists_are_narrowed_to_what_fails_and_what_has_moved(at, editor, leading):
    leading(), leading("Moving", url="https://moving.org/")
    failing()
    asked((0 * WEEK, MOVED), url="https://moving.org/")
    asked((0 * WEEK, MISSING), url="https://other.org/")

    def shown(address):
        return [row.url for row in at(editor).get(address).context["cl"].result_list]

    assert shown(f"{LIST}?answers=failing") == [OLD]
    assert shown(f"{LIST}?answers=moved") == ["https://moving.org/"]
    assert shown(f"{LIST}?answers=once") == ["https://other.org/"]
    assert shown(f"{LIST}?answers=unused") == shown(f"{LIST}?answers=guarded") == []
    assert shown(LIST)[0] == OLD
    assert len(shown(LIST)) == 3
    assert shown(f"{LINKS}?answers=failing") == [OLD, OLD]
    assert shown(f"{LINKS}?answers=moved") == ["https://moving.org/"] * 2
    said = unescape(at(editor).get(f"{LINKS}?answers=failing").content.decode())
    assert "has no such page any more (404) since 4 May 2026" in said


def test_empty_list_says_when_it_is_filled_and_counts_once(at, editor, leading, settings):
    leading()
    settings.LINK_CHECK = True
    html = at(editor).get(LIST).content.decode()
    assert "Each night those are gathered to which published articles, sources and bios lead" in html
    assert "<code>manage.py check_links</code>" in html
    assert html.count("0 links to other sites") == 1
    assert "is known yet" not in at(editor).get(f"{LIST}?answers=failing").content.decode()
    settings.LINK_CHECK = False
    assert "nobody asks whether links still lead somewhere" in at(editor).get(LIST).content.decode()
    outbound.note(NOW)
    html = at(editor).get(LIST).content.decode()
    assert ("nobody asks" in html, "2 links to other sites" in html) == (False, True)


def test_link_says_what_its_address_answers(at, editor, leading):
    article = leading()
    first = article.links_out.first()
    assert at(editor).get(f"{LINKS}{first.pk}/change/").status_code == 200
    failing()
    assert "since 4 May 2026" in at(editor).get(f"{LINKS}{first.pk}/change/").content.decode()


@pytest.mark.parametrize("where", [LIST, LINKS])
def test_lists_cost_the_same_for_any_number(at, editor, leading, where):
    browser, counts = at(editor), []
    for rows in (2, 9):
        for number in range(rows):
            leading(f"Article {rows} {number}", url=f"https://host{rows}{number}.org/")
        outbound.note(NOW)
        with CaptureQueriesContext(connection) as queries:
            browser.get(where)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_page_of_an_address_costs_the_same_for_any_number(at, editor, leading):
    browser, counts = at(editor), []
    for rows in (2, 9):
        for number in range(rows):
            leading(f"Article {rows} {number}")
        address = asked((rows * WEEK, MOVED))
        # Django looks the kind of a page up once in a process.
        browser.get(page(address))
        with CaptureQueriesContext(connection) as queries:
            browser.get(page(address))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_start_page_tells_editors_in_a_line_each(at, editor, writer, leading):
    leading(), leading("Moving", url="https://moving.org/")
    failing()
    asked((0 * WEEK, MOVED), url="https://moving.org/")
    said = at(editor).get("/admin/").content.decode()
    assert "1 address fails" in said
    assert "1 address has moved" in said
    assert "1 address fails" not in at(writer).get("/admin/").content.decode()


# Readers


def read(reader, article):
    return reader.get(article.get_absolute_url()).content.decode()


def test_readers_are_offered_a_copy_while_the_page_is_gone(reader, editor, leading):
    article = leading()
    typeset, address = article.typeset, asked()
    outbound.name_copy(address, COPY, by=editor)
    assert "archived copy" not in read(reader, article)
    asked((0 * WEEK, MISSING))
    assert "archived copy" not in read(reader, article)
    failing()
    said = read(reader, article)
    assert said.count(f'(<a href="{COPY}">archived copy') == 2
    assert "https://other.org/" in said
    assert reader.get("/feed.xml").content.decode().count("archived copy") == 2
    asked((2 * WEEK, Reply(Answer.FOUND, 200)))
    assert "archived copy" not in read(reader, article)
    article.refresh_from_db()
    assert article.typeset == typeset


def test_nothing_is_offered_where_no_copy_is_known(reader, leading):
    article = leading()
    failing()
    assert "archived copy" not in read(reader, article)


def test_copy_of_another_address_with_the_same_key_is_not_offered(reader, editor, leading, monkeypatch):
    article = leading()
    outbound.name_copy(failing(), COPY, by=editor)
    OutboundAddress.objects.filter(url=OLD).update(url="https://press.health-news.org/else")
    assert "archived copy" not in read(reader, article)


def test_links_elsewhere_cost_a_page_one_query_whatever_their_number(published, reader, editor):
    counts = []
    for number in (0, 1, 25):
        links = [text("a", link(f"https://host{one}.org/")) for one in range(number)]
        article = published(f"Links {number}", body=document(paragraph("aaaaaaaa", "Words. ", *links)))
        reader.get(article.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            reader.get(article.get_absolute_url())
        counts.append(len(queries))
    assert counts == [counts[0], counts[0] + 1, counts[0] + 1]


# Sources


def test_source_that_is_gone_calls_for_a_review_and_comes_back(published, editor):
    source = Source.objects.create(title="A leaflet", kind="web_page", url=OLD, link=OLD, said="[]")
    cited = text("claim", {"type": "citation", "attrs": {"source": source.pk}})
    article = published("Resting", body=document(paragraph("aaaaaaaa", "A ", cited, ".")))
    failing()
    trigger = ReviewTrigger.objects.open().get()
    assert (trigger.article, trigger.cause, trigger.source.status) == (article, "gone", SourceStatus.GONE)
    assert any("Resting" in subject for _, subject in told())
    asked((2 * WEEK, Reply(Answer.FOUND, 200)))
    assert not ReviewTrigger.objects.open().exists()
    assert Source.objects.get().status == SourceStatus.FINE


def test_source_moves_by_one_button(at, editor, writer):
    source = Source.objects.create(title="A leaflet", kind="web_page", url=OLD, link=OLD, said="[]")
    address = asked((0 * WEEK, MOVED))
    assert "Use the new address of A leaflet" in unescape(at(writer).get(page(address)).content.decode())
    answer = at(editor).post(f"{LIST}{address.pk}/follow/", {"source": source.pk}, follow=True)
    assert messages(answer) == ["“A leaflet” stands at the new address."]
    source.refresh_from_db()
    assert (source.url, source.link) == (NEW, NEW)
    again = at(editor).post(f"{LIST}{address.pk}/follow/", {"source": source.pk}, follow=True)
    assert messages(again) == ["“A leaflet” was not changed: The source stands at another address by now."]
    assert Event.objects.filter(act="source changed").count() == 1
