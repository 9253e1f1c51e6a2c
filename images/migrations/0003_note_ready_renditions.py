"""Fill the new column from the rows that are there."""

import json
from typing import Any

from django.db import migrations


def note(apps: Any, schema_editor: Any) -> None:
    Image, Rendition = apps.get_model("images", "Image"), apps.get_model("images", "Rendition")
    for image in Image.objects.filter(ready="").only("pk").iterator(chunk_size=500):
        rows = Rendition.objects.filter(image=image).order_by("width", "kind", "format")
        values = [list(row) for row in rows.values_list("kind", "format", "width", "height", "file")]
        if values:
            Image.objects.filter(pk=image.pk).update(ready=json.dumps(values, separators=(",", ":")))


class Migration(migrations.Migration):
    dependencies = [("images", "0002_image_ready")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
