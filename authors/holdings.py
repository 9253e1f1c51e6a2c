"""What somebody owns at the desk, and passing it on. Other apps say it when they are ready; nothing here knows them."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


class Holding(NamedTuple):
    """Things of one kind: what becomes of them in a sentence, their titles, and the permission that who takes them over
    needs ("" where nobody has to)."""

    becomes: str
    titles: list[str]
    needs: str = ""


Finder = Callable[[Any], Holding]
# From the person, who takes over (None where nobody has to) and who does it.
Passing = Callable[[Any, Any, Any], None]
_KINDS: list[tuple[Finder, Passing]] = []


def register(find: Finder, pass_on: Passing) -> None:
    """`find` tells what of one kind a person owns; `pass_on` does what its sentence says, inside a transaction."""
    _KINDS.append((find, pass_on))


def of(user: Any) -> list[Holding]:
    """Of each kind of which there is something."""
    return [found for found in (find(user) for find, _ in _KINDS) if found.titles]


def needs(holdings: Iterable[Holding]) -> list[str]:
    """The permissions that who takes over must have; none where nobody has to."""
    return sorted({holding.needs for holding in holdings if holding.needs})


def pass_on(user: Any, heir: Any, by: Any) -> None:
    for _, act in _KINDS:
        act(user, heir, by)
