"""The record as a file, for whoever checks it with other tools."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from history.models import Event
from history.sealing import SEALED, told

_CHUNK = 500
# What a spreadsheet would take for a formula, or skip to come to one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _csv(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(SEALED)
    for row in rows:
        yield writer.writerow([_cell(row[name]) for name in SEALED])


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _json(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    between = "[\n"
    for row in rows:
        yield between + json.dumps(row, ensure_ascii=False, sort_keys=True)
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


# By name: the type and the writer.
FORMS: Mapping[str, tuple[str, Callable[[Iterable[dict[str, Any]]], Iterator[str]]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "json": ("application/json", _json),
}


def answer(events: QuerySet[Event], form: str) -> StreamingHttpResponse:
    """A download of `events` in a form of FORMS; few of them are in memory at a time."""
    mime, write = FORMS[form]
    rows = (told(event) for event in events.iterator(chunk_size=_CHUNK))
    headers = {"Content-Disposition": f'attachment; filename="record.{form}"'}
    return StreamingHttpResponse(write(rows), content_type=mime, headers=headers)
