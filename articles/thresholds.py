"""The thresholds of a hub's board: which hold, and changing them."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from articles import permissions
from articles.models import BoardThresholds, Pillar
from history import events

NUMBERS = ("sideways", "wordings_from", "wordings", "share", "months", "demand")


def holding(hub: Pillar) -> BoardThresholds:
    """The hub's own, else those of all hubs, else the defaults. One query."""
    rows = BoardThresholds.objects.filter(Q(hub=hub) | Q(hub=None)).order_by(F("hub").asc(nulls_last=True))
    return rows.first() or BoardThresholds()


def save_thresholds(row: BoardThresholds, *, by: Any) -> BoardThresholds:
    """Store new or changed thresholds, and record an event that says them. Raises PermissionDenied, ValidationError by
    field."""
    if not permissions.can_arrange(by):
        raise PermissionDenied("Only an editor may set thresholds.")
    row.full_clean()
    act = "changed" if row.pk else "created"
    try:
        with transaction.atomic():
            row.save()
            events.record(act, row, by, **{name: getattr(row, name) for name in NUMBERS})
    except IntegrityError:
        # Another editor made the same a moment ago.
        raise ValidationError({"hub": "There are such thresholds already. Change those."}) from None
    return row
