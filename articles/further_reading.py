"""The list of what to read after a text: what the writer listed, then what has most in common with it, then others of
its pillar and of its hub, newest first."""

from collections.abc import Iterable

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, TextField, When
from django.db.models.functions import Cast
from django.utils import timezone

from articles import related_reading
from articles.enums import LinkOrigin
from articles.models import Article, Pillar, RelatedLink, RelatedReading
from articles.models.article import article_url
from articles.neighbours import Entry, Neighbours
from articles.prepared import Prepared
from articles.snapshots import Snapshot
from content import references

SHOWN = related_reading.SHOWN
# So many are looked at, because of them what is overdue and the neighbours in the guide are left out.
_MOST_READ = 4 * SHOWN + 2
# The day on which a review is due, title, slug, kind.
_COLUMNS = ("due", "title", "slug", "kind")
_Row = tuple[str | None, str, str, str]
_DUE = Cast("review_due_on", TextField())
_BY_PLACE = ("near", "-published_at", "-pk")


def of_live(article: Article, around: Neighbours) -> list[Entry]:
    """After a live article whose pillar is loaded. One query, none without a pillar."""
    if article.pillar_id is None:
        return []
    rows = _LIVE([article.pk], [article.pillar_id], [article.pillar.parent_id or 0])
    chosen, rest = [], []
    for *row, pick in rows:
        (rest if pick is None else chosen).append(row)
    return shown(chosen, rest, around)


def of_draft(article: Article, snapshot: Snapshot, pillar: Pillar | None, around: Neighbours) -> list[Entry]:
    """After a text that may become the article's. What has most in common is what was computed when the article went
    live last. Two queries, none without a pillar."""
    if pillar is None:
        return []
    order = {pk: place for place, pk in enumerate(snapshot.listed)}
    linked = [target.id for target in references.targets(snapshot.body) if target.kind == "article"]
    others = Article.objects.listed().exclude(pk__in=[article.pk, *linked])
    listed = others.annotate(due=_DUE).filter(pk__in=order).values_list("pk", *_COLUMNS)
    chosen = [row[1:] for row in sorted(listed, key=lambda row: order[row[0]])]
    others = others.exclude(pk__in=order)
    akin, *near = _nearest(others, article.pk, pillar.pk, pillar.parent_id or 0)
    rest = _ranked(others.filter(pk__in=akin.union(*near, all=True)), article.pk, pillar.pk)
    rest = rest.order_by(F("akin").asc(nulls_last=True), *_BY_PLACE)
    return shown(chosen, rest.values_list(*_COLUMNS)[:_MOST_READ], around)


def _of_live(article: list[int], pillar: list[int], hub: list[int]) -> QuerySet:
    linked = RelatedLink.objects.in_text().filter(article=article[0], target_article__isnull=False)
    others = Article.objects.listed().exclude(pk=article[0]).exclude(pk__in=linked.order_by().values("target_article"))
    picks = RelatedLink.objects.filter(article=article[0], origin=LinkOrigin.LISTED).order_by()
    near = _nearest(others, article[0], pillar[0], hub[0])
    wanted = picks.values("target_article").union(*near, all=True)
    rows = _ranked(others.filter(pk__in=wanted), article[0], pillar[0])
    rows = rows.annotate(pick=Subquery(picks.filter(target_article=OuterRef("pk")).values("position")[:1]))
    rows = rows.order_by(F("pick").asc(nulls_last=True), F("akin").asc(nulls_last=True), *_BY_PLACE)
    return rows.values_list(*_COLUMNS, "pick")[:_MOST_READ]


_LIVE = Prepared(_of_live)


def _nearest(others: QuerySet[Article], article: int, pillar: int, hub: int) -> list[QuerySet]:
    """The keys of what may have its place: what has most in common, the newest of the pillar, those of the hub.

    Each comes by its own index, so that a page costs the same in a hub of ten thousand articles.
    """
    akin = RelatedReading.objects.filter(article=article, position__isnull=False).values("target")
    newest = others.order_by("-published_at", "-pk").values("pk")
    pillars = Pillar.objects.filter(parent=hub).order_by().values("pk")
    near = [newest.filter(pillar=pillar)[:_MOST_READ], newest.filter(pillar__in=pillars)[:_MOST_READ]]
    return [akin, *(Article.objects.filter(pk__in=rows).order_by().values("pk") for rows in near)]


def _ranked(rows: QuerySet[Article], article: int, pillar: int) -> QuerySet[Article]:
    akin = RelatedReading.objects.filter(article=article, target=OuterRef("pk"), position__isnull=False)
    near = Case(When(pillar=pillar, then=0), default=1)
    return rows.annotate(akin=Subquery(akin.values("position")), near=near, due=_DUE)


def shown(chosen: Iterable[_Row], rest: Iterable[_Row], around: Neighbours) -> list[Entry]:
    """The first of these, without what is overdue. The neighbours in the guide are told above them, and come again only
    where the writer has `chosen` them.

    One alone is no list: then there is none.
    """
    today = timezone.localdate().isoformat()
    found = [*((row, True) for row in chosen), *((row, False) for row in rest)]
    fresh = [
        (Entry(title, article_url(kind, slug, None, None)), is_chosen)
        for (due, title, slug, kind), is_chosen in found
        if due is None or due >= today
    ]
    first = [entry for entry, is_chosen in fresh if is_chosen or entry.url not in around.urls][:SHOWN]
    return first if first[1:] else []
