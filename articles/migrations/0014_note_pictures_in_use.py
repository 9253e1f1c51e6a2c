"""Fill the new table from the texts that are there."""

from collections.abc import Iterator
from typing import Any

from django.db import migrations

from history import snapshots


def note(apps: Any, schema_editor: Any) -> None:
    Article, Revision = apps.get_model("articles", "Article"), apps.get_model("articles", "Revision")
    Image, PictureUse = apps.get_model("images", "Image"), apps.get_model("articles", "PictureUse")
    known = set(Image.objects.values_list("pk", flat=True))
    for pk, body in Article.objects.values_list("pk", "body").iterator(chunk_size=100):
        packed = Revision.objects.filter(article=pk).order_by("-pk").values_list("packed", flat=True).first()
        latest = snapshots.unpack(bytes(packed))["body"] if packed else {}
        used = {*_images(body), *_images(latest)} & known
        PictureUse.objects.bulk_create(
            [PictureUse(article_id=pk, image_id=image) for image in sorted(used)], ignore_conflicts=True
        )


def _images(node: dict[str, Any]) -> Iterator[int]:
    """Figures have said so from the first version of the schema on."""
    if node.get("type") == "figure":
        yield node["attrs"]["image"]
    for child in node.get("content", ()):
        yield from _images(child)


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_pictures_in_use")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
