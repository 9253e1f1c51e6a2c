"""Triggers by which the database itself refuses to change or remove what happened.

Whoever may change the schema can take them away; verify() (history.sealing) tells that as well.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

TABLES = ("history_event", "history_seal")
_OTHERS: list[str] = []
_MESSAGE = "the record is only added to"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION history_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def register(table: str) -> None:
    """Say that a table of another app is only added to as well; apps call it when they are ready."""
    if table not in _OTHERS:
        _OTHERS.append(table)


def guarded() -> tuple[str, ...]:
    """Every table that is only added to."""
    return (*TABLES, *_OTHERS)


def install(connection: Any, *tables: str) -> None:
    """Add what is missing, for these tables, or for all; doing it twice changes nothing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for name, table, act in _triggers(connection.vendor, tables):
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                each = "STATEMENT" if act == "TRUNCATE" else "ROW"
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH {each} EXECUTE FUNCTION history_refuse()"
                )
            else:
                body = f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {act} ON {table} {body}")


def remove(connection: Any, *tables: str) -> None:
    with connection.cursor() as cursor:
        for name, table, _ in _triggers(connection.vendor, tables):
            place = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{place}")


@contextmanager
def removed(connection: Any) -> Iterator[None]:
    """For tests, which empty their database."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def missing(connection: Any) -> list[str]:
    """Names of triggers that do not stand, or are switched off."""
    found = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    if connection.vendor == "sqlite":
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(found)
        standing = {name for (name,) in cursor.fetchall()}
    return [name for name, _, _ in _triggers(connection.vendor) if name not in standing]


def _triggers(vendor: str, tables: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    """Name, table and what is refused. SQLite has no TRUNCATE."""
    acts = ("UPDATE", "DELETE", *(["TRUNCATE"] if vendor == "postgresql" else []))
    return [(f"{table}_no_{act.lower()}", table, act) for table in tables or guarded() for act in acts]
