"""Where references to articles and pillars lead: one query per kind, whatever their number."""

import json
from collections.abc import Iterable

from articles.models import Article, Pillar
from articles.models.article import article_url
from articles.models.pillar import pillar_url
from articles.prepared import Prepared
from content.references import Destination, Target

_COLUMNS = ("pk", "kind", "slug", "title", "pillar__slug", "pillar__parent__slug")
_ARTICLES = Prepared(lambda keys: Article.objects.published().filter(pk__in=keys).values_list(*_COLUMNS))
_WITH_SECTIONS = Prepared(
    lambda keys: Article.objects.published().filter(pk__in=keys).values_list(*_COLUMNS, "anchors")
)
_PILLARS = Prepared(lambda keys: Pillar.objects.filter(pk__in=keys).values_list("pk", "title", "slug", "parent__slug"))


def articles(targets: Iterable[Target]) -> dict[Target, Destination]:
    """Published articles only: a link to anything else is rendered as its words."""
    targets = list(targets)
    # Anchors are long, and most links lead to no section.
    query = _WITH_SECTIONS if any(target.section for target in targets) else _ARTICLES
    found = {row[0]: row for row in query(sorted({target.id for target in targets}))}
    return {target: _destination(found[target.id], target.section) for target in targets if target.id in found}


def pillars(targets: Iterable[Target]) -> dict[Target, Destination]:
    targets = list(targets)
    rows = _PILLARS(sorted({target.id for target in targets}))
    found = {pk: Destination(pillar_url(slug, hub), title) for pk, title, slug, hub in rows}
    return {target: found[target.id] for target in targets if target.id in found}


def _destination(row: tuple, section: str | None) -> Destination:
    _, kind, slug, title, pillar, hub = row[:6]
    url = article_url(kind, slug, pillar, hub)
    anchor = json.loads(row[6]).get("living", {}).get(section) if section else None
    return Destination(f"{url}#{anchor}" if anchor else url, title)
