"""Finding what two sequences share, in order: for edited texts and for differences.

`difflib` judges best and is quadratic, on bad days cubic. So it sees only short stretches: what stands just once on
both sides anchors the rest, and a long stretch without any anchor is paired by count. Time is n log n throughout.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

# Longest stretches, as product of their lengths, that difflib may see.
_SHORT = 40_000
_DEEPEST = 8

Pair = tuple[int, int]
_Stretch = tuple[int, int, int, int]


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Pairs of indices of equal elements, increasing in both."""
    pairs: list[Pair] = []
    waiting: list[tuple[_Stretch, int]] = [((0, len(old), 0, len(new)), 0)]
    while waiting:
        stretch, depth = waiting.pop()
        ends, (old_from, old_to, new_from, new_to) = _equal_ends(old, new, stretch)
        pairs += ends
        size = (old_to - old_from) * (new_to - new_from)
        if not size:
            continue
        if size <= _SHORT:
            pairs += _by_difflib(old, new, (old_from, old_to, new_from, new_to))
        elif depth < _DEEPEST and (anchors := _anchors(old, new, (old_from, old_to, new_from, new_to))):
            pairs += anchors
            edges = [(old_from - 1, new_from - 1), *anchors, (old_to, new_to)]
            waiting += [((i + 1, to_i, j + 1, to_j), depth + 1) for (i, j), (to_i, to_j) in pairwise(edges)]
        else:
            pairs += _by_count(old, new, (old_from, old_to, new_from, new_to))
    return sorted(pairs)


def longest_increasing(numbers: Sequence[int]) -> list[int]:
    """Indices of a longest strictly increasing subsequence."""
    ends: list[int] = []  # the smallest last number of a subsequence of each length
    where: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(where[length - 1] if length else -1)
        if length == len(ends):
            ends.append(number)
            where.append(index)
        else:
            ends[length], where[length] = number, index
    chosen = []
    index = where[-1] if where else -1
    while index >= 0:
        chosen.append(index)
        index = before[index]
    return chosen[::-1]


def _equal_ends(old: Sequence[Hashable], new: Sequence[Hashable], stretch: _Stretch) -> tuple[list[Pair], _Stretch]:
    """The pairs at the beginning and the end of a stretch, and what is between them."""
    i, to_i, j, to_j = stretch
    pairs = []
    while i < to_i and j < to_j and old[i] == new[j]:
        pairs.append((i, j))
        i, j = i + 1, j + 1
    while i < to_i and j < to_j and old[to_i - 1] == new[to_j - 1]:
        to_i, to_j = to_i - 1, to_j - 1
        pairs.append((to_i, to_j))
    return pairs, (i, to_i, j, to_j)


def _by_difflib(old: Sequence[Hashable], new: Sequence[Hashable], stretch: _Stretch) -> Iterable[Pair]:
    i, to_i, j, to_j = stretch
    matcher = SequenceMatcher(None, old[i:to_i], new[j:to_j], autojunk=False)
    for found in matcher.get_matching_blocks():
        yield from ((i + found.a + step, j + found.b + step) for step in range(found.size))


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable], stretch: _Stretch) -> list[Pair]:
    """What stands exactly once on both sides, in the same order: elements, or the heads of rows, which repeat less."""
    return max((_anchors_of(old, new, stretch, width) for width in (1, 4, 16)), key=len)


def _anchors_of(old: Sequence[Hashable], new: Sequence[Hashable], stretch: _Stretch, width: int) -> list[Pair]:
    i, to_i, j, to_j = stretch
    places = _single(old, i, to_i, width)
    return _in_order([(places[row], at) for row, at in _single(new, j, to_j, width).items() if row in places])


def _single(elements: Sequence[Hashable], start: int, end: int, width: int) -> dict[Hashable, int]:
    """Rows of `width` elements that begin just once from `start` to `end`, and where."""
    rows = list(zip(*(elements[start + step : end] for step in range(width)), strict=False))
    counts = Counter(rows)
    return {row: start + place for place, row in enumerate(rows) if counts[row] == 1}


def _by_count(old: Sequence[Hashable], new: Sequence[Hashable], stretch: _Stretch) -> list[Pair]:
    """The first of an element with the first on the other side, the second with the second, …"""
    i, to_i, j, to_j = stretch
    seen: Counter[Hashable] = Counter()
    places = {}
    for index in range(i, to_i):
        places[old[index], seen[old[index]]] = index
        seen[old[index]] += 1
    seen.clear()
    pairs = []
    for index in range(j, to_j):
        if (place := places.get((new[index], seen[new[index]]))) is not None:
            pairs.append((place, index))
        seen[new[index]] += 1
    return _in_order(pairs)


def _in_order(pairs: list[Pair]) -> list[Pair]:
    return [pairs[index] for index in longest_increasing([place for place, _ in pairs])]
