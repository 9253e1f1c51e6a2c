"""Where references to authors lead."""

from collections.abc import Iterable

from authors.models import Author
from content.references import Destination, Target


def authors(targets: Iterable[Target]) -> dict[Target, Destination]:
    targets = list(targets)
    rows = Author.objects.public().only("name", "slug").in_bulk({target.id for target in targets})
    return {t: Destination(rows[t.id].get_absolute_url(), rows[t.id].name) for t in targets if t.id in rows}
