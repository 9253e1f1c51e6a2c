"""Writing and sealing revisions, for any model that derives from AbstractRevision."""

from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F, Max
from django.utils import timezone

from history import snapshots
from history.models import AbstractRevision


class Conflict(Exception):
    """Somebody else's change arrived first. `latest` is the revision that stands now; nothing was written."""

    def __init__(self, latest: AbstractRevision | None):
        self.latest = latest
        who = getattr(latest, "author", None) or "someone else"
        super().__init__(f"{who} has saved another version in the meantime.")


class Sealed(Exception):
    """A sealed revision was about to be changed."""


def latest(subject: models.Model) -> AbstractRevision | None:
    """The open revision, or else the last sealed one. One query, with its author."""
    return subject.revisions.select_related("author").latest_first().first()


def write(subject: models.Model, snapshot: dict[str, Any], *, by: Any, base: str | None) -> AbstractRevision:
    """Put `snapshot` into the subject's open revision, opening one if need be.

    `base` is the token of the revision from which the writer started, None for a subject that has none. Another
    person's open revision is sealed first, so that their words keep a version of their own.
    Raises Conflict when `base` is not the latest state; compares and sets in one UPDATE, on any database.
    """
    try:
        with transaction.atomic():
            current = latest(subject)
            if base != (current.token if current else None):
                raise Conflict(current)
            if current and not current.is_sealed and current.author_id == getattr(by, "pk", None):
                return _overwrite(current, snapshot)
            if current and not current.is_sealed:
                seal(current)
            return _open(subject, snapshot, by)
    except IntegrityError:
        # The partial unique constraint refused a second open revision: somebody opened one a moment ago.
        raise Conflict(latest(subject)) from None


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
            current = latest(subject)
            same = current is not None and snapshots.canonical(current.snapshot) == snapshots.canonical(snapshot)
            if same and base == current.token:
                return seal(current, note=note)
            return seal(write(subject, snapshot, by=by, base=base), note=note)
    except IntegrityError:
        # Two seals took the same number; ours lost.
        raise Conflict(latest(subject)) from None


def _open(subject: models.Model, snapshot: dict[str, Any], by: Any) -> AbstractRevision:
    model = subject.revisions.model
    return model.objects.create(**{model.SUBJECT: subject}, packed=snapshots.pack(snapshot), author=by)


def _overwrite(revision: AbstractRevision, snapshot: dict[str, Any]) -> AbstractRevision:
    _compare_and_set(revision, {"packed": snapshots.pack(snapshot), "modified_at": timezone.now()})
    return revision


def _compare_and_set(revision: AbstractRevision, values: dict[str, Any]) -> None:
    if revision.is_sealed:
        raise Sealed(f"{revision} is sealed and never changes.")
    still_the_same = type(revision).objects.open().filter(pk=revision.pk, version=revision.version)
    if not still_the_same.update(version=F("version") + 1, **values):
        raise Conflict(type(revision).objects.select_related("author").get(pk=revision.pk))
    for name, value in {**values, "version": revision.version + 1}.items():
        setattr(revision, name, value)
