"""Files of references, as other programs export them: RIS, BibTeX, Crossref JSON, PubMed XML, CSV.

Every reader gives one entry for each record of the file, in its order: the record, or in words why it is none.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import rispy
from bibtexparser.bibdatabase import UndefinedString
from bibtexparser.bparser import BibTexParser
from bibtexparser.latexenc import latex_to_unicode

from sources import crossref, pubmed
from sources.enums import SourceKind, Tier
from sources.records import Person, Record, line


class Entry(NamedTuple):
    """One record of a file. `where` names it there: "record 3", a key, a line."""

    where: str
    record: Record | None
    problem: str = ""


class Unreadable(ValueError):
    """The file as a whole cannot be read."""


# Larger ones are cut in pieces by whoever exported them.
LARGEST = 20 * 1024 * 1024


def read(data: bytes, name: str = "") -> list[Entry]:
    """The entries of a file; its kind is told by its content, `name` decides where that leaves doubt. Raises
    Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable(f"The file is larger than {LARGEST // 1024 // 1024} MB; export it in parts.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if not text.strip():
        raise Unreadable("The file is empty.")
    return list(_READERS[kind_of(text, name)](text))


def kind_of(text: str, name: str = "") -> str:
    """ris, bibtex, json, xml or csv."""
    start = text.lstrip()[:2000]
    if start.startswith(("{", "[")):
        return "json"
    if start.startswith("<"):
        return "xml"
    if re.search(r"^TY {0,2}-", start, re.MULTILINE):
        return "ris"
    if re.search(r"^\s*@\w+\s*[{(]", start, re.MULTILINE):
        return "bibtex"
    if name.lower().endswith((".csv", ".tsv")) or re.search(r"[,;\t]", start.splitlines()[0]):
        return "csv"
    raise Unreadable("This is no RIS, BibTeX, Crossref JSON, PubMed XML or CSV file.")


def _ris(text: str) -> Iterator[Entry]:
    chunks = re.split(r"^ER {0,2}-.*$", text, flags=re.MULTILINE)
    for number, chunk in enumerate((chunk for chunk in chunks if chunk.strip()), start=1):
        where = f"record {number}"
        try:
            found = rispy.loads(f"{chunk.strip()}\nER  - \n", skip_unknown_tags=True)
        except (rispy.parser.ParseError, ValueError, OSError, KeyError, TypeError) as error:
            yield Entry(where, None, f"it is no RIS record: {str(error)[:200] or 'it does not begin with TY'}")
            continue
        yield _made(where, _of_ris, found[0]) if found else Entry(where, None, "it does not begin with “TY  - ”")


_RIS_KINDS = {
    **dict.fromkeys(("JOUR", "MGZN", "ABST", "INPR", "EJOUR", "CONF", "CPAPER"), SourceKind.ARTICLE),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK", "WHOLE"), SourceKind.BOOK),
    **dict.fromkeys(("CHAP", "ECHAP", "ENCYC"), SourceKind.CHAPTER),
    **dict.fromkeys(("RPRT", "GOVDOC", "STAND"), SourceKind.REPORT),
    **dict.fromkeys(("ELEC", "WEB", "BLOG", "ICOMM"), SourceKind.WEB_PAGE),
    **dict.fromkeys(("NEWS",), SourceKind.NEWS),
    **dict.fromkeys(("UNPB", "UNPD"), SourceKind.PREPRINT),
}


def _of_ris(said: Mapping[str, Any]) -> Record:
    def first(*names: str) -> str:
        return next((str(said[name]) for name in names if said.get(name)), "")

    kind = _RIS_KINDS.get(first("type_of_reference"), SourceKind.ARTICLE)
    number = first("accession_number") if "pubmed" in first("name_of_database", "database_provider").lower() else ""
    urls = said.get("urls") or said.get("url") or ()
    serial = first("issn")
    pages = "-".join(filter(None, dict.fromkeys([first("start_page"), first("end_page")])))
    return Record(
        title=first("title", "primary_title", "short_title"),
        kind=kind,
        authors=tuple(inverted(one) for one in (said.get("authors") or said.get("first_authors") or ())),
        container=first("alternate_title3", "journal_name", "secondary_title") if kind != SourceKind.BOOK else "",
        container_short=first("alternate_title2", "alternate_title1") if kind == SourceKind.ARTICLE else "",
        year=_year(first("year", "publication_year", "date")),
        volume=first("volume"),
        issue=first("number"),
        pages=pages if len(pages) <= 60 else "",
        publisher=first("publisher"),
        edition=first("edition"),
        language=first("language")[:35],
        doi=first("doi"),
        pmid=number,
        isbn=serial if kind in (SourceKind.BOOK, SourceKind.CHAPTER) else "",
        url=urls if isinstance(urls, str) else next(iter(urls), ""),
    )


def _bibtex(text: str) -> Iterator[Entry]:
    entries = re.split(r"(?m)^(?=[ \t]*@\w+\s*[{(])", text)
    strings = "".join(entry for entry in entries if re.match(r"\s*@string", entry, re.IGNORECASE))
    number = 0
    for entry in entries:
        kind = re.match(r"\s*@(\w+)", entry)
        if not kind or kind[1].lower() in ("string", "comment", "preamble"):
            continue
        number += 1
        key = re.match(r"\s*@\w+\s*[{(]\s*([^,\s}]*)", entry)
        where = key[1] if key and key[1] else f"record {number}"
        try:
            parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False, interpolate_strings=True)
            found = parser.parse(f"{strings}\n{entry}").entries
        except (UndefinedString, KeyError, ValueError, TypeError, IndexError) as error:
            yield Entry(where, None, f"it is no BibTeX entry: {str(error)[:200]}")
            continue
        yield _made(where, _of_bibtex, found[0]) if found else Entry(where, None, "its braces do not close")


_BIBTEX_KINDS = {
    **dict.fromkeys(("book", "booklet"), SourceKind.BOOK),
    **dict.fromkeys(("inbook", "incollection"), SourceKind.CHAPTER),
    **dict.fromkeys(("techreport", "report", "manual"), SourceKind.REPORT),
    **dict.fromkeys(("online", "webpage", "electronic", "www"), SourceKind.WEB_PAGE),
    **dict.fromkeys(("unpublished",), SourceKind.PREPRINT),
}


def _of_bibtex(said: Mapping[str, str]) -> Record:
    def field(*names: str) -> str:
        return next((_from_latex(said[name]) for name in names if said.get(name)), "")

    kind = _BIBTEX_KINDS.get(said["ENTRYTYPE"].lower(), SourceKind.ARTICLE)
    people = re.split(r"\s+and\s+", said.get("author", "")) if said.get("author") else ()
    return Record(
        title=field("title"),
        kind=kind,
        authors=tuple(_bibtex_person(one) for one in people if one.strip() and one.strip() != "others"),
        container=field("journal", "journaltitle", "booktitle") if kind != SourceKind.BOOK else "",
        container_short=field("shortjournal"),
        year=_year(field("year", "date")),
        volume=field("volume"),
        issue=field("number", "issue"),
        pages=re.sub(r"\s*-{1,3}\s*", "-", field("pages")),
        publisher=field("publisher", "institution", "organization"),
        edition=field("edition"),
        language=field("language")[:35],
        doi=field("doi"),
        pmid=field("pmid"),
        pmcid=field("pmcid"),
        isbn=field("isbn"),
        url=field("url"),
    )


def _bibtex_person(said: str) -> Person:
    """A name in braces is one of an organisation."""
    said = said.strip()
    if said.startswith("{") and said.endswith("}") and "}" not in said[1:-1]:
        return Person(_from_latex(said))
    return inverted(_from_latex(said))


def _from_latex(words: str) -> str:
    return line(latex_to_unicode(words).replace("{", "").replace("}", "").replace("\\&", "&").replace("~", " "))


def _json(text: str) -> Iterator[Entry]:
    try:
        found = crossref.works(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"This is no JSON: {error}") from None
    for number, work in enumerate(found, start=1):
        yield _made(f"record {number}", crossref.record, work)


def _xml(text: str) -> Iterator[Entry]:
    try:
        found = pubmed.records(text.encode())
    except ValueError as error:
        raise Unreadable(f"The file cannot be read: {error}.") from None
    for number, one in enumerate(found, start=1):
        if isinstance(one, str):
            yield Entry(f"record {number}", None, one)
        else:
            yield Entry(f"PMID {one.pmid}" if one.pmid else f"record {number}", one)


# The columns that a table may have; their names are those of a source, or what people call them.
_COLUMNS = {
    "journal": "container",
    "site": "container",
    "type": "kind",
    "evidence": "tier",
    "address": "url",
    "link": "url",
    "page": "pages",
    "number": "issue",
    "author": "authors",
}
_KNOWN = frozenset(Record.__dataclass_fields__) - {"notices"}


def _csv(text: str) -> Iterator[Entry]:
    head = text.lstrip().partition("\n")[0]
    rows = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=max(",;\t", key=head.count))
    names = [_COLUMNS.get(name, name) for name in (cell.strip().lower().replace(" ", "_") for cell in next(rows))]
    if "title" not in names:
        raise Unreadable("The first line must name the columns, and one of them must be “title”.")
    if unknown := [name for name in names if name and name not in _KNOWN]:
        raise Unreadable(f"Unknown columns: {', '.join(unknown[:5])}. Known are {', '.join(sorted(_KNOWN))}.")
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _made(f"line {rows.line_num}", _of_row, dict(zip(names, row, strict=False)))
    except csv.Error as error:
        raise Unreadable(f"Line {rows.line_num}: {error}.") from None


def _of_row(said: Mapping[str, str]) -> Record:
    """Authors stand as `Family, Given; Family, Given`, MeSH terms with semicolons between them."""
    values: dict[str, Any] = {name: line(value) for name, value in said.items() if name}
    values["authors"] = tuple(inverted(one) for one in values.pop("authors", "").split(";") if one.strip())
    values["mesh"] = tuple(filter(None, map(line, values.pop("mesh", "").split(";"))))
    if year := values.pop("year", ""):
        values["year"] = _year(year)
        if values["year"] is None:
            raise ValueError(f"“{year}” is no year")
    for name, known in (("kind", SourceKind), ("tier", Tier)):
        said_kind = values.get(name, "").lower().replace(" ", "_")
        if said_kind and said_kind not in known.values:
            raise ValueError(f"the {name} “{values[name]}” is not one of {', '.join(known.values)}")
        values[name] = said_kind or (SourceKind.ARTICLE if name == "kind" else "")
    return Record(**values)


def _made(where: str, read_one: Callable[[Any], Record], said: Any) -> Entry:
    try:
        record = read_one(said).tidy()
    except (ValueError, TypeError, AttributeError) as error:
        return Entry(where, None, str(error)[:200] or "it cannot be read")
    return Entry(where, record) if record.title else Entry(where, None, "it has no title")


def inverted(name: str) -> Person:
    """`Doe, Jane` or `Jane Doe`."""
    family, comma, given = name.partition(",")
    if comma:
        return Person(family.strip(), given.strip())
    *given_names, family = name.split() or [""]
    return Person(family, " ".join(given_names))


def _year(said: str) -> int | None:
    found = re.search(r"(?<!\d)(1[0-9]{3}|20[0-9]{2})(?!\d)", said)
    return int(found.group()) if found else None


_READERS: Mapping[str, Callable[[str], Iterator[Entry]]] = {
    "ris": _ris,
    "bibtex": _bibtex,
    "json": _json,
    "xml": _xml,
    "csv": _csv,
}
