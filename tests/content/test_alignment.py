from difflib import SequenceMatcher
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.alignment import align, longest_increasing

from .strategies import examples


def is_alignment(old, new, pairs) -> bool:
    rising = all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))
    return rising and all(old[a] == new[b] for a, b in pairs)


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("", "", []),
        ("abc", "", []),
        ("abc", "abc", [(0, 0), (1, 1), (2, 2)]),
        ("abc", "xabyc", [(0, 1), (1, 2), (2, 4)]),
        ("abcd", "bcda", [(1, 0), (2, 1), (3, 2)]),
        ("aaa", "aa", [(0, 0), (1, 1)]),
    ],
)
def test_what_two_sequences_share(old, new, pairs):
    assert align(old, new) == pairs


@examples(300)
@given(st.text("abc", max_size=20), st.text("abc", max_size=20))
def test_pairs_are_equal_and_rise(old, new):
    pairs = align(old, new)
    assert is_alignment(old, new, pairs)
    assert align(old, old) == [(place, place) for place in range(len(old))]
    assert bool(pairs) == bool(set(old) & set(new))


def edited(random: Random, old: list[int], share: float) -> list[int]:
    return [-1 if random.random() < share else element for element in old]


@pytest.mark.parametrize("vocabulary", [2, 20, 300, 10**9])
def test_long_edited_sequences_are_aligned_nearly_as_well_as_can_be(vocabulary):
    random = Random(vocabulary)
    old = [random.randrange(vocabulary) for _ in range(3_000)]
    new = edited(random, old, 0.02)
    pairs = align(old, new)
    assert is_alignment(old, new, pairs)
    assert len(pairs) >= 0.95 * sum(a == b for a, b in zip(old, new, strict=True))


def test_a_long_part_that_moved_is_one_move():
    random = Random(3)
    old = [random.randrange(700) for _ in range(4_000)]
    new = old[1_500:] + old[:1_500]
    assert len(align(old, new)) == 2_500


def test_short_sequences_are_left_to_difflib():
    random = Random(1)
    old, new = ([random.randrange(9) for _ in range(60)] for _ in range(2))
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    assert len(align(old, new)) >= sum(block.size for block in blocks) * 0.8


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([0] * 20_000, [0] * 10_000 + [1] + [0] * 10_000),
        ([0, 1] * 10_000, [1, 1, 0] * 7_000),
        (list(range(20_000)), [number if number % 2 else -1 for number in range(20_000)]),
        (list(range(20_000)), list(range(20_000, 0, -1))),
        ([number % 3 for number in range(20_000)], [number * 7 % 11 % 3 for number in range(20_000)]),
    ],
)
def test_sequences_made_to_be_slow_end(old, new):
    assert is_alignment(old, new, align(old, new))


@pytest.mark.parametrize(
    ("numbers", "chosen"), [([], []), ([3, 1, 2], [1, 2]), ([1, 1], [1]), ([2, 9, 3, 4], [0, 2, 3])]
)
def test_longest_increasing_subsequence(numbers, chosen):
    assert longest_increasing(numbers) == chosen
