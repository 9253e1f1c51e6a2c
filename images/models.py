"""Pictures and the renditions of them that readers get."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from images import storage
from images.enums import Format, Kind

_FRACTION = [MinValueValidator(0.0), MaxValueValidator(1.0)]


class ImageQuerySet(models.QuerySet):
    def available(self) -> "ImageQuerySet":
        """What a writer may choose from."""
        return self.filter(retired_at__isnull=True)


class Image(models.Model):
    """An uploaded picture. It is never deleted, because any revision may use it, but can be retired from the choice."""

    original = models.FileField(storage=storage.originals, max_length=120, editable=False)
    title = models.CharField(max_length=200, help_text="For the desk: how you will find the picture again.")
    alt = models.CharField(
        "alternative text",
        max_length=1000,
        help_text="What the picture shows, said to someone who cannot see it: under 125 characters. "
        "An article may describe it in other words.",
    )
    credit = models.CharField(max_length=200, blank=True, help_text="Shown beneath the picture, for example a name.")
    licence = models.CharField(
        max_length=200,
        blank=True,
        help_text="What allows us to use it: the name of a licence, a contract, or “our own work”.",
    )
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    focal_x = models.FloatField(
        "focal point, across",
        default=0.5,
        validators=_FRACTION,
        help_text="What crops must keep: 0 is the left edge, 1 the right.",
    )
    focal_y = models.FloatField(
        "focal point, down", default=0.5, validators=_FRACTION, help_text="0 is the upper edge, 1 the lower."
    )
    content_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("uploaded at", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="uploaded by",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The ready renditions as JSON (images.ready), so that a page with thirty pictures reads thirty rows and not 360.
    ready = models.TextField(default="", blank=True, editable=False)

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="image_focal_point_inside",
                condition=Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
                violation_error_message="The focal point lies outside the picture.",
            ),
            models.CheckConstraint(name="image_has_a_size", condition=Q(width__gt=0, height__gt=0)),
            models.CheckConstraint(name="image_is_described", condition=~Q(title="") & ~Q(alt="")),
            models.CheckConstraint(name="image_has_content", condition=~Q(content_hash="") & ~Q(original="")),
        ]

    def __str__(self) -> str:
        return self.title


class Rendition(models.Model):
    """One file made from an image. Only images.processing writes these rows, always after the file."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=8, choices=Kind)
    format = models.CharField(max_length=8, choices=Format)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.FileField(storage=storage.renditions, max_length=120)
    size = models.PositiveIntegerField(help_text="In bytes.")
    # What it was made with and from which part of the picture; differs from the plan when it must be made again.
    recipe = models.CharField(max_length=60)

    class Meta:
        ordering = ["image", "kind", "format", "width"]
        constraints = [
            models.UniqueConstraint(fields=["image", "kind", "format", "width"], name="rendition_unique"),
            models.CheckConstraint(name="rendition_has_a_size", condition=Q(width__gt=0, height__gt=0, size__gt=0)),
            models.CheckConstraint(name="rendition_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="rendition_format_known", condition=Q(format__in=Format.values)),
            models.CheckConstraint(name="rendition_has_a_file", condition=~Q(file="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.width} × {self.height} {self.get_format_display()}"
