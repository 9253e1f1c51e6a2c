"""Editors order the articles of a pillar and the pillars of a hub."""

import threading
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from articles import discarding, publishing, reading_order, writing
from articles.enums import ArticleKind
from articles.models import Article, Pillar, ReadingPlace
from articles.reading_order import Ordered, moved, order_articles, order_pillars
from history.models import Event


def titles(pillar: Pillar) -> list[str]:
    return [article.title for article in reading_order.articles_of(pillar)]


def order(pillar: Pillar, *wanted: Article, by, was: list[int] | None = None) -> None:
    shown = was or [article.pk for article in reading_order.articles_of(pillar)]
    order_articles(pillar, [article.pk for article in wanted], was=shown, by=by)


@pytest.fixture
def three(published):
    return [published(title) for title in ("One", "Two", "Three")]


def test_articles_stand_in_the_order_of_their_publication_until_somebody_orders_them(pillar, three, editor):
    one, two, last = three
    assert titles(pillar) == ["One", "Two", "Three"]
    order(pillar, last, one, two, by=editor)
    assert titles(pillar) == ["Three", "One", "Two"]


def test_what_is_published_later_comes_last(pillar, three, published, editor):
    order(pillar, *reversed(three), by=editor)
    published("Four")
    assert titles(pillar) == ["Three", "Two", "One", "Four"]


def test_the_next_version_keeps_its_place(pillar, three, editor, writer):
    order(pillar, *reversed(three), by=editor)
    snapshot, base = writing.current(three[1])
    revision = writing.save(three[1], replace(snapshot, standfirst="Anew."), by=writer, base=base)
    publishing.publish(three[1], revision=revision, by=editor)
    assert titles(pillar) == ["Three", "Two", "One"]


def test_what_moves_to_another_pillar_comes_last_there(pillar, three, published, editor, writer):
    other = Pillar.objects.create(title="Treatments", slug="treatments", parent=pillar.parent, review_required=False)
    published("There before", pillar=other.pk)
    snapshot, base = writing.current(three[0])
    revision = writing.save(three[0], replace(snapshot, pillar=other.pk), by=writer, base=base)
    publishing.publish(three[0], revision=revision, by=editor)
    assert (titles(pillar), titles(other)) == (["Two", "Three"], ["There before", "One"])


def test_what_was_withdrawn_comes_back_to_its_place(pillar, three, editor):
    publishing.withdraw(three[0], by=editor, reason="Old.")
    assert titles(pillar) == ["Two", "Three"]
    publishing.publish(three[0], revision=three[0].live_revision, by=editor)
    assert titles(pillar) == ["One", "Two", "Three"]


def test_a_draft_is_given_its_place_before_readers_have_it(pillar, three, draft, editor):
    coming = draft("Coming")
    order(pillar, coming, *three, by=editor)
    publishing.publish(coming, revision=coming.revisions.get(), by=editor)
    assert titles(pillar) == ["Coming", "One", "Two", "Three"]


def test_neither_guides_nor_pages_nor_plans_nor_the_bin_are_ordered(pillar, published, draft, writer):
    published("Guide", kind=ArticleKind.GUIDE)
    published("Privacy", kind=ArticleKind.PAGE, pillar=None)
    discarding.discard(draft("Binned"), by=writer)
    published("Shown", text="Why\n\nSo.\nMore: Planned\n")
    assert titles(pillar) == ["Shown"]
    assert list(ReadingPlace.objects.values_list("article__title", flat=True)) == ["Shown"]


def test_who_may_not_arrange_topics_orders_nothing(pillar, three, writer, doctor, outsider):
    for person in (writer, doctor, outsider):
        with pytest.raises(PermissionDenied):
            order(pillar, *reversed(three), by=person)
        with pytest.raises(PermissionDenied):
            order_pillars(pillar.parent, [pillar.pk], was=[pillar.pk], by=person)
    assert titles(pillar) == ["One", "Two", "Three"]


def test_an_order_is_not_written_over_one_that_was_not_seen(pillar, three, published, editor):
    shown = [article.pk for article in three]
    published("Four")
    with pytest.raises(Ordered):
        order(pillar, *reversed(three), by=editor, was=shown)
    assert titles(pillar) == ["One", "Two", "Three", "Four"]


def test_an_order_names_each_article_once_and_no_other(pillar, three, published, editor):
    other = Pillar.objects.create(title="Treatments", slug="treatments", parent=pillar.parent, review_required=False)
    foreign = published("Elsewhere", pillar=other.pk)
    for wrong in (three[:2], [*three, foreign], [*three, three[0]], []):
        with pytest.raises(Ordered):
            order(pillar, *wrong, by=editor)
    assert titles(pillar) == ["One", "Two", "Three"]


def test_the_record_says_who_ordered_what(pillar, three, editor):
    order(pillar, *reversed(three), by=editor)
    event = Event.objects.get(act="articles ordered")
    assert (event.target_id, event.actor_id) == (pillar.pk, editor.pk)
    assert event.data["order"] == [article.pk for article in reversed(three)]


def test_pillars_of_a_hub_are_ordered(pillar, editor):
    hub = pillar.parent
    second = Pillar.objects.create(title="Treatments", slug="treatments", parent=hub, position=1)
    order_pillars(hub, [second.pk, pillar.pk], was=[pillar.pk, second.pk], by=editor)
    assert list(reading_order.pillars_of(hub)) == [second, pillar]
    assert Event.objects.get(act="pillars ordered").target_id == hub.pk
    with pytest.raises(Ordered):
        order_pillars(hub, [second.pk, pillar.pk], was=[pillar.pk, second.pk], by=editor)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ({}, [1, 2, 3, 4]),
        ({4: 1}, [4, 1, 2, 3]),
        ({1: 4}, [2, 3, 4, 1]),
        ({1: 2, 2: 1}, [2, 1, 3, 4]),
        ({1: 4, 2: 3, 3: 2, 4: 1}, [4, 3, 2, 1]),
        ({3: 1, 4: 1}, [4, 3, 1, 2]),
        ({2: 99}, [1, 3, 4, 2]),
        ({2: 0}, [2, 1, 3, 4]),
        ({2: -7}, [2, 1, 3, 4]),
        ({5: 1}, [1, 2, 3, 4]),
    ],
)
def test_what_is_moved_stands_where_it_was_wanted_and_the_others_close_up(places, expected):
    assert moved([1, 2, 3, 4], places) == expected


@pytest.mark.django_db(transaction=True)
def test_of_two_orders_at_once_one_is_refused(shared_database, published, editor):
    articles = [published(title) for title in ("One", "Two", "Three")]
    pillar = articles[0].pillar
    keys = [article.pk for article in reading_order.articles_of(pillar)]
    wanted, outcomes = [keys[::-1], [keys[1], keys[0], keys[2]]], []
    barrier = threading.Barrier(2)

    def try_it(order: list[int]) -> None:
        barrier.wait()
        try:
            order_articles(pillar, order, was=keys, by=editor)
            outcomes.append(order)
        except Ordered:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it, args=[order]) for order in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(None) == 1
    assert [article.pk for article in reading_order.articles_of(pillar)] in outcomes
    assert Event.objects.filter(act="articles ordered").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_draft_is_published_and_given_its_place_at_the_same_moment(shared_database, published, draft, editor):
    first, coming = published("One"), draft("Coming")
    keys, failed, barrier = [first.pk, coming.pk], [], threading.Barrier(2)

    def together(act) -> None:
        barrier.wait()
        try:
            act()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    acts = [
        lambda: order_articles(first.pillar, keys[::-1], was=keys, by=editor),
        lambda: publishing.publish(coming, revision=coming.revisions.get(), by=editor),
    ]
    threads = [threading.Thread(target=together, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert [article.pk for article in reading_order.articles_of(first.pillar)] == keys[::-1]
