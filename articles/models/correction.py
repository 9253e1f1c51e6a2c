"""What readers were told of errors in articles."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Correction(models.Model):
    """That something readers saw was wrong, in words for them; `revision` is the version that has it right.

    Only articles.correcting adds rows; the database refuses to change or remove one (history.append_only).
    """

    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="corrections")
    revision = models.ForeignKey("articles.Revision", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(name="correction_says_what_was_wrong", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"correction of {self.article}"
