"""Identifiers of works: read from whatever was pasted, checked, and spelt one way (STANDARDS B5)."""

import re
from typing import NamedTuple
from urllib.parse import quote, unquote

_DOI = re.compile(r"10\.\d{4,9}/\S+\Z")
_DOI_LEAD = re.compile(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:?\s*", re.IGNORECASE)
_PMID = re.compile(r"[1-9]\d{0,7}\Z")
_PMID_LEAD = re.compile(
    r"(?:https?://)?(?:(?:www|m)\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/|ncbi\.nlm\.nih\.gov/m/pubmed/)"
    r"|pmid:?\s*",
    re.IGNORECASE,
)
_PMCID = re.compile(r"PMC\d{1,10}\Z")
_PMCID_LEAD = re.compile(
    r"(?:https?://)?(?:(?:www|pmc)\.)?ncbi\.nlm\.nih\.gov/(?:pmc/)?articles/|pmcid:?\s*", re.IGNORECASE
)
_NCT = re.compile(r"NCT\d{8}\Z")
_NCT_LEAD = re.compile(r"(?:https?://)?(?:classic\.)?(?:www\.)?clinicaltrials\.gov/(?:ct2/show|study)/", re.IGNORECASE)
_ISBN_LEAD = re.compile(r"isbn(?:-1[03])?:?\s*", re.IGNORECASE)
LONGEST = 300
_OPENING = "([{<\"' "


class Identifier(NamedTuple):
    """`kind` is doi, pmid, pmcid, nct or isbn; `value` the one spelling of it."""

    kind: str
    value: str


def identify(text: str) -> Identifier | None:
    """The identifier that these words are, or None. A bare number of up to eight digits is a PMID, never a PMCID."""
    for kind, read in _READERS:
        if value := read(text):
            return Identifier(kind, value)
    return None


def doi(text: str) -> str:
    """A DOI in small letters from an address, a citation or itself; "" for what is none.

    Brackets belong to it where they pair, as in 10.1016/s0140-6736(97)11096-0; a sentence's full stop does not.
    """
    text = text.strip()[:LONGEST].lstrip(_OPENING)
    if lead := _DOI_LEAD.match(text):
        text = text[lead.end() :]
        if lead.group().endswith("/"):
            text = unquote(re.split(r"[?#]", text, maxsplit=1)[0])
    text = text.lstrip(_OPENING)
    while text and (text[-1] in ".,;:>\"'" or (text[-1] in ")]}" and not _is_balanced(text))):
        text = text[:-1]
    text = text.lower()
    return text if _DOI.match(text) else ""


def pmid(text: str) -> str:
    return _led(text, _PMID_LEAD, _PMID)


def pmcid(text: str) -> str:
    """`PMC` and digits; digits alone are none."""
    return _led(text, _PMCID_LEAD, _PMCID, upper=True)


def nct(text: str) -> str:
    return _led(text, _NCT_LEAD, _NCT, upper=True)


def isbn(text: str) -> str:
    """Thirteen digits; an ISBN of ten is converted. "" where the check digit is wrong."""
    signs = re.sub(r"[\s‐-–-]", "", _ISBN_LEAD.sub("", text.strip()[:LONGEST], count=1)).upper()
    if re.fullmatch(r"\d{9}[\dX]", signs):
        if not _is_weighed(signs):
            return ""
        return f"978{signs[:9]}{_isbn_check('978' + signs[:9])}"
    if re.fullmatch(r"97[89]\d{10}", signs) and signs[12] == _isbn_check(signs[:12]):
        return signs
    return ""


def issn(text: str) -> str:
    """`1234-567X`, or "" where the check digit is wrong (modulo 11)."""
    signs = re.sub(r"[\s-]", "", re.sub(r"^issn:?\s*", "", text.strip(), flags=re.IGNORECASE)).upper()
    return f"{signs[:4]}-{signs[4:]}" if re.fullmatch(r"\d{7}[\dX]", signs) and _is_weighed(signs) else ""


def address(kind: str, value: str) -> str:
    """Where a work with this identifier is found."""
    return _ADDRESSES[kind].format(quote(value, safe="/:;().-_~"))


def _led(text: str, lead: re.Pattern[str], shape: re.Pattern[str], *, upper: bool = False) -> str:
    text = text.strip()[:LONGEST]
    if found := lead.match(text):
        text = re.split(r"[/?#]", text[found.end() :], maxsplit=1)[0]
    text = text.strip().rstrip(".,;")
    text = text.upper() if upper else text
    return text if text.isascii() and shape.match(text) else ""


def _is_balanced(text: str) -> bool:
    return all(text.count(opening) >= text.count(closing) for opening, closing in ("()", "[]", "{}"))


def _is_weighed(signs: str) -> bool:
    """Whether the check sign fits: weights fall to one at the last, and X is ten (modulo 11)."""
    weights = range(len(signs), 0, -1)
    return (
        sum(weight * (10 if sign == "X" else int(sign)) for weight, sign in zip(weights, signs, strict=True)) % 11 == 0
    )


def _isbn_check(digits: str) -> str:
    return str(-sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10)


_READERS = (("doi", doi), ("pmcid", pmcid), ("nct", nct), ("pmid", pmid), ("isbn", isbn))
_ADDRESSES = {
    "doi": "https://doi.org/{}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
    "nct": "https://clinicaltrials.gov/study/{}",
}
