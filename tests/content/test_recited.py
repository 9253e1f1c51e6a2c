"""What became of citations: told apart from what became of the words."""

import pytest

from content.combining import combine
from content.recited import is_all, recited
from tests.content.builders import block, item, mark, node, paragraph, text


def cite(source: int, locator: str = ""):
    return mark("citation", source=source, **({"locator": locator} if locator else {}))


def told(old, new) -> list[tuple[str, int | None, int | None]]:
    found = recited(old, new, combine(old, new))
    return [(str(one.what), one.before and one.before.source, one.after and one.after.source) for one in found]


FALLS = paragraph("a", text("It falls", cite(1)), " by half. ", text("Walk", cite(2)), ".")


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (
            paragraph("a", text("It falls", cite(3)), " by half. ", text("Walk", cite(2)), "."),
            [("Source changed", 1, 3)],
        ),
        (
            paragraph("a", text("It falls", cite(2)), " by half. ", text("Walk", cite(1)), "."),
            [("Citation moved", 1, 1), ("Citation moved", 2, 2)],
        ),
        (paragraph("a", "It falls by half. ", text("Walk", cite(2)), "."), [("Citation removed", 1, None)]),
        (
            paragraph("a", text("It falls", cite(1), cite(4)), " by half. ", text("Walk", cite(2)), "."),
            [("Citation added", None, 4)],
        ),
        (
            paragraph("a", text("It falls", cite(1, "p. 3")), " by half. ", text("Walk", cite(2)), "."),
            [("Place in the source changed", 1, 1)],
        ),
        (
            paragraph("a", "It falls ", text("by half", cite(1)), ". ", text("Walk", cite(2)), "."),
            [("Citation moved", 1, 1)],
        ),
        (
            paragraph("a", "It falls ", text("by half", cite(3)), ". ", text("Walk", cite(2)), "."),
            [("Source changed", 1, 3)],
        ),
        (paragraph("a", "It falls by half. Walk."), [("Citation removed", 1, None), ("Citation removed", 2, None)]),
    ],
)
def test_change_of_citations_alone(new, expected):
    assert told(FALLS, new) == expected
    assert is_all(FALLS, new)


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        # The words alone.
        (paragraph("a", text("It rises", cite(1)), " by half. ", text("Walk", cite(2)), "."), []),
        (paragraph("a", text("It falls fast", cite(1)), " by half. ", text("Walk", cite(2)), "."), []),
        # Both.
        (
            paragraph("a", text("It falls", cite(3)), " by a third. ", text("Walk", cite(2)), "."),
            [("Source changed", 1, 3)],
        ),
        (
            paragraph("a", text("It rises", cite(3)), " by half. ", text("Walk", cite(2)), "."),
            [("Citation removed", 1, None), ("Citation added", None, 3)],
        ),
        (
            paragraph("a", text("It falls", cite(2)), " by a third. ", text("Walk daily", cite(1)), "."),
            [("Citation moved", 1, 1), ("Citation moved", 2, 2)],
        ),
    ],
)
def test_change_of_words_is_told_apart(new, expected):
    assert told(FALLS, new) == expected
    assert not is_all(FALLS, new)


def test_same_source_under_two_claims_is_counted():
    twice = paragraph("a", text("One", cite(1)), ". ", text("Two", cite(1)), ".")
    once = paragraph("a", text("One", cite(1)), ". Two.")
    assert told(twice, once) == [("Citation removed", 1, None)]
    assert told(once, twice) == [("Citation added", None, 1)]


def test_citations_inside_lists_are_found_and_of_another_kind_of_block_too():
    def entry(source: int):
        return node("list_item", node("paragraph", text("Walk", cite(source))))

    listed = block("bullet_list", "a", entry(1), item("Rest"))
    other = block("bullet_list", "a", entry(2), item("Rest"))
    assert told(listed, other) == [("Source changed", 1, 2)]
    assert is_all(listed, other)
    ordered = {**other, "type": "ordered_list"}
    assert told(listed, ordered) == [("Source changed", 1, 2)]
    assert not is_all(listed, ordered)


def test_other_marks_are_no_change_of_citations():
    bold = paragraph("a", text("It falls", cite(1), mark("strong")), " by half. ", text("Walk", cite(2)), ".")
    assert told(FALLS, bold) == []
    assert not is_all(FALLS, bold)


def test_blocks_without_text_have_no_citations():
    one, other = block("rule", "a"), block("rule", "b")
    assert told(one, other) == []
    assert not is_all(one, one)


def test_a_cell_that_is_cited_anew():
    def table(source: int):
        return block("table", "a", node("table_row", node("table_cell", node("paragraph", text("5", cite(source))))))

    assert told(table(1), table(2)) == [("Source changed", 1, 2)]
