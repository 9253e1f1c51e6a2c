"""Two texts side by side, line by line. Works on the plain form, until documents are compared block by block."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

KEPT, REMOVED, ADDED = "kept", "removed", "added"


@dataclass(frozen=True)
class Line:
    """One line of a comparison. `mark` is KEPT, REMOVED or ADDED."""

    mark: str
    text: str


def compare(old: str, new: str) -> list[Line]:
    """The lines of both texts in reading order, without blank ones; where they differ, the old come first."""
    return list(_lines(_words(old), _words(new)))


def _words(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    for what, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if what == "equal":
            yield from (Line(KEPT, line) for line in old[a:b])
            continue
        yield from (Line(REMOVED, line) for line in old[a:b])
        yield from (Line(ADDED, line) for line in new[c:d])
