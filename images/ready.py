"""The renditions of an image in the one column that pages read."""

import json
from collections.abc import Iterable

from images.models import Image, Rendition


def note(image: Image) -> None:
    """Write down which renditions the image has now. Call it in the transaction that changes its rows."""
    image.ready = spelled(Rendition.objects.filter(image=image))
    image.save(update_fields=["ready"])


def spelled(rows: Iterable[Rendition]) -> str:
    """JSON of [kind, format, width, height, file] by width; "" for no renditions."""
    ordered = sorted(rows, key=lambda row: (row.width, row.kind, row.format))
    values = [[row.kind, row.format, row.width, row.height, row.file.name] for row in ordered]
    return json.dumps(values, separators=(",", ":")) if values else ""
