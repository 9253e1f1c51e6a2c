"""Turning words of a document's paragraphs into links: those that a person names, and those that name a topic.

Words are found in paragraphs and list items, never in headings, and never where a link is already. In an emergency
there is nothing to read on: no link is set in such a card, but one that calls a number.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_QUOTES = {"'": "['’‘]", "’": "['’]", '"': '["“”]'}
_TAKEN = "\x00"
_INLINE_HOLDERS = ("paragraph",)


@dataclass(frozen=True, slots=True)
class Place:
    """Some words of one paragraph. `paragraph` counts the paragraphs of the document from 0; the rest are offsets."""

    block_id: str
    paragraph: int
    start: int
    end: int
    words: str


def find(
    document: dict[str, Any], words: str, containing: str = "", *, calls: bool = False, linked_too: bool = False
) -> Place | None:
    """The first place where `words` stand as whole words and free of links, in a paragraph with `containing`.

    Straight and curly quotation marks count as equal, and so do all blanks. `calls`: the link will call a number.
    `linked_too`: not for a link but for another mark, which may lie over links, and in every card.
    """
    pattern, context = _pattern(words), _pattern(containing) if containing.strip() else None
    for number, (block, paragraph) in enumerate(_paragraphs(document)):
        closed = _is_emergency(block) and not calls
        block_id, text = block["attrs"]["id"], _text(paragraph) if linked_too else _free_text(paragraph, closed=closed)
        if (context is None or context.search(_text(paragraph))) and (found := pattern.search(text)):
            return Place(block_id, number, found.start(), found.end(), found.group())
    return None


def set_links(document: dict[str, Any], links: Iterable[tuple[Place, dict[str, Any]]]) -> dict[str, Any]:
    """A copy of the document in which each place leads to its target. Places must be free and not overlap."""
    return set_marks(document, [(place, {"type": "link", "attrs": {"target": target}}) for place, target in links])


def set_marks(document: dict[str, Any], marks: Iterable[tuple[Place, dict[str, Any]]]) -> dict[str, Any]:
    """A copy of the document with each mark on its place."""
    by_paragraph: dict[int, list[tuple[Place, dict[str, Any]]]] = {}
    for place, mark in marks:
        by_paragraph.setdefault(place.paragraph, []).append((place, mark))
    counter = iter(range(10**9))

    def walk(node: dict[str, Any]) -> dict[str, Any]:
        if node["type"] in _INLINE_HOLDERS:
            here = by_paragraph.get(next(counter), ())
            children = node.get("content", [])
            for place, mark in here:
                children = _marked(children, place.start, place.end, mark)
            return {**node, "content": children} if here else node
        if "content" in node and node["type"] not in ("heading", "figure", "care_heading"):
            return {**node, "content": [walk(child) for child in node["content"]]}
        return node

    return walk(document)


def free_paragraphs(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Each paragraph's block id and text. What is linked or must not be is NUL, so that nothing is found across it."""
    return [
        (block["attrs"]["id"], _free_text(paragraph, closed=_is_emergency(block)))
        for block, paragraph in _paragraphs(document)
    ]


def texts(document: dict[str, Any]) -> list[str]:
    """The text of each paragraph, linked or not: with the offsets of free_paragraphs()."""
    return [_text(paragraph) for _, paragraph in _paragraphs(document)]


def _pattern(words: str) -> re.Pattern[str]:
    words = unicodedata.normalize("NFC", words).strip()
    inside = "".join(r"\s+" if part.isspace() else _literal(part) for part in re.split(r"(\s+)", words))
    return re.compile(rf"(?<!\w){inside}(?!\w)")


def _literal(part: str) -> str:
    return "".join(_QUOTES.get(character, re.escape(character)) for character in part)


def _paragraphs(document: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every paragraph with the block in which it stands."""
    for block in document["content"]:
        for paragraph in _inside(block):
            yield block, paragraph


def _is_emergency(block: dict[str, Any]) -> bool:
    return block["type"] == "care_card" and block["attrs"]["urgency"] == "emergency"


def _inside(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if node["type"] in _INLINE_HOLDERS:
        yield node
    elif node["type"] not in ("heading", "figure", "care_heading"):
        for child in node.get("content", ()):
            yield from _inside(child)


def _text(paragraph: dict[str, Any]) -> str:
    return "".join(child.get("text", "\n") for child in paragraph.get("content", ()))


def _free_text(paragraph: dict[str, Any], *, closed: bool) -> str:
    children = paragraph.get("content", ())
    return "".join(
        _TAKEN * len(child.get("text", " ")) if closed or _is_linked(child) else child.get("text", "\n")
        for child in children
    )


def _is_linked(node: dict[str, Any]) -> bool:
    return any(mark["type"] == "link" for mark in node.get("marks", ()))


def _marked(children: list[dict[str, Any]], start: int, end: int, mark: dict[str, Any]) -> list[dict[str, Any]]:
    """The text nodes, split at both ends of the place, with the mark on what lies between."""
    result, offset = [], 0
    for child in children:
        text = child.get("text", "\n")
        first, last = max(start - offset, 0), min(end - offset, len(text))
        offset += len(text)
        if child["type"] != "text" or first >= last:
            result.append(child)
            continue
        pieces = [(text[:first], False), (text[first:last], True), (text[last:], False)]
        for words, inside in pieces:
            marks = [*child.get("marks", ()), *([mark] if inside else [])]
            if words:
                result.append({"type": "text", "text": words, **({"marks": marks} if marks else {})})
    return result
