"""A comment stays at its passage while the text around it, and the passage itself, change."""

import time

import pytest

from articles.passages import Anchor, Place, place, words_of
from tests.content.builders import block, bullets, cell, doc, paragraph, related, table, text

SAID = "Take one tablet each evening with a glass of water, and none if you feel dizzy."
ANCHOR = Anchor("passage0", "one tablet each evening", "Take ", " with a glass of water")


def found(*blocks, anchor: Anchor = ANCHOR) -> str | None:
    """The words where the passage is placed."""
    document = doc(*blocks)
    at = place(anchor, document)
    by_id = {one["attrs"]["id"]: words_of(one) for one in document["content"]}
    return at and by_id[at.block_id][at.start : at.end]


def test_words_of_a_block_are_its_texts_line_by_line():
    assert words_of(paragraph("a", "x", text("y"), {"type": "hard_break"}, "z")) == "xy\nz"
    assert words_of(bullets("a", "one", "two")) == "one\ntwo"
    assert words_of(table("a", [cell("1"), cell("2")], caption="not chosen")) == "1\n2"
    assert words_of(related("a", "Title")) == ""
    assert words_of(block("rule", "a")) == ""


def test_a_passage_is_found_where_it_was():
    assert place(ANCHOR, doc(paragraph("passage0", SAID))) == Place("passage0", 5, 28)


@pytest.mark.parametrize(
    "now",
    [
        "Please take one tablet each evening with a glass of water.",
        "one tablet each evening",
        f"New beginning. {SAID} New end.",
    ],
)
def test_it_is_found_after_edits_around_it(now):
    assert found(paragraph("passage0", now)) == "one tablet each evening"


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("Take one small tablet each evening with a glass of water.", "one small tablet each evening"),
        ("Take One tablet every evening with a glass of water.", "One tablet every evening"),
        ("Take two tablets each evening with a glass of water.", "each evening"),
    ],
)
def test_an_edited_passage_is_what_is_left_of_it(now, expected):
    assert found(paragraph("passage0", now)) == expected


@pytest.mark.parametrize("now", ["", "Sleep well.", "Each of the others takes a tablet that is one of three."])
def test_a_passage_that_was_rewritten_is_gone(now):
    assert found(paragraph("passage0", now)) is None


def test_it_moves_with_its_block():
    blocks = [paragraph("a", "One."), paragraph("passage0", SAID), paragraph("b", "Two.")]
    assert found(*reversed(blocks)) == "one tablet each evening"


def test_it_is_found_in_the_block_to_which_its_words_went():
    assert place(ANCHOR, doc(paragraph("passage0", "Before."), paragraph("other000", SAID))) == Place("other000", 5, 28)
    assert place(ANCHOR, doc(bullets("list0000", "x", SAID))) == Place("list0000", 7, 30)


def test_of_equal_words_those_in_the_same_surroundings_are_meant():
    anchor = Anchor("a0000000", "water", "a glass of ", ".")
    assert place(anchor, doc(paragraph("a", "water, hot water, a glass of water. More water."))) == Place(
        "a0000000", 29, 34
    )


def test_short_words_elsewhere_are_not_taken_for_the_passage():
    anchor = Anchor("a", "water", "Drink ", " now")
    assert found(paragraph("b", "The water is cold."), anchor=anchor) is None


def test_what_stands_twice_elsewhere_is_nowhere():
    assert found(paragraph("b", SAID), paragraph("c", SAID)) is None


def test_a_comment_on_a_block_stays_with_it_whatever_it_says():
    assert place(Anchor("passage0"), doc(paragraph("passage0", "Anything."))) == Place("passage0", 0, 9)
    assert place(Anchor("passage0"), doc(related("passage", "Title"))) == Place("passage0", 0, 0)
    assert place(Anchor("passage0"), doc(paragraph("other", "Anything."))) is None


def test_a_comment_on_the_whole_text_is_at_no_place():
    assert place(Anchor(), doc(paragraph("a", "x"))) is None


def test_signs_of_patterns_are_words():
    assert (
        found(paragraph("passage0", "a (b) [c] .* \\d"), anchor=Anchor("passage0", "(b) [c] .* \\d"))
        == "(b) [c] .* \\d"
    )
    assert found(paragraph("passage0", "nothing"), anchor=Anchor("passage0", ".*")) is None


def test_finding_is_quick_in_a_long_text():
    long = [paragraph(f"p{n:04}", f"word{n} and " * 60) for n in range(330)]
    anchors = [Anchor(f"p{n:04}000"[:8], "and word and", "x" * 40, "y" * 40) for n in range(100)]
    document, start = doc(*long), time.perf_counter()
    assert [place(anchor, document) for anchor in anchors] == [None] * 100
    assert time.perf_counter() - start < 10
