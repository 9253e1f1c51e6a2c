"""Who has an article open at the desk."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

# A page tells that it is open every few seconds; a browser lets tabs in the background do so once a minute.
HERE_FOR = timedelta(seconds=75)


class PresenceQuerySet(models.QuerySet):
    def here(self, now: datetime) -> "PresenceQuerySet":
        """Pages that have been heard of lately."""
        return self.filter(seen_at__gt=now - HERE_FOR)

    def gone(self, now: datetime) -> "PresenceQuerySet":
        return self.filter(seen_at__lte=now - HERE_FOR)


class Presence(models.Model):
    """One page of one person on which an article is open. Rows are removed once they are old."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # What the page calls itself, at random; it tells one person's tabs apart.
    tab = models.CharField(max_length=32)
    seen_at = models.DateTimeField(db_index=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["article", "user", "tab"], name="presence_once_per_tab")]

    def __str__(self) -> str:
        return f"{self.user} at {self.article}"
