"""Marking the words of an answer in its texts, and choosing the passage to show.

For a database that can only mark by parsing a whole text: here a text is read as fast as a string is searched.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Collection

from articles.search_queries import fold

EXCERPT, BEFORE = 220, 60  # characters from the first mark on, and before it

Span = tuple[int, int]


class _Letters(dict[int, str]):
    """Each character as fold() would have it, unless that were more or less than one. Filled as characters come."""

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_LETTERS = _Letters()


def marked(text: str, words: Collection[str]) -> str:
    """The text with \\x02 before and \\x03 after each of `words`, which are folded; accents and case do not matter."""
    text = unicodedata.normalize("NFC", text)
    return _with_marks(text, _places(text, words), 0, len(text))


def excerpt(text: str, words: Collection[str]) -> str:
    """The marked stretch with the most of `words`, the earliest of equal ones; without any, the beginning."""
    text = unicodedata.normalize("NFC", text)
    places = _places(text, words)
    starts = [start for start, _ in places]
    best = max(starts, key=lambda at: (bisect_left(starts, at + EXCERPT) - bisect_left(starts, at), -at), default=0)
    start, stop = _edges(text, best)
    ends = ("…" if start else "", "…" if stop < len(text) else "")
    return _with_marks(text, [place for place in places if start <= place[0] < stop], start, stop).join(ends)


def _places(text: str, words: Collection[str]) -> list[Span]:
    """Where one of `words` stands as a whole word, in order."""
    folded = fold(text)
    if len(folded) != len(text):  # some scripts grow or shrink
        folded = text.translate(_LETTERS)
    found = []
    for word in filter(None, words):
        at = folded.find(word)
        while at >= 0:
            end = at + len(word)
            if not (folded[end : end + 1].isalnum() or folded[max(at - 1, 0) : at].isalnum()):
                found.append((at, end))
            at = folded.find(word, end)
    return sorted(found)


def _edges(text: str, best: int) -> Span:
    """About EXCERPT characters from `best` on and a little before it, between blanks if there are any near."""
    start, stop = max(best - BEFORE, 0), best + EXCERPT
    if start:
        start = max(text.rfind(" ", start - BEFORE, start) + 1, start - BEFORE)
    blank = text.find(" ", stop, stop + EXCERPT)
    return start, min(blank if blank >= 0 else stop + EXCERPT, len(text))


def _with_marks(text: str, places: list[Span], start: int, stop: int) -> str:
    pieces, at = [], start
    for first, end in places:
        pieces += [text[at:first], "\x02", text[first:end], "\x03"]
        at = end
    return "".join([*pieces, text[at : max(stop, at)]])
