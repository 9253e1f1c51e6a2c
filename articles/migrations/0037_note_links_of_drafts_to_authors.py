"""Fill the new column from the latest revisions that are there."""

from collections.abc import Iterator
from typing import Any

from django.db import migrations

from history import snapshots


def note(apps: Any, schema_editor: Any) -> None:
    Article, Revision = apps.get_model("articles", "Article"), apps.get_model("articles", "Revision")
    Author, WorkingLink = apps.get_model("authors", "Author"), apps.get_model("articles", "WorkingLink")
    known = set(Author.objects.values_list("pk", flat=True))
    for pk in Article.objects.values_list("pk", flat=True).iterator(chunk_size=1000):
        packed = Revision.objects.filter(article=pk).order_by("-pk").values_list("packed", flat=True).first()
        used = set(_authors(snapshots.unpack(bytes(packed))["body"])) & known if packed else set()
        WorkingLink.objects.bulk_create([WorkingLink(article_id=pk, target_author_id=one) for one in sorted(used)])


def _authors(node: dict[str, Any]) -> Iterator[int]:
    """Links and call-outs have said so from the first version of the schema on."""
    for holder in (node, *node.get("marks", ())):
        target = holder.get("attrs", {}).get("target")
        if target and target["kind"] == "author":
            yield target["id"]
    for child in node.get("content", ()):
        yield from _authors(child)


class Migration(migrations.Migration):
    dependencies = [("articles", "0036_links_of_drafts_to_authors")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
