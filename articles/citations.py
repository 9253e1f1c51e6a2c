"""Citations: which sentence of which article rests on which source, for readers, for writers and for the watch."""

import functools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast
from django.urls import reverse

from articles import permissions
from articles.models import Article, Citation
from articles.prepared import Prepared
from content import claims, references
from content.rendering import day_words
from sources.enums import SourceKind, SourceStatus
from sources.models import Source
from sources.uses import Use

_ALARMS = {SourceStatus.RETRACTED: "retracted", SourceStatus.CONCERN: "in doubt"}
_EXPLAINED = {
    SourceStatus.RETRACTED: "Retracted on {}: its publisher has taken this work back. Do not rely on it.",
    SourceStatus.CONCERN: "In doubt since {}: its publisher has published an expression of concern about this work.",
    SourceStatus.CORRECTED: "Corrected on {}.",
    SourceStatus.GONE: "No longer found at its address since {}.",
}
_ROWS = Prepared(
    lambda keys: (
        Source.objects.filter(pk__in=keys)
        .order_by()
        .annotate(since=Cast("status_on", TextField()))
        .values_list("pk", "title", "kind", "said", "link", "status", "since", "notice")
    )
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as its readers meet it; see content.surroundings.Cited."""

    title: str
    is_paper: bool
    said: tuple[tuple[str, str], ...]
    url: str
    alarm: str
    explained: str
    notice: str
    notice_words: str


def cited(ids: Iterable[int]) -> dict[int, Cited]:
    """The sources with these ids, by id. One query, none for no ids."""
    keys = sorted(set(ids))
    return {pk: _cited(*rest) for pk, *rest in _ROWS(keys)} if keys else {}


def derive(article: Article, live: dict[str, Any], latest: dict[str, Any] | None) -> None:
    """Write the citations of what readers see, and of the latest version; None where that is the same. Rows that are
    right stay."""
    _write(article, {True: live, False: latest})


def note(article: Article, latest: dict[str, Any]) -> None:
    """Remember the citations of a latest version that readers do not see."""
    _write(article, {False: latest})


def unknown(document: dict[str, Any]) -> set[int]:
    """The cited ids that no source has. One query, none where nothing is cited."""
    wanted = set(references.source_ids(document))
    return wanted - set(Source.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


def find(sources: Sequence[int], user: Any) -> Iterator[tuple[int, Use]]:
    """The places that rest on these sources, those in the bin left out. For sources.uses."""
    rows = Citation.objects.filter(source__in=sources, article__discarded_at__isnull=True).select_related("article")
    rows = rows.annotate(sees=permissions.sees(user, "article"))
    shown = ("source", "is_live", "words", "sentence", "article__working_title", "article__title", "article__state")
    for row in rows.only(*shown).order_by("article__working_title", "article", "-is_live", "position"):
        state = "readers see it" if row.is_live and row.article.is_published else "latest version"
        if row.sees or (row.is_live and row.article.is_published):
            link = reverse("admin:articles_article_change", args=[row.article_id]) if row.sees else ""
            yield row.source_id, Use(str(row.article), link, state, row.words, row.sentence)
        else:
            yield row.source_id, Use("an article on which others work", "", state, "", "")


def resting_on(source: Source) -> list[Article]:
    """The published articles that cite a source, without their long texts."""
    rows = Citation.objects.filter(source=source, is_live=True)
    return list(Article.objects.published().filter(pk__in=rows.values("article")).without_text().order_by("pk"))


@functools.lru_cache(maxsize=5_000)
def _cited(title: str, kind: str, said: str, url: str, status: str, since: str | None, notice: str) -> Cited:
    when = day_words(date.fromisoformat(since)) if since else ""
    explained = _EXPLAINED[status].format(when) if status in _EXPLAINED else ""
    is_paper = kind in (SourceKind.ARTICLE, SourceKind.PREPRINT)
    words = "Read an archived copy" if status == SourceStatus.GONE else "Read the notice"
    pieces = tuple(tuple(piece) for piece in json.loads(said))
    return Cited(title, is_paper, pieces, url, _ALARMS.get(status, ""), explained, notice, words)


def _write(article: Article, documents: dict[bool, dict[str, Any] | None]) -> None:
    """`documents`: by whether readers see it."""
    stored = list(article.citations.all())
    for is_live, document in documents.items():
        wanted = _rows(article, document, is_live) if document else []
        there = sorted((row for row in stored if row.is_live == is_live), key=lambda row: row.position)
        if [_identity(row) for row in there] != [_identity(row) for row in wanted]:
            article.citations.filter(is_live=is_live).delete()
            Citation.objects.bulk_create(wanted)


def _rows(article: Article, document: dict[str, Any], is_live: bool) -> list[Citation]:
    found = claims.claims(document)
    if not found:
        return []
    missing, numbers = unknown(document), references.numbering(document)
    return [
        Citation(
            article=article,
            source_id=claim.source,
            is_live=is_live,
            position=position,
            number=numbers[claim.source],
            block_id=claim.block_id,
            words=claim.words,
            sentence=claim.sentence,
            locator=claim.locator,
        )
        for position, claim in enumerate(claim for claim in found if claim.source not in missing)
    ]


def _identity(row: Citation) -> tuple[Any, ...]:
    return (row.position, row.source_id, row.number, row.block_id, row.words, row.sentence, row.locator)
