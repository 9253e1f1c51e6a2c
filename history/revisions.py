"""Writing and sealing revisions, for any model that derives from AbstractRevision."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connections, models, router, transaction
from django.db.models import F, Max
from django.utils import timezone

from history import parts, snapshots
from history.models import AbstractRevision, RevisionQuerySet
from history.parts import Change, Merged, Order

Snapshot = dict[str, Any]

# How often a merge begins again because another was faster, and its longest pause before that, in seconds.
ATTEMPTS = 25
LONGEST_PAUSE = 0.05
# The note of a version that was sealed because of another's change.
KEPT = "Kept by itself: another person then replaced a part of it."
# An open revision that nobody wrote in for so long is sealed.
IDLE = timedelta(minutes=15)


class Conflict(Exception):
    """Somebody else's change arrived first. `latest` is the revision that stands now; nothing was written."""

    def __init__(self, latest: AbstractRevision | None):
        self.latest = latest
        who = getattr(latest, "author", None) or "someone else"
        super().__init__(f"{who} has saved another version in the meantime.")


class Sealed(Exception):
    """A sealed revision was about to be changed."""


@dataclass(frozen=True)
class Merge:
    """`revision`: what stands now, None where there is nothing yet and nothing was taken; `kept`: the revision that
    was sealed because it held words of others that are replaced now; `merged`: which changes were taken."""

    revision: AbstractRevision | None
    kept: AbstractRevision | None
    merged: Merged


def latest(subject: models.Model) -> AbstractRevision | None:
    """The open revision, or else the last sealed one. One query, with its author."""
    return subject.revisions.select_related("author").latest_first().first()


def write(subject: models.Model, snapshot: Snapshot, *, by: Any, base: str | None) -> AbstractRevision:
    """Put `snapshot` into the subject's open revision, opening one if need be.

    `base` is the token of the revision from which the writer started, None for a subject that has none. An open
    revision in which a part that changes now holds another person's words is sealed first.
    Raises Conflict when `base` is not the latest state; compares and sets in one UPDATE, on any database.
    """
    try:
        with transaction.atomic():
            current = take_turn(subject)
            _check_base(current, base)
            before = parts.split(current.snapshot) if current else {}
            return _put(subject, current, snapshot, before, parts.split(snapshot), by)[0]
    except IntegrityError:
        # The partial unique constraint refused a second open revision: somebody opened one a moment ago.
        raise Conflict(latest(subject)) from None


def merge(
    subject: models.Model,
    changes: Mapping[str, Change],
    *,
    by: Any,
    order: Order | None = None,
    read: Callable[[Snapshot | None], Snapshot],
    check: Callable[[Snapshot], None] | None = None,
) -> Merge:
    """Take those of `changes` that replace what their writer saw into the shared open revision (history.parts.merge).

    `read` brings a stored snapshot into its current form and says what stands where there is none yet; `check` may
    raise on the whole that would result, and then nothing is written. Before a part that holds unsealed words of
    another person is replaced, the revision with these words is sealed. Where another write comes between, all begins
    again from what it left; raises Conflict when that happens ATTEMPTS times.
    """
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return _merge(subject, changes, order, by, read, check)
        except (Conflict, IntegrityError):
            time.sleep(random.uniform(0, LONGEST_PAUSE * attempt / ATTEMPTS))  # noqa: S311 - only spreads retries
    raise Conflict(latest(subject))


def idle(model: type[AbstractRevision], now: datetime) -> RevisionQuerySet:
    """The open revisions in which nobody has written for IDLE."""
    return model.objects.open().filter(modified_at__lte=now - IDLE).order_by("pk")


def seal(revision: AbstractRevision, *, note: str = "") -> AbstractRevision:
    """Make an open revision immutable: give it the next number, its hash and the time. Returns it.

    Raises Conflict if it was written or sealed by another since it was read.
    """
    if revision.is_sealed:
        return revision
    siblings = type(revision).objects.filter(**{f"{revision.SUBJECT}_id": getattr(revision, f"{revision.SUBJECT}_id")})
    values = {
        "number": (siblings.aggregate(highest=Max("number"))["highest"] or 0) + 1,
        "hash": snapshots.digest(revision.snapshot),
        "sealed_at": timezone.now(),
        "note": note or revision.note,
    }
    _compare_and_set(revision, values)
    return revision


def save(
    subject: models.Model, snapshot: dict[str, Any], *, by: Any, base: str | None, note: str = ""
) -> AbstractRevision:
    """Write `snapshot` and seal it at once: what the Save button does. Returns the sealed revision.

    A snapshot equal to the latest state makes no new revision.
    """
    try:
        with transaction.atomic():
            return save_after(take_turn(subject), subject, snapshot, by=by, base=base, note=note)
    except IntegrityError:
        # Two seals took the same number; ours lost.
        raise Conflict(latest(subject)) from None


def save_after(
    current: AbstractRevision | None,
    subject: models.Model,
    snapshot: Snapshot,
    *,
    by: Any,
    base: str | None,
    note: str = "",
) -> AbstractRevision:
    """save() inside the transaction of who took the turn and found `current`. One query after a sealed one."""
    _check_base(current, base)
    stood = current.snapshot if current else {}
    if current and snapshots.canonical(stood) == snapshots.canonical(snapshot):
        return seal(current, note=note)
    before, after = parts.split(stood), parts.split(snapshot)
    if current and not current.is_sealed:
        return seal(_put(subject, current, snapshot, before, after, by)[0], note=note)
    # A sealed revision that is the latest has the highest number.
    number = current.number + 1 if current else 1
    sealed = {"number": number, "hash": snapshots.digest(snapshot), "sealed_at": timezone.now(), "note": note}
    return _open(subject, snapshot, parts.changed(before, after), by, **sealed)


def take_turn(subject: models.Model) -> AbstractRevision | None:
    """Inside a transaction: wait until nobody else writes in the subject, and return what is latest() then.

    PostgreSQL alone needs it. Without, one could open a revision on top of a state after which another was opened and
    sealed meanwhile; no version and no constraint would tell.
    """
    if connections[router.db_for_write(type(subject))].features.has_select_for_update:
        type(subject)._base_manager.select_for_update(no_key=True).values_list("pk").get(pk=subject.pk)
    return latest(subject)


def _check_base(current: AbstractRevision | None, base: str | None) -> None:
    if base != (current.token if current else None):
        raise Conflict(current)


def _merge(
    subject: models.Model,
    changes: Mapping[str, Change],
    order: Order | None,
    by: Any,
    read: Callable[[Snapshot | None], Snapshot],
    check: Callable[[Snapshot], None] | None,
) -> Merge:
    current = take_turn(subject)
    merged = parts.merge(read(current.snapshot if current else None), changes, order)
    if not merged.changed:
        return Merge(current, None, merged)
    if check:
        check(merged.snapshot)
    revision, kept = _put(subject, current, merged.snapshot, merged.before, merged.after, by)
    return Merge(revision, kept, merged)


def _put(
    subject: models.Model,
    current: AbstractRevision | None,
    snapshot: Snapshot,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: Any,
) -> tuple[AbstractRevision, AbstractRevision | None]:
    """Make `snapshot` what follows `current`. Also returns the revision that was sealed to keep another's words."""
    changed = parts.changed(before, after)
    if current and not current.is_sealed and not _replaces_others(current, changed & before.keys(), by):
        return _overwrite(current, snapshot, changed, by), None
    kept = seal(current, note=KEPT) if current and not current.is_sealed else None
    return _open(subject, snapshot, changed, by), kept


def _replaces_others(revision: AbstractRevision, replaced: set[str], by: Any) -> bool:
    """Whether one of these parts holds words of somebody else. An order is nobody's words."""
    me = _hand(by)
    return any(revision.hands.get(key, me) != me for key in replaced - {parts.ORDER})


def _hand(by: Any) -> int | None:
    return getattr(by, "pk", None)


def _open(subject: models.Model, snapshot: Snapshot, changed: set[str], by: Any, **sealed: Any) -> AbstractRevision:
    model = subject.revisions.model
    return model.objects.create(
        **{model.SUBJECT: subject},
        packed=snapshots.pack(snapshot),
        author=by,
        hands=dict.fromkeys(sorted(changed), _hand(by)),
        stamps=dict.fromkeys(sorted(changed), 1),
        **sealed,
    )


def _overwrite(revision: AbstractRevision, snapshot: Snapshot, changed: set[str], by: Any) -> AbstractRevision:
    values = {
        "packed": snapshots.pack(snapshot),
        "modified_at": timezone.now(),
        "author": by,
        "hands": revision.hands | dict.fromkeys(changed, _hand(by)),
        "stamps": revision.stamps | dict.fromkeys(changed, revision.version + 1),
    }
    _compare_and_set(revision, values)
    return revision


def _compare_and_set(revision: AbstractRevision, values: dict[str, Any]) -> None:
    if revision.is_sealed:
        raise Sealed(f"{revision} is sealed and never changes.")
    still_the_same = type(revision).objects.open().filter(pk=revision.pk, version=revision.version)
    if not still_the_same.update(version=F("version") + 1, **values):
        raise Conflict(type(revision).objects.select_related("author").get(pk=revision.pk))
    for name, value in {**values, "version": revision.version + 1}.items():
        setattr(revision, name, value)
