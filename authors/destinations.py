"""Where references to authors lead, and where authors' portraits are."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from authors.models import Author
from content.references import Destination, Target
from images.uses import Use


def authors(targets: Iterable[Target]) -> dict[Target, Destination]:
    targets = list(targets)
    rows = Author.objects.public().only("name", "slug").in_bulk({target.id for target in targets})
    return {t: Destination(rows[t.id].get_absolute_url(), rows[t.id].name) for t in targets if t.id in rows}


def portraits(images: Sequence[int], user: Any) -> Iterable[tuple[int, Use]]:
    """The public pages of authors that show the pictures. For images.uses."""
    for author in Author.objects.public().filter(portrait__in=images).only("name", "portrait"):
        address = reverse("admin:authors_author_change", args=[author.pk])
        yield author.portrait_id, Use(author.name, address, "author")
