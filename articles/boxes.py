"""Putting lines of an imported text into the boxes that its particulars ask for: care cards, key points and others."""

from typing import Any

from articles.delivery import Reason, Refused
from articles.particulars import Box, Callout, Card, Experience, KeyPoints, Particulars
from content import ids, plain
from content.schema import NODES

Block = dict[str, Any]

BOXES = tuple(kind.node for kind in (Card, KeyPoints, Experience, Callout))

_INSIDE = ("paragraph", "bullet_list")
_LISTS = ("bullet_list", "ordered_list")
_QUOTES = str.maketrans("’‘“”", "''\"\"")


class _Misfit(ValueError):
    """Why a box cannot be made, in words for the deliverer."""


def set_boxes(document: dict[str, Any], said: Particulars) -> dict[str, Any]:
    """The document with the lines that the particulars name in boxes of their own; no word is lost.

    Ids derive from the words, so that importing twice gives equal documents. Raises Refused with every reason.
    """
    blocks: list[Block] = document["content"]
    reasons: list[Reason] = []
    made: dict[int, tuple[Block, int]] = {}
    taken: dict[int, Box] = {}
    for box in said.boxes:
        try:
            first, last = _span(blocks, box)
            _check_free(range(first, last + 1), taken)
            made[first] = (_made(box, blocks[first : last + 1]), last)
            taken.update(dict.fromkeys(range(first, last + 1), box))
        except _Misfit as misfit:
            reasons += said.refuse(str(misfit), box.line).reasons
    if reasons:
        raise Refused(*reasons)
    kept = [made[at][0] if at in made else block for at, block in enumerate(blocks) if at in made or at not in taken]
    return {**document, "content": kept}


def _span(blocks: list[Block], box: Box) -> tuple[int, int]:
    """The places of the first and the last block of a box."""
    first = _first(blocks, box)
    last = _last(blocks, first, box) if box.through else _end(blocks, first)
    _check_kinds(blocks[first : last + 1])
    return first, last


def _first(blocks: list[Block], box: Box) -> int:
    found = [at for at, block in enumerate(blocks) if _begins(_words(block), box.opening)]
    if len(found) == 1:
        return found[0]
    if found:
        raise _Misfit(f"{len(found)} paragraphs or lists begin with “{box.opening}”; give more of its words")
    raise _Misfit(f"no paragraph, list or subheading begins with “{box.opening}”")


def _last(blocks: list[Block], first: int, box: Box) -> int:
    for at, block in enumerate(blocks[first:], start=first):
        if any(_begins(line, box.through) for line in plain.lines(block)):
            return at
    raise _Misfit(f"no line from “{box.opening}” on begins with “{box.through}”")


def _end(blocks: list[Block], first: int) -> int:
    """A subheading takes the next block with it, and a paragraph the list below it."""
    kinds = [block["type"] for block in blocks[first : first + 3]] + [""] * 2
    last = 1 if kinds[0] == "heading" and kinds[1] in (*_INSIDE, *_LISTS) else 0
    return first + last + (kinds[last] != "bullet_list" and kinds[last + 1] in _LISTS)


def _check_kinds(blocks: list[Block]) -> None:
    opening, *others = blocks
    if opening["type"] == "heading" and opening["attrs"]["level"] == 2:
        why = "it is short, and a blank line follows it"
        raise _Misfit(f"“{_words(opening)}” heads a section ({why}); begin the box below it")
    for block in others if opening["type"] == "heading" else blocks:
        if block["type"] not in _INSIDE:
            what = f"a {NODES[block['type']].label.lower()} cannot stand in a box (“{_words(block)}”)"
            hint = "begin its lines with “- ”, or " if block["type"] == "ordered_list" else ""
            raise _Misfit(f"{what}; {hint}let “through” end the box before it")


def _check_free(places: range, taken: dict[int, Box]) -> None:
    if other := next((taken[at] for at in places if at in taken), None):
        raise _Misfit(f"some of its lines stand in the box that opens with “{other.opening}” already")


def _made(box: Box, blocks: list[Block]) -> Block:
    attrs = {"id": ids.derive(f"{box.node}\n{_words(blocks[0])}", 0)}
    if isinstance(box, Card):
        heading, inside = _card_heading(box, blocks)
        attrs["urgency"] = box.urgency
        return {"type": box.node, "attrs": attrs, "content": [heading, *map(_part, inside)]}
    title = box.title if isinstance(box, Callout) else ""
    if blocks[0]["type"] == "heading":
        title, *blocks = _own_title(box, _words(blocks[0])), *blocks[1:]
    if isinstance(box, Callout):
        attrs["title"] = title
    if not blocks:
        raise _Misfit(f"below “{box.opening}” there is nothing for the box")
    return {"type": box.node, "attrs": attrs, "content": [*map(_part, blocks)]}


def _card_heading(box: Card, blocks: list[Block]) -> tuple[Block, list[Block]]:
    """The heading of a care card, and what stands below it."""
    opening, *below = blocks
    if box.heading.strip():
        if opening["type"] == "heading":
            raise _Misfit(f"the card has the heading “{_words(opening)}” already; leave out {box.heading!r}")
        return {"type": "care_heading", "content": [{"type": "text", "text": box.heading.strip()}]}, blocks
    if opening["type"] == "bullet_list":
        raise _Misfit("a card that opens with a list needs a heading")
    if not below:
        raise _Misfit(f"below “{_words(opening)}” there is no list; a care card needs one, or a paragraph")
    return {"type": "care_heading", "content": opening["content"]}, below


def _own_title(box: Box, words: str) -> str:
    """The title that a subheading gives a call-out. The other boxes bear their own words and take no different ones."""
    label = NODES[box.node].label
    if isinstance(box, Callout):
        if box.title:
            raise _Misfit(f"the call-out has the title “{words}” already; leave out {box.title!r}")
        return words
    if words.casefold() != label.casefold():
        raise _Misfit(f"the box is headed “{label}” by itself; begin it below the subheading “{words}”")
    return ""


def _part(block: Block) -> Block:
    """The block as part of another: without an id, which only blocks have."""
    return {key: value for key, value in block.items() if key != "attrs"}


def _words(block: Block) -> str:
    """Its first line."""
    return next(plain.lines(block), "")


def _begins(line: str, words: str) -> bool:
    """Whether whole words begin the line; straight and curly quotation marks count as equal, and so do all blanks."""
    line, words = _plainly(line), _plainly(words)
    return line.startswith(words) and not line[len(words) : len(words) + 1].isalnum()


def _plainly(text: str) -> str:
    return " ".join(text.translate(_QUOTES).split())
