"""Titles that readers and search engines would take for one another."""

from collections import defaultdict
from collections.abc import Iterable

from articles.topic_links import telling


def likeness(title: str) -> str:
    """What titles of nearly the same words have in common: their telling words without endings, numbers and order."""
    roots = sorted({_root(word) for word in telling(title) if not word.isdigit()})
    return " ".join(roots) or title.casefold()


def _root(word: str) -> str:
    return word[:-3] if word.endswith("ing") and len(word) > 5 else word


def alike(titles: Iterable[tuple[int, str]]) -> list[list[int]]:
    """The keys of those (key, title) that compete with one another, in groups of two or more."""
    groups: dict[str, list[int]] = defaultdict(list)
    for key, title in titles:
        groups[likeness(title)].append(key)
    return [group for group in groups.values() if len(group) > 1]
