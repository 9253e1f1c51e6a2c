"""What is due for review, for whom, and when: the queue, the calendar, the reminders (STANDARDS A6)."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from articles import permissions, reviewing
from articles.enums import ArticleKind, ReviewKind, RevisionStage
from articles.models import Article, Review, ReviewTrigger, Revision
from authors.models import User
from history import events, notices

# So many days before the date an article comes into the queue, and who answers for it is told; 0: the day itself.
AHEAD = 60
REMINDERS = (60, 14, 0)
_LONG = ("body", "anchors", "typeset")


def urgent() -> QuerySet[ReviewTrigger]:
    """What calls for a review before its time, the gravest and oldest first."""
    rows = ReviewTrigger.objects.open().filter(article__in=Article.objects.published())
    return (
        rows.select_related("article__review_owner", "source", "revision")
        .defer("revision__packed", *(f"article__{name}" for name in _LONG))
        .order_by("opened_at", "pk")
    )


def waiting() -> QuerySet[Revision]:
    """Versions that are handed in, belong to a topic that demands a review, and that nobody has signed."""
    signed = Review.objects.filter(revision=OuterRef("pk"), kind=ReviewKind.MEDICAL)
    handed_in = Q(stage__in=[RevisionStage.IN_REVIEW, RevisionStage.APPROVED])
    newer = Revision.objects.filter(article=OuterRef("article"), pk__gt=OuterRef("pk"))
    rows = Revision.objects.filter(handed_in, article__pillar__review_required=True, article__discarded_at=None)
    rows = rows.exclude(article__kind=ArticleKind.PAGE).exclude(pk__in=_live())
    rows = rows.filter(~Exists(signed), ~Exists(newer)).select_related("article", "submitted_by")
    return rows.defer("packed", *(f"article__{name}" for name in _LONG)).order_by("submitted_at", "pk")


def overdue(day: datetime.date) -> QuerySet[Article]:
    return _published().filter(review_due_on__lt=day).order_by("review_due_on", "pk")


def soon(day: datetime.date) -> QuerySet[Article]:
    """Due within AHEAD days, the first first."""
    until = day + datetime.timedelta(days=AHEAD)
    return _published().filter(review_due_on__gte=day, review_due_on__lte=until).order_by("review_due_on", "pk")


def without() -> QuerySet[Article]:
    """Public, in a topic that demands a review, and without one that holds: changed since, or never reviewed."""
    rows = _published().filter(review__isnull=True, pillar__review_required=True).exclude(kind=ArticleKind.PAGE)
    return rows.order_by("review_pending_at", "published_at", "pk")


@dataclass
class Month:
    """One month of the calendar. `first` is its first day."""

    first: datetime.date
    articles: list[Article] = field(default_factory=list)


def calendar(day: datetime.date, months: int = 36) -> list[Month]:
    """What is due in each of the next months, the present one first. One query."""
    found, first = [], day.replace(day=1)
    for _ in range(months):
        found.append(Month(first))
        first = (first + datetime.timedelta(days=32)).replace(day=1)
    for article in (
        _published().filter(review_due_on__gte=found[0].first, review_due_on__lt=first).order_by("review_due_on")
    ):
        due = article.review_due_on
        month = (due.year - found[0].first.year) * 12 + due.month - found[0].first.month
        found[month].articles.append(article)
    return found


def answering(user: Any) -> QuerySet[Article]:
    """What this person answers for and is overdue or due soon."""
    until = timezone.localdate() + datetime.timedelta(days=AHEAD)
    return _published().filter(review_owner=user, review_due_on__lte=until).order_by("review_due_on", "pk")


def people() -> QuerySet[User]:
    """Who may answer for a review: editors and reviewers."""
    both = notices.who_may("articles.publish_article") | notices.who_may("articles.review_article")
    return both.distinct().order_by("name", "email")


def sees(user: Any) -> bool:
    """Who is shown the queue."""
    return permissions.sees_every_draft(user)


def remind(now: datetime.datetime) -> int:
    """Tell who answers for a review that it is due soon, or today, once at each of REMINDERS; returns how many."""
    day = timezone.localdate(now)
    due = _published().filter(review_due_on__lte=day + datetime.timedelta(days=max(REMINDERS)))
    due = due.filter(Q(review_reminded=None) | Q(review_reminded__gt=min(REMINDERS)))
    told = 0
    for article in due:
        days = min(days for days in REMINDERS if article.review_due_on <= day + datetime.timedelta(days=days))
        if article.review_reminded is None or article.review_reminded > days:
            told += _remind(article, days, day)
    return told


@transaction.atomic
def _remind(article: Article, days: int, day: datetime.date) -> bool:
    same = Article.objects.filter(pk=article.pk, review_reminded=article.review_reminded)
    if not same.update(review_reminded=days):
        return False
    due, reviewer = article.review_due_on, article.review.reviewer
    is_over = due < day
    when = f"{due.day} {due:%B %Y}"
    said = "is overdue since" if is_over else "is due on"
    text = f"The medical review of “{article}” {said} {when}. {reviewer} reviewed it last."
    if is_over:
        text += " Readers are told that it is overdue."
        events.record("review overdue", article, None, due=str(due))
    wanted = {*reviewing.owners(article), *User.objects.filter(pk=reviewer.user_id)}
    subject = f"Review {'overdue' if is_over else 'due'}: {article}"
    notices.tell(wanted, subject, text, link=reverse("admin:articles_article_change", args=[article.pk]))
    return True


def _published() -> QuerySet[Article]:
    return Article.objects.published().without_text().select_related("review__reviewer", "review_owner")


def _live() -> QuerySet:
    return Article.objects.filter(live_revision__isnull=False).values("live_revision")
