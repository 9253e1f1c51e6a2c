"""Revisions of articles."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.enums import RevisionStage
from history.models import AbstractRevision, RevisionQuerySet

_NEVER_SUBMITTED = Q(submitted_at__isnull=True, submitted_by__isnull=True, submission="")
_SUBMITTED = Q(submitted_at__isnull=False, submitted_by__isnull=False)
_UNJUDGED = Q(judged_at__isnull=True, judged_by__isnull=True, request="")
_JUDGED = Q(judged_at__isnull=False, judged_by__isnull=False)


class ArticleRevisionQuerySet(RevisionQuerySet):
    def in_review(self) -> "ArticleRevisionQuerySet":
        return self.filter(stage=RevisionStage.IN_REVIEW)

    def since_agreed(self, revision: "Revision") -> "ArticleRevisionQuerySet":
        """`revision` and those before it, back to the last one that was approved or is what readers see."""
        earlier = Q(stage=RevisionStage.APPROVED) | Q(pk=models.F("article__live_revision"))
        agreed = self.filter(earlier, article=revision.article_id, pk__lt=revision.pk)
        last = agreed.aggregate(last=models.Max("pk"))["last"] or 0
        return self.filter(article=revision.article_id, pk__lte=revision.pk, pk__gt=last)

    def writers(self) -> set[int]:
        """Primary keys of everyone whose words came in with these revisions. One query."""
        rows = self.order_by().values_list("author_id", "hands")
        return {pk for author, hands in rows for pk in (author, *hands.values())} - {None}


class Revision(AbstractRevision):
    """One state of everything a writer can edit in an article; articles.snapshots says what is in it.

    Only articles.submitting writes its stage: `submission` is what its writer told the editors, `request` what an
    editor wants changed.
    """

    SUBJECT = "article"

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="revisions")
    stage = models.CharField(max_length=20, choices=RevisionStage, default=RevisionStage.OPEN, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    submission = models.TextField(blank=True, editable=False)
    judged_at = models.DateTimeField(null=True, editable=False)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    request = models.TextField(blank=True, editable=False)

    objects = ArticleRevisionQuerySet.as_manager()

    class Meta(AbstractRevision.Meta):
        abstract = False
        ordering = ["-pk"]
        constraints = [
            *AbstractRevision.Meta.constraints,
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_unique"),
            models.UniqueConstraint(fields=["article"], condition=Q(sealed_at__isnull=True), name="revision_one_open"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(stage=RevisionStage.IN_REVIEW), name="revision_one_in_review"
            ),
            models.CheckConstraint(
                name="revision_staged_is_sealed", condition=Q(stage=RevisionStage.OPEN) | Q(sealed_at__isnull=False)
            ),
            models.CheckConstraint(
                name="revision_stage_who_when",
                condition=(Q(stage=RevisionStage.OPEN) & _NEVER_SUBMITTED & _UNJUDGED)
                | (Q(stage=RevisionStage.IN_REVIEW) & _SUBMITTED & _UNJUDGED)
                | (Q(stage=RevisionStage.APPROVED) & _SUBMITTED & _JUDGED & Q(request=""))
                | (Q(stage=RevisionStage.CHANGES_REQUESTED) & _SUBMITTED & _JUDGED & ~Q(request="")),
            ),
        ]
