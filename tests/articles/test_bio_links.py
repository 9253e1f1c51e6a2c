"""Where bios lead: for readers, for who looks at what points somewhere, and for the check of other sites."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import affiliates, arranging, bio_links, publishing, writing
from articles.inbound import Aim
from articles.models import AffiliateRule, Article
from authors import moderation, retiring
from authors.bios import BioSnapshot, checked_snapshot
from authors.models import Author
from history.drafting import Refused
from sources import outbound
from sources.enums import Answer
from sources.models import OutboundAddress
from sources.web import Reply
from tests.content.builders import doc, link, mark, paragraph, text, to_article

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
AWAY, PROFILE = "https://press.health-news.org/old", "https://clinic.health-news.org/bea"
LIST = "/admin/sources/outboundaddress/"


@pytest.fixture
def bea(db) -> Author:
    return Author.objects.create(name="Bea Example", slug="bea-example")


@pytest.fixture
def approved(bea, editor, moderator) -> Callable[..., Author]:
    """Makes a bio public that says "See it." with this link on "it"."""

    def make(target: dict, author: Author = bea, **more) -> Author:
        said = BioSnapshot(bio=doc(paragraph("a", "See ", text("it", target), ".")), **more)
        sent = moderation.submit_bio(author, said, by=editor, base=None)
        return moderation.approve_bio(sent, by=moderator)

    return make


@pytest.fixture
def target(published) -> Article:
    return published("Floor")


def of_bio(client) -> str:
    """What readers get of the bio."""
    return (
        client.get("/authors/bea-example/").content.decode().partition('<div class="text">')[2].partition("</div>")[0]
    )


def changed(article: Article, by, **values) -> None:
    snapshot, base = writing.current(article)
    revision = writing.save(article, replace(snapshot, **values), by=by, base=base)
    publishing.publish(article, revision=revision, by=by)


# For readers


@pytest.mark.parametrize("typed", ["reference", "address"])
def test_a_link_to_an_article_follows_it_and_is_words_while_it_is_away(
    client, editor, approved, published, target, settings, typed
):
    there = target.get_absolute_url()
    approved(to_article(target.pk) if typed == "reference" else link(f"{settings.SITE_URL}{there}"))
    assert f'<a href="{there}">it</a>' in of_bio(client)
    changed(target, editor, slug="ground")
    assert '<a href="/articles/ground/">it</a>' in of_bio(client)
    publishing.withdraw(target, by=editor, reason="Old.", successor=published("Carpet"))
    assert of_bio(client).strip() == "<p>See it.</p>"


def test_a_link_to_a_topic_follows_it(client, editor, approved, pillar):
    approved(mark("link", target={"kind": "pillar", "id": pillar.pk}))
    pillar.slug = "people"
    arranging.save_pillar(pillar, by=editor)
    assert '<a href="/back-pain/people/">it</a>' in of_bio(client)


def test_a_link_to_an_author_is_words_once_they_are_named_no_more(client, editor, approved, author):
    approved(mark("link", target={"kind": "author", "id": author.pk}))
    assert '<a href="/authors/ada-example/">it</a>' in of_bio(client)
    retiring.retire(author, by=editor, reason="She asked.", anonymous=True)
    assert of_bio(client).strip() == "<p>See it.</p>"


def test_a_former_address_and_one_that_leads_on_are_settled_too(client, editor, approved, published, target, settings):
    changed(target, editor, slug="ground")
    carpet = published("Carpet")
    approved(link(f"{settings.SITE_URL}/articles/floor/"))
    assert '<a href="/articles/ground/">it</a>' in of_bio(client)
    publishing.withdraw(target, by=editor, reason="Old.", successor=carpet)
    approved(link(f"{settings.SITE_URL}/articles/floor/"), Author.objects.create(name="Bo", slug="bo"))
    assert f'<a href="{carpet.get_absolute_url()}">it</a>' in client.get("/authors/bo/").content.decode()


def test_a_page_of_ours_is_no_link_elsewhere(settings):
    settings.SITE_URL = "https://bodies.health"
    with pytest.raises(Refused, match="is a page of ours"):
        checked_snapshot(BioSnapshot(links=["https://bodies.health/articles/floor/"]))


def test_a_paid_link_says_so_in_the_text_and_below_it(client, editor, approved, bea):
    affiliates.save_rule(AffiliateRule(domain="shop.org"), by=editor)
    approved(link("https://shop.org/pillow"), links=["https://shop.org/bea", PROFILE])
    page = client.get("/authors/bea-example/").content.decode()
    assert '<a href="https://shop.org/pillow" rel="sponsored">it</a> <small class="paid">(ad)</small>' in page
    assert (
        '<a href="https://shop.org/bea" rel="noopener sponsored">shop.org</a> <small class="paid">(ad)</small>' in page
    )
    assert f'<a href="{PROFILE}" rel="noopener">clinic.health-news.org</a></dd>' in page


def test_a_paid_link_says_so_below_an_article_too(client, editor, approved, published, author):
    affiliates.save_rule(AffiliateRule(domain="shop.org"), by=editor)
    approved(link("https://shop.org/pillow"), author)
    assert 'rel="sponsored">it</a>' in client.get(published("Floor").get_absolute_url()).content.decode()


# For who looks at what points somewhere


def test_only_bios_that_readers_see_point_anywhere(approved, target, bea, editor, moderator):
    waiting = Author.objects.create(name="Bo", slug="bo")
    moderation.submit_bio(waiting, BioSnapshot(bio=bio_to(target)), by=editor, base=None)
    assert bio_links.pointing_at(Aim.at(target)) == []
    approved(to_article(target.pk))
    # Of a key that begins like this one nothing is said.
    approved(to_article(target.pk * 10), Author.objects.create(name="Cy", slug="cy"))
    assert bio_links.pointing_at(Aim.at(target)) == [bea]
    moderation.hide_bio(bea, by=moderator, reason="Wrong.")
    assert bio_links.pointing_at(Aim.at(target)) == []


def bio_to(article: Article) -> dict:
    return doc(paragraph("a", text("it", to_article(article.pk))))


# For the check of other sites


def test_addresses_of_public_bios_are_asked_for_and_no_others(approved, bea, editor, moderator):
    waiting, gone = (Author.objects.create(name=name, slug=name) for name in ("bo", "cy"))
    moderation.submit_bio(waiting, BioSnapshot(links=["https://waiting.org/"]), by=editor, base=None)
    approved(link("https://gone.org/"), gone)
    retiring.retire(gone, by=editor, reason="She asked.", anonymous=True)
    approved(link(AWAY), links=[PROFILE])
    outbound.note(NOW)
    assert set(OutboundAddress.objects.used().values_list("url", flat=True)) == {AWAY, PROFILE}
    moderation.hide_bio(bea, by=moderator, reason="Wrong.")
    outbound.note(NOW)
    assert not OutboundAddress.objects.used().exists()


def failing(url: str) -> OutboundAddress:
    outbound.note(NOW)
    address = OutboundAddress.objects.get(url=url)
    for after in (0 * WEEK, WEEK):
        address = outbound.record(address, Reply(Answer.MISSING, 404), NOW + after)
    return address


def test_the_desk_says_which_bio_leads_to_what_fails_and_whom_to_tell(at, editor, writer, approved, bea):
    bea.user = writer
    bea.save()
    approved(link(AWAY), links=[PROFILE])
    browser = at(editor)
    for url in (AWAY, PROFILE):
        page = browser.get(f"{LIST}{failing(url).pk}/change/").content.decode()
        assert f'<a href="/admin/authors/author/{bea.pk}/change/">Bea Example</a>' in page
        assert f"tell {writer}, or write its next version" in page
    assert browser.get(f"{LIST}?answers=failing").content.decode().count("1 bio<") == 2


def test_for_who_has_no_login_whoever_sent_the_bio_is_told(approved, bea, editor):
    approved(link(AWAY))
    assert bio_links.leading_to(AWAY) == [(bea, editor)]
    editor.is_active = False
    editor.save()
    assert bio_links.leading_to(AWAY) == [(bea, None)]


def test_an_archived_copy_is_offered_in_the_bio(client, editor, approved):
    approved(link(AWAY))
    outbound.name_copy(failing(AWAY), "https://archive.health-news.org/1", by=editor)
    assert "https://archive.health-news.org/1" in of_bio(client)


def test_looking_costs_the_same_for_any_number(approved, target):
    counts = []
    for number in (2, 5):
        for n in range(number):
            author = Author.objects.create(name="Bo", slug=f"bo-{number}-{n}")
            approved(to_article(target.pk), author, links=[PROFILE])
        with CaptureQueriesContext(connection) as queries:
            assert bio_links.pointing_at(Aim.at(target))
            assert bio_links.leading_to(PROFILE)
            counted = bio_links.counted([PROFILE])
        assert counted == {PROFILE: Author.objects.filter(name="Bo").count()}
        counts.append(len(queries))
    assert counts == [4, 4]
