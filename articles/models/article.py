"""Article: what readers see of a text, and what the desk knows about it."""

import functools
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from articles.enums import AiUse, ArticleKind, ArticleState, ContributorRole
from articles.models.pillar import pillar_url
from articles.models.tags import tag_manager
from content.fields import DocumentField
from content.schema import empty_document

_PUBLIC_FACTS = Q(published_at__isnull=False, updated_at__isnull=False, live_revision__isnull=False, slug__isnull=False)
_NEVER_PUBLIC = Q(published_at__isnull=True, updated_at__isnull=True, live_revision__isnull=True)


@functools.lru_cache(maxsize=20_000)
def article_url(kind: str, slug: str, pillar: str | None, hub: str | None) -> str:
    """Where an article is read: a guide at its pillar's address, a page below /about/."""
    if kind == ArticleKind.GUIDE and pillar:
        return pillar_url(pillar, hub)
    return reverse("articles:page" if kind == ArticleKind.PAGE else "articles:article", args=[slug])


# Who has no place yet comes last, the oldest first.
READING_ORDER = (
    models.F("place__position").asc(nulls_last=True),
    models.F("published_at").asc(nulls_last=True),
    "pk",
)


class ArticleQuerySet(models.QuerySet):
    def published(self) -> "ArticleQuerySet":
        """What readers may see; the only place that says so."""
        return self.filter(state=ArticleState.PUBLISHED)

    def withdrawn(self) -> "ArticleQuerySet":
        return self.filter(state=ArticleState.WITHDRAWN)

    def overdue(self, day: date) -> "ArticleQuerySet":
        """What readers see although its medical review was due before this day."""
        return self.published().filter(review_due_on__lt=day)

    def reviewed(self, day: date) -> "ArticleQuerySet":
        """What readers are told is medically reviewed, on this day and without a doubt: nothing is overdue, nothing
        calls for another review."""
        return self.published().filter(review__isnull=False, review_due_on__gte=day, review_urgent_at=None)

    def planned(self) -> "ArticleQuerySet":
        return self.filter(state=ArticleState.PLANNED)

    def kept(self) -> "ArticleQuerySet":
        """What the desk lists: all but the drafts in the bin."""
        return self.filter(discarded_at__isnull=True)

    def discarded(self) -> "ArticleQuerySet":
        return self.filter(discarded_at__isnull=False)

    def listed(self) -> "ArticleQuerySet":
        """Published articles that stand in lists: neither guides, which are their pillar's text, nor site pages."""
        return self.published().exclude(kind__in=[ArticleKind.GUIDE, ArticleKind.PAGE])

    def guides(self) -> "ArticleQuerySet":
        """The published texts of hubs and pillars."""
        return self.published().filter(kind=ArticleKind.GUIDE)

    def with_address(self) -> "ArticleQuerySet":
        """Loads what get_absolute_url() needs."""
        return self.select_related("pillar__parent")

    def without_text(self) -> "ArticleQuerySet":
        """Leaves the long columns where they are."""
        return self.defer("body", "anchors", "typeset")

    def for_lists(self) -> "ArticleQuerySet":
        """Without the long columns, and with addresses, newest first."""
        return self.with_address().without_text().order_by("-published_at", "-pk")

    def in_reading_order(self) -> "ArticleQuerySet":
        """Within each pillar as its editors ordered them (articles.reading_order)."""
        return self.order_by(*READING_ORDER)


class Article(models.Model):
    """One text. Its columns are the projection of `live_revision`; before first publication, of the latest revision.

    Only articles.writing and articles.publishing write here.
    """

    state = models.CharField(max_length=10, choices=ArticleState, default=ArticleState.DRAFT, editable=False)
    kind = models.CharField(max_length=12, choices=ArticleKind, default=ArticleKind.CONDITION)
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, null=True, unique=True, editable=False)
    standfirst = models.TextField(blank=True)
    pillar = models.ForeignKey(
        "articles.Pillar", on_delete=models.PROTECT, null=True, blank=True, related_name="articles"
    )
    body = DocumentField(default=empty_document, editable=False)
    search_description = models.CharField(
        max_length=200,
        blank=True,
        help_text="What search engines may show below the title. Empty: the beginning of the standfirst.",
    )
    tags = tag_manager()
    contributors = models.ManyToManyField(
        "authors.Author", through="articles.Contribution", related_name="articles", editable=False
    )
    collaborators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="articles.Collaboration",
        through_fields=("article", "user"),
        related_name="articles_in_hand",
        editable=False,
    )
    lead_image = models.ForeignKey(
        "images.Image", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    anchors = models.JSONField(default=dict, editable=False)
    # The body as HTML with slots (articles.typesetting), set at publication.
    typeset = models.TextField(default="", blank=True, editable=False)
    word_count = models.PositiveIntegerField(default=0, editable=False)
    reading_minutes = models.PositiveSmallIntegerField(default=1, editable=False)

    # What its writers state of it (articles.checks.disclosures); "" where nothing is stated, or there is no sponsor.
    ai_use = models.CharField(max_length=10, choices=AiUse, blank=True, editable=False)
    ai_how = models.CharField(max_length=300, blank=True, editable=False)
    ai_editor = models.ForeignKey(
        "authors.Author", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    sponsor = models.CharField(max_length=200, blank=True, editable=False)
    sponsored_for = models.CharField(max_length=300, blank=True, editable=False)

    working_title = models.CharField(max_length=200, editable=False)
    working_slug = models.SlugField(max_length=200, null=True, unique=True, editable=False)
    live_revision = models.OneToOneField(
        "articles.Revision", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField("significantly updated at", null=True, editable=False)
    # The version that readers saw when `updated_at` was set: what comes later is measured against it.
    dated_revision = models.ForeignKey(
        "articles.Revision", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    # The medical review that holds for what readers see, and until when; articles.reviewing writes these.
    review = models.ForeignKey("articles.Review", on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    review_due_on = models.DateField(null=True, editable=False)
    # Since when what readers see differs materially from what was reviewed.
    review_pending_at = models.DateTimeField(null=True, editable=False)
    # Since when something calls for a new review at once.
    review_urgent_at = models.DateTimeField(null=True, editable=False)
    review_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    # So many days before the date the owner was told last; None: not yet, 0: on the day.
    review_reminded = models.SmallIntegerField(null=True, editable=False)
    # When readers were told of an error last; articles.correcting writes it.
    corrected_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.TextField(blank=True, editable=False)
    # Of a withdrawn article: where its addresses lead now, or, where they lead nowhere, what to read instead.
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="predecessors", editable=False
    )
    instead = models.ManyToManyField("self", symmetrical=False, related_name="+", editable=False)
    # A draft in the bin (articles.discarding).
    discarded_at = models.DateTimeField(null=True, editable=False)
    discarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        permissions = [
            ("publish_article", "Can publish and withdraw articles"),
            ("override_article", "Can publish against the checklist, with a reason"),
            ("review_article", "Can review articles medically"),
            ("view_every_draft", "Can see every draft, also without working on it"),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="article_newest"),
            models.Index(fields=["pillar", "state", "-published_at", "-id", "kind"], name="article_of_pillar"),
            models.Index(fields=["review_due_on"], name="article_by_review_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="article_published_has_facts",
                condition=(Q(state__in=sorted(ArticleState.ONCE_PUBLIC)) & _PUBLIC_FACTS)
                | (~Q(state__in=sorted(ArticleState.ONCE_PUBLIC)) & _NEVER_PUBLIC),
            ),
            models.CheckConstraint(
                name="article_withdrawn_says_why",
                condition=(Q(state=ArticleState.WITHDRAWN, withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""))
                | (~Q(state=ArticleState.WITHDRAWN) & Q(withdrawn_at__isnull=True, withdrawn_reason="")),
            ),
            models.CheckConstraint(
                name="article_only_withdrawn_has_successor",
                condition=Q(successor__isnull=True) | (Q(state=ArticleState.WITHDRAWN) & ~Q(successor=models.F("pk"))),
            ),
            models.CheckConstraint(
                name="article_only_drafts_are_discarded",
                condition=Q(discarded_at__isnull=True, discarded_by__isnull=True)
                | Q(state=ArticleState.DRAFT, discarded_at__isnull=False, discarded_by__isnull=False),
            ),
            models.CheckConstraint(
                name="article_public_has_pillar",
                condition=~Q(state=ArticleState.PUBLISHED)
                | Q(kind=ArticleKind.PAGE, pillar__isnull=True)
                | (~Q(kind=ArticleKind.PAGE) & Q(pillar__isnull=False)),
            ),
            models.CheckConstraint(
                name="article_updated_not_before_published",
                condition=Q(updated_at__isnull=True) | Q(updated_at__gte=models.F("published_at")),
            ),
            models.CheckConstraint(
                name="article_review_has_a_date",
                condition=Q(review__isnull=True, review_due_on__isnull=True)
                | Q(review__isnull=False, review_due_on__isnull=False, review_pending_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["pillar"],
                condition=Q(kind=ArticleKind.GUIDE, state=ArticleState.PUBLISHED),
                name="article_one_live_guide_per_pillar",
            ),
        ]

    def __str__(self) -> str:
        return self.working_title or self.title

    def get_absolute_url(self) -> str:
        """A guide's only address is its pillar's. Load with `with_address()`, or each call costs queries."""
        pillar = self.pillar if self.kind == ArticleKind.GUIDE and self.pillar_id else None
        hub = pillar.parent.slug if pillar and pillar.parent_id else None
        return article_url(self.kind, self.slug or self.working_slug, pillar.slug if pillar else None, hub)

    @property
    def is_published(self) -> bool:
        return self.state == ArticleState.PUBLISHED

    @property
    def is_guide(self) -> bool:
        return self.kind == ArticleKind.GUIDE

    @property
    def was_public(self) -> bool:
        return self.state in ArticleState.ONCE_PUBLIC


class Contribution(models.Model):
    """Who made an article, in what role and in which order."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="contributions")
    author = models.ForeignKey("authors.Author", on_delete=models.PROTECT, related_name="contributions")
    role = models.CharField(max_length=12, choices=ContributorRole, default=ContributorRole.WRITER)
    position = models.PositiveSmallIntegerField(default=0)
    # An author's statement of their conflicts of interest; "" where none was made.
    interests = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "author", "role"], name="contribution_once"),
            models.UniqueConstraint(fields=["article", "position"], name="contribution_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.author} ({self.get_role_display()})"


class FormerArticleSlug(models.Model):
    """An address that an article once had. It points at the article, so chains cannot exist."""

    slug = models.SlugField(max_length=200, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="former_slugs")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.slug
