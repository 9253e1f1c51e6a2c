"""What texts point at: sections as link targets, the links of live and of unpublished texts, and their pictures."""

from django.db import models
from django.db.models import F, Q

from articles.enums import LinkOrigin


class Section(models.Model):
    """The anchor of a heading, allotted at first publication and never given to another section."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="sections")
    block_id = models.CharField(max_length=16)
    anchor = models.CharField(max_length=200)
    # Where a reader of a retired anchor lands: the nearest section that still lives; empty: the top of the page.
    stand_in = models.CharField(max_length=16, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "block_id"], name="section_block_once"),
            models.UniqueConstraint(fields=["article", "anchor"], name="section_anchor_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.anchor}"


class RelatedLinkQuerySet(models.QuerySet):
    def in_text(self) -> "RelatedLinkQuerySet":
        """Those that one meets while reading: all but those listed at the end."""
        return self.exclude(origin=LinkOrigin.LISTED)


class RelatedLink(models.Model):
    """One cross-link of a live article, derived from its live revision by articles.links."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="links_out")
    origin = models.CharField(max_length=8, choices=LinkOrigin)
    position = models.PositiveIntegerField()
    block_id = models.CharField(max_length=16, blank=True)
    section = models.ForeignKey(Section, on_delete=models.SET_NULL, null=True, related_name="links_out")
    label = models.CharField(max_length=500, blank=True)
    words = models.TextField()
    target_article = models.ForeignKey(
        "articles.Article", on_delete=models.PROTECT, null=True, blank=True, related_name="links_in"
    )
    target_pillar = models.ForeignKey(
        "articles.Pillar", on_delete=models.PROTECT, null=True, blank=True, related_name="links_in"
    )
    target_author = models.ForeignKey(
        "authors.Author", on_delete=models.PROTECT, null=True, blank=True, related_name="links_in"
    )
    url = models.URLField(max_length=2000, blank=True)
    target_block_id = models.CharField(max_length=16, blank=True)

    objects = RelatedLinkQuerySet.as_manager()

    class Meta:
        ordering = ["article", "position"]
        # Whether one article links to another is asked for every article that may be offered after it; by its target
        # alone SQLite would read all links to each of them.
        indexes = [models.Index(fields=["article", "target_article"], name="related_link_of_pair")]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="related_link_position_once"),
            models.CheckConstraint(
                name="related_link_one_target",
                condition=Q(
                    target_article__isnull=False, target_pillar__isnull=True, target_author__isnull=True, url=""
                )
                | Q(target_article__isnull=True, target_pillar__isnull=False, target_author__isnull=True, url="")
                | Q(target_article__isnull=True, target_pillar__isnull=True, target_author__isnull=False, url="")
                | (Q(target_article__isnull=True, target_pillar__isnull=True, target_author__isnull=True) & ~Q(url="")),
            ),
            models.CheckConstraint(
                name="related_link_not_to_itself",
                condition=Q(target_article__isnull=True) | ~Q(target_article=F("article")),
            ),
            models.CheckConstraint(
                name="related_link_section_of_article",
                condition=Q(target_block_id="") | Q(target_article__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.words} → {self.target}"

    @property
    def target(self) -> object:
        """The article, pillar, author or URL. Select the relations, or each call may query."""
        if self.target_article_id:
            return self.target_article
        if self.target_pillar_id:
            return self.target_pillar
        if self.target_author_id:
            return self.target_author
        return self.url


class WorkingLink(models.Model):
    """That the latest revision of an article, published or not, links to another article, to a pillar or to an author.
    Planned articles live by it; where links are looked at, it tells of those that readers do not meet."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="working_links_out")
    target = models.ForeignKey("articles.Article", on_delete=models.CASCADE, null=True, related_name="working_links_in")
    target_pillar = models.ForeignKey(
        "articles.Pillar", on_delete=models.CASCADE, null=True, related_name="working_links_in"
    )
    target_author = models.ForeignKey(
        "authors.Author", on_delete=models.CASCADE, null=True, related_name="working_links_in"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "target"], name="working_link_once"),
            models.UniqueConstraint(fields=["article", "target_pillar"], name="working_link_to_pillar_once"),
            models.UniqueConstraint(fields=["article", "target_author"], name="working_link_to_author_once"),
            models.CheckConstraint(name="working_link_not_to_itself", condition=~Q(article=F("target"))),
            models.CheckConstraint(
                name="working_link_one_target",
                condition=Q(target__isnull=False, target_pillar__isnull=True, target_author__isnull=True)
                | Q(target__isnull=True, target_pillar__isnull=False, target_author__isnull=True)
                | Q(target__isnull=True, target_pillar__isnull=True, target_author__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        others = f"topic {self.target_pillar_id}" if self.target_pillar_id else f"author {self.target_author_id}"
        return f"{self.article_id} → {self.target_id or others}"


class PictureUse(models.Model):
    """That an article shows a picture, to readers or in its latest version; articles.picture_uses writes it."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="picture_uses")
    image = models.ForeignKey("images.Image", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "image"], name="picture_use_once")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.image_id}"
