"""Bringing many sources into the library at once; each record that is refused says why, the others come in."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, transaction

from sources import keeping, permissions
from sources.files import Entry
from sources.models import Source


@dataclass
class Outcome:
    """What became of each record, in the order of the file. `refused` are (where, why)."""

    is_rehearsal: bool = False
    new: list[Source] = field(default_factory=list)
    known: list[Source] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def import_entries(
    entries: Iterable[Entry], *, by: Any, rehearsal: bool = False, tell: Callable[[int], None] = int
) -> Outcome:
    """Each record in its own transaction, so that one that is killed in between is simply begun again: what is in the
    library already is counted as known. A rehearsal takes all of it back. `tell` hears how many were read."""
    if not permissions.can_add(by):
        raise PermissionDenied("Your role does not add sources.")
    outcome = Outcome(rehearsal)
    with transaction.atomic() if rehearsal else nullcontext():
        for number, entry in enumerate(entries, start=1):
            _import(entry, outcome, by)
            tell(number)
        if rehearsal:
            transaction.set_rollback(True)
    return outcome


def _import(entry: Entry, outcome: Outcome, by: Any) -> None:
    if entry.record is None:
        outcome.refused.append((entry.where, entry.problem))
        return
    try:
        with transaction.atomic():
            source, is_new = keeping.bring(entry.record, by=by)
    except ValidationError as refusal:
        outcome.refused.append((entry.where, " ".join(_words(refusal))))
    except DataError:
        outcome.refused.append((entry.where, "it holds something that the database cannot keep"))
    else:
        (outcome.new if is_new else outcome.known).append(source)


def _words(refusal: ValidationError) -> list[str]:
    if not hasattr(refusal, "error_dict"):
        return refusal.messages
    return [f"{name}: {message}" for name, messages in refusal.message_dict.items() for message in messages]
