"""References as the American Medical Association writes them, 11th edition (STANDARDS B10)."""

import datetime
import re
from typing import Any

from sources import identifiers
from sources.enums import SourceKind

# All authors up to six; of seven and more the first three.
MOST_NAMED, NAMED_OF_MANY = 6, 3
_CLOSED = (".", "?", "!")
_INITIAL = re.compile(r"[^\W\d_]")
_WHOLE_BOOKS = frozenset({SourceKind.BOOK, SourceKind.REPORT, SourceKind.GUIDELINE})
_ON_THE_WEB = frozenset({SourceKind.WEB_PAGE, SourceKind.NEWS, SourceKind.LABEL, SourceKind.TRIAL})

# (words, role): the role is "title" for what stands in italics, "link" for the address, else "".
Piece = tuple[str, str]


def reference(source: Any) -> tuple[list[Piece], str]:
    """The pieces of a source's reference, and the address where its link leads ("" for none).

    `source` is a Source or a Record with an `accessed_on`.
    """
    url, shown = _address(source)
    parts = [(authors(source.authors), ""), *_named(source), *_where(source, has_link=bool(url))]
    if shown:
        parts.append((shown, "link"))
    pieces: list[Piece] = []
    for words, role in parts:
        if words:
            # A role that ends in "+" goes on in the same breath.
            glued = role.endswith("+")
            pieces.append((f"{'' if glued or not pieces else ' '}{words}", role.rstrip("+")))
    return pieces, url


def plain(source: Any) -> str:
    """The reference as one line of text."""
    return "".join(words for words, _ in reference(source)[0])


def authors(people: Any) -> str:
    """`Doe JM, Roe B, Poe C, et al.` with its full stop; "" for nobody."""
    people = [(one["family"], one["given"]) if isinstance(one, dict) else (one.family, one.given) for one in people]
    if not people:
        return ""
    shown = people if len(people) <= MOST_NAMED else people[:NAMED_OF_MANY]
    names = [f"{family} {initials(given)}".strip() for family, given in shown]
    return _closed(", ".join([*names, *(["et al"] if len(shown) < len(people) else [])]))


def initials(given: str) -> str:
    """`Jean-Pierre M.` → `JPM`; what is initials already stays."""
    if given.isupper() and len(given) <= 4 and given.isalpha():
        return given
    return "".join(found.group().upper() for part in re.split(r"[\s.\-‐]+", given) if (found := _INITIAL.search(part)))


def _named(source: Any) -> list[Piece]:
    """The title, and in what it appeared."""
    if source.kind in _WHOLE_BOOKS:
        edition = f"{source.edition} ed" if source.edition.isdigit() else source.edition
        return [(_closed(source.title), "title"), (_closed(_ordinal(edition)), "")]
    if source.kind == SourceKind.CHAPTER:
        return [
            (_closed(source.title), ""),
            ("In:" if source.container else "", ""),
            (_closed(source.container), "title"),
        ]
    if source.kind in _ON_THE_WEB:
        return [(_closed(source.title), ""), (_closed(source.container or source.publisher), "")]
    return [(_closed(source.title), ""), (_closed(source.container_short or source.container), "title")]


def _where(source: Any, *, has_link: bool) -> list[Piece]:
    if source.kind == SourceKind.PREPRINT:
        return [(_closed(f"Preprint posted online {source.year}" if source.year else "Preprint"), "")]
    if source.kind in _ON_THE_WEB:
        said = f"Published {source.year}" if source.year else ""
        return [(_closed(said), ""), (_accessed(source) if has_link else "", "")]
    if source.kind in _WHOLE_BOOKS or source.kind == SourceKind.CHAPTER:
        year = f"{source.year or ''}{f':{source.pages}' if source.pages else ''}"
        imprint = "; ".join(filter(None, [source.publisher, year]))
        return [(_closed(imprint), ""), (_accessed(source) if has_link and not source.doi else "", "")]
    issue = f"({source.issue})" if source.issue else ""
    volume = f"{source.volume}{issue}"
    place = ";".join(filter(None, [str(source.year or ""), volume]))
    return [(_closed(":".join(filter(None, [place, source.pages]))), "")]


def _address(source: Any) -> tuple[str, str]:
    """Where the link leads, and what is shown of it: the DOI first, for it outlives addresses."""
    if source.doi:
        return identifiers.address("doi", source.doi), f"doi:{source.doi}"
    if source.pmid:
        return identifiers.address("pmid", source.pmid), f"PMID:{source.pmid}"
    if source.pmcid:
        return identifiers.address("pmcid", source.pmcid), source.pmcid
    if source.nct:
        return identifiers.address("nct", source.nct), f"ClinicalTrials.gov: {source.nct}"
    return source.url, source.url


def _accessed(source: Any) -> str:
    on: datetime.date | None = getattr(source, "accessed_on", None)
    return f"Accessed {on:%B} {on.day}, {on.year}." if on else ""


def _closed(words: str) -> str:
    return words if not words or words.endswith(_CLOSED) else f"{words}."


def _ordinal(edition: str) -> str:
    """`3 ed` → `3rd ed`; other words stay, and a first edition is not mentioned."""
    number, _, rest = edition.partition(" ")
    if not number.isdigit():
        return edition
    if number == "1":
        return ""
    ends = {"1": "st", "2": "nd", "3": "rd"}
    end = "th" if number[-2:] in ("11", "12", "13") else ends.get(number[-1], "th")
    return f"{number}{end} {rest}"
