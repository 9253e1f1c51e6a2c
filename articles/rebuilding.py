"""Comparing what readers see before and after a rebuild, so that one knows what had been wrong."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from articles import publishing
from articles.models import Article, ReadingPlace, SearchEntry

# Rows below the article; their keys change when they are derived anew, which is no difference to readers.
_BELOW = ("sections", "contributions", "links_out", "picture_uses", "citations", "link_phrases", "link_terms")


@dataclass(frozen=True)
class Differences:
    """What a rebuild changed in one article: names of columns and of kinds of rows."""

    title: str
    names: tuple[str, ...]


def rebuild_and_compare(pk: int) -> Differences | None:
    """Rebuild one published article; None if it was right, or is no longer published.

    The row is locked, so that a publication at the same moment waits and then has the last word.
    """
    with transaction.atomic():
        article = Article.objects.published().select_for_update().filter(pk=pk).first()
        if article is None:
            return None
        before = _state(article)
        publishing.rebuild(article)
        after = _state(Article.objects.get(pk=pk))
    names = tuple(name for name in after if before[name] != after[name])
    return Differences(str(article), names) if names else None


def _state(article: Article) -> dict[str, Any]:
    columns = {field.name: getattr(article, field.attname) for field in article._meta.concrete_fields}
    rows = {name: [_values(row) for row in getattr(article, name).order_by("pk")] for name in _BELOW}
    rows["place"] = [_values(row) for row in ReadingPlace.objects.filter(article=article)]
    entry = SearchEntry.objects.filter(article=article).first()
    return {**columns, **rows, "tags": sorted(article.tags.names()), "search": entry and _values(entry)}


def _values(row: Any) -> dict[str, Any]:
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
