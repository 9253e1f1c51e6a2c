"""Until now articles stood in the order of their publication: their places say the same."""

from collections import Counter
from typing import Any

from django.db import migrations


def note(apps: Any, schema_editor: Any) -> None:
    Article, ReadingPlace = apps.get_model("articles", "Article"), apps.get_model("articles", "ReadingPlace")
    once_public = Article.objects.filter(published_at__isnull=False, pillar__isnull=False)
    once_public = once_public.exclude(kind__in=["guide", "page"]).order_by("published_at", "pk")
    taken: Counter[int] = Counter()
    places = []
    for pk, pillar in once_public.values_list("pk", "pillar_id"):
        places.append(ReadingPlace(article_id=pk, pillar_id=pillar, position=taken[pillar]))
        taken[pillar] += 1
    ReadingPlace.objects.bulk_create(places, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_reading_places")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
