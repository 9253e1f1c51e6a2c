"""PubMed's answers, as records: PubmedArticleSet and PubmedBookArticle, as EFetch gives them."""

import datetime
import re
from collections.abc import Iterator
from contextlib import suppress
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from sources.crossref import tier_of
from sources.enums import Nature, SourceKind, Tier
from sources.records import Notice, Person, Record, line

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
# What a publication type says of the evidence, the strongest first.
_TIERS = (
    ("guideline", Tier.GUIDELINE),
    ("systematic review", Tier.SYSTEMATIC_REVIEW),
    ("meta-analysis", Tier.SYSTEMATIC_REVIEW),
    ("randomized controlled trial", Tier.TRIAL),
    ("observational study", Tier.OBSERVATIONAL),
    ("cohort studies", Tier.OBSERVATIONAL),
    ("editorial", Tier.EXPERT),
    ("comment", Tier.EXPERT),
    ("news", Tier.NEWS),
)
_REFERRED = {
    "retractionin": Nature.RETRACTION,
    "partialretractionin": Nature.RETRACTION,
    "expressionofconcernin": Nature.CONCERN,
    "erratumin": Nature.CORRECTION,
    "correctedandrepublishedin": Nature.CORRECTION,
}
# MeSH D016441, "Retracted Publication".
_RETRACTED = "D016441"
_YEAR = re.compile(r"\b(1[0-9]{3}|20[0-9]{2})\b")
_DOI = re.compile(r"10\.\d{4,9}/[^\s,;]+")
_LANGUAGES = {"eng": "en", "ger": "de", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "jpn": "ja", "chi": "zh"}


def records(text: str | bytes) -> list[Record | str]:
    """Each article of the file, or why it is none. Raises ValueError where the whole is no PubMed XML."""
    try:
        root = fromstring(text)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise ValueError(f"this is no XML that can be read: {error}") from None
    found = [root] if root.tag in _READERS else [node for node in root if node.tag in _READERS]
    if not found:
        raise ValueError(f"expected a PubmedArticleSet, found <{root.tag}>")
    return [_read(node) for node in found]


def _read(node: Element) -> Record | str:
    record = _READERS[node.tag](node)
    return record.tidy() if record.title else f"PMID {record.pmid or '?'}: it has no title"


def _article(node: Element) -> Record:
    citation = node.find("MedlineCitation")
    article = citation.find("Article") if citation is not None else None
    if article is None:
        return Record("")
    journal = article.find("Journal")
    ids = {one.get("IdType"): _words(one) for one in node.findall("PubmedData/ArticleIdList/ArticleId")}
    located = {one.get("EIdType"): _words(one) for one in article.findall("ELocationID") if one.get("ValidYN") != "N"}
    types = [_words(one).lower() for one in article.findall("PublicationTypeList/PublicationType")]
    title = _words(article.find("ArticleTitle")) or _words(article.find("VernacularTitle"))
    title = title[1:-1].rstrip(".") if title.startswith("[") and title.rstrip(".").endswith("]") else title
    return Record(
        title=title.strip("[]") if title.endswith("].") else title,
        kind=SourceKind.PREPRINT if "preprint" in types else SourceKind.ARTICLE,
        tier=next((tier for words, tier in _TIERS if any(words in one for one in types)), "") or tier_of(title),
        authors=tuple(_people(article.find("AuthorList"))),
        container=_words(journal.find("Title")) if journal is not None else "",
        container_short=_at(journal, "ISOAbbreviation").replace(".", "")
        or _at(citation, "MedlineJournalInfo/MedlineTA"),
        year=_year(journal.find("JournalIssue/PubDate") if journal is not None else None),
        volume=_at(journal, "JournalIssue/Volume"),
        issue=_at(journal, "JournalIssue/Issue"),
        pages=_pages(_at(article, "Pagination/MedlinePgn")) or located.get("pii", ""),
        language=_LANGUAGES.get(_at(article, "Language"), _at(article, "Language")),
        doi=ids.get("doi") or located.get("doi", ""),
        pmid=_at(citation, "PMID"),
        pmcid=ids.get("pmc", ""),
        nct=next((_words(one) for one in citation.iter("AccessionNumber") if _words(one).startswith("NCT")), ""),
        mesh=tuple(_words(one) for one in citation.findall("MeshHeadingList/MeshHeading/DescriptorName"))[:60],
        notices=tuple(_notices(citation, node)),
    )


def _book(node: Element) -> Record:
    document = node.find("BookDocument")
    book = document.find("Book") if document is not None else None
    if book is None:
        return Record("")
    chapter, title = _words(document.find("ArticleTitle")), _words(book.find("BookTitle"))
    ids = {one.get("IdType"): _words(one) for one in document.findall("ArticleIdList/ArticleId")}
    return Record(
        title=chapter or title,
        kind=SourceKind.CHAPTER if chapter else SourceKind.BOOK,
        authors=tuple(_people(document.find("AuthorList"))) or tuple(_people(book.find("AuthorList"))),
        container=title if chapter else "",
        year=_year(book.find("PubDate")),
        publisher=_at(book, "Publisher/PublisherName"),
        edition=_at(book, "Edition"),
        language=_LANGUAGES.get(_at(document, "Language"), _at(document, "Language")),
        doi=ids.get("doi", ""),
        pmid=_at(document, "PMID"),
        isbn=_at(book, "Isbn"),
    )


_READERS = {"PubmedArticle": _article, "PubmedBookArticle": _book}


def _notices(citation: Element, node: Element) -> Iterator[Notice]:
    """CommentsCorrections speak of the day only in words; where they do not, the record's own revision counts."""
    revised = _date(citation.find("DateRevised")) or _date(node.find("PubmedData/History/PubMedPubDate"))
    found = []
    for one in citation.findall("CommentsCorrectionsList/CommentsCorrections"):
        nature = _REFERRED.get((one.get("RefType") or "").lower())
        if nature and (on := _spoken(_at(one, "RefSource")) or revised):
            doi = _DOI.search(_at(one, "RefSource"))
            found.append(Notice(nature, on, doi.group().rstrip(".").lower() if doi else ""))
    types = citation.findall("Article/PublicationTypeList/PublicationType")
    is_marked = any(one.get("UI") == _RETRACTED or _words(one) == "Retracted Publication" for one in types)
    if is_marked and revised and not any(one.nature == Nature.RETRACTION for one in found):
        found.append(Notice(Nature.RETRACTION, revised))
    yield from found


def _people(authors: Element | None) -> Iterator[Person]:
    for one in authors if authors is not None else ():
        if collective := _at(one, "CollectiveName"):
            yield Person(collective)
        elif family := _at(one, "LastName"):
            suffix = f" {_at(one, 'Suffix')}" if _at(one, "Suffix") else ""
            yield Person(f"{family}{suffix}", _at(one, "ForeName") or _at(one, "Initials"))


def _year(date: Element | None) -> int | None:
    if date is None:
        return None
    found = _YEAR.search(_at(date, "Year") or _at(date, "MedlineDate"))
    return int(found.group()) if found else None


def _date(node: Element | None) -> datetime.date | None:
    if node is None:
        return None
    with suppress(ValueError):
        return datetime.date(int(_at(node, "Year")), int(_at(node, "Month") or 1), int(_at(node, "Day") or 1))
    return None


def _spoken(words: str) -> datetime.date | None:
    """`Lancet. 2010 Feb 6;375(9713):445` → 6 February 2010; the first of the month where no day is given."""
    found = re.search(r"\b((?:19|20)\d{2})(?:\s+([A-Z][a-z]{2})[a-z]*)?(?:\s+(\d{1,2}))?\b", words)
    if not found:
        return None
    with suppress(ValueError):
        return datetime.date(int(found[1]), _MONTHS.get((found[2] or "jan").lower(), 1), int(found[3] or 1))
    return None


def _pages(said: str) -> str:
    """MEDLINE leaves out what repeats: 1234-9 is 1234-1239."""
    first, sign, last = said.partition("-")
    if sign and first.isdigit() and last.isdigit() and len(last) < len(first):
        return f"{first}-{first[: len(first) - len(last)]}{last}"
    return said


def _at(node: Element | None, path: str) -> str:
    return _words(node.find(path)) if node is not None else ""


def _words(node: Element | None) -> str:
    return line("".join(node.itertext())) if node is not None else ""
