"""What was set aside of what the checks found."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class DismissalQuerySet(models.QuerySet):
    def standing(self) -> "DismissalQuerySet":
        return self.filter(withdrawn_at__isnull=True)

    def taken_back(self) -> "DismissalQuerySet":
        return self.filter(withdrawn_at__isnull=False)


class Dismissal(models.Model):
    """That a finding of a text was set aside, and why. Only articles.dismissing writes here.

    `code` and `key` are the finding's (articles.checks.finding): it stays aside as long as the `words` do that it
    speaks of. `message` is what was said of them.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="dismissals")
    code = models.CharField("check", max_length=30)
    key = models.CharField(max_length=16)
    words = models.TextField(blank=True)
    message = models.TextField()
    reason = models.TextField()
    dismissed_at = models.DateTimeField()
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("taken back at", null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="taken back by"
    )

    objects = DismissalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "dismissed finding"
        indexes = [models.Index(fields=["code", "-id"], name="dismissal_by_check")]
        constraints = [
            models.CheckConstraint(name="dismissal_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="dismissal_withdrawn_who_when",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["article", "key"], condition=Q(withdrawn_at__isnull=True), name="dismissal_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} in {self.article}"
