"""What is said of a work, wherever it was read: Crossref, PubMed, a file, a form."""

import datetime
import re
import unicodedata
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any

from sources import identifiers
from sources.enums import Nature, SourceKind

# STANDARDS B5: below that, the identifier belongs to another work.
SAME_TITLE = 0.9
IDENTIFIERS = ("doi", "pmid", "pmcid", "nct", "isbn")
# As crossref.org and publishers put it before the title of a work; it is no part of it.
_FLAG = re.compile(
    r"^\s*[\[(]?(?:retracted(?: article| chapter)?|withdrawn|retraction|expression of concern)[\])]?\s*[:.–—-]\s*",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]{0,200}>")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote a work. An organisation has a family name alone; `given` are given names or initials."""

    family: str
    given: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What was said of the work later, by whom, and under which DOI or PMID."""

    nature: Nature
    on: datetime.date
    doi: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Record:
    """A work. Identifiers are spelt as `identifiers` does, "" for none; `year` is None where it is unknown."""

    title: str
    kind: str = SourceKind.ARTICLE
    tier: str = ""
    authors: tuple[Person, ...] = ()
    container: str = ""
    container_short: str = ""
    year: int | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    edition: str = ""
    language: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    nct: str = ""
    isbn: str = ""
    url: str = ""
    mesh: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = field(default=(), compare=False)

    @property
    def identifiers(self) -> dict[str, str]:
        return {name: value for name in IDENTIFIERS if (value := getattr(self, name))}

    def tidy(self) -> "Record":
        """Every line without tags, edges and doubled blanks; identifiers in their one spelling, wrong ones left out."""
        lines = ("title", "container", "container_short", "volume", "issue", "pages", "publisher", "edition", "url")
        values: dict[str, Any] = {name: line(getattr(self, name)) for name in lines}
        values["title"] = (
            _FLAG.sub("", values["title"]).rstrip(" .") if _ends_plainly(values["title"]) else values["title"]
        )
        values["pages"] = values["pages"].replace("–", "-").replace("—", "-")
        for name in IDENTIFIERS:
            values[name] = getattr(identifiers, name)(getattr(self, name))
        people = (Person(line(one.family), line(one.given)) for one in self.authors)
        return replace(self, **values, authors=tuple(one for one in people if one.family))


def line(words: Any) -> str:
    """One line of text as it is stored: composed, without markup and needless blanks."""
    text = _TAG.sub("", unicodedata.normalize("NFC", str(words or "")))
    return " ".join("".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in text).split())


def likeness(one: str, other: str) -> float:
    """From 0 to 1, how much two titles agree. Case, accents, punctuation and a "RETRACTED:" in front do not count."""
    first, second = _folded(one), _folded(other)
    if not first or not second:
        return 0.0
    # A subtitle that only one of them gives makes no other work of it.
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) >= 24 and longer.startswith(f"{shorter} "):
        return 1.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _folded(title: str) -> str:
    plain = unicodedata.normalize("NFKD", _FLAG.sub("", line(title))).casefold()
    return " ".join(_WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))[:500]


def _ends_plainly(title: str) -> bool:
    return not title.endswith(("...", "…", "etc."))
