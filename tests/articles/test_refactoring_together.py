"""Several people at once around one article: what each did is whole, and nobody's words are lost."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connections

from articles import inbound, writing
from articles.inbound import Aim
from articles.models import Article
from articles.moving import Merge, Withdraw
from articles.refactoring import Choice, PlacesRefused, Way, carry_out
from articles.snapshots import Snapshot
from content.linked import linked
from history import revisions
from history.revisions import Conflict
from tests.content.builders import doc, paragraph, text, to_article

ROUNDS = 4
# What a person is told, and then looks again.
REFUSED = (ValidationError, PlacesRefused, Conflict, OperationalError)


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What came of each: what it returned, or why it was refused. Anything else fails the test."""
    found: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def work(number: int, act: Callable[[], Any]) -> None:
        try:
            start.wait()
            found[number] = act()
        except BaseException as failure:
            found[number] = failure
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one for one in found if isinstance(one, BaseException) and not isinstance(one, REFUSED)] == []
    return found


def latest(article: Article) -> Snapshot:
    return Snapshot.from_dict(revisions.latest(article).snapshot)


def lead_to(article: Article) -> Callable[[Any], Choice]:
    return lambda _: Choice(Way.RETARGET, {"kind": "article", "id": article.pk})


@pytest.fixture
def origins(shared_database, published) -> list[Article]:
    """Floor, Carpet, and five articles that point at both."""
    floor, carpet = published("Floor"), published("Carpet")
    both = (text("floor", to_article(floor.pk)), " or ", text("carpet", to_article(carpet.pk)), ".")
    return [floor, carpet, *(published(f"Origin {n}", body=doc(paragraph("a", "A ", *both))) for n in range(5))]


def test_of_two_that_are_merged_into_each_other_one_stays(origins, editor):
    floor, carpet, *others = origins
    into = [
        lambda: carry_out(Merge(floor, carpet), {}, by=editor, others=lead_to(carpet)),
        lambda: carry_out(Merge(carpet, floor), {}, by=editor, others=lead_to(floor)),
    ]
    done = together(*into)
    assert sum(not isinstance(one, REFUSED) for one in done) == 1
    (stays,) = Article.objects.published().filter(pk__in=[floor.pk, carpet.pk])
    for one in others:
        assert {link.target.id for link in linked(latest(one).body)} == {stays.pk}
        assert Article.objects.get(pk=one.pk).live_revision == revisions.latest(one)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_words_that_somebody_saves_meanwhile_are_neither_lost_nor_overwritten(origins, editor, writer, number):
    floor, _, origin, *_ = origins
    (place,) = [p for o in inbound.find(Aim.at(floor), by=editor, only=[origin.pk]) for p in o.places]
    choice = Choice(Way.REWORD, sentence="A ground or carpet.", words="ground", seen=place.seen)
    snapshot, base = writing.current(origin)
    mine = doc(paragraph("a", "Not a ", text("floor", to_article(floor.pk)), "."), paragraph("b", f"Mine {number}."))

    done, saved = together(
        lambda: carry_out(Withdraw(floor, "Old."), {place.key: choice}, by=editor),
        lambda: writing.save(origin, replace(snapshot, body=mine), by=writer, base=base),
    )
    kept = [Snapshot.from_dict(one.snapshot).body["content"][0]["content"][0]["text"] for one in origin.revisions.all()]
    assert isinstance(done, REFUSED) or isinstance(saved, REFUSED)
    assert ("Not a " in kept) == (not isinstance(saved, REFUSED))
    assert (latest(origin).body["content"][0]["content"][1]["text"] == "ground") == (not isinstance(done, REFUSED))
    assert Article.objects.get(pk=floor.pk).is_published == isinstance(done, REFUSED)
