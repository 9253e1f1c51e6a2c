"""Where references to articles and pillars lead: one query for both, whatever their number."""

import json
from collections.abc import Iterable

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast

from articles.models import Article, Pillar
from articles.models.article import article_url
from articles.models.pillar import pillar_url
from articles.prepared import Prepared
from content.references import Destination, Target

# What a row of the union is; a real kind of article stands there otherwise.
_PILLAR = "pillar"


def _articles(keys: list[int], *, anchors: bool) -> QuerySet:
    sections = Cast("anchors", TextField()) if anchors else Value("{}", TextField())
    columns = ("pk", "kind", "slug", "title", "pillar__slug", "pillar__parent__slug")
    return Article.objects.published().filter(pk__in=keys).order_by().values_list(*columns, sections)


def _pillars(keys: list[int]) -> QuerySet:
    kind, nothing = Value(_PILLAR, TextField()), Value("{}", TextField())
    rows = Pillar.objects.filter(pk__in=keys).order_by()
    return rows.values_list("pk", kind, "slug", "title", "slug", "parent__slug", nothing)


def _both(*, anchors: bool) -> Prepared:
    return Prepared(lambda articles, pillars: _articles(articles, anchors=anchors).union(_pillars(pillars), all=True))


_PLAIN, _WITH_SECTIONS = _both(anchors=False), _both(anchors=True)


def resolve(targets: Iterable[Target]) -> dict[Target, Destination]:
    """Pillars, and published articles: a link to anything else is rendered as its words."""
    targets = list(targets)
    keys = {kind: sorted({target.id for target in targets if target.kind == kind}) for kind in ("article", "pillar")}
    # Anchors are long, and most links lead to no section.
    query = _WITH_SECTIONS if any(target.section for target in targets) else _PLAIN
    rows = {(_kind(row[1]), row[0]): row for row in query(keys["article"], keys["pillar"])}
    found = ((target, rows.get((target.kind, target.id))) for target in targets)
    return {target: _destination(row, target.section) for target, row in found if row}


def _kind(of_row: str) -> str:
    return "pillar" if of_row == _PILLAR else "article"


def _destination(row: tuple, section: str | None) -> Destination:
    _, kind, slug, title, pillar, hub, anchors = row
    url = pillar_url(slug, hub) if kind == _PILLAR else article_url(kind, slug, pillar, hub)
    anchor = json.loads(anchors).get("living", {}).get(section) if section else None
    return Destination(f"{url}#{anchor}" if anchor else url, title)
