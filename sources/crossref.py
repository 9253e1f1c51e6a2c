"""Crossref's answers about a DOI, as records (the works route of its REST API)."""

import datetime
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from sources.enums import Nature, SourceKind, Tier
from sources.records import Notice, Person, Record, line

_KINDS = {
    "journal-article": SourceKind.ARTICLE,
    "proceedings-article": SourceKind.ARTICLE,
    "posted-content": SourceKind.PREPRINT,
    "book": SourceKind.BOOK,
    "monograph": SourceKind.BOOK,
    "edited-book": SourceKind.BOOK,
    "reference-book": SourceKind.BOOK,
    "book-chapter": SourceKind.CHAPTER,
    "book-section": SourceKind.CHAPTER,
    "reference-entry": SourceKind.CHAPTER,
    "report": SourceKind.REPORT,
    "report-component": SourceKind.REPORT,
    "standard": SourceKind.GUIDELINE,
}
_NATURES = {
    "retraction": Nature.RETRACTION,
    "partial_retraction": Nature.RETRACTION,
    "withdrawal": Nature.RETRACTION,
    "removal": Nature.RETRACTION,
    "expression_of_concern": Nature.CONCERN,
    "correction": Nature.CORRECTION,
    "corrigendum": Nature.CORRECTION,
    "erratum": Nature.CORRECTION,
    "partial_correction": Nature.CORRECTION,
    "reinstatement": Nature.REINSTATEMENT,
}
_WORDS_OF_TIER = (
    ("guideline", Tier.GUIDELINE),
    ("systematic review", Tier.SYSTEMATIC_REVIEW),
    ("meta-analysis", Tier.SYSTEMATIC_REVIEW),
    ("randomized", Tier.TRIAL),
    ("randomised", Tier.TRIAL),
    ("cohort", Tier.OBSERVATIONAL),
    ("case-control", Tier.OBSERVATIONAL),
    ("cross-sectional", Tier.OBSERVATIONAL),
    ("in mice", Tier.LABORATORY),
    ("in rats", Tier.LABORATORY),
    ("in vitro", Tier.LABORATORY),
)


def record(work: dict[str, Any]) -> Record:
    """The record of one work. Raises ValueError where it says no title, or is none at all."""
    if not isinstance(work, dict) or not (title := _first(work, "title")):
        raise ValueError("it has no title")
    subtitle = _first(work, "subtitle")
    if subtitle and subtitle.lower() not in title.lower():
        title = f"{title.rstrip(':')}: {subtitle}"
    kind = _KINDS.get(str(work.get("type")), SourceKind.ARTICLE)
    return Record(
        title=title,
        kind=kind,
        tier=tier_of(title) if kind in (SourceKind.ARTICLE, SourceKind.GUIDELINE) else "",
        authors=tuple(_people(work.get("author"))),
        container=_first(work, "container-title") or _institution(work),
        container_short=_first(work, "short-container-title"),
        year=_year(work),
        volume=_text(work, "volume"),
        issue=_text(work, "issue"),
        pages=_text(work, "page") or _text(work, "article-number"),
        publisher=_text(work, "publisher"),
        edition=_text(work, "edition-number"),
        language=_text(work, "language")[:35],
        doi=_text(work, "DOI"),
        isbn=_first(work, "ISBN"),
        url=_text(work, "URL") if not work.get("DOI") else "",
        notices=tuple(_notices(work)),
    ).tidy()


def works(data: Any) -> list[Any]:
    """The works in an answer, a list of answers, or a file of either."""
    if isinstance(data, list):
        return [work for one in data for work in works(one)]
    if not isinstance(data, dict):
        return [data]
    message = data.get("message", data)
    if isinstance(message, dict) and isinstance(message.get("items"), list):
        return message["items"]
    return [message]


def tier_of(title: str) -> str:
    """What the title itself says of the kind of evidence; "" where it says nothing. A person decides."""
    lowered = title.lower()
    return next((tier for words, tier in _WORDS_OF_TIER if words in lowered), "")


def _notices(work: dict[str, Any]) -> Iterator[Notice]:
    """`updated-by` says what was done to this work; `update-to` what this work does to others, which is no matter.
    Where a publisher has only changed the title, the record's own day counts."""
    taken_back = False
    for update in work.get("updated-by") or ():
        nature = _NATURES.get(str(update.get("type", "")).lower().replace("-", "_").replace(" ", "_"))
        on = _date(update.get("updated"))
        if nature and on:
            taken_back = taken_back or nature in (Nature.RETRACTION, Nature.REINSTATEMENT)
            yield Notice(nature, on, str(update.get("DOI", "")).lower())
    on = _date(work.get("deposited")) or _date(work.get("created")) or _date(work.get("issued"))
    if not taken_back and on and _first(work, "title").upper().startswith(("RETRACTED", "WITHDRAWN:")):
        yield Notice(Nature.RETRACTION, on)


def _people(people: Any) -> Iterator[Person]:
    for one in people if isinstance(people, list) else ():
        if isinstance(one, dict):
            name = line(one.get("family") or one.get("name"))
            suffix = f" {line(one['suffix'])}" if one.get("suffix") else ""
            if name:
                yield Person(f"{name}{suffix}", line(one.get("given")) if one.get("family") else "")


def _first(work: dict[str, Any], key: str) -> str:
    value = work.get(key)
    return line(value[0] if isinstance(value, list) and value else value if isinstance(value, str) else "")


def _text(work: dict[str, Any], key: str) -> str:
    value = work.get(key)
    return line(value) if isinstance(value, str | int) else ""


def _institution(work: dict[str, Any]) -> str:
    """Where a preprint stands."""
    names = work.get("institution") or ()
    rows = names if isinstance(names, list) else [names]
    return next((line(row.get("name")) for row in rows if isinstance(row, dict)), "") or _text(work, "group-title")


def _year(work: dict[str, Any]) -> int | None:
    for key in ("published-print", "published", "issued", "published-online", "posted", "created"):
        parts = _parts(work.get(key))
        if parts:
            return parts[0]
    return None


def _date(value: Any) -> datetime.date | None:
    """The day; the first of the month or year where no more is known."""
    with suppress(ValueError, TypeError, IndexError):
        year, month, day = [*_parts(value), 1, 1][:3]
        return datetime.date(year, month, day)
    return None


def _parts(value: Any) -> list[int]:
    with suppress(KeyError, IndexError, TypeError, ValueError):
        parts = [int(part) for part in value["date-parts"][0] if part]
        return parts if parts and 1000 <= parts[0] <= 9999 else []
    return []
