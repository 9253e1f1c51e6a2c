"""The grid of a table: HTML allows no hole, no overlap and no cell that hangs over the edge."""

from typing import Any

MOST_COLUMNS = 40


def problem_with_grid(rows: list[dict[str, Any]]) -> str | None:
    """Why the cells of these valid rows do not fill a rectangle exactly, or None."""
    width = sum(span(cell, "colspan") for cell in rows[0]["content"])
    if width > MOST_COLUMNS:
        return f"has {width} columns; at most {MOST_COLUMNS} are allowed"
    waiting = [0] * width  # for each column, how many rows from here on a cell from above takes
    begun: set[int] = set()
    for number, row in enumerate(rows, start=1):
        if not _place(row["content"], waiting, begun):
            return f"row {number} does not fill the {width} columns of the table exactly"
        waiting = [max(0, rows_below - 1) for rows_below in waiting]
    if any(waiting):
        return "a cell spans more rows than there are"
    return None if len(begun) == width else "has a column in which no cell begins"


def head_rows(rows: list[dict[str, Any]]) -> int:
    """How many rows from the top are the table's head: header cells only, none of which reaches further down."""
    count = 0
    while count < len(rows) and all(cell["type"] == "table_header" for cell in rows[count]["content"]):
        count += 1
    reaches = any(
        number + span(cell, "rowspan") > count for number, row in enumerate(rows[:count]) for cell in row["content"]
    )
    return 0 if reaches else count


def span(cell: dict[str, Any], name: str) -> int:
    """`colspan` or `rowspan` of a cell."""
    return cell.get("attrs", {}).get(name, 1)


def _place(cells: list[dict[str, Any]], waiting: list[int], begun: set[int]) -> bool:
    """Lay the cells into the free columns, from the left; notes in `waiting` how deep, in `begun` where each lies."""
    free = [column for column, rows_below in enumerate(waiting) if not rows_below]
    at = 0
    for cell in cells:
        width = span(cell, "colspan")
        columns = free[at : at + width]
        if len(columns) < width or columns[-1] - columns[0] != width - 1:
            return False
        begun.add(columns[0])
        for column in columns:
            waiting[column] = span(cell, "rowspan")
        at += width
    return at == len(free)
