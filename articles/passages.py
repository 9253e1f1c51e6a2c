"""Finding the passage of which a comment speaks, in a text that has gone on changing.

The words themselves are looked for, in their block, then in all others; where they were edited, what is left of them.
Offsets count characters of `words_of()`, which says of a block what the editor's textBetween(…, "\\n", "\\n") says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from content.alignment import align
from content.schema import NODES

Block = dict[str, Any]

# From this share of its words on, an edited passage is still the one that was spoken of.
_LEFT = 0.5
# How much longer it may have become.
_GROWN = 3
# Shorter words stand everywhere: in another block they are the passage only with what stood around them.
_TELLING = 12
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Anchor:
    """Where a comment was made: the block, the words that were chosen, and some of what stood before and after them.

    Without a quote the whole block is meant, without a block the whole text.
    """

    block_id: str = ""
    quote: str = ""
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Place:
    """Where that is now: from `start` to `end` in the words of the block."""

    block_id: str
    start: int
    end: int


def words_of(block: Block) -> str:
    """The words of a block as they can be chosen: texts alone, line by line, also empty ones."""
    return "\n".join(_texts(block))


def place(anchor: Anchor, document: dict[str, Any]) -> Place | None:
    """Where the passage stands in `document`; None where it is gone, and for an anchor that has no block."""
    blocks = {block["attrs"]["id"]: block for block in document["content"]}
    own = blocks.get(anchor.block_id)
    if not anchor.quote:
        return Place(anchor.block_id, 0, len(words_of(own))) if own else None
    if own and (found := _said(anchor, own) or _edited(anchor, own)):
        return found
    return _elsewhere(anchor, [block for key, block in blocks.items() if key != anchor.block_id])


def _texts(node: Block) -> Iterator[str]:
    if NODES[node["type"]].holds_text:
        yield "".join(child.get("text", "\n") for child in node.get("content", ()))
    else:
        for child in node.get("content", ()):
            yield from _texts(child)


def _said(anchor: Anchor, block: Block) -> Place | None:
    """The very words; of several the one in the likest surroundings, the first of those that are alike."""
    words = words_of(block)
    starts = [found.start() for found in re.finditer(f"(?={re.escape(anchor.quote)})", words)]
    if not starts:
        return None
    start = max(starts, key=lambda start: _likeness(anchor, words, start))
    return Place(block["attrs"]["id"], start, start + len(anchor.quote))


def _likeness(anchor: Anchor, words: str, start: int) -> int:
    """How many characters around the words are as they were."""
    before, after = words[:start][::-1], words[start + len(anchor.quote) :]
    return _common(before, anchor.prefix[::-1]) + _common(after, anchor.suffix)


def _common(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _elsewhere(anchor: Anchor, blocks: list[Block]) -> Place | None:
    """The very words in another block: they were moved there, or the block was split or joined."""
    places = [found for block in blocks if (found := _said(anchor, block))]
    by_id = {block["attrs"]["id"]: words_of(block) for block in blocks}
    rated = [(_likeness(anchor, by_id[found.block_id], found.start), found) for found in places]
    likest = max((rate for rate, _ in rated), default=0)
    best = [found for rate, found in rated if rate == likest]
    is_telling = len(anchor.quote) >= _TELLING or likest >= _TELLING
    # Of several that are equally like, none can be told to be the one.
    return best[0] if len(best) == 1 and is_telling else None


def _edited(anchor: Anchor, block: Block) -> Place | None:
    """What is left of the words: aligned, with their surroundings, with those of the block."""
    old, words = anchor.prefix + anchor.quote + anchor.suffix, words_of(block)
    before, now = list(_WORD.finditer(old)), list(_WORD.finditer(words))
    pairs = align([one[0].casefold() for one in before], [one[0].casefold() for one in now])
    first, last = len(anchor.prefix), len(anchor.prefix + anchor.quote)
    quoted = [index for index, one in enumerate(before) if first <= one.start() < last]
    kept = [(old_at, new_at) for old_at, new_at in pairs if old_at in set(quoted)]
    if not kept or len(kept) < _LEFT * len(quoted):
        return None
    start, end = now[kept[0][1]].start(), now[kept[-1][1]].end()
    if end - start > _GROWN * len(anchor.quote):
        return None
    return Place(block["attrs"]["id"], start, end)
