"""What differs between two documents, at two levels: blocks, then words. Always in n log n, whatever the texts."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from content.alignment import Pair, align, longest_increasing
from content.plain import lines

Block = dict[str, Any]
Token = tuple[str, str]

# A word or a sign, and the blanks after it, which do not count in the comparison.
_TOKEN = re.compile(r"(\w+(?:[’'-]\w+)*|[^\w\s])?(\s*)")
# What stands alone between two changes and is no longer than this is taken for chance.
_CHANCE = 3


class Change(StrEnum):
    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


class Mark(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    # The same words under other marks; only content.combining tells it.
    RESTYLED = "restyled"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are the same, added or removed. The same and the removed ones together are the old text, the same and
    the added ones the new text, to the character."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class BlockChange:
    """What became of one block. `details`: what changed besides its words: names of attributes, "type", or
    "formatting" where the words are the same. `moved`: it stands elsewhere; true for a changed one too."""

    change: Change
    before: Block | None
    after: Block | None
    details: tuple[str, ...] = ()
    moved: bool = False

    @property
    def block_id(self) -> str:
        return (self.after or self.before)["attrs"]["id"]


def diff(old: dict[str, Any], new: dict[str, Any]) -> list[BlockChange]:
    """Each block of either document once, in the order of `new`; a removed one stands where it was.

    Blocks are the same by id, or else by having equal content in the same order.
    """
    olds, news = old["content"], new["content"]
    pairs = _pairs(olds, news)
    stays = {pairs[place] for place in longest_increasing([old_place for old_place, _ in pairs])}
    origin = {new_place: old_place for old_place, new_place in pairs}
    changes: list[BlockChange] = []
    edges = [(-1, -1), *sorted(stays), (len(olds), len(news))]
    lost = set(range(len(olds))) - set(origin.values())
    for (old_from, new_from), (old_to, new_to) in pairwise(edges):
        changes += [BlockChange(Change.REMOVED, olds[p], None) for p in range(old_from + 1, old_to) if p in lost]
        for place in range(new_from + 1, new_to):
            before = olds[origin[place]] if place in origin else None
            changes.append(_change(before, news[place], moved=before is not None))
        if new_to < len(news):
            changes.append(_change(olds[old_to], news[new_to], moved=False))
    return changes


def word_diff(old: str, new: str) -> list[Run]:
    """The words of two texts as runs; what is removed stands before what is added in its place."""
    a, b = _tokens(old), _tokens(new)
    pairs = _without_chance(a, align([word for word, _ in a], [word for word, _ in b]))
    runs = _Runs()
    i = j = 0
    for x, y in pairs:
        runs.change(_joined(a[i:x]), _joined(b[j:y]))
        runs.same(a[x][0])
        if a[x][1] == b[y][1]:
            runs.same(a[x][1])
        else:
            runs.change(a[x][1], b[y][1])
        i, j = x + 1, y + 1
    runs.change(_joined(a[i:]), _joined(b[j:]))
    return runs.finish()


def _pairs(olds: list[Block], news: list[Block]) -> list[Pair]:
    """Old and new place of each block that is in both, in the order of the new ones."""
    places = {block["attrs"]["id"]: place for place, block in enumerate(olds)}
    pairs = [(places[i], place) for place, block in enumerate(news) if (i := block["attrs"]["id"]) in places]
    used, known = {place for place, _ in pairs}, {place for _, place in pairs}
    left = [place for place in range(len(olds)) if place not in used]
    fresh = [place for place in range(len(news)) if place not in known]
    same = align([_spelled(olds[place]) for place in left], [_spelled(news[place]) for place in fresh])
    return sorted([*pairs, *((left[i], fresh[j]) for i, j in same)], key=lambda pair: pair[1])


def _change(before: Block | None, after: Block, *, moved: bool) -> BlockChange:
    if before is None:
        return BlockChange(Change.ADDED, None, after)
    if _content(before) == _content(after):
        return BlockChange(Change.MOVED if moved else Change.KEPT, before, after, moved=moved)
    same_words = list(lines(before)) == list(lines(after))
    details = tuple(_details(before, after, same_words=same_words))
    return BlockChange(Change.CHANGED, before, after, details, moved)


def _content(block: Block) -> list[Any]:
    """All of a block but its id."""
    attrs = {name: value for name, value in block["attrs"].items() if name != "id"}
    return [block["type"], attrs, block.get("content", [])]


def _spelled(block: Block) -> str:
    return json.dumps(_content(block), sort_keys=True)


def _details(before: Block, after: Block, *, same_words: bool) -> Iterator[str]:
    if before["type"] != after["type"]:
        yield "type"
    for name in sorted(before["attrs"].keys() | after["attrs"].keys()):
        if name != "id" and before["attrs"].get(name) != after["attrs"].get(name):
            yield name
    if same_words and before.get("content", []) != after.get("content", []):
        yield "formatting"


def _tokens(text: str) -> list[Token]:
    return [(found[1] or "", found[2]) for found in _TOKEN.finditer(text) if found.group()]


def _joined(tokens: list[Token]) -> str:
    return "".join(word + blanks for word, blanks in tokens)


def _without_chance(tokens: list[Token], pairs: list[Pair]) -> list[Pair]:
    """Without short words and signs that match although all around them differs: they only tear a change apart."""
    known = set(pairs)

    def is_chance(pair: Pair) -> bool:
        x, y = pair
        alone = (x - 1, y - 1) not in known and (x + 1, y + 1) not in known
        return alone and len(tokens[x][0]) <= _CHANCE and 0 < x < len(tokens) - 1

    return [pair for pair in pairs if not is_chance(pair)]


class _Runs:
    """Collects runs; neighbouring changes become one removal and one addition."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.kept: list[str] = []
        self.gone: list[str] = []
        self.come: list[str] = []

    def same(self, text: str) -> None:
        if text and (self.gone or self.come):
            self._flush_change()
        if text:
            self.kept.append(text)

    def change(self, gone: str, come: str) -> None:
        if (gone or come) and self.kept:
            self.runs.append(Run(Mark.SAME, "".join(self.kept)))
            self.kept = []
        self.gone += [gone] if gone else []
        self.come += [come] if come else []

    def finish(self) -> list[Run]:
        self._flush_change()
        if self.kept:
            self.runs.append(Run(Mark.SAME, "".join(self.kept)))
        return self.runs

    def _flush_change(self) -> None:
        for mark, parts in ((Mark.REMOVED, self.gone), (Mark.ADDED, self.come)):
            if parts:
                self.runs.append(Run(mark, "".join(parts)))
        self.gone, self.come = [], []
