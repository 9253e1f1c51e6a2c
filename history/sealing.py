"""The record under seal: each seal is a hash over the events since the one before, and over that one.

So no event can be changed, removed or slipped in later without breaking its seal and all that follow. Who could write
every seal anew can be caught as well: by a hash that was noted elsewhere (`verify_audit --expect`).
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet

from history import append_only, snapshots
from history.models import Event, Seal

# What a seal is made of. A column that events get later is not sealed: it would break the seals that stand.
SEALED = ("id", "at", "act", "actor_id", "actor_label", "target_kind", "target_id", "target_label", "data")
# Few events wait a little for others.
PATIENCE = timedelta(minutes=10)
MOST = 1_000
# How long PostgreSQL lets the sealing wait for a writer.
LONGEST_WAIT = "2s"


def seal_events(now: datetime) -> int:
    """Seal what happened since the last seal, at most MOST events at a time; returns how many.

    Nothing is sealed before the oldest of them has waited for PATIENCE, unless there are MOST.
    """
    if not _is_due(now):
        return 0
    try:
        return _seal(now)
    except OperationalError:
        # Somebody writes for long. Everyone else would wait behind us, and the seal has time.
        return 0


def _seal(now: datetime) -> int:
    with transaction.atomic():
        _hold()
        last = Seal.objects.order_by("-pk").first()
        events = list(_after(last)[:MOST])
        if not events:
            return 0
        before = last.hash if last else ""
        Seal.objects.create(
            last_event=events[-1].pk, count=len(events), previous=before, hash=_digest(before, events), at=now
        )
    return len(events)


def verify(expected: str = "") -> Iterator[str]:
    """What is wrong with the record, in words; nothing where all is well. `expected`: a hash that must be a seal's."""
    for name in append_only.missing(connection):
        yield f"The database does not guard the record: its trigger {name} is missing. --guard puts it back."
    before, start, hashes = "", 0, set()
    for seal in Seal.objects.order_by("pk").iterator():
        events = list(Event.objects.filter(pk__gt=start, pk__lte=seal.last_event).order_by("pk"))
        yield from _faults(seal, before, events, f"Seal {seal.pk} (events {start + 1} to {seal.last_event})")
        before, start = seal.hash, seal.last_event
        hashes.add(seal.hash)
    if expected and expected not in hashes:
        yield f"No seal has the hash {expected}: seals were removed or written anew."


def _faults(seal: Seal, before: str, events: list[Event], name: str) -> Iterator[str]:
    if seal.previous != before:
        yield f"{name} does not follow the seal before it: one between them is gone, or was written anew."
    if len(events) < seal.count:
        yield f"{name}: {seal.count - len(events)} of {seal.count} events are gone."
    elif len(events) > seal.count:
        yield f"{name}: {len(events) - seal.count} events were slipped in."
    elif _digest(seal.previous, events) != seal.hash:
        yield f"{name}: an event was changed after it was sealed."


def unsealed() -> int:
    """How many events no seal covers yet."""
    return _after(Seal.objects.order_by("-pk").first()).count()


def _is_due(now: datetime) -> bool:
    """Asked every few seconds, without holding anyone up. Two queries."""
    waiting = _after(Seal.objects.order_by("-pk").first()).values_list("at", flat=True)[:MOST]
    return bool(waiting) and (waiting[0] <= now - PATIENCE or len(waiting) == MOST)


def _after(seal: Seal | None) -> QuerySet[Event]:
    return Event.objects.filter(pk__gt=seal.last_event if seal else 0).order_by("pk")


def _hold() -> None:
    """Wait for whoever is writing an event: PostgreSQL gives out numbers before the rows with them can be seen. SQLite
    has one writer at a time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'")
            cursor.execute(f"LOCK TABLE {Event._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _digest(before: str, events: list[Event]) -> str:
    found = hashlib.sha256(before.encode())
    for event in events:
        found.update(snapshots.canonical(told(event)))
    return found.hexdigest()


def told(event: Event) -> dict[str, Any]:
    """An event as plain values; the moment in UTC."""
    return {name: getattr(event, name) for name in SEALED} | {
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds")
    }
