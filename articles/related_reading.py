"""What to read after an article, computed from the link graph and the words, and spread so that no target hoards it.

Stored, so that every reader meets the same and a page pays one query (articles.further_reading, which puts the writer's
own picks before it and leaves out what is overdue). Computed when an article goes live, for its neighbours by the
worker a moment later, and for all by `manage.py rebuild`.
"""

from collections import Counter, defaultdict

from django.db import transaction
from django.db.models import Count, QuerySet
from django_tasks import task

from articles import link_index, suggesting
from articles.enums import ArticleKind
from articles.models import Article, LinkTerm, RelatedLink, RelatedReading

SHOWN = 5
# Stored places beyond those shown stand in for what a page leaves out.
_SPARE = 2
_KEPT = 16
_BATCH = 500
_FEW = 10
# If all lists were full and spread evenly, each article would stand in SHOWN of them.
MOST_INBOUND = 2 * SHOWN
_ALIKE, _TOGETHER, _NEAR = 600, 250, 150
# From this share of the best on, a candidate is worth its place.
_WORTH = 0.25


def propose(article: Article, terms: dict[int, int] | None = None) -> None:
    """Find what a live article has in common with others, and give what may be shown its place. Rows that are right
    stay. Eleven queries, ten for who knows its `terms`."""
    scores = _scores(article, terms)
    others = RelatedReading.objects.filter(target__in=scores, position__lt=SHOWN).exclude(article=article)
    inbound = Counter(dict(others.order_by().values_list("target").annotate(Count("pk"))))
    placed = _placed({article.pk: _in_order(scores)}, inbound)[article.pk]
    places = {target: place for place, target in enumerate(placed)}
    _write(article, {target: (score, places.get(target)) for target, score in scores.items()})


def forget(article: Article) -> None:
    """Take an article that is no longer live out of all lists."""
    RelatedReading.objects.filter(article=article).delete()
    RelatedReading.objects.filter(target=article).delete()


@task()
def follow(key: int) -> None:
    """Compute anew what stands after the neighbours of an article that went live."""
    _propose_for_neighbours([key])


def catch_up_with(keys: list[int]) -> None:
    """Let the worker do catch_up() for these articles, a few in each task, so that nothing else waits for long."""
    for start in range(0, len(keys), _FEW):
        catch_up.enqueue(keys[start : start + _FEW])


@task()
def catch_up(keys: list[int]) -> None:
    """Do for articles that went live together what a publication does for one of suggested links and related reading,
    each in a transaction of its own."""
    for article in Article.objects.published().filter(pk__in=keys).order_by("pk").iterator(chunk_size=50):
        with transaction.atomic():
            propose(article, link_index.index(article))
    _propose_for_neighbours(keys)


def _propose_for_neighbours(keys: list[int]) -> None:
    near = RelatedReading.objects.filter(article__in=keys).exclude(target__in=keys).values_list("target", flat=True)
    for article in Article.objects.published().without_text().filter(pk__in=set(near)).order_by("pk"):
        with transaction.atomic():
            propose(article)


def refresh() -> int:
    """Compute all lists anew; returns how many are other than before. A second time it changes nothing."""
    before = _shown()
    for article in Article.objects.published().without_text().order_by("pk").iterator(chunk_size=500):
        with transaction.atomic():
            _rescore(article)
    spread()
    after = _shown()
    return sum(before.get(key) != after.get(key) for key in before.keys() | after.keys())


def spread() -> None:
    """Give all places anew: every article its best candidate, then every article its next, and so on; a target that
    stands in MOST_INBOUND lists is passed over while there are others."""
    candidates: dict[int, list[int]] = defaultdict(list)
    rows = RelatedReading.objects.order_by("article", "-score", "target").values_list("article", "target")
    for article, target in rows.iterator(chunk_size=5_000):
        candidates[article].append(target)
    _write_places(_placed(candidates, Counter()), RelatedReading.objects.all())


def _rescore(article: Article) -> None:
    """Write the candidates of an article with their scores. Rows that are right stay, and so do their places."""
    scores = _scores(article)
    places = dict(RelatedReading.objects.filter(article=article).values_list("target", "position"))
    _write(article, {target: (score, places.get(target)) for target, score in scores.items()})


def _write(article: Article, wanted: dict[int, tuple[int, int | None]]) -> None:
    """`wanted`: by target its score and place."""
    rows = RelatedReading.objects.filter(article=article)
    if {target: facts for target, *facts in rows.values_list("target", "score", "position")} == {
        target: [*facts] for target, facts in wanted.items()
    }:
        return
    rows.delete()
    RelatedReading.objects.bulk_create(
        RelatedReading(article=article, target_id=target, score=score, position=position)
        for target, (score, position) in wanted.items()
    )


def _scores(article: Article, terms: dict[int, int] | None = None) -> dict[int, int]:
    """What the article has in common with others that may be shown: key → thousandths."""
    if article.kind == ArticleKind.PAGE:
        return {}
    if terms is None:
        terms = dict(LinkTerm.objects.filter(article=article).values_list("key", "weight"))
    alike = suggesting.alike_to(terms, most=4 * _KEPT)
    alike.pop(article.pk, None)
    best = max(alike.values(), default=0) or 1
    out = RelatedLink.objects.in_text().filter(article=article, target_article__isnull=False)
    linked = set(out.values_list("target_article", flat=True))
    together = suggesting.linked_together(linked)
    keys = (alike.keys() | together.keys()) - linked - {article.pk}
    pillars = dict(Article.objects.listed().filter(pk__in=keys).order_by().values_list("pk", "pillar"))
    scores = {
        pk: round(
            _ALIKE * alike.get(pk, 0) / best + _TOGETHER * together.get(pk, 0) + _NEAR * (pillar == article.pillar_id)
        )
        for pk, pillar in pillars.items()
    }
    ranked = _in_order(scores)[:_KEPT]
    return {pk: scores[pk] for place, pk in enumerate(ranked) if place < 2 or scores[pk] >= _WORTH * scores[ranked[0]]}


def _in_order(scores: dict[int, int]) -> list[int]:
    return sorted(scores, key=lambda pk: (-scores[pk], pk))


def _write_places(placed: dict[int, list[int]], rows: QuerySet[RelatedReading]) -> None:
    """In batches, each by itself: on SQLite nobody else writes meanwhile."""
    wanted = {(article, target): place for article, targets in placed.items() for place, target in enumerate(targets)}
    changed = []
    for row in rows.order_by("pk").iterator(chunk_size=5_000):
        position = wanted.get((row.article_id, row.target_id))
        if row.position != position:
            row.position = position
            changed.append(row)
    for start in range(0, len(changed), _BATCH):
        RelatedReading.objects.bulk_update(changed[start : start + _BATCH], ["position"])


def _placed(candidates: dict[int, list[int]], inbound: Counter[int]) -> dict[int, list[int]]:
    placed: dict[int, list[int]] = {article: [] for article in candidates}
    for place in range(SHOWN + _SPARE):
        for article, targets in candidates.items():
            left = [target for target in targets if target not in placed[article]]
            free = (target for target in left if inbound[target] < MOST_INBOUND)
            if (target := next(free, left[0] if left and place < 2 else None)) is not None:
                placed[article].append(target)
                inbound[target] += place < SHOWN
    return placed


def _shown() -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = defaultdict(tuple)
    rows = RelatedReading.objects.filter(position__isnull=False).order_by("article", "position")
    for article, target in rows.values_list("article", "target").iterator(chunk_size=5_000):
        found[article] += (target,)
    return found
