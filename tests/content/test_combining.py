"""Two states of a block as one, word by word."""

import time
from itertools import product

import pytest
from hypothesis import given

from content.combining import combine, combined, pieces
from content.diff import Change, Mark
from content.normalising import normalise
from content.plain import lines
from tests.content.builders import (
    block,
    bullets,
    cell,
    doc,
    heading,
    item,
    link,
    mark,
    node,
    paragraph,
    related,
    table,
    text,
)
from tests.content.strategies import documents, examples


def said(both) -> list[tuple[str, str]]:
    return [(str(kind), "".join(leaf.get("text", "\n") for leaf in leaves)) for kind, leaves in pieces(both)]


def test_words_of_a_paragraph_are_told_apart():
    assert said(combine(paragraph("a", "Walk five miles."), paragraph("a", "Walk two miles."))) == [
        ("same", "Walk "),
        ("removed", "five "),
        ("added", "two "),
        ("same", "miles."),
    ]


def test_words_under_another_mark_are_restyled_and_know_what_they_had():
    both = combine(
        paragraph("a", "Walk daily, please."), paragraph("a", "Walk ", text("daily", mark("strong")), ", please.")
    )
    assert said(both) == [("same", "Walk "), ("restyled", "daily"), ("same", ", please.")]
    assert both["pieces"][1][1] == [{**text("daily", mark("strong")), "had": []}]


def test_a_link_that_leads_elsewhere_is_restyled():
    one, other = (paragraph("a", text("the trial", link(f"https://{name}.example"))) for name in ("a", "b"))
    assert said(combine(one, other)) == [("restyled", "the trial")]


def test_marks_of_words_that_came_and_went_stay_with_them():
    both = combine(paragraph("a", text("old", mark("strong"))), paragraph("a", text("new", mark("emphasis"))))
    assert both["pieces"] == [
        (Mark.REMOVED, [text("old", mark("strong"))]),
        (Mark.ADDED, [text("new", mark("emphasis"))]),
    ]


def test_line_breaks_are_compared_like_words():
    one, other = paragraph("a", "One two"), paragraph("a", "One", {"type": "hard_break"}, "two")
    assert said(combine(one, other)) == [("same", "One"), ("removed", " "), ("added", "\n"), ("same", "two")]


def test_items_are_found_again_when_they_were_changed_a_little():
    old, new = bullets("a", "walk in the park", "eat"), bullets("a", "sleep", "walk in a park", "eat")
    assert said(combine(old, new)) == [
        ("added", "sleep"),
        ("same", "walk in "),
        ("removed", "the "),
        ("added", "a "),
        ("same", "park"),
        ("same", "eat"),
    ]


def test_a_removed_item_stands_where_it_was():
    both = combine(bullets("a", "one", "two", "three"), bullets("a", "one", "three"))
    assert said(both) == [("same", "one"), ("removed", "two"), ("same", "three")]


def test_a_nested_list_that_came_is_added_as_a_whole():
    inner = node("bullet_list", item("warm"), item("dry"))
    both = combine(block("bullet_list", "a", item("Heat")), block("bullet_list", "a", item("Heat", inner)))
    assert said(both) == [("same", "Heat"), ("added", "warm"), ("added", "dry")]


def test_cells_are_compared_by_column():
    old = table("a", [cell("dose"), cell("5 mg")], [cell("time"), cell("morning")])
    new = table("a", [cell("dose"), cell("10 mg")], [cell("time"), cell("morning")])
    assert said(combine(old, new)) == [
        ("same", "dose"),
        ("removed", "5 "),
        ("added", "10 "),
        ("same", "mg"),
        ("same", "time"),
        ("same", "morning"),
    ]


def test_heading_of_a_card_stays_its_heading():
    old, new = (
        block("care_card", "a", node("care_heading", text(words)), node("paragraph", text("Rest.")), urgency="urgent")
        for words in ("Call us", "Go to hospital")
    )
    both = combine(old, new)
    assert [child["type"] for child in both["content"]] == ["care_heading", "paragraph"]
    assert said(both) == [("removed", "Call us"), ("added", "Go to hospital"), ("same", "Rest.")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (paragraph("a", "x"), heading("a", "x")),
        (related("a", "One"), related("a", "Two")),
        (block("figure", "a", image=1), block("figure", "a", image=2)),
        (table("a", [cell()]), table("a", [cell(), cell()])),
        (table("a", [cell(colspan=2)]), table("a", [cell(colspan=2)], caption="New")),
    ],
)
def test_what_cannot_be_told_in_one_block_is_left_in_two(old, new):
    assert combine(old, new) is None


def test_only_changed_blocks_are_combined():
    old, new = doc(paragraph("a", "x"), paragraph("b", "y")), doc(paragraph("a", "x"), paragraph("b", "z"))
    assert [(one.change.change, one.both is None) for one in combined(old, new)] == [
        (Change.KEPT, True),
        (Change.CHANGED, False),
    ]


@examples(80)
@given(documents(), documents())
def test_a_combined_block_holds_all_words_of_both_states(old, new):
    """Whatever two blocks of a kind say: without the added words it is the old one, without the removed the new."""
    for before, after in product(normalise(old)["content"], normalise(new)["content"]):
        if both := combine(before, after):
            assert _words(both, Mark.ADDED) == _leaves(before)
            assert _words(both, Mark.REMOVED) == _leaves(after)


def _words(both, without: Mark) -> str:
    return "".join(leaf.get("text", "\n") for kind, leaves in pieces(both) for leaf in leaves if kind != without)


def _leaves(made) -> str:
    return made.get("text", "\n" if made["type"] == "hard_break" else "") + "".join(
        _leaves(child) for child in made.get("content", ())
    )


def test_three_hundred_changed_blocks_are_combined_in_a_second():
    words = [f"word{number}" for number in range(200)]
    old = doc(*(paragraph(f"{number:08}", " ".join(words)) for number in range(300)))
    new = doc(*(paragraph(f"{number:08}", " ".join(words[::2] + words[:9])) for number in range(300)))
    start = time.perf_counter()
    assert len(combined(old, new)) == 300
    assert time.perf_counter() - start < 10


def test_a_list_of_a_thousand_other_items_is_compared_in_bounded_time():
    old, new = (bullets("a", *(f"{word} {number} of them" for number in range(1_000))) for word in ("item", "thing"))
    start = time.perf_counter()
    both = combine(old, new)
    assert time.perf_counter() - start < 10
    assert len(list(lines(both))) == 2_000
