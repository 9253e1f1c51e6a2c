"""What links are suggested from: the phrases and terms of live articles, synonyms, what people declined; and what is
read next."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class LinkPhrase(models.Model):
    """A phrase by which `article`, which is live, names `target`: itself, or what one of its links leads to.

    Only articles.link_index writes it. `key` is that of articles.phrases, `weight` in percent of a whole title.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="link_phrases")
    target = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")
    key = models.BigIntegerField()
    weight = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["key", "target", "weight"], name="link_phrase_by_key")]
        constraints = [models.UniqueConstraint(fields=["article", "target", "key"], name="link_phrase_once")]

    def __str__(self) -> str:
        return f"{self.key} → {self.target_id}"


class LinkTerm(models.Model):
    """One of the words that tell most of what a live article is about. Only articles.link_index writes it."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="link_terms")
    key = models.BigIntegerField()
    weight = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["key", "article", "weight"], name="link_term_by_key")]
        constraints = [models.UniqueConstraint(fields=["article", "key"], name="link_term_once")]

    def __str__(self) -> str:
        return f"{self.key} in {self.article_id}"


class Synonym(models.Model):
    """Words that the suggesting of links takes for an article, for a topic's guide, or for other words.

    `key` and `other_key` are what articles.phrases makes of `words` and `other_words`.
    """

    words = models.CharField(max_length=200, help_text="As they stand in a text: “slipped disc”.")
    key = models.BigIntegerField(editable=False)
    other_words = models.CharField(
        "the same as", max_length=200, blank=True, help_text="Other words for it: “herniated disc”. Both ways."
    )
    other_key = models.BigIntegerField(null=True, editable=False)
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    pillar = models.ForeignKey("articles.Pillar", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    is_used = models.BooleanField("in use", default=True)

    class Meta:
        ordering = ["words", "pk"]
        indexes = [
            models.Index(fields=["key"], name="synonym_by_key"),
            models.Index(fields=["other_key"], name="synonym_by_other_key"),
        ]
        constraints = [
            models.CheckConstraint(
                name="synonym_means_one_thing",
                condition=Q(other_key__isnull=False, article__isnull=True, pillar__isnull=True) & ~Q(other_words="")
                | Q(other_key__isnull=True, other_words="", article__isnull=False, pillar__isnull=True)
                | Q(other_key__isnull=True, other_words="", article__isnull=True, pillar__isnull=False),
            ),
            models.CheckConstraint(
                name="synonym_of_other_words", condition=Q(other_key__isnull=True) | ~Q(other_key=F("key"))
            ),
            models.UniqueConstraint(
                fields=["key", "other_key"], condition=Q(other_key__isnull=False), name="synonym_of_words_once"
            ),
            models.UniqueConstraint(
                fields=["key", "article"], condition=Q(article__isnull=False), name="synonym_of_article_once"
            ),
            models.UniqueConstraint(
                fields=["key", "pillar"], condition=Q(pillar__isnull=False), name="synonym_of_pillar_once"
            ),
        ]

    def __str__(self) -> str:
        return self.words


class DeclinedLink(models.Model):
    """Somebody said that `article` should not lead to `target`: it is not suggested there again."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="declined_links")
    target = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")
    declined_at = models.DateTimeField()
    declined_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "target"], name="declined_link_once")]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.target_id}"


class RelatedReading(models.Model):
    """What could be read after a live article, computed by articles.related_reading.

    `score` is how much both have in common, in thousandths. `position` is the place among what is shown; None: others
    come first, or too many articles show the target already.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="related_reading")
    target = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="shown_after")
    score = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "target"], name="related_reading_once"),
            models.CheckConstraint(name="related_reading_of_another", condition=~Q(article=F("target"))),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.target_id}"
