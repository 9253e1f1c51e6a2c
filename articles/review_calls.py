"""What calls for a new review before its time: a source that was taken back, a guideline that changed, a report, a
credential that was revoked."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles import citations, permissions, reviewing
from articles.enums import ReviewCause
from articles.models import Article, ReviewTrigger, Revision
from authors import credentials
from authors.models import Credential
from content.text import plain_text
from history import events, notices
from history.words import kept
from sources.enums import SourceStatus
from sources.models import Source

_CAUSES = {
    SourceStatus.RETRACTED: ReviewCause.RETRACTION,
    SourceStatus.CONCERN: ReviewCause.CONCERN,
    SourceStatus.CORRECTED: ReviewCause.CORRECTION,
    SourceStatus.GONE: ReviewCause.GONE,
}
TOPICS = ("tag", "mesh", "drug")


@transaction.atomic
def call(
    article: Article,
    cause: str,
    detail: str,
    *,
    source: Source | None = None,
    revision: Revision | None = None,
    by: Any = None,
) -> ReviewTrigger:
    """Ask for a new review, once for the same cause and source; an urgent one is told to readers. Returns the call.

    `revision` is the version that a reader's report speaks of.

    Records an event; mails who answers for the article's reviews and who works on it.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    known = ReviewTrigger.objects.open().filter(article=article, cause=cause, source=source)
    if found := known.filter(**({} if source else {"detail": detail})).first():
        return found
    trigger = ReviewTrigger.objects.create(
        article=article, cause=cause, source=source, revision=revision, detail=detail, opened_at=timezone.now()
    )
    said = {"cause": cause, "detail": detail, "source": source and source.pk}
    events.record("review called for", article, by, **said, **({"number": revision.number} if revision else {}))
    if article.is_published:
        reviewing.project(article)
    people = {*reviewing.owners(article), *article.collaborators.all()}
    text = f"“{article}” must be looked at again: {trigger.get_cause_display()}.\n\n{detail}"
    urgent = "Urgent: " if cause in ReviewCause.URGENT else ""
    link = reverse("admin:articles_article_change", args=[article.pk])
    notices.tell(people, f"{urgent}review “{article}” again", text, link=link, by=by)
    return trigger


@transaction.atomic
def settle(trigger: ReviewTrigger, *, by: Any, how: str) -> ReviewTrigger:
    """Say that there is nothing left to do, and why. Raises PermissionDenied, ValidationError."""
    if not (permissions.can_publish(by, trigger.article) or permissions.can_review(by)):
        raise PermissionDenied("Only an editor or a reviewer may settle this.")
    how = kept(how, "how", missing="Say what was done, or why nothing has to be.")
    article = Article.objects.select_for_update().get(pk=trigger.article_id)
    _settle(ReviewTrigger.objects.filter(pk=trigger.pk), how, by)
    events.record("review call settled", article, by, trigger=trigger.pk, how=how)
    if article.is_published:
        reviewing.project(article)
    trigger.refresh_from_db()
    return trigger


def source_changed(source: Source, before: str, by: Any) -> None:
    """What became of a source concerns every article that readers see resting on it. For sources.reports."""
    cause = _CAUSES.get(SourceStatus(source.status))
    others = ReviewTrigger.objects.open().filter(source=source).exclude(cause=cause or "")
    settled = set(others.values_list("article", flat=True))
    _settle(others, f"the source is now: {source.get_status_display()}", by)
    if cause:
        for article in citations.resting_on(source):
            when = f" on {source.status_on.day} {source.status_on:%B %Y}" if source.status_on else ""
            reason = f" {source.status_reason}" if source.status_reason else ""
            call(
                article, cause, f"“{source.title}”: {source.get_status_display()}{when}.{reason}", source=source, by=by
            )
    for article in Article.objects.published().filter(pk__in=settled).select_for_update():
        reviewing.project(article)


def credential_revoked(credential: Credential, by: Any) -> None:
    """Each published article whose review rests on what its holder holds no longer calls for another, unless they hold
    a second one that covers the topic. For authors.revocations.

    The review stands: it says what was held on its day. Why the credential was revoked is not passed on.
    """
    if not credential.is_clinical:
        return
    # That of an earlier revocation too: perhaps this one stood in for it until now.
    rows = Article.objects.published().filter(review__reviewer=credential.author)
    rows = rows.filter(review__credential__revoked_at__isnull=False)
    rows = rows.without_text().select_related("pillar", "review__reviewer", "review__revision", "review__credential")
    for article in rows.order_by("pk"):
        review = article.review
        if credentials.for_review(review.reviewer, article.pillar, credentials.today()) is None:
            on = timezone.localtime(review.reviewed_at)
            signed = f"{review.reviewer} signed version {review.revision.number} on {on.day} {on:%B %Y}"
            detail = f"{signed} by what was revoked since: {review.credential}. The moderators know why."
            call(article, ReviewCause.CREDENTIAL, detail, by=by)


def topic_changed(kind: str, term: str, detail: str, *, on: datetime.date, by: Any = None) -> list[Article]:
    """A guideline or label changed: call for a review of each published article that speaks of the topic. Returns them.

    `kind` is tag (the article's), mesh (of a source that it cites) or drug (named in its text). Raises ValidationError.
    """
    if kind not in TOPICS:
        raise ValidationError({"kind": f"A topic is a {', '.join(TOPICS)}."})
    term = kept(term, "term", missing="Name the topic.")
    detail = kept(detail, "detail", missing="Say what changed.")
    found = list(_speaking_of(kind, term))
    for article in found:
        call(article, ReviewCause.TOPIC, f"{term}, {on.day} {on:%B %Y}: {detail}", by=by)
    return found


def _speaking_of(kind: str, term: str) -> Iterable[Article]:
    published = Article.objects.published().order_by("pk")
    if kind == "tag":
        return published.without_text().filter(tags__name__iexact=term).distinct()
    if kind == "mesh":
        sources = Source.objects.filter(citations__is_live=True).distinct()
        wanted = [one.pk for one in sources if term.casefold() in {said.casefold() for said in one.mesh}]
        return published.without_text().filter(citations__source__in=wanted, citations__is_live=True).distinct()
    word = term.casefold()
    rows = published.filter(Q(title__icontains=term) | Q(standfirst__icontains=term) | Q(pk__in=_naming(word)))
    return rows.without_text()


def _naming(word: str) -> list[int]:
    rows = Article.objects.published().only("pk", "body").iterator(chunk_size=100)
    return [row.pk for row in rows if word in plain_text(row.body).casefold()]


def _settle(triggers: Any, how: str, by: Any) -> None:
    triggers.filter(settled_at__isnull=True).update(settled_at=timezone.now(), settled_by=by, settlement=how)
