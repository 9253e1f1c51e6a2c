"""The bin: a deleted draft disappears from the lists and can be taken out again for 30 days."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.deletion import ProtectedError
from django.utils import timezone

from articles import links, permissions
from articles.enums import ArticleState
from articles.models import Article, Release, Revision
from history import events

KEPT_FOR = timedelta(days=30)


@transaction.atomic
def discard(article: Article, *, by: Any) -> Article:
    """Put a draft into the bin. Its versions stay, and so does its address. Records an event.

    Raises PermissionDenied, and ValidationError for what was ever public, for a planned article, which goes by itself
    when nothing links to it, and for a draft that waits for its publication.
    """
    if not permissions.can_discard(by, article):
        raise PermissionDenied("You can delete drafts that you have written in.")
    article = Article.objects.select_for_update().get(pk=article.pk)
    if refusal := refused(article):
        raise ValidationError(refusal)
    article.discarded_at, article.discarded_by = timezone.now(), by
    article.save(update_fields=["discarded_at", "discarded_by"])
    events.record("discarded", article, by)
    return article


@transaction.atomic
def recover(article: Article, *, by: Any) -> Article:
    """Take a draft out of the bin, as it was. Raises PermissionDenied, and ValidationError for what is not in it."""
    if not permissions.can_discard(by, article):
        raise PermissionDenied("You can take out drafts that you have written in.")
    article = Article.objects.select_for_update().get(pk=article.pk)
    if not article.discarded_at:
        raise ValidationError("The article is not in the bin.")
    article.discarded_at = article.discarded_by = None
    article.save(update_fields=["discarded_at", "discarded_by"])
    events.record("recovered", article, by)
    return article


def refused(article: Article) -> str:
    """Why the article cannot be put into the bin; "" where it can."""
    if article.was_public:
        return "Readers have met the article: withdraw it instead."
    if article.state != ArticleState.DRAFT:
        return "A planned article goes by itself when nothing links to it any more."
    if article.discarded_at:
        return "The draft is in the bin already."
    if article.schedules.waiting().exists() or _in_a_waiting_release(article):
        return "The draft waits for its publication: take that back first."
    return ""


def purge(now: datetime) -> int:
    """Delete for good the drafts that have lain in the bin for 30 days; returns how many.

    One in which somebody has written since, or to which a link or a release refers, stays.
    """
    return sum(_purge(pk, now) for pk in _purgeable(now).values_list("pk", flat=True))


def _purge(pk: int, now: datetime) -> bool:
    try:
        with transaction.atomic():
            # Who takes it out again at this moment waits for this, or this for them.
            article = Article.objects.select_for_update().filter(pk__in=_purgeable(now)).filter(pk=pk).first()
            if article is None:
                return False
            targets = list(article.working_links_out.exclude(target=None).values_list("target_id", flat=True))
            events.record("purged", article, None)
            # Settled ones; they would protect the versions that they speak of. The record keeps what they were.
            article.schedules.all().delete()
            article.delete()
            links.drop_unwanted_plans(targets)
    except ProtectedError:
        return False
    return True


def _purgeable(now: datetime) -> QuerySet[Article]:
    written_since = Revision.objects.filter(article=OuterRef("pk"), modified_at__gt=now - KEPT_FOR)
    old = Article.objects.discarded().filter(discarded_at__lte=now - KEPT_FOR).exclude(Exists(written_since))
    return old.filter(working_links_in=None, links_in=None, memberships=None).order_by("pk")


def _in_a_waiting_release(article: Article) -> bool:
    return Release.objects.waiting().filter(members__article=article).exists()
