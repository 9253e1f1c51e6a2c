"""Links whose words do not say where they lead (STANDARDS, plain language)."""

import re
from collections.abc import Iterator

from articles.checks.finding import Finding, short
from articles.checks.patterns import group
from articles.checks.reading import Reading
from articles.enums import Severity
from content import references

_THIS = group(
    r"""
    link | page | article | post | one | guide | piece | site | website | resource | study | text | story | list
    """
)
_IDLE = re.compile(
    rf"(?:please )?(?:in |on |at |to |our |via )?(?:click|tap|press|see|read|look|go|find out|learn|check|view|"
    rf"visit|get|discover)?\s?"
    rf"(?:more|it|this|out)?\s?(?:right |over |in |on )?(?:here|this|that|it|more|details?|info(?:rmation)?|on|{_THIS}|"
    rf"(?:this|that|the|our|a) (?:\w+ )?{_THIS}|continue(?: reading)?|download|source)?(?: (?:here|now|"
    rf"on))?(?: ?\([^()]*\))?[.…!»>→ ]*",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?:https?://|www\.)\S+|[a-z0-9-]+\.(?:com|org|net|gov|edu|co\.uk|info)(?:/\S*)?", re.IGNORECASE)


def check(reading: Reading) -> Iterator[Finding]:
    for one in references.extract(reading.snapshot.body):
        words = one.words.strip()
        if one.origin == "text" and (_IDLE.fullmatch(words) or _BARE.fullmatch(words)):
            message = f"The link “{short(words)}” does not say where it leads."
            yield Finding("body", message, Severity.WARN, "link-words", one.block_id, words=words, dismissible=True)
