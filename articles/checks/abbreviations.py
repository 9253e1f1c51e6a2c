"""Abbreviations that are not explained where they are first used (STANDARDS, plain language)."""

import re
from collections.abc import Iterator

from articles.checks.finding import Finding, at
from articles.checks.patterns import words
from articles.checks.reading import Reading, Sentence
from content import references

_ABBREVIATION = re.compile(r"\b[A-Z](?:[A-Z0-9]|(?<=[A-Z])-(?=[A-Z]))*[A-Z](?:s\b|\b)|\b[A-Z]{2,}s?\b")
# What everyone says, what is no abbreviation, and what only machines read.
_KNOWN = frozenset(
    words(
        """
        HIV AIDS DNA RNA COVID UK US USA EU UN NHS GP ER A&E BBC WHO NASA BMJ JAMA TV CD DVD PDF FAQ DIY VIP SOS OK ID
        PIN AM PM BC AD CEO MP IT PE PC HD UV GPS SMS SIM USB LED ATM URL DOI PMID ISBN MD RN PHD WIFI XS XXS XL XXL XX
        II III IV VI VII VIII IX XI XII XV TK
        """
    )
)
_LOUD = re.compile(r"(?:\b[A-Z]{2,}\b[\s,!]*){3,}")

_LONG_FORM_BEFORE = re.compile(
    r"[^\W\d_]{3,}[^()]{0,60}\(\s*(?:the |an? |or )?[“\"‘]?$|[^\W\d_]{4,},? (?:or|called|known as|shortened to|"
    r"abbreviated (?:to|as)|for short,?|also called) (?:the )?[“\"‘]?$"
)
_LONG_FORM_BEHIND = re.compile(
    r"^s?[”\"’]?\s*\((?!see\b|page\b|\d)[^()]*[^\W\d_]{4,}|^s?[”\"’]?,? (?:or|short for|(?:which )?stands? for|"
    r"meaning|(?:which )?is short for|that is,|–|—) ?[^\W\d_]{3,}"
)


def check(reading: Reading) -> Iterator[Finding]:
    """Each once, at its first use in the text; in the title apart, because it stands alone in lists."""
    told = _marked(reading)
    for passage in reading.passages:
        if _LOUD.search(passage.text):
            continue
        for found in _ABBREVIATION.finditer(passage.text):
            name = found.group().removesuffix("s")
            if name in _KNOWN or name in told or _is_part(passage.text, found) or _is_explained(passage.text, found):
                told.add(name)
            elif passage.place == "title":
                yield at(passage, f"“{name}” in the title is not explained: write it out there.", "abbreviation")
            else:
                told.add(name)
                where = Sentence(found.group(), passage.start + found.start(), passage.start + found.end(), passage)
                message = f"“{name}” is not explained where it is first used."
                yield at(where, message, "abbreviation", fix="abbreviation")


def _marked(reading: Reading) -> set[str]:
    """Abbreviations whose long form readers are shown at the words."""
    return {
        child["text"].strip().removesuffix("s")
        for block in reading.blocks
        for holder in references.holders(block)
        for child in holder.get("content", ())
        if any(mark["type"] == "abbreviation" for mark in child.get("marks", ()))
    }


def _is_explained(text: str, found: re.Match[str]) -> bool:
    """Whether the long form stands beside it: “hormone … therapy (HRT)”, “HRT (hormone …)”, “HRT, or hormone …”."""
    end = found.start() + len(found.group().removesuffix("s"))
    return bool(_LONG_FORM_BEFORE.search(text[: found.start()]) or _LONG_FORM_BEHIND.search(text[end:]))


def _is_part(text: str, found: re.Match[str]) -> bool:
    """Of a number, an address or a name with digits ("L4-L5", "B12", "1,25(OH)D")."""
    around = text[max(0, found.start() - 1) : found.start()] + text[found.end() : found.end() + 1]
    return bool(re.search(r"[\d/@._]", around)) and not around.endswith(".")
