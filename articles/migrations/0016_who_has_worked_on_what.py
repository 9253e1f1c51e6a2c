"""Whoever wrote in an article, or is named as its author, works on it."""

from collections import defaultdict
from typing import Any

from django.db import migrations
from django.utils import timezone

from history import snapshots


def join(apps: Any, schema_editor: Any) -> None:
    Article, Revision = apps.get_model("articles", "Article"), apps.get_model("articles", "Revision")
    User, Author = apps.get_model("authors", "User"), apps.get_model("authors", "Author")
    Collaboration = apps.get_model("articles", "Collaboration")
    known, now = set(User.objects.values_list("pk", flat=True)), timezone.now()
    logins = dict(Author.objects.filter(user__isnull=False).values_list("pk", "user"))
    people = defaultdict(set)
    rows = Revision.objects.order_by("pk").values_list("article", "author", "hands")
    for article, author, hands in rows.iterator(chunk_size=500):
        people[article] |= {author, *hands.values()}
    for pk in Article.objects.order_by("pk").values_list("pk", flat=True):
        wanted = sorted((people[pk] | _named(Revision, pk, logins)) & known)
        Collaboration.objects.bulk_create(
            [Collaboration(article_id=pk, user_id=user, added_at=now) for user in wanted], ignore_conflicts=True
        )


def _named(Revision: Any, article: int, logins: dict[int, int]) -> set[int | None]:
    """The logins of those whom the latest version names."""
    packed = Revision.objects.filter(article=article).order_by("-pk").values_list("packed", flat=True).first()
    rows = snapshots.unpack(bytes(packed)).get("contributors", []) if packed else []
    return {logins.get(row["author"]) for row in rows}


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_collaborations")]

    operations = [migrations.RunPython(join, migrations.RunPython.noop)]
