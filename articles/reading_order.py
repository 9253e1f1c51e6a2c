"""The order in which a pillar's articles, and a hub's pillars, are read: a guide is a course as well."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet

from articles import permissions
from articles.enums import ArticleKind, ArticleState
from articles.models import Article, Pillar, ReadingPlace
from history import events

# Neither is an article of its pillar: a guide is the pillar's text, a page stands outside the topics.
UNPLACED = (ArticleKind.GUIDE, ArticleKind.PAGE)


class Ordered(ValidationError):
    """Somebody else changed the order, or what is in it, after it was shown. Nothing was written."""

    def __init__(self) -> None:
        super().__init__("The list has changed since this page was opened. Look at it as it is now, and try again.")


def take_place(article: Article) -> None:
    """Give an article that goes public the last place of its pillar, unless it has one there."""
    if article.kind in UNPLACED or article.pillar_id is None:
        ReadingPlace.objects.filter(article=article).delete()
        return
    if (there := getattr(article, "place", None)) and there.pillar_id == article.pillar_id:
        return
    last = ReadingPlace.objects.filter(pillar=article.pillar_id).aggregate(last=Max("position"))["last"]
    end = {"pillar_id": article.pillar_id, "position": 0 if last is None else last + 1}
    # An editor may give it a place at this very moment: that one stays.
    place, is_new = ReadingPlace.objects.get_or_create(article=article, defaults=end)
    if not is_new and place.pillar_id != article.pillar_id:
        ReadingPlace.objects.filter(pk=place.pk).update(**end)


def articles_of(pillar: Pillar) -> QuerySet[Article]:
    """What can be ordered: public articles and drafts of the pillar, as they stand now."""
    rows = Article.objects.kept().without_text().filter(pillar=pillar)
    away = [ArticleState.PLANNED, ArticleState.WITHDRAWN]
    return rows.exclude(kind__in=UNPLACED).exclude(state__in=away).in_reading_order()


def pillars_of(hub: Pillar) -> QuerySet[Pillar]:
    return Pillar.objects.filter(parent=hub).order_by("position", "title", "pk")


def moved(order: Sequence[int], places: Mapping[int, int]) -> list[int]:
    """`order` with some of its members at other places, counted from 1; the others close up around them."""
    before = {pk: number for number, pk in enumerate(order)}
    found = [pk for pk in order if pk not in places]
    for pk in sorted(before.keys() & places.keys(), key=lambda pk: (places[pk], before[pk])):
        found.insert(max(places[pk], 1) - 1, pk)
    return found


def order_articles(pillar: Pillar, order: Sequence[int], *, was: Sequence[int], by: Any) -> None:
    """Let readers meet the pillar's articles in this order of their primary keys, at once.

    In one transaction, under a lock on the pillar: compare `was`, the order that was shown, with the order as it is;
    write the places; record an event. Raises PermissionDenied, Ordered.
    """
    with transaction.atomic():
        pillar = _locked(pillar, by)
        # PostgreSQL: a new place asks for its article, which a publication holds while it asks for the place.
        new = Article.objects.filter(pk__in=order, place__isnull=True).order_by("pk").values_list("pk", flat=True)
        list(new.select_for_update(of=("self",), no_key=True))
        _compare(articles_of(pillar).values_list("pk", flat=True), order, was)
        places = [ReadingPlace(article_id=pk, pillar=pillar, position=n) for n, pk in enumerate(order)]
        ReadingPlace.objects.bulk_create(
            places, 500, update_conflicts=True, unique_fields=["article"], update_fields=["pillar", "position"]
        )
        events.record("articles ordered", pillar, by, order=list(order))


def order_pillars(hub: Pillar, order: Sequence[int], *, was: Sequence[int], by: Any) -> None:
    """The same for the pillars of a hub."""
    with transaction.atomic():
        hub = _locked(hub, by)
        rows = {row.pk: row for row in pillars_of(hub).select_for_update(no_key=True)}
        _compare(rows, order, was)
        for position, pk in enumerate(order):
            rows[pk].position = position
        Pillar.objects.bulk_update(rows.values(), ["position"])
        events.record("pillars ordered", hub, by, order=list(order))


def _locked(node: Pillar, by: Any) -> Pillar:
    if not permissions.can_arrange(by, node):
        raise PermissionDenied("Only an editor may arrange the topics.")
    # PostgreSQL: two orders wait for each other, and the second finds what the first has written. Publications, which
    # only ask that the pillar stays what it is, need not wait.
    return Pillar.objects.select_for_update(no_key=True).get(pk=node.pk)


def _compare(present: Iterable[int], order: Sequence[int], was: Sequence[int]) -> None:
    now = list(present)
    if now != list(was) or sorted(now) != sorted(order):
        raise Ordered
