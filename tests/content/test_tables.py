import pytest

from content.tables import MOST_COLUMNS, head_rows, problem_with_grid

from .builders import cell, node


def rows(*lines):
    return [node("table_row", *line) for line in lines]


def head(**spans):
    return cell("h", "table_header", **spans)


GOOD = [
    rows([cell()]),
    rows([cell(), cell()], [cell(), cell()]),
    rows([cell(colspan=2), cell()], [cell(), cell(), cell()]),
    rows([cell(rowspan=2), cell()], [cell()]),
    rows([cell(), cell(rowspan=2), cell()], [cell(), cell()]),
    rows([cell(rowspan=2, colspan=2), cell()], [cell()], [cell(), cell(), cell()]),
]
BAD = [
    (rows([cell(), cell()], [cell()]), "row 2 does not fill"),
    (rows([cell()], [cell(), cell()]), "row 2 does not fill"),
    (rows([cell(rowspan=2), cell()], [cell(), cell()]), "row 2 does not fill"),
    (rows([cell(), cell(rowspan=2), cell()], [cell(colspan=2)]), "row 2 does not fill"),
    (rows([cell(rowspan=3), cell()], [cell()]), "more rows than there are"),
    (rows([cell(colspan=2)], [cell(colspan=2)]), "no cell begins"),
    (rows([cell(colspan=20), cell(colspan=20), cell()]), f"at most {MOST_COLUMNS}"),
]


@pytest.mark.parametrize("table", GOOD)
def test_rectangle_is_a_grid(table):
    assert problem_with_grid(table) is None


@pytest.mark.parametrize(("table", "reason"), BAD)
def test_holes_and_overlaps_are_none(table, reason):
    assert reason in problem_with_grid(table)


def test_rows_of_header_cells_at_the_top_are_the_head():
    assert head_rows(rows([head(), head()], [head(), head()], [head(), cell()])) == 2


def test_header_cells_at_the_side_are_no_head():
    assert head_rows(rows([head(), cell()], [head(), cell()])) == 0


def test_a_row_that_reaches_into_the_body_is_no_head():
    assert head_rows(rows([head(rowspan=2), head()], [cell()])) == 0
