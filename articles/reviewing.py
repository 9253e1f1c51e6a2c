"""Medical review: a named, qualified person's verdict on one sealed revision, and what follows from it for readers.

The page's "Medically reviewed by … on …" comes from here and from nothing else (STANDARDS A3–A6). A verdict holds for
the version that was signed and for every later one that differs from it in nothing material (articles.materiality).
Factual and editorial verdicts are kept in the same way; they are told at the desk and stand for nothing else.
"""

import datetime
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from articles import materiality, permissions
from articles.enums import ArticleKind, ContributorRole, ReviewKind, ReviewVerdict
from articles.materiality import Change
from articles.models import Article, Pillar, Review, ReviewRequest, ReviewTrigger, Revision
from articles.snapshots import Snapshot
from authors import credentials
from authors.models import Author, Credential, User
from history import events, notices
from history.words import kept

# STANDARDS A6, in months.
INTERVALS = {
    ArticleKind.TREATMENT: 12,
    ArticleKind.SYMPTOM: 24,
    ArticleKind.CONDITION: 24,
    ArticleKind.GUIDE: 24,
    ArticleKind.LIFESTYLE: 36,
    ArticleKind.EXPERIENCE: 36,
}
# So many of the latest verdicts may decide; older ones are of texts long gone.
_LOOKED_AT = 10
_VERDICTS = Review.objects.filter(kind=ReviewKind.MEDICAL).order_by("-pk")
_VERDICTS = _VERDICTS.select_related("revision", "reviewer", "credential")
_URGENT = ReviewTrigger.objects.open().urgent().order_by("opened_at")
# What standing() and project() read of an article and may find loaded.
READS = (Prefetch("reviews", _VERDICTS, "verdicts"), Prefetch("review_triggers", _URGENT, "urgent_calls"))
_WROTE = frozenset({ContributorRole.WRITER, ContributorRole.CONTRIBUTOR})


@dataclass(frozen=True)
class Standing:
    """What the verdicts mean for one version. `review` holds for it, where there is one; else `before` is the last
    favourable one, and `changes` are what differs materially since. `is_declined`: this very text was declined, or has
    still to be changed as its reviewer asked."""

    review: Review | None = None
    before: Review | None = None
    changes: list[Change] = field(default_factory=list)
    declined: Review | None = None


def requires(kind: str, pillar: Pillar | None) -> bool:
    """Whether an article of this kind and place needs a clinician's review before readers see it."""
    return kind != ArticleKind.PAGE and pillar is not None and pillar.review_required


def standing(article: Article, snapshot: Snapshot, revision: int | None = None) -> Standing:
    """What the medical verdicts mean for `snapshot`, which the revision of that key holds.

    The newest verdict on a text that differs from it in nothing material decides. At most two queries.
    """
    reviews = getattr(article, "verdicts", None)
    if reviews is None:
        reviews = _VERDICTS.filter(article=article)[:_LOOKED_AT] if article.pk else ()
    before, changes = None, []
    for review in reviews:
        found = materiality.changes(Snapshot.from_dict(review.revision.snapshot), snapshot)
        is_favourable = review.verdict in ReviewVerdict.FAVOURABLE
        if not found:
            waits = review.verdict == ReviewVerdict.WITH_CHANGES and review.revision_id == revision
            if is_favourable and not waits:
                return Standing(review)
            return Standing(before=before, declined=review)
        if is_favourable and before is None:
            before, changes = review, found
    return Standing(before=before, changes=changes)


def beside(article: Article) -> QuerySet[Review]:
    """The newest verdict of each kind that is not medical; the desk alone shows them."""
    newer = Review.objects.filter(article=OuterRef("article"), kind=OuterRef("kind"), pk__gt=OuterRef("pk"))
    rows = Review.objects.filter(~Exists(newer), article=article).exclude(kind=ReviewKind.MEDICAL)
    return rows.select_related("revision", "reviewer").defer("revision__packed").order_by("kind")


def due_after(kind: str, day: datetime.date) -> datetime.date:
    """When an article of this kind, reviewed that day, is due again."""
    month = day.month - 1 + INTERVALS.get(kind, 24)
    year, month = day.year + month // 12, month % 12 + 1
    # The 31st of a month that has none is its last day.
    return datetime.date(year, month, min(day.day, monthrange(year, month)[1]))


def refused(article: Article, revision: Revision, reviewer: Author, kind: str) -> ValidationError | None:
    """Why this person cannot review this revision; None where they can."""
    if not revision.is_sealed or revision.article_id != article.pk:
        return ValidationError("Only a saved version of this very article can be reviewed.")
    snapshot = Snapshot.from_dict(revision.snapshot)
    named = {one.author for one in snapshot.contributors if one.role in _WROTE}
    named |= set(article.contributions.filter(role__in=sorted(_WROTE)).values_list("author", flat=True))
    if reviewer.pk in named:
        return ValidationError(f"{reviewer} is named as an author: nobody reviews their own article.")
    if reviewer.user_id and reviewer.user_id in article.revisions.filter(pk__lte=revision.pk).writers():
        return ValidationError(f"{reviewer} has written in the article: nobody reviews their own words.")
    if reviewer.retired_at:
        return ValidationError(f"{reviewer} has retired.")
    if kind == ReviewKind.MEDICAL and _credential(snapshot, reviewer) is None:
        return ValidationError(
            f"{reviewer} holds no verified clinical credential that covers this topic. Moderators verify credentials."
        )
    return None


@transaction.atomic
def sign(
    article: Article,
    revision: Revision,
    *,
    reviewer: Author,
    by: Any = None,
    verdict: str,
    conflict: str,
    note: str = "",
    kind: str = ReviewKind.MEDICAL,
    due_on: datetime.date | None = None,
    request: ReviewRequest | None = None,
) -> Review:
    """Store a verdict on exactly this revision, and bring what readers see of reviews to it. Returns it.

    `by` is the reviewer's login, or None where they came by `request`, which is answered. A favourable medical verdict
    sets the next date, at the latest that of STANDARDS A6, and settles what called for a new review, if it holds for
    what readers see. Records an event; mails who wrote and who answers for the article. Raises PermissionDenied,
    ValidationError by field.
    """
    if by is None and (request is None or request.reviewer_id != reviewer.pk or request.revision_id != revision.pk):
        raise PermissionDenied("Sign in, or come by the link that was sent to you.")
    if by is not None and not (permissions.can_review(by, kind) and reviewer.user_id == by.pk):
        raise PermissionDenied("You can sign in your own name only, with the role of a reviewer.")
    credential = _held(revision, reviewer) if kind == ReviewKind.MEDICAL else None
    article = Article.objects.select_for_update().get(pk=article.pk)
    revision = article.revisions.get(pk=revision.pk)
    if refusal := refused(article, revision, reviewer, kind):
        raise refusal
    if kind == ReviewKind.MEDICAL and credential is None:
        raise ValidationError("What you hold was changed a moment ago: look at it, and sign again.")
    said = _checked(revision, verdict, conflict, note, kind, due_on)
    review = Review.objects.create(
        article=article,
        revision=revision,
        kind=kind,
        reviewer=reviewer,
        credential=credential,
        held=credential.name if credential else "",
        reviewed_at=timezone.now(),
        reviewed_by=by,
        **said,
    )
    _record(review, by)
    if article.is_published and kind == ReviewKind.MEDICAL:
        project(article)
        if article.review_id == review.pk:
            _settle(article, review, by)
            project(article)
    _tell(review, by)
    return review


def project(article: Article) -> None:
    """Write what readers see of reviews: which one holds for the live revision, until when, or since when none does.

    Doing it twice changes nothing. Call it in the transaction of what may change it, with the article locked.
    """
    live = article.live_revision
    found = standing(article, Snapshot.from_dict(live.snapshot), live.pk) if live else Standing()
    pending = None
    if found.review is None and found.before is not None:
        pending = article.review_pending_at or timezone.now()
    calls = getattr(article, "urgent_calls", None)
    first = next(iter(_URGENT.filter(article=article)[:1] if calls is None else calls), None)
    before = {name: getattr(article, name) for name in _COLUMNS}
    article.review = found.review
    article.review_due_on = found.review.due_on if found.review else None
    article.review_pending_at = pending
    article.review_urgent_at = first.opened_at if first else None
    if article.review_id != before["review_id"]:
        article.review_reminded = None
    if before != {name: getattr(article, name) for name in _COLUMNS}:
        article.save(update_fields=_COLUMNS)


_COLUMNS = ["review_id", "review_due_on", "review_pending_at", "review_urgent_at", "review_reminded"]


@transaction.atomic
def assign(article: Article, owner: User | None, *, by: Any) -> None:
    """Say who sees to it that the article is reviewed in time. Raises PermissionDenied."""
    if not permissions.can_publish(by, article):
        raise PermissionDenied("Only an editor says who answers for a review.")
    if owner is not None and not permissions.can_see_desk(owner):
        raise ValidationError({"owner": "This login does not enter the desk."})
    Article.objects.filter(pk=article.pk).update(review_owner=owner)
    events.record("review assigned", article, by, owner=str(owner or ""))


def owners(article: Article) -> Iterable[User]:
    """Who answers for the reviews of an article: whoever it was given to, else everyone who may publish."""
    if article.review_owner_id:
        return User.objects.filter(pk=article.review_owner_id)
    return notices.who_may("articles.publish_article")


def _checked(
    revision: Revision, verdict: str, conflict: str, note: str, kind: str, due_on: datetime.date | None
) -> dict[str, Any]:
    if verdict not in ReviewVerdict.values:
        raise ValidationError({"verdict": "Choose a verdict."})
    if kind not in ReviewKind.values:
        raise ValidationError({"kind": "Choose what kind of review it is."})
    wanted = {
        ReviewVerdict.WITH_CHANGES: "Say what must change before readers see it.",
        ReviewVerdict.DECLINED: "Say why you decline, so that its writers can mend it.",
    }
    note = kept(note, "note", missing=wanted.get(verdict, ""))
    conflict = kept(conflict, "conflict", missing="State your interests; “none” is a statement too (ICMJE).")
    due = None
    if kind == ReviewKind.MEDICAL and verdict in ReviewVerdict.FAVOURABLE:
        today = timezone.localdate()
        latest = due_after(Snapshot.from_dict(revision.snapshot).kind, today)
        due = due_on or latest
        if not today < due <= latest:
            words = f"{latest.day} {latest:%B %Y}"
            raise ValidationError({"due_on": f"The next review is due after today, and on {words} at the latest."})
    return {"verdict": verdict, "conflict": conflict, "note": note, "due_on": due}


def _credential(snapshot: Snapshot, reviewer: Author) -> Credential | None:
    topic = Pillar.objects.filter(pk=snapshot.pillar).first()
    return credentials.for_review(reviewer, topic, credentials.today())


def _held(revision: Revision, reviewer: Author) -> Credential | None:
    """The same, locked: nobody revokes it before the verdict is stored, and then it is seen what rests on it. Locked
    before the article, as a revocation does."""
    found = _credential(Snapshot.from_dict(revision.snapshot), reviewer)
    rows = Credential.objects.select_for_update(no_key=True).held(credentials.today())
    return rows.order_by("pk").filter(pk=found.pk).first() if found else None


def _settle(article: Article, review: Review, by: Any) -> None:
    open_ones = ReviewTrigger.objects.open().filter(article=article)
    how = f"reviewed by {review.reviewer}, {review.get_verdict_display()}"
    open_ones.update(settled_at=review.reviewed_at, settled_by=by, settlement=how)


def _record(review: Review, by: Any) -> None:
    said = {"review": review.pk, "kind": review.kind, "verdict": review.verdict, "reviewer": str(review.reviewer)}
    said |= {"revision": review.revision_id, "number": review.revision.number, "hash": review.revision.hash}
    said |= {"conflict": review.conflict, "note": review.note, "due": str(review.due_on or "")}
    events.record("reviewed", review.article, by, **said)


def _tell(review: Review, by: Any) -> None:
    article = review.article
    people = {*owners(article), *User.objects.filter(pk__in=article.revisions.filter(pk=review.revision_id).writers())}
    text = f"{review.get_kind_display().capitalize()} review of version {review.revision.number} of “{article}” "
    text += f"by {review.reviewer}: {review.get_verdict_display()}.\n\n{review.note}"
    link = reverse("admin:articles_article_change", args=[article.pk])
    notices.tell(people, f"Reviewed: {article}", text, link=link, by=by)
