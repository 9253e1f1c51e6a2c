"""From where on the rules of a hub's board fail."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce


def _number(default: int, least: int, most: int, name: str, help_text: str) -> models.PositiveSmallIntegerField:
    limits = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(name, default=default, validators=limits, help_text=help_text)


class BoardThresholds(models.Model):
    """Those of one hub; the row without a hub holds for every hub that has none, its defaults where there is no row."""

    hub = models.ForeignKey(
        "articles.Pillar",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="thresholds",
        limit_choices_to={"parent__isnull": True},
        help_text="Empty: for every hub that has no thresholds of its own.",
    )
    sideways = _number(2, 0, 50, "links sideways, at least", "From each article to others of its hub.")
    wordings_from = _number(5, 2, 500, "linked often", "From so many links within sentences on, words must vary.")
    wordings = _number(3, 1, 50, "different words, at least", "In which what is linked often is linked.")
    share = _number(
        25, 1, 100, "share of links, at most", "In percent of the hub’s links to articles, for one article."
    )
    months = _number(36, 1, 240, "stale after months", "Without a significant change or a review.")
    demand = _number(3, 1, 500, "wanted by articles", "A planned article to which so many link should be written.")

    class Meta:
        verbose_name = "thresholds of boards"
        verbose_name_plural = "thresholds of boards"
        constraints = [
            models.UniqueConstraint(
                Coalesce("hub", 0),
                name="board_thresholds_once",
                violation_error_message="There are such thresholds already. Change those.",
            ),
        ]

    def __str__(self) -> str:
        return f"Thresholds of {self.hub}" if self.hub_id else "Thresholds of all other hubs"
