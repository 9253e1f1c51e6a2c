"""Where references to articles and pillars lead: one query per kind, whatever their number."""

from collections.abc import Iterable

from articles.models import Article, Pillar
from content.references import Destination, Target


def articles(targets: Iterable[Target]) -> dict[Target, Destination]:
    """Published articles only: a link to anything else is rendered as its words."""
    targets = list(targets)
    rows = Article.objects.published().with_address().filter(pk__in={target.id for target in targets})
    found = {row.pk: row for row in rows.only("kind", "slug", "title", "anchors", *_ADDRESS)}
    return {target: _destination(found[target.id], target) for target in targets if target.id in found}


def pillars(targets: Iterable[Target]) -> dict[Target, Destination]:
    targets = list(targets)
    rows = Pillar.objects.select_related("parent").in_bulk({target.id for target in targets})
    return {t: Destination(rows[t.id].get_absolute_url(), rows[t.id].title) for t in targets if t.id in rows}


_ADDRESS = ("pillar__slug", "pillar__parent__slug")


def _destination(article: Article, target: Target) -> Destination:
    url = article.get_absolute_url()
    anchor = article.anchors.get("living", {}).get(target.section) if target.section else None
    return Destination(f"{url}#{anchor}" if anchor else url, article.title)
