"""Setting a finding aside, with a reason that stays on record."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Prefetch
from django.utils import timezone

from articles import permissions
from articles.checks.finding import Finding
from articles.models import Article, Dismissal
from history import events
from history.words import kept

# What standing() may find loaded.
READS = Prefetch("dismissals", Dismissal.objects.standing(), "set_aside")


def dismiss(article: Article, finding: Finding, *, by: Any, reason: str) -> Dismissal:
    """Set the finding aside as long as the words stay that it speaks of. Records an event.

    Raises PermissionDenied; ValidationError for a finding that cannot be set aside, for one that is already, and for
    no reason.
    """
    if not (permissions.dismisses(by, finding.code) and permissions.can_see(by, article)):
        raise PermissionDenied("You may not set this finding aside.")
    if not finding.dismissible:
        raise ValidationError("This finding cannot be set aside: mend what it speaks of.")
    reason = kept(reason, "reason", missing="Say why: reviewers and editors will read it.")
    about = {"code": finding.code, "words": finding.words, "message": finding.message, "reason": reason}
    try:
        with transaction.atomic():
            row = Dismissal(article=article, key=finding.key, dismissed_by=by, dismissed_at=timezone.now(), **about)
            row.save()
            events.record("finding dismissed", article, by, **about)
    except IntegrityError:
        raise ValidationError("Somebody has set this finding aside already.") from None
    return row


def take_back(dismissal: Dismissal, *, by: Any) -> None:
    """Let the finding speak again. Records an event, once. Raises PermissionDenied."""
    if not (permissions.dismisses(by, dismissal.code) and permissions.can_see(by, dismissal.article)):
        raise PermissionDenied("You may not take this back.")
    with transaction.atomic():
        rows = Dismissal.objects.standing().filter(pk=dismissal.pk)
        if rows.update(withdrawn_at=timezone.now(), withdrawn_by=by):
            events.record("dismissal taken back", dismissal.article, by, code=dismissal.code, words=dismissal.words)


def standing(article: Article) -> list[Dismissal]:
    """What is set aside of the article's findings, newest first. One query."""
    if article.pk is None:
        return []
    loaded = getattr(article, "set_aside", None)
    return list(article.dismissals.standing().select_related("dismissed_by")) if loaded is None else loaded
