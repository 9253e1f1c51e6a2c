"""Where the addresses of withdrawn and renamed articles lead: at once, no chains, never to another by accident."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from articles import addresses, publishing, writing
from articles.models import Article
from history.models import Event


def renamed(article: Article, slug: str, by) -> Article:
    snapshot, base = writing.current(article)
    revision = writing.save(article, replace(snapshot, slug=slug), by=by, base=base)
    return publishing.publish(article, revision=revision, by=by)


def withdrawn(article: Article, by, **values) -> Article:
    return publishing.withdraw(article, by=by, reason="It was wrong.", **values)


def leads(reader, *slugs: str) -> list[str | int]:
    """Where each address leads, or how it answers."""
    answers = [reader.get(f"/articles/{slug}/") for slug in slugs]
    return [answer.get("Location", answer.status_code) for answer in answers]


def test_all_addresses_of_a_withdrawn_article_lead_to_its_successor_at_once(published, reader, editor):
    old, new = renamed(published("Alpha"), "beta", editor), published("Gamma")
    withdrawn(old, editor, successor=new)
    assert leads(reader, "alpha", "beta", "gamma") == ["/articles/gamma/", "/articles/gamma/", 200]
    renamed(new, "delta", editor)
    assert leads(reader, "alpha", "beta", "gamma", "delta") == [*["/articles/delta/"] * 3, 200]


def test_a_successor_of_a_successor_is_reached_without_a_stop(published, reader, editor):
    first, second, third = published("Alpha"), published("Beta"), published("Gamma")
    withdrawn(first, editor, successor=second)
    withdrawn(second, editor, successor=third)
    assert leads(reader, "alpha", "beta") == ["/articles/gamma/"] * 2


def test_a_withdrawn_successor_says_its_own_reason(published, reader, editor):
    first, second = published("Alpha"), published("Beta")
    withdrawn(first, editor, successor=second)
    publishing.withdraw(second, by=editor, reason="Nobody knows any more.")
    answer = reader.get("/articles/alpha/")
    assert answer.status_code == 410
    assert "Nobody knows any more." in answer.content.decode()
    publishing.publish(second, revision=second.revisions.get(), by=editor)
    assert leads(reader, "alpha") == ["/articles/beta/"]


def test_what_was_led_away_can_come_back(published, reader, editor):
    old = published("Alpha")
    withdrawn(old, editor, successor=published("Beta"))
    publishing.publish(old, revision=old.revisions.get(), by=editor)
    assert leads(reader, "alpha", "beta") == [200, 200]
    assert Article.objects.get(pk=old.pk).successor is None


def test_two_that_succeed_each_other_in_turn_make_no_circle(published, reader, editor):
    one, other = published("Alpha"), published("Beta")
    withdrawn(one, editor, successor=other)
    one = publishing.publish(one, revision=one.revisions.get(), by=editor)
    withdrawn(other, editor, successor=one)
    assert leads(reader, "alpha", "beta") == [200, "/articles/alpha/"]


def test_the_page_of_a_withdrawn_article_says_what_to_read_instead(published, reader, editor, draft):
    old, better, gone = published("Alpha"), published("Beta"), published("Gamma")
    withdrawn(old, editor, instead=[better, gone, draft("Not Yet"), old])
    withdrawn(gone, editor)
    page = reader.get("/articles/alpha/").content.decode()
    assert "What to read instead" in page
    assert '<a href="/articles/beta/">Beta</a>' in page
    assert "Gamma" not in page
    assert "Not Yet" not in page


@pytest.mark.parametrize("state", ["draft", "withdrawn", "itself"])
def test_only_another_public_article_succeeds(published, draft, editor, state):
    old = published("Alpha")
    new = {"draft": lambda: draft("Beta"), "withdrawn": lambda: withdrawn(published("Beta"), editor)}
    with pytest.raises(ValidationError, match="another article that readers see"):
        withdrawn(old, editor, successor=new.get(state, lambda: old)())
    assert Article.objects.get(pk=old.pk).is_published


def test_a_writer_leads_nothing_away(published, writer):
    old, new = published("Alpha"), published("Beta")
    with pytest.raises(PermissionDenied):
        withdrawn(old, writer, successor=new)


def test_the_record_says_where_the_addresses_lead(published, editor):
    old, new = published("Alpha"), published("Beta")
    withdrawn(old, editor, successor=new)
    assert Event.objects.get(act="withdrawn").data == {"reason": "It was wrong.", "successor": new.pk}


@pytest.mark.parametrize("taken", ["alpha", "beta", "gamma"])
def test_no_address_that_leads_somewhere_is_given_away(published, draft, editor, taken):
    old = renamed(published("Alpha"), "beta", editor)
    withdrawn(old, editor, successor=published("Gamma"))
    with pytest.raises(ValidationError, match="Another article has, or had, the address"):
        draft("Delta", slug=taken)
    assert addresses.free_slug("Alpha") == "alpha-2"


def test_a_pasted_address_of_what_was_led_away_means_the_successor(published, editor):
    old, new = renamed(published("Alpha"), "beta", editor), published("Gamma")
    withdrawn(old, editor, successor=new)
    meant = [addresses.target_of(f"/articles/{slug}/") for slug in ("alpha", "beta")]
    assert meant == [{"kind": "article", "id": new.pk}] * 2


def test_the_database_refuses_a_successor_of_what_is_public(published):
    old, new = published("Alpha"), published("Beta")
    with pytest.raises(IntegrityError):
        Article.objects.filter(pk=old.pk).update(successor=new)
