"""Care cards as their readers know them (STANDARDS E2–E4)."""

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from articles.checks.finding import Finding, short
from articles.checks.reading import Reading
from articles.enums import Severity
from content import references
from content.text import plain_text

Node = dict[str, Any]

# What may follow a card without a heading of its own.
_APART = frozenset({"heading", "care_card", "related_link", "figure", "rule"})
_CALL = re.compile(r"\bif(?:\s+(?:you|your|they|there|someone)\b[^.?!]{0,40})?:$", re.IGNORECASE)


def check(reading: Reading) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, block in enumerate(reading.blocks):
        if block["type"] != "care_card":
            continue
        yield from _heading(block)
        if not any(child["type"] == "bullet_list" for child in block["content"]):
            yield _of(block, "A care card needs a list: at least one sign to act on.", "card-list", blocks=True)
        if block["attrs"]["urgency"] == "emergency":
            yield from _emergency(block)
        yield from _after(block, reading.blocks[place + 1 : place + 2])
        if block["attrs"]["urgency"] in seen:
            yield _of(block, "There is another care card of this kind: join them, or say why not.", "card-twice")
        seen.add(block["attrs"]["urgency"])


def _heading(block: Node) -> Iterator[Finding]:
    words = _words(block["content"][0])
    if not _CALL.search(words.strip()):
        message = (
            f"“{short(words)}” should be one call to act that ends in “if:” (“Ask for an urgent appointment if:”)."
        )
        yield _of(block, message, "card-heading")


def _emergency(block: Node) -> Iterator[Finding]:
    if any(_leads_on(found) for found in references.extract({"type": "doc", "content": [block]})):
        message = "An emergency card holds no link but one that calls (tel:…): nobody should read on."
        yield _of(block, message, "card-link", blocks=True)
    words = _words(block["content"][0]).casefold()
    if not any(one.casefold() in words for one in settings.EMERGENCY_CALLS):
        known = " or ".join(f"“{one}”" for one in settings.EMERGENCY_CALLS[:3])
        yield _of(block, f"Its heading should say where to turn, such as {known}.", "card-number")


def _leads_on(link: references.Occurrence) -> bool:
    return link.target is not None and not str(link.target.id).startswith("tel:")


def _after(block: Node, following: list[Node]) -> Iterator[Finding]:
    if following and following[0]["type"] not in _APART:
        message = f"“{short(_words(following[0]))}” follows a care card: give it a heading of its own."
        yield _of(following[0], message, "card-after", blocks=True)


def _of(block: Node, message: str, code: str, *, blocks: bool = False) -> Finding:
    severity = Severity.BLOCK if blocks else Severity.WARN
    words, block_id = _words(block), block["attrs"]["id"]
    return Finding(
        "body",
        message,
        severity,
        code,
        block_id,
        overridable=blocks,
        words=words,
        end=len(words),
        dismissible=not blocks,
    )


def _words(block: Node) -> str:
    return plain_text({"type": "doc", "content": [block]})
