"""The old and the new state of one block as one block, in which each piece of text knows where it comes from.

What holds text gets a key `pieces`, a list of (Mark, inline nodes); all else has the shape of the schema, so that
the renderers of content.html_blocks can write it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from content.alignment import Pair, align
from content.diff import BlockChange, Change, Mark, diff, word_diff
from content.plain import lines
from content.schema import NODES
from content.tables import span

Node = dict[str, Any]
Piece = tuple[Mark, list[Node]]

# Blocks whose parts are attributes: a reader sees the old one and then the new one.
_WHOLE = ("related_link", "rule")
# Two items or rows are one that was changed if at least this share of their words is in both.
_ALIKE = 0.4
# Longest stretches, as product of their lengths, in which each is compared with each.
_SHORT = 2_500


@dataclass(frozen=True, slots=True)
class Combined:
    """A change, and both states of a changed block in one, if there is such a node."""

    change: BlockChange
    both: Node | None


def combined(old: Node, new: Node) -> list[Combined]:
    """What differs between two documents (content.diff)."""
    return [
        Combined(one, combine(one.before, one.after) if one.change == Change.CHANGED else None)
        for one in diff(old, new)
    ]


def combine(before: Node, after: Node) -> Node | None:
    """One node that says what stood there, what stands there now, and which is which. None where no such node makes
    sense, because another kind of block, another picture or a table of another shape took its place."""
    if before["type"] != after["type"] or after["type"] in _WHOLE:
        return None
    if after["type"] == "figure" and before["attrs"]["image"] != after["attrs"]["image"]:
        return None
    if after["type"] == "table" and not (_columns(before) == _columns(after) != 0):
        return None
    return _both(before, after)


def pieces(node: Node) -> Iterator[Piece]:
    """All pieces of a combined node in order."""
    if "pieces" in node:
        yield from node["pieces"]
        return
    for child in node.get("content", ()):
        yield from pieces(child)


def text_pieces(old: Sequence[Node], new: Sequence[Node]) -> list[Piece]:
    """Two inline contents as pieces; the removed words stand before those that took their place."""
    before, after = _Leaves(old), _Leaves(new)
    found: list[Piece] = []
    for run in word_diff(before.text, after.text):
        if run.mark == Mark.SAME:
            found += _kept(before.take(len(run.text)), after.take(len(run.text)))
        elif run.mark == Mark.REMOVED:
            found.append((Mark.REMOVED, before.take(len(run.text))))
        else:
            found.append((Mark.ADDED, after.take(len(run.text))))
    return found


def _both(before: Node, after: Node) -> Node:
    if NODES[after["type"]].holds_text:
        found = text_pieces(before.get("content", ()), after.get("content", ()))
        return {**after, "content": [leaf for _, leaves in found for leaf in leaves], "pieces": found}
    if NODES[after["type"]].is_leaf:
        return after
    return {**after, "content": list(_children(before, after))}


def _wholly(node: Node, mark: Mark) -> Node:
    """A part that is on one side only."""
    if NODES[node["type"]].holds_text:
        return {**node, "pieces": [(mark, node["content"])] if node.get("content") else []}
    return {**node, "content": [_wholly(child, mark) for child in node.get("content", ())]}


def _children(before: Node, after: Node) -> Iterator[Node]:
    """The children of both; a removed one stands where it was."""
    olds, news = before["content"], after["content"]
    edges = [(-1, -1), *_same_children(after["type"], olds, news), (len(olds), len(news))]
    for (old_from, new_from), (old_to, new_to) in pairwise(edges):
        yield from (_wholly(child, Mark.REMOVED) for child in olds[old_from + 1 : old_to])
        yield from (_wholly(child, Mark.ADDED) for child in news[new_from + 1 : new_to])
        if new_to < len(news):
            yield _both(olds[old_to], news[new_to])


def _same_children(parent: str, olds: list[Node], news: list[Node]) -> list[Pair]:
    """Equal children, and between those the ones that are alike. The cells of a row go by their columns; an only
    child and what must come first, as the words of an item, are the same whatever they say."""
    if parent == "table_row":
        return [(place, place) for place in range(len(news))]
    if len(olds) == len(news) == 1 and olds[0]["type"] == news[0]["type"]:
        return [(0, 0)]
    start = 1 if NODES[parent].first else 0
    equal = align([_spelled(child) for child in olds[start:]], [_spelled(child) for child in news[start:]])
    pairs = [*((place, place) for place in range(start)), *((i + start, j + start) for i, j in equal)]
    for (i, j), (to_i, to_j) in pairwise([(-1, -1), *pairs, (len(olds), len(news))]):
        pairs += _alike(olds, news, range(i + 1, to_i), range(j + 1, to_j))
    return sorted(pairs)


def _alike(olds: list[Node], news: list[Node], mine: range, theirs: range) -> Iterator[Pair]:
    """In order, each new child with the next old one that shares enough words with it."""
    if len(mine) * len(theirs) > _SHORT:
        return
    words = {place: _words(olds[place]) for place in mine}
    start = mine.start
    for place in theirs:
        wanted = _words(news[place])
        for candidate in range(start, mine.stop):
            if olds[candidate]["type"] == news[place]["type"] and _share(words[candidate], wanted) >= _ALIKE:
                yield candidate, place
                start = candidate + 1
                break


def _words(node: Node) -> Counter[str]:
    return Counter(word for line in lines(node) for word in line.casefold().split())


def _share(one: Counter[str], other: Counter[str]) -> float:
    longer = max(one.total(), other.total())
    return (one & other).total() / longer if longer else 1


def _spelled(node: Node) -> str:
    return json.dumps(node, sort_keys=True)


def _columns(table: Node) -> int:
    """The number of columns of a plain table; nought for one in which a cell spans others."""
    cells = [cell for row in table["content"] for cell in row["content"]]
    if any(span(cell, name) != 1 for cell in cells for name in ("colspan", "rowspan")):
        return 0
    return len(table["content"][0]["content"])


def _kept(before: list[Node], after: list[Node]) -> list[Piece]:
    """The same words of both sides, cut where their marks begin or cease to differ. What was restyled says in `had`
    which marks it had."""
    found: list[Piece] = []
    one, other = _Leaves(before), _Leaves(after)
    while other.waiting:
        length = min(one.next_length, other.next_length)
        (old,), (new,) = one.take(length), other.take(length)
        mark = Mark.SAME if old.get("marks", []) == new.get("marks", []) else Mark.RESTYLED
        if mark == Mark.RESTYLED:
            new = {**new, "had": old.get("marks", [])}
        if found and found[-1][0] == mark:
            found[-1][1].append(new)
        else:
            found.append((mark, [new]))
    return found


def _text(leaf: Node) -> str:
    return leaf.get("text", "\n")


class _Leaves:
    """Inline nodes that are taken from the front, so many characters at a time."""

    def __init__(self, nodes: Iterable[Node]):
        self.waiting = list(nodes)[::-1]
        self.text = "".join(_text(leaf) for leaf in reversed(self.waiting))

    @property
    def next_length(self) -> int:
        return len(_text(self.waiting[-1]))

    def take(self, length: int) -> list[Node]:
        taken: list[Node] = []
        while length > 0:
            leaf = self.waiting.pop()
            if (size := len(_text(leaf))) > length:
                self.waiting.append({**leaf, "text": leaf["text"][length:]})
                leaf = {**leaf, "text": leaf["text"][:length]}
            taken.append(leaf)
            length -= min(size, length)
        return taken
