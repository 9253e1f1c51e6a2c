"""Where sources are used. Other apps say where, when they are ready; nothing here knows them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple


class Use(NamedTuple):
    """A place that rests on a source: the title of the text, its address on the desk, its state in a word, the words
    under the citation and the sentence around them. Without an address it is one that the person who asks may not
    open."""

    title: str
    url: str
    state: str
    words: str
    sentence: str


Finder = Callable[[Sequence[int], Any], Iterable[tuple[int, Use]]]
_FINDERS: list[Finder] = []


def register(finder: Finder) -> None:
    """Say where sources are used: `finder` gets source ids and who asks, and gives a pair of id and Use for each
    place."""
    _FINDERS.append(finder)


def of(ids: Iterable[int], user: Any) -> dict[int, list[Use]]:
    """The places of each source, as this person may know them; every id has an entry. One query for a kind of place."""
    found: dict[int, list[Use]] = {pk: [] for pk in ids}
    if found:
        for finder in _FINDERS:
            for pk, use in finder(list(found), user):
                found[pk].append(use)
    return found
