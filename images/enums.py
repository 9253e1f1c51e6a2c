"""The forms in which a picture is given to readers."""

from django.db import models


class Kind(models.TextChoices):
    """What a rendition shows: the whole picture, or a crop around its focal point."""

    WIDE = "wide", "whole picture"
    WIDESCREEN = "16x9", "16:9"
    CLASSIC = "4x3", "4:3"
    SQUARE = "1x1", "square"

    @property
    def ratio(self) -> tuple[int, int]:
        """Width and height as small whole numbers; the whole picture has a ratio of its own and no answer here."""
        width, height = self.value.split("x")
        return int(width), int(height)


class Format(models.TextChoices):
    """In the order in which a browser should choose."""

    AVIF = "avif", "AVIF"
    WEBP = "webp", "WebP"
    JPEG = "jpeg", "JPEG"

    @property
    def mime(self) -> str:
        return f"image/{self.value}"

    @property
    def extension(self) -> str:
        return "jpg" if self is Format.JPEG else self.value
