"""The thresholds of a hub's board: which hold, and changing them."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from articles import permissions
from articles.models import BoardThresholds, Pillar
from history import events
from history.parts import fingerprint

NUMBERS = ("sideways", "wordings_from", "wordings", "share", "months", "demand")


def holding(hub: Pillar) -> BoardThresholds:
    """The hub's own, else those of all hubs, else the defaults. One query."""
    rows = BoardThresholds.objects.filter(Q(hub=hub) | Q(hub=None)).order_by(F("hub").asc(nulls_last=True))
    return rows.first() or BoardThresholds()


def print_of(row: BoardThresholds) -> str:
    """What of thresholds a person saw who changes them."""
    return fingerprint([row.hub_id, *(getattr(row, name) for name in NUMBERS)])


def save_thresholds(row: BoardThresholds, *, by: Any, seen: str = "") -> BoardThresholds:
    """Store new or changed thresholds, and record an event that says them. `seen`: the print of those that are changed
    (print_of). Raises PermissionDenied, ValidationError by field, and where another has changed them since."""
    if not permissions.can_arrange(by):
        raise PermissionDenied("Only an editor may set thresholds.")
    row.full_clean()
    act = "changed" if row.pk else "created"
    try:
        with transaction.atomic():
            if row.pk:
                _check_unchanged(row, seen)
            row.save()
            events.record(act, row, by, **{name: getattr(row, name) for name in NUMBERS})
    except IntegrityError:
        # Another editor made the same a moment ago.
        raise ValidationError({"hub": "There are such thresholds already. Change those."}) from None
    return row


def _check_unchanged(row: BoardThresholds, seen: str) -> None:
    # PostgreSQL: the second of two waits, and then finds another print.
    now = BoardThresholds.objects.select_for_update(of=("self",)).select_related("hub").get(pk=row.pk)
    if print_of(now) in (seen, print_of(row)):
        return
    others = [name for name in NUMBERS if getattr(now, name) != getattr(row, name)]
    said = [f"{BoardThresholds._meta.get_field(name).verbose_name} {getattr(now, name)}" for name in others]
    said += [str(now)] if now.hub_id != row.hub_id else []
    message = "Somebody has changed these thresholds meanwhile. They say now: {}. What you typed is still here."
    raise ValidationError(message.format("; ".join(said)))
