"""Which place of a text rests on which source."""

from django.db import models


class Citation(models.Model):
    """One place that rests on a source: in what readers see (`is_live`), or in the latest version if that is another.

    Only articles.citations writes it. `number` is that of the reference; `words` lie under the citation, `sentence`
    stands around them.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey("sources.Source", on_delete=models.PROTECT, related_name="citations")
    is_live = models.BooleanField()
    position = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    block_id = models.CharField(max_length=16)
    words = models.TextField()
    sentence = models.TextField()
    locator = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["article", "-is_live", "position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "is_live", "position"], name="citation_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.words}"
