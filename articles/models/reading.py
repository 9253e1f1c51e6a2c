"""Reading order: where an article stands among those of its pillar."""

from django.db import models


class ReadingPlace(models.Model):
    """The place of an article in its pillar, lowest first; articles.reading_order writes it.

    Two articles may have the same position, when both came last at the same moment: the older one is then the first.
    """

    article = models.OneToOneField("articles.Article", on_delete=models.CASCADE, related_name="place")
    pillar = models.ForeignKey("articles.Pillar", on_delete=models.CASCADE, related_name="places")
    position = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["pillar", "position", "article"], name="reading_place_in_order")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.position}"
