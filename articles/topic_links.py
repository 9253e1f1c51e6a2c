"""Suggesting links: where a text's words name a hub or a pillar.

A title is named by its own words, whatever their case, or by a close form: all its telling words near each other in
one sentence ("lifestyle, diet, and natural back pain remedies" for "Lifestyle, Diet and Natural Remedies"). A title
of one word, such as "Menopause", must be spoken of as a guide, hub or article, or every text would name it. Of
several places the best is one whose sentence speaks of such; then one in capitals like a title.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from articles.models import Pillar
from articles.word_links import Place, free_paragraphs
from content import references

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_SENTENCE = re.compile(r"[^.?!\x00]+(?:[.?!]|\Z|(?=\x00))")
_SMALL = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "your"])
_JOINING = re.compile(r"\band\b|&|,", re.IGNORECASE)
_CUES = frozenset(["article", "guide", "hub", "overview", "page", "pillar", "resource", "section"])
# How many words may stand between those of a title in a close form, beyond its own.
_SLACK = 3


@dataclass(frozen=True)
class Suggestion:
    place: Place
    pillar: Pillar

    @property
    def target(self) -> dict[str, Any]:
        return {"kind": "pillar", "id": self.pillar.pk}


@dataclass(frozen=True)
class _Found:
    place: Place
    cued: bool
    exact: bool
    capital: bool

    @property
    def rank(self) -> tuple:
        place = self.place
        return (not self.cued, not self.exact, not self.capital, place.paragraph, place.start)


def suggest(document: dict[str, Any], pillars: Iterable[Pillar]) -> list[Suggestion]:
    """At most one link for each hub or pillar that the text names and does not link yet, in the text's order.

    Titles of more words come first; no two suggestions overlap.
    """
    linked = {(target.kind, target.id) for target in references.targets(document)}
    paragraphs = free_paragraphs(document)
    chosen: list[Suggestion] = []
    for pillar in sorted(pillars, key=lambda pillar: (-len(telling(pillar.title)), pillar.pk)):
        if ("pillar", pillar.pk) in linked:
            continue
        found = (f for f in _named(pillar.title, paragraphs) if not any(_overlap(f.place, s.place) for s in chosen))
        if best := min(found, key=lambda f: f.rank, default=None):
            chosen.append(Suggestion(best.place, pillar))
    return sorted(chosen, key=lambda suggestion: (suggestion.place.paragraph, suggestion.place.start))


def _named(title: str, paragraphs: list[tuple[str, str]]) -> Iterator[_Found]:
    exact = re.compile(r"(?<![\w-])" + r"\s+".join(map(re.escape, title.split())) + r"(?![\w-])", re.IGNORECASE)
    loose = telling(title) if _may_be_loose(title) else []
    needs_cue = len(title.split()) == 1
    for number, (block_id, text) in enumerate(paragraphs):
        for sentence in _SENTENCE.finditer(text):
            cued = any(_stem(word) in _CUES for word in _WORD.findall(sentence.group().lower()))
            if needs_cue and not cued:
                continue
            spans = [(m.span(), True) for m in exact.finditer(text, *sentence.span())]
            spans += [(span, False) for span in _close_forms(loose, text, *sentence.span())]
            for (start, end), is_exact in spans:
                words = text[start:end]
                yield _Found(Place(block_id, number, start, end, words), cued, is_exact, words == title)


def _may_be_loose(title: str) -> bool:
    """ "Back Pain" must stand as it is, or any back with a pain would name it."""
    words = telling(title)
    return len(words) >= 3 or (len(words) == 2 and bool(_JOINING.search(title)))


def _close_forms(telling: list[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The shortest stretches of a sentence that hold every telling word of a title."""
    words = list(_WORD.finditer(text, start, end))
    stems = [_stem(match.group().lower()) for match in words]
    needed = set(telling)
    for first, stem in enumerate(stems):
        if stem not in needed:
            continue
        missing, big = set(needed), 0
        for last in range(first, len(words)):
            missing.discard(stems[last])
            big += words[last].group().lower() not in _SMALL
            if big > len(needed) + _SLACK:
                break
            if not missing:
                yield words[first].start(), words[last].end()
                break


def telling(title: str) -> list[str]:
    """The words by which a title is known, in the singular and in small letters; without "the", "of" and the like."""
    return [_stem(word) for word in _WORD.findall(title.lower()) if word not in _SMALL]


def _stem(word: str) -> str:
    """Singular and plural alike; no more than that is needed for titles."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _overlap(one: Place, other: Place) -> bool:
    return one.paragraph == other.paragraph and one.start < other.end and other.start < one.end
