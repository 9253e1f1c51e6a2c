"""Showing a draft to someone who has no login: a link that ends by itself and can be taken back."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles import permissions, tokens
from articles.models import Article, PreviewLink
from history import events
from history.words import kept

LONGEST_DAYS = 90
LONGEST_LABEL = PreviewLink._meta.get_field("label").max_length
# A link that is opened again and again need not be written to each time.
_FRESH = timedelta(minutes=1)


def share(article: Article, *, by: Any, days: int, label: str = "") -> tuple[PreviewLink, str]:
    """Make a link that shows the latest version of `article` for so many days; returns it with its secret.

    The secret is told this once; only its hash is kept. Records an event, without it. Raises PermissionDenied;
    ValidationError for a text that nobody has written or that lies in the bin, a number of days that is not 1 to
    LONGEST_DAYS, a label that is too long.
    """
    if not permissions.can_edit(by, article):
        raise PermissionDenied("Your role may not share this article.")
    label = _checked(article, days, " ".join(label.split()))
    token, now = tokens.new(), timezone.now()
    with transaction.atomic():
        link = PreviewLink.objects.create(
            article=article,
            token_hash=tokens.hashed(token),
            label=label,
            created_at=now,
            created_by=by,
            expires_at=now + timedelta(days=days),
        )
        events.record("shared", article, by, link=link.pk, label=label, until=link.expires_at.isoformat())
    return link, token


def revoke(link: PreviewLink, *, by: Any) -> PreviewLink:
    """Take a link back; whoever opens it from now on is told that it ended. Records an event, once.

    Raises PermissionDenied.
    """
    if not permissions.can_edit(by, link.article):
        raise PermissionDenied("Your role may not share this article.")
    with transaction.atomic():
        now = timezone.now()
        changed = PreviewLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=now, revoked_by=by)
        if changed:
            link.revoked_at, link.revoked_by = now, by
            events.record("link revoked", link.article, by, link=link.pk, label=link.label)
    return link


def find(token: str) -> PreviewLink | None:
    """The link of this secret, working or not, with its article.

    It is looked up by hash, so that the time this takes tells nothing of any secret.
    """
    links = PreviewLink.objects.select_related(
        "article__live_revision", "article__dated_revision", "article__pillar__parent"
    )
    return links.filter(token_hash=tokens.hashed(token)).first()


def note_use(link: PreviewLink) -> None:
    """Remember that the link was opened, to the minute."""
    now = timezone.now()
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - _FRESH)
    if link.last_used_at is None or link.last_used_at <= now - _FRESH:
        PreviewLink.objects.filter(stale, pk=link.pk).update(last_used_at=now)


def _checked(article: Article, days: int, label: str) -> str:
    if article.discarded_at or not article.revisions.exists():
        raise ValidationError("There is no draft to share.")
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError({"days": f"A link works for 1 to {LONGEST_DAYS} days."})
    return kept(label, "label", longest=LONGEST_LABEL)
