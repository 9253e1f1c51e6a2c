"""Queries of the hottest pages, compiled once per process: building their SQL costs more than running it."""

import re
from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet

# Keys that no row has; after compilation they say where an argument goes.
_FIRST = -9_000_000
_PARAMETER = re.compile("(?<!%)%s")
# Which key goes here, or None and what always stands here.
_Value = tuple[int | None, Any]


class Prepared:
    """A `values_list()` query over whole-number arguments.

    `build` gets one list of keys per argument and is called once for each number of keys; calling the object with lists
    of keys gives the rows as the database driver sees them. Take only columns that need no conversion: text and
    whole numbers, or JSON, which comes as text.
    """

    def __init__(self, build: Callable[..., QuerySet]):
        self._build = build
        self._compiled: dict[tuple, tuple[Statement, list[_Value]]] = {}

    def __call__(self, *arguments: list[int]) -> list[tuple[Any, ...]]:
        shape = tuple([len(argument) for argument in arguments])
        if shape not in self._compiled:
            self._compiled[shape] = self._compile(shape)
        statement, values = self._compiled[shape]
        keys = [key for argument in arguments for key in argument]
        return statement.rows([value if place is None else keys[place] for place, value in values])

    def _compile(self, lengths: tuple[int, ...]) -> tuple["Statement", list[_Value]]:
        places = iter(range(_FIRST, _FIRST + sum(lengths)))
        query = self._build(*[[next(places) for _ in range(length)] for length in lengths]).query
        sql, params = query.sql_with_params()
        return Statement(sql), [(_place(param), param) for param in params]


class Statement:
    """SQL of the ORM's making, run by the database driver itself: Django's cursor costs as much again as the answer.

    Where somebody watches (a test that counts, a log of queries), it goes the ordinary way.
    """

    def __init__(self, sql: str):
        self._sql = sql
        # sqlite3 has its own sign for a parameter, which Django otherwise puts in at every call.
        self._native = _PARAMETER.sub("?", sql).replace("%%", "%") if connection.vendor == "sqlite" else sql

    def rows(self, params: list[Any]) -> list[tuple[Any, ...]]:
        # `connection` stands for the one of this thread, and looks for it at each use.
        database = connections[DEFAULT_DB_ALIAS]
        if database.queries_logged or database.execute_wrappers:
            with database.cursor() as cursor:
                cursor.execute(self._sql, params)
                return cursor.fetchall()
        database.ensure_connection()
        with database.wrap_database_errors:
            return database.connection.execute(self._native, params).fetchall()


def _place(param: Any) -> int | None:
    # PostgreSQL's driver has types of its own for whole numbers.
    return param - _FIRST if isinstance(param, int) and _FIRST <= param < _FIRST + 1_000_000 else None
