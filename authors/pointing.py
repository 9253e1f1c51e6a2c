"""What elsewhere points at an author, told before something of them changes. Other apps say it when they are ready;
nothing here knows them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from authors.models import Author


class Pointing(NamedTuple):
    """How much of one kind points there, in a sentence, and the desk's page that shows it."""

    words: str
    page: str


# From the author and who asks; None where nothing is to be told.
Teller = Callable[[Author, Any], Pointing | None]
_TELLERS: list[Teller] = []


def register(teller: Teller) -> None:
    """`teller` says what of one kind points at an author, as far as the person may know."""
    _TELLERS.append(teller)


def at(author: Author, user: Any) -> list[Pointing]:
    """Of each kind of which there is something."""
    return [found for teller in _TELLERS if (found := teller(author, user))]
