"""What reviewers said of versions, whom we asked, and what calls for a new review."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.enums import ReviewCause, ReviewKind, ReviewVerdict

_OPEN = Q(settled_at__isnull=True, settled_by__isnull=True, settlement="")


class ReviewQuerySet(models.QuerySet):
    def favourable(self) -> "ReviewQuerySet":
        """Medical verdicts on which publication may rest, the latest first."""
        wanted = {"kind": ReviewKind.MEDICAL, "verdict__in": sorted(ReviewVerdict.FAVOURABLE)}
        return self.filter(**wanted).order_by("-pk")


class Review(models.Model):
    """A named person's verdict on one sealed revision; never changed. Only articles.reviewing writes it.

    `credential` is what let them judge, `held` its words at that time. `conflict` is their statement of interests.
    `reviewed_by` is their login; None where they came by a link. A trigger of the database refuses a revision that is
    open or another article's, and who wrote it (migration 0018).
    """

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="reviews")
    revision = models.ForeignKey("articles.Revision", on_delete=models.RESTRICT, related_name="reviews")
    kind = models.CharField(max_length=10, choices=ReviewKind)
    reviewer = models.ForeignKey("authors.Author", on_delete=models.PROTECT, related_name="reviews")
    credential = models.ForeignKey("authors.Credential", on_delete=models.PROTECT, null=True, related_name="+")
    held = models.CharField(max_length=200, blank=True)
    verdict = models.CharField(max_length=12, choices=ReviewVerdict)
    note = models.TextField(blank=True)
    conflict = models.TextField()
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="review_medical_by_a_clinician",
                condition=~Q(kind=ReviewKind.MEDICAL) | Q(credential__isnull=False),
            ),
            models.CheckConstraint(
                name="review_says_what_to_change", condition=Q(verdict=ReviewVerdict.APPROVED) | ~Q(note="")
            ),
            models.CheckConstraint(name="review_states_interests", condition=~Q(conflict="")),
            models.CheckConstraint(
                name="review_due_after_a_favourable_medical_one",
                condition=Q(kind=ReviewKind.MEDICAL, verdict__in=sorted(ReviewVerdict.FAVOURABLE), due_on__isnull=False)
                | (~Q(kind=ReviewKind.MEDICAL, verdict__in=sorted(ReviewVerdict.FAVOURABLE)) & Q(due_on__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} review by {self.reviewer}, {self.get_verdict_display()}"


class ReviewRequest(models.Model):
    """That somebody outside was asked to review one revision: a link that ends, and a code to their address.

    Only the hashes of both are kept. `answered_at` is when they signed.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="review_requests")
    revision = models.ForeignKey("articles.Revision", on_delete=models.RESTRICT, related_name="+")
    reviewer = models.ForeignKey("authors.Author", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ReviewKind, default=ReviewKind.MEDICAL)
    message = models.TextField(blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    code_hash = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    review = models.OneToOneField(Review, on_delete=models.RESTRICT, null=True, related_name="request")
    answered_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="review_request_answered_once",
                condition=Q(review__isnull=True, answered_at__isnull=True)
                | Q(review__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="review_request_revoked_who_when",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} was asked to review {self.article_id}"

    def works(self, now: datetime) -> bool:
        return self.answered_at is None and self.revoked_at is None and now < self.expires_at


class ReviewTriggerQuerySet(models.QuerySet):
    def open(self) -> "ReviewTriggerQuerySet":
        return self.filter(settled_at__isnull=True)

    def urgent(self) -> "ReviewTriggerQuerySet":
        return self.filter(cause__in=sorted(ReviewCause.URGENT))


class ReviewTrigger(models.Model):
    """That something happened because of which an article must be looked at before its time (STANDARDS A12)."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="review_triggers")
    cause = models.CharField(max_length=10, choices=ReviewCause)
    source = models.ForeignKey("sources.Source", on_delete=models.PROTECT, null=True, related_name="+")
    # The version of which a reader spoke.
    revision = models.ForeignKey("articles.Revision", on_delete=models.RESTRICT, null=True, related_name="+")
    detail = models.TextField()
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settlement = models.TextField(blank=True)

    objects = ReviewTriggerQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="review_trigger_settled_how",
                condition=_OPEN | (Q(settled_at__isnull=False) & ~Q(settlement="")),
            ),
            models.UniqueConstraint(
                fields=["article", "cause", "source"],
                condition=Q(settled_at__isnull=True),
                name="review_trigger_once_for_a_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_cause_display()}: {self.detail}"
