"""Where pictures are used. Other apps say where, when they are ready; nothing here knows them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple


class Use(NamedTuple):
    """One place: its title, its address on the desk, and what it is in a word or two ("draft", "author").

    Without an address it is one that the person who asks may not open.
    """

    title: str
    url: str
    what: str


Finder = Callable[[Sequence[int], Any], Iterable[tuple[int, Use]]]
_FINDERS: list[Finder] = []


def register(finder: Finder) -> None:
    """Say where pictures are used: `finder` gets image ids and who asks, and gives a pair of id and Use for each
    place."""
    _FINDERS.append(finder)


def of(ids: Iterable[int], user: Any) -> dict[int, list[Use]]:
    """The places of each picture, by title, as this person may know them; every id has an entry.

    One query per kind of place, none for no ids.
    """
    found: dict[int, list[Use]] = {pk: [] for pk in ids}
    if found:
        for finder in _FINDERS:
            for pk, use in finder(list(found), user):
                found[pk].append(use)
    return {pk: sorted(uses) for pk, uses in found.items()}
