"""Who works on an article."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone


class CollaborationQuerySet(models.QuerySet):
    def people(self) -> list[Any]:
        """Those who work on it, in the order in which they came. One query."""
        return [row.user for row in self.select_related("user")]

    def join(self, article: Any, people: Iterable[Any], *, by: Any = None) -> None:
        """These work on the article from now on; who does already goes on as before."""
        self.join_several(((article.pk, person.pk) for person in people), by=by)

    def join_several(self, pairs: Iterable[tuple[int, int]], *, by: Any = None) -> None:
        """The same for articles and people by their keys."""
        now = timezone.now()
        rows = [self.model(article_id=one, user_id=who, added_at=now, added_by=by) for one, who in pairs]
        if rows:
            self.bulk_create(rows, ignore_conflicts=True)


class Collaboration(models.Model):
    """That a person works on an article and therefore sees its drafts. Only articles.collaborating writes here.

    `added_by` is the colleague who brought them in; nobody did so for who began the article, wrote in it or is named
    as its author.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="collaborations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="collaborations")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = CollaborationQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="collaboration_once")]

    def __str__(self) -> str:
        return f"{self.user} on {self.article}"
