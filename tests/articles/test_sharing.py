"""Links that show a draft to someone without a login: they end, can be taken back, and leave no trace anywhere."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing, sharing, writing
from articles.models import Article, PreviewLink
from history import revisions
from history.models import Event


def shared(article: Article, by, **said) -> str:
    """The address of a new link."""
    _, token = sharing.share(article, by=by, **{"days": 7, **said})
    return f"/preview/{token}/"


def page_of(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/share/"


def later(monkeypatch, **delta) -> None:
    moment = timezone.now() + timedelta(**delta)
    monkeypatch.setattr(timezone, "now", lambda: moment)


# What the holder of a link gets


def test_a_link_shows_the_draft_and_says_that_it_is_one(draft, writer, reader):
    address = shared(draft("Cold Floors"), writer)
    response = reader.get(address)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Draft of “Cold Floors” – not published." in html
    assert "Because it is early." in html
    assert html.index("draft-line") < html.index("<h1>")
    assert [html.count(words) for words in ("data-block", "canonical", "ld+json", "og:title")] == [0, 0, 0, 0]


def test_it_shows_the_latest_words_also_unsealed_ones(draft, writer, reader):
    article = draft("Cold Floors")
    address = shared(article, writer)
    snapshot, base = writing.current(article)
    revisions.write(article, replace(snapshot, title="Warm Floors").as_dict(), by=writer, base=base)
    assert "Draft of “Warm Floors”" in reader.get(address).content.decode()


def test_a_changed_article_is_told_from_what_readers_see(published, editor, reader):
    article = published("Cold Floors")
    address = shared(article, editor)
    snapshot, base = writing.current(article)
    writing.save(article, replace(snapshot, title="Warm Floors"), by=editor, base=base)
    html = reader.get(address).content.decode()
    assert "Draft of “Warm Floors” – not what readers see." in html


def test_after_publication_it_leads_to_the_page(draft, writer, editor, reader):
    article = draft("Cold Floors")
    address = shared(article, writer)
    publishing.publish(article, revision=article.revisions.get(), by=editor)
    response = reader.get(address)
    assert (response.status_code, response["Location"]) == (302, "/articles/cold-floors/")
    assert "no-store" in response["Cache-Control"]


def test_no_cache_keeps_it_and_no_search_engine_lists_it(draft, writer, reader):
    response = reader.get(shared(draft(), writer))
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert "Cookie" not in response.get("Vary", "")
    assert "Disallow: /preview/" in reader.get("/robots.txt").content.decode()


def test_an_ended_link_says_so_and_nothing_of_the_draft(draft, writer, reader, monkeypatch):
    address = shared(draft("Secret Floors"), writer, days=1)
    later(monkeypatch, days=1)
    response = reader.get(address)
    assert response.status_code == 410
    assert "Secret" not in response.content.decode()
    assert response["Cache-Control"] == "no-store, private"


def test_a_link_that_was_taken_back_has_ended(draft, writer, editor, reader):
    address = shared(draft("Secret Floors"), writer)
    sharing.revoke(PreviewLink.objects.get(), by=editor)
    response = reader.get(address)
    assert response.status_code == 410
    assert "Secret" not in response.content.decode()


def test_a_draft_in_the_bin_is_shown_to_nobody(draft, writer, reader):
    article = draft("Secret Floors")
    address = shared(article, writer)
    Article.objects.filter(pk=article.pk).update(discarded_at=timezone.now(), discarded_by=writer)
    assert reader.get(address).status_code == 410


@pytest.mark.parametrize("token", ["x", "x" * 43, "A" * 3000, "%00", "é", "..", "'--", "%ff%fe"])
def test_what_is_no_link_is_not_found(token, reader, draft, writer):
    shared(draft("Secret Floors"), writer)
    response = reader.get(f"/preview/{token}/")
    assert response.status_code in (404, 301)
    assert "Secret" not in response.content.decode()


def test_neither_the_hash_nor_half_of_the_secret_opens_it(draft, writer, reader):
    address = shared(draft(), writer)
    kept = PreviewLink.objects.get().token_hash
    for token in (kept, address[9:-2], address[9:-1].upper()):
        assert reader.get(f"/preview/{token}/").status_code == 404


def test_links_only_read(draft, writer, reader):
    address = shared(draft(), writer)
    assert reader.post(address).status_code == 405
    assert reader.head(address).status_code == 200


def test_use_is_noted_to_the_minute(draft, writer, reader, monkeypatch):
    address = shared(draft(), writer)
    reader.get(address)
    first = PreviewLink.objects.get().last_used_at
    with CaptureQueriesContext(connection) as queries:
        reader.get(address)
    assert [q["sql"] for q in queries if q["sql"].startswith("UPDATE")] == []
    later(monkeypatch, minutes=2)
    reader.get(address)
    assert PreviewLink.objects.get().last_used_at > first


# Making and taking back


def test_only_the_hash_of_the_secret_is_kept(draft, writer):
    link, token = sharing.share(draft(), by=writer, days=3, label="  the  clinic ")
    link.refresh_from_db()
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert (link.label, link.expires_at - link.created_at) == ("the clinic", timedelta(days=3))
    assert len(token) >= 43
    assert token not in str(Event.objects.filter(act="shared").get().data)


def test_sharing_and_taking_back_are_recorded_once(draft, writer, editor):
    link, _ = sharing.share(draft(), by=writer, days=3, label="the clinic")
    for _ in range(2):
        sharing.revoke(link, by=editor)
    events = Event.objects.filter(act__in=["shared", "link revoked"]).order_by("pk")
    assert [(event.act, event.actor_id, event.data["label"]) for event in events] == [
        ("shared", writer.pk, "the clinic"),
        ("link revoked", editor.pk, "the clinic"),
    ]


@pytest.mark.parametrize(
    ("said", "field"),
    [({"days": 0}, "days"), ({"days": 91}, "days"), ({"label": "x" * 81}, "label"), ({"label": "\x00"}, "label")],
)
def test_what_cannot_be_is_refused(draft, writer, said, field):
    with pytest.raises(ValidationError) as refusal:
        shared(draft(), writer, **said)
    assert list(refusal.value.message_dict) == [field]
    assert PreviewLink.objects.count() == 0


def test_what_nobody_has_written_cannot_be_shared(draft, writer):
    draft(text="Read more: Warm Floors\n")
    with pytest.raises(ValidationError):
        shared(Article.objects.planned().get(), writer)


def test_who_may_not_edit_neither_shares_nor_takes_back(draft, writer, doctor, outsider):
    article = draft()
    link, _ = sharing.share(article, by=writer, days=3)
    for person in (doctor, outsider):
        with pytest.raises(PermissionDenied):
            shared(article, person)
        with pytest.raises(PermissionDenied):
            sharing.revoke(link, by=person)
    link.refresh_from_db()
    assert link.revoked_at is None


def test_the_database_refuses_half_facts(draft, writer):
    link, _ = sharing.share(draft(), by=writer, days=3)
    for values in ({"revoked_at": timezone.now()}, {"revoked_by": writer}, {"expires_at": link.created_at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PreviewLink.objects.update(**values)


# The desk's page


def test_the_new_address_is_shown_once_and_works(at, writer, draft, client):
    article = draft("Cold Floors")
    browser = at(writer)
    made = browser.post(page_of(article), {"label": "the clinic", "days": "7"})
    address = made.context["address"]
    assert address in made.content.decode()
    assert address not in browser.get(page_of(article)).content.decode()
    client.logout()
    assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_links_are_listed_and_taken_back(at, writer, draft, monkeypatch):
    article = draft("Cold Floors")
    link, _ = sharing.share(article, by=writer, days=7, label="the clinic")
    sharing.share(article, by=writer, days=1, label="old")
    later(monkeypatch, days=2)
    browser = at(writer)
    page = browser.get(page_of(article))
    assert [[one.label for one in page.context[name]] for name in ("working", "ended")] == [["the clinic"], ["old"]]
    assert browser.post(f"{page_of(article)}{link.pk}/revoke/").status_code == 302
    page = browser.get(page_of(article))
    assert [len(page.context[name]) for name in ("working", "ended")] == [0, 2]
    assert "taken back by writer@example.org" in page.content.decode()


@pytest.mark.parametrize("days", ["", "0", "x", "-1", "9" * 40, "²"])
def test_a_wrong_number_of_days_comes_back_with_the_reason(at, writer, draft, days):
    page = at(writer).post(page_of(draft()), {"days": days, "label": "the clinic"})
    assert page.context["errors"] == ["A link works for 1 to 90 days."]
    assert 'value="the clinic"' in page.content.decode()


def test_who_may_not_edit_finds_no_page(at, doctor, writer, draft, client):
    article = draft()
    link, _ = sharing.share(article, by=writer, days=7)
    browser = at(doctor)
    assert browser.get(page_of(article)).status_code == 403
    assert browser.post(page_of(article), {"days": 7}).status_code == 403
    assert browser.post(f"{page_of(article)}{link.pk}/revoke/").status_code == 403
    assert PreviewLink.objects.filter(revoked_at__isnull=True).count() == 1


def test_a_link_is_taken_back_on_its_own_article_alone(at, writer, draft):
    first, second = draft("First"), draft("Second")
    link, _ = sharing.share(first, by=writer, days=7)
    assert at(writer).post(f"{page_of(second)}{link.pk}/revoke/").status_code == 404
    assert at(writer).get(f"{page_of(first)}{link.pk}/revoke/").status_code == 405


def test_the_page_costs_the_same_for_any_number_of_links(at, writer, draft):
    article, browser, counts = draft(), at(writer), []
    browser.get(page_of(article))
    for number in (1, 8):
        for _ in range(number):
            sharing.share(article, by=writer, days=7)
        with CaptureQueriesContext(connection) as queries:
            browser.get(page_of(article))
        counts.append(len(queries))
    assert counts[0] == counts[1]
