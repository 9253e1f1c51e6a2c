"""What readers may read before and after a text: its neighbours in the guide."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from articles.models import Article, Pillar, ReadingPlace
from articles.models.article import article_url
from articles.models.pillar import pillar_url
from articles.prepared import Prepared
from articles.reading_order import UNPLACED, pillars_of

# Behind every position there is.
_LAST = 2**31 - 1


class Entry(NamedTuple):
    """A link as pages list it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What is read before and after an article of a pillar, or before and after a pillar of its hub.

    `following` is the next pillar, for who has come to the end of this one.
    """

    previous: Entry | None = None
    next: Entry | None = None
    following: Entry | None = None

    def __bool__(self) -> bool:
        return bool(self.previous or self.next or self.following)

    @property
    def urls(self) -> set[str]:
        return {step.url for step in (self.previous, self.next) if step}


_BEFORE, _AFTER, _PILLAR = -1, 1, 2


def _side(own: Any, article: int, *, before: bool) -> Q:
    """Whether a place is before, or behind, the position `own` of the article."""
    way = "lt" if before else "gt"
    same = Q(**{"position": own, f"article_id__{way}": article})
    return Q(**{f"position__{way}": own}) | same


def _around(article: list[int], pillar: list[int], hub: list[int]) -> QuerySet:
    """At most three rows: which, title, slug, kind."""
    mine = ReadingPlace.objects.filter(article=article[0], pillar=pillar[0]).order_by().values("position")
    own = Coalesce(Subquery(mine), Value(_LAST), output_field=BigIntegerField())
    public = Exists(Article.objects.listed().filter(pk=OuterRef("article")))
    places = ReadingPlace.objects.filter(public, pillar=pillar[0])
    before = places.filter(_side(own, article[0], before=True)).order_by("-position", "-article_id")
    after = places.filter(_side(own, article[0], before=False)).order_by("position", "article_id")
    previous, following = (Subquery(rows.values("article")[:1]) for rows in (before, after))
    rows = Article.objects.listed().filter(Q(pk=previous) | Q(pk=following))
    is_before = Q(place__position__lt=own) | Q(place__position=own, pk__lt=article[0])
    side = Case(When(is_before, then=_BEFORE), default=_AFTER, output_field=IntegerField())
    columns = ("which", "title", "slug", "kind")
    rows = rows.order_by().annotate(which=side).values_list(*columns)
    nodes = Pillar.objects.filter(pk=Subquery(_next_pillar(pillar[0], hub[0]).values("pk")[:1])).order_by()
    nodes = nodes.annotate(which=Value(_PILLAR, IntegerField()), kind=Value("")).values_list(*columns)
    return rows.union(nodes, all=True)


def _next_pillar(pillar: int, hub: int) -> QuerySet[Pillar]:
    """The pillars of the hub behind this one, the nearest first, that have something to read."""
    position, title = (
        Subquery(Pillar.objects.filter(pk=pillar).order_by().values(name)) for name in ("position", "title")
    )
    behind = Q(position__gt=position) | Q(position=position, title__gt=title)
    behind |= Q(position=position, title=title, pk__gt=pillar)
    readable = Exists(Article.objects.published().filter(pillar=OuterRef("pk")))
    return Pillar.objects.filter(behind, readable, parent=hub).order_by("position", "title", "pk")


_NEIGHBOURS = Prepared(_around)


def neighbours(article: Article, pillar: Pillar | None) -> Neighbours:
    """The public neighbours of an article in a pillar loaded with its hub. One query, asked when the page is made, so
    that no neighbour is ever stale. An article without a place, as a draft is, stands at the end."""
    if pillar is None or article.kind in UNPLACED:
        return Neighbours()
    steps = {}
    for which, title, slug, kind in _NEIGHBOURS([article.pk], [pillar.pk], [pillar.parent_id or 0]):
        url = pillar_url(slug, pillar.parent.slug) if which == _PILLAR else article_url(kind, slug, None, None)
        steps[which] = Entry(title, url)
    following = None if _AFTER in steps else steps.get(_PILLAR)
    return Neighbours(steps.get(_BEFORE), steps.get(_AFTER), following)


def pillar_neighbours(pillar: Pillar) -> Neighbours:
    """The pillars before and after one of a hub that have something to read. One query."""
    readable = Exists(Article.objects.published().filter(pillar=OuterRef("pk")))
    rows = list(pillars_of(pillar.parent).filter(readable | Q(pk=pillar.pk)).values_list("pk", "title", "slug"))
    steps = [Entry(title, pillar_url(slug, pillar.parent.slug)) for _, title, slug in rows]
    at = [pk for pk, _, _ in rows].index(pillar.pk)
    return Neighbours(steps[at - 1] if at else None, steps[at + 1] if at + 1 < len(steps) else None)
