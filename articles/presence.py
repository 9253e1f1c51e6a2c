"""Who has an article open at the desk just now."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from articles.models import Article, Presence

# A page that was heard of so lately need not be written down again.
FRESH = timedelta(seconds=10)


def here(article: Article, *, by: Any, tab: str, now: datetime) -> list[dict[str, Any]]:
    """Note that this page of `by` is open, and say who is here: [{"id", "name", "tabs"}], each person once, by name.

    One query, a second where the page has not been noted for a while, a third where it is new: then rows of pages
    that were closed are removed. A page without a name of its own (`tab` empty) only asks.
    """
    rows = list(article.presences.here(now).select_related("user"))
    if tab and not any(row.user_id == by.pk and row.tab == tab and now - row.seen_at < FRESH for row in rows):
        is_new = not any(row.user_id == by.pk and row.tab == tab for row in rows)
        _note(article, by, tab, now)
        rows += [Presence(article=article, user=by, tab=tab, seen_at=now)] if is_new else []
        if is_new:
            prune(now)
    return _people(rows)


def leave(article: Article, *, by: Any, tab: str) -> None:
    """The page is closed."""
    article.presences.filter(user=by, tab=tab).delete()


def prune(now: datetime) -> None:
    """Remove the rows of pages that have not been heard of."""
    Presence.objects.gone(now).delete()


def _note(article: Article, by: Any, tab: str, now: datetime) -> None:
    row = Presence(article=article, user=by, tab=tab, seen_at=now)
    Presence.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["article", "user", "tab"], update_fields=["seen_at"]
    )


def _people(rows: Iterable[Presence]) -> list[dict[str, Any]]:
    people: dict[int, dict[str, Any]] = {}
    for row in rows:
        person = people.setdefault(row.user_id, {"id": row.user_id, "name": str(row.user), "tabs": 0})
        person["tabs"] += 1
    return sorted(people.values(), key=lambda person: (person["name"], person["id"]))
