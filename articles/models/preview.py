"""Links that show a draft to someone without a login."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class PreviewLinkQuerySet(models.QuerySet):
    def working(self, now: datetime) -> "PreviewLinkQuerySet":
        """Links that show something."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now)


class PreviewLink(models.Model):
    """One link. Only articles.sharing writes here.

    The secret in the address is not kept, only its hash: who reads the database cannot open a draft with it.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="preview_links")
    token_hash = models.CharField(max_length=64, unique=True)
    # For whom it was made, in words: nothing else tells one from another.
    label = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    last_used_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="preview_link_ends", condition=Q(expires_at__gt=F("created_at"))),
            models.CheckConstraint(
                name="preview_link_revoked_who_when",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article} for {self.label or 'whoever has the link'}"

    def works(self, now: datetime) -> bool:
        return self.revoked_at is None and self.expires_at > now
