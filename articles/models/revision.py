"""Revisions of articles."""

from django.db import models
from django.db.models import Q

from history.models import AbstractRevision


class Revision(AbstractRevision):
    """One state of everything a writer can edit in an article; articles.snapshots says what is in it."""

    SUBJECT = "article"

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="revisions")

    class Meta(AbstractRevision.Meta):
        abstract = False
        ordering = ["-pk"]
        constraints = [
            *AbstractRevision.Meta.constraints,
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_unique"),
            models.UniqueConstraint(fields=["article"], condition=Q(sealed_at__isnull=True), name="revision_one_open"),
        ]
