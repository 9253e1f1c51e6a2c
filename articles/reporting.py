"""Problems that readers report: against the very version they read, without an account or a trace (STANDARDS A11)."""

import functools
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from articles import review_calls
from articles.enums import ReviewCause
from articles.models import Article, ReviewTrigger, Revision
from history.words import kept

# Of one report, in characters.
LONGEST = 2_000
# So many in a day: from one place, of one article, of all together. Each is read by a person.
MOST_FROM_ONE, MOST_OF_ONE, MOST_OF_ALL = 10, 20, 200
_SIGNER = signing.Signer(salt="articles.reporting")


class TooMany(Exception):
    """The editors have as many reports today as they can read."""


@functools.lru_cache(maxsize=5_000)
def address(revision_pk: int) -> str:
    """Where a problem with this version is reported. The same at each call, so that pages can be kept by caches."""
    return reverse("articles:report", args=[_SIGNER.sign(str(revision_pk))])


def revision_of(signed: str) -> Revision | None:
    """The sealed version that a page of a public article named, with the article; None for what we have not signed."""
    try:
        pk = int(_SIGNER.unsign(signed))
    except (signing.BadSignature, ValueError):
        return None
    rows = Revision.objects.sealed().select_related("article__pillar__parent")
    found = rows.defer("packed", "article__body", "article__anchors", "article__typeset").filter(pk=pk).first()
    return found if found and found.article.is_published else None


def report(revision: Revision, text: str) -> ReviewTrigger:
    """Open an item of the review queue against `revision`, with the reader's words. The same words open one only.

    Mails and records as review_calls.call(). Raises ValidationError, TooMany.
    """
    text = kept(text, "text", missing="Say what is wrong, in your own words.", longest=LONGEST)
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=revision.article_id)
        today = ReviewTrigger.objects.filter(
            cause=ReviewCause.REPORT, opened_at__gt=timezone.now() - timedelta(days=1), revision__isnull=False
        )
        if today.filter(article=article).count() >= MOST_OF_ONE or today.count() >= MOST_OF_ALL:
            raise TooMany
        return review_calls.call(article, ReviewCause.REPORT, text, revision=revision)
