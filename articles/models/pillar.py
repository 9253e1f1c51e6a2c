"""The topic tree: hubs and, below each, its pillars."""

import functools

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

# First path segments that belong to the site itself; a hub of that name would never be reached.
RESERVED_SLUGS = frozenset(
    {
        "about",
        "accounts",
        "admin",
        "articles",
        "authors",
        "healthz",
        "media",
        "preview",
        "readyz",
        "review",
        "search",
        "static",
        "topics",
    }
)


@functools.lru_cache(maxsize=2_000)
def pillar_url(slug: str, hub: str | None) -> str:
    """The address of a pillar below `hub`, or of a hub where that is None."""
    return reverse("articles:pillar", args=[hub, slug]) if hub else reverse("articles:hub", args=[slug])


class PillarQuerySet(models.QuerySet):
    def hubs(self) -> "PillarQuerySet":
        return self.filter(parent__isnull=True)

    def at(self, path: str) -> "PillarQuerySet":
        """The node at `hub` or `hub/pillar`."""
        hub, _, pillar = path.strip("/").partition("/")
        if pillar:
            return self.filter(slug=pillar, parent__slug=hub, parent__isnull=False)
        return self.filter(slug=hub, parent__isnull=True)

    def in_tree_order(self) -> "PillarQuerySet":
        """Each hub with its pillars below it, hubs and pillars by position; with the hub loaded."""
        hub = [Coalesce(f"parent__{name}", name) for name in ("position", "title", "pk")]
        is_hub_first = models.F("parent").asc(nulls_first=True)
        return self.select_related("parent").order_by(*hub, is_hub_first, "position", "title", "pk")


class Pillar(models.Model):
    """A node of the topic tree: a hub (no parent) or a pillar below a hub. Its long text is its guide, an Article."""

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pillars",
        verbose_name="hub",
        help_text="Empty for a hub.",
        limit_choices_to={"parent__isnull": True},
    )
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140)
    summary = models.TextField(blank=True, help_text="One or two sentences under the title.")
    position = models.PositiveIntegerField(default=0, help_text="Order among its neighbours, lowest first.")
    review_required = models.BooleanField(
        "medical review required", default=True, help_text="Articles here need a clinician's review."
    )

    objects = PillarQuerySet.as_manager()

    class Meta:
        ordering = ["position", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "slug"],
                name="pillar_slug_unique_in_hub",
                violation_error_message="Another pillar of this hub has this address.",
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(parent__isnull=True),
                name="hub_slug_unique",
                violation_error_message="Another hub has this address.",
            ),
            models.CheckConstraint(name="pillar_not_own_hub", condition=~Q(parent=models.F("pk"))),
            models.CheckConstraint(
                name="hub_slug_not_reserved",
                condition=Q(parent__isnull=False) | ~Q(slug__in=sorted(RESERVED_SLUGS)),
                violation_error_message="This address belongs to the site itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return pillar_url(self.slug, self.parent.slug if self.parent_id else None)

    def clean(self) -> None:
        super().clean()
        if self.parent is None:
            return
        if self.parent.parent_id is not None:
            raise ValidationError({"parent": f"{self.parent} is a pillar itself: choose a hub. There are two levels."})
        if self.pk and self.pillars.exists():
            raise ValidationError({"parent": "This hub has pillars; move them before it becomes a pillar."})


class FormerPillarSlug(models.Model):
    """A path (`hub` or `hub/pillar`) that once led to a node. It points at the node, so chains cannot exist."""

    path = models.CharField(max_length=281, unique=True)
    pillar = models.ForeignKey(Pillar, on_delete=models.CASCADE, related_name="former_slugs")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.path
