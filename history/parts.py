"""A snapshot as parts that change one by one, and the merge of several people's changes.

A part is a block of the snapshot's document (key `block:<id>`), the order of its blocks (`order`), or any other field
(its name). The document is the one value of the shape {"type": "doc", "content": [{"attrs": {"id": …}}, …]}.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from history import snapshots

BLOCK = "block:"
ORDER = "order"
# 64 bits: two states of one part never meet by chance.
_PRINT_LENGTH = 16

Parts = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """What a person wants in a part. `base` is the print of what they saw there, None for nothing; a block's `value`
    is None where it is to go."""

    base: str | None
    value: Any


@dataclass(frozen=True)
class Order:
    """The order of blocks that a person wants: `ids`; `was` is the order from which they started, or `base` its print;
    None where it is not known."""

    ids: Sequence[str]
    was: Sequence[str] | None = None
    base: str | None = None


@dataclass(frozen=True)
class Merged:
    """`snapshot`: what stands now; `before` and `after`: its parts. `taken`: the keys that are now as wanted, also
    those that were so already; `conflicts`: the keys left as they were, because another change came first."""

    snapshot: dict[str, Any]
    before: Parts
    after: Parts
    taken: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)

    @property
    def changed(self) -> set[str]:
        return changed(self.before, self.after)


def block_key(block_id: str) -> str:
    return f"{BLOCK}{block_id}"


def fingerprint(value: Any) -> str:
    """The print of a part's value: the beginning of the SHA-256 of its canonical JSON, in hexadecimal."""
    return hashlib.sha256(snapshots.canonical(value)).hexdigest()[:_PRINT_LENGTH]


def print_of(parts: Mapping[str, Any], key: str) -> str | None:
    """The print of a part; None for a block that is not there."""
    return fingerprint(parts[key]) if key in parts else None


def prints(parts: Mapping[str, Any]) -> dict[str, str]:
    return {key: fingerprint(value) for key, value in parts.items()}


def split(snapshot: Mapping[str, Any]) -> Parts:
    """The parts of a snapshot, the same objects."""
    parts: Parts = {}
    for name, value in snapshot.items():
        if not is_document(value):
            parts[name] = value
            continue
        parts |= {block_key(block["attrs"]["id"]): block for block in value["content"]}
        parts[ORDER] = [block["attrs"]["id"] for block in value["content"]]
    return parts


def join(snapshot: Mapping[str, Any], parts: Parts) -> dict[str, Any]:
    """A snapshot of the shape of `snapshot` with these parts."""
    return {
        name: {**value, "content": [parts[block_key(i)] for i in parts[ORDER]]} if is_document(value) else parts[name]
        for name, value in snapshot.items()
    }


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """The keys of parts that are new, gone or different."""
    both = before.keys() & after.keys()
    return {key for key in both if before[key] != after[key]} | (before.keys() ^ after.keys())


def merge(snapshot: Mapping[str, Any], changes: Mapping[str, Change], order: Order | None = None) -> Merged:
    """Take each change whose base is what stands in `snapshot`, and leave the others out as conflicts.

    A change that says what stands already is taken, so that a request may be sent twice. Orders never conflict: what
    one person moved or added is put in place among what the others did, and no block is lost or doubled.
    """
    before = split(snapshot)
    after, taken, conflicts = dict(before), [], []
    for key, change in changes.items():
        gone = key.startswith(BLOCK) and change.value is None
        now, wanted = print_of(before, key), None if gone else fingerprint(change.value)
        if now not in (wanted, change.base):
            conflicts.append(key)
            continue
        taken.append(key)
        if now != wanted:
            _set(after, key, change.value, gone=gone)
    if ORDER in before:
        unmoved = order is not None and order.was is None and order.base == print_of(before, ORDER)
        after[ORDER] = _arranged(after, replace(order, was=before[ORDER]) if unmoved else order)
        taken += [ORDER] if order else []
    return Merged(join(snapshot, after), before, after, taken, conflicts)


def merge_order(theirs: Sequence[str], mine: Order) -> list[str]:
    """`theirs` with what `mine` moved or added put after the neighbour that it has there.

    What `mine` does not name stays where it is. Without `was` nothing that both name is taken for moved.
    """
    wanted = list(dict.fromkeys(mine.ids))
    here = set(theirs)
    travels = (_moved(mine.was, wanted) if mine.was is not None else set()) | {i for i in wanted if i not in here}
    result = [i for i in theirs if i not in travels]
    placed, neighbour = set(result), None
    for block_id in wanted:
        if block_id in travels:
            result.insert(result.index(neighbour) + 1 if neighbour is not None else 0, block_id)
            placed.add(block_id)
        neighbour = block_id if block_id in placed else neighbour
    return result


def _arranged(after: Parts, order: Order | None) -> list[str]:
    """The order of the blocks that there are now; what nobody placed comes last."""
    there = {key.removeprefix(BLOCK): None for key in after if key.startswith(BLOCK)}
    theirs = [i for i in after[ORDER] if i in there]
    if order:
        ids = [i for i in order.ids if i in there]
        theirs = merge_order(theirs, Order(ids, order.was))
    known = set(theirs)
    return theirs + [i for i in there if i not in known]


def _set(parts: Parts, key: str, value: Any, *, gone: bool) -> None:
    if gone:
        parts.pop(key, None)
    else:
        parts[key] = value


def _moved(was: Sequence[str], now: Sequence[str]) -> set[str]:
    """The fewest ids that must have been moved to come from one order to the other."""
    place = {block_id: index for index, block_id in enumerate(was)}
    stayed = [block_id for block_id in now if block_id in place]
    return set(stayed) - _longest_rising(stayed, place)


def _longest_rising(ids: Sequence[str], place: Mapping[str, int]) -> set[str]:
    """The members of a longest subsequence of `ids` with rising places."""
    ends: list[int] = []
    tails: list[str] = []
    before: dict[str, str | None] = {}
    for block_id in ids:
        length = bisect_left(ends, place[block_id])
        before[block_id] = tails[length - 1] if length else None
        ends[length : length + 1] = [place[block_id]]
        tails[length : length + 1] = [block_id]
    found: set[str] = set()
    step = tails[-1] if tails else None
    while step is not None:
        found.add(step)
        step = before[step]
    return found


def is_document(value: Any) -> bool:
    return isinstance(value, dict) and value.get("type") == "doc" and isinstance(value.get("content"), list)
