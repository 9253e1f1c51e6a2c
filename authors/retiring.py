"""Retiring authors: who leaves is offered for nothing new, and stays on what they wrote, by name or without. Never
deleted."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from authors import permissions
from authors.models import Author
from history import events
from history.models import Event
from history.words import kept

RETIRED, TAKEN_BACK = "retired", "taken back from retirement"


@transaction.atomic
def retire(author: Author, *, by: Any, reason: str, anonymous: bool = False) -> Author:
    """Offer the author in no choice any more and leave them out of the list of authors. Records an event with the
    reason, which readers do not see.

    Their page, their bylines and links to them stay, unless they want to be `anonymous`: then their page is gone,
    bylines say that a former author wrote it, and links to them become words. The record keeps who it was.

    Raises PermissionDenied; ValidationError without a reason, or for who is retired already.
    """
    author = _locked(author, by)
    reason = kept(reason, "reason", missing="Say why: who keeps the authors will read it.")
    if author.retired_at:
        raise ValidationError(f"{author} is retired already.")
    author.retired_at = timezone.now()
    author.anonymous_at = author.retired_at if anonymous else None
    author.save(update_fields=["retired_at", "anonymous_at"])
    events.record(RETIRED, author, by, reason=reason, **({"anonymous": True} if anonymous else {}))
    return author


@transaction.atomic
def unretire(author: Author, *, by: Any) -> Author:
    """Offer the author again, and name them, as before.

    Raises PermissionDenied, and ValidationError for who is not retired.
    """
    author = _locked(author, by)
    if not author.retired_at:
        raise ValidationError(f"{author} is not retired.")
    author.retired_at = author.anonymous_at = None
    author.save(update_fields=["retired_at", "anonymous_at"])
    events.record(TAKEN_BACK, author, by)
    return author


def retirement(author: Author) -> Event | None:
    """Who retired the author when, and why; None for who is not retired. At most one query."""
    if not author.retired_at:
        return None
    return Event.objects.filter(target_kind="author", target_id=author.pk, act=RETIRED).first()


def _locked(author: Author, by: Any) -> Author:
    if not permissions.can_keep_authors(by):
        raise PermissionDenied("Only who keeps the authors may do this.")
    return Author.objects.select_for_update().get(pk=author.pk)
