"""Telling readers that something was wrong: public, dated, for good (STANDARDS A8)."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from articles import permissions
from articles.models import Article, Correction, Revision
from history import events
from history.words import kept

# In characters. Readers want to know what was wrong and what is right; the text itself says the rest.
LONGEST = 1_000


def correct(article: Article, *, text: str, by: Any) -> Correction:
    """Tell readers of an error that what they see now has right already. Returns the correction.

    For a version that was published without saying so; publishing.publish() does both at once. In one transaction: the
    correction, which nobody changes afterwards, the article's date of it, an event. Saying the same twice of one
    version says it once. Raises PermissionDenied, ValidationError.
    """
    if not permissions.can_publish(by, article):
        raise PermissionDenied("Only an editor may tell readers of a correction.")
    text = checked(text, missing="Say what was wrong, and what is right.")
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        if not article.is_published:
            raise ValidationError("Readers do not see the article, so there is nothing to correct.")
        return record(article, article.live_revision, text, by)


def checked(text: str, *, missing: str = "") -> str:
    """The words as they are kept. Raises ValidationError."""
    return kept(text, "correction", missing=missing, longest=LONGEST)


def record(article: Article, revision: Revision, text: str, by: Any) -> Correction:
    """Add a correction of a locked article, inside the transaction of the act that makes `revision` public."""
    if known := article.corrections.filter(revision=revision, text=text).first():
        return known
    made = Correction.objects.create(
        article=article, revision=revision, text=text, corrected_at=timezone.now(), corrected_by=by
    )
    project(article)
    events.record("corrected", article, by, revision=revision.pk, number=revision.number, text=text)
    return made


def project(article: Article) -> None:
    """Set the article's date of the last correction; nothing else about corrections is a projection."""
    article.corrected_at = article.corrections.aggregate(last=Max("corrected_at"))["last"]
    article.save(update_fields=["corrected_at"])


def of(articles: Iterable[Article]) -> dict[int, list[Correction]]:
    """The corrections of each article that has any, newest first. A query only where one has been corrected."""
    corrected = [article.pk for article in articles if article.corrected_at]
    found: dict[int, list[Correction]] = {}
    for one in Correction.objects.filter(article__in=corrected) if corrected else ():
        found.setdefault(one.article_id, []).append(one)
    return found
