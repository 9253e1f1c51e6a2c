"""Words as the suggesting of links compares them: stems, phrases that name an article, and the terms of a text.

A phrase is a run of telling words; what joins them does not count, so that "pain of the back" is the phrase "pain
back". Phrases and terms are compared by keys, whole numbers of 63 bits, which any database finds fast. Two
different phrases with one key would take millions of millions of articles.
"""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from articles.search_queries import fold, in_one_spelling, words_of
from articles.word_links import Place, free_paragraphs

# Words of a phrase at most; a longer title is known by its parts.
LONGEST = 7
# Terms that are kept of each text, the most telling first.
MOST_TERMS = 64
# So many letters of a word are the same in singular and plural, unless it is shorter.
_BEGINNING = 5
_FACTOR, _MASK = 0x9E3779B97F4A7C15, 2**63 - 1
# How many joining words may stand between two words of a phrase.
_SLACK = 3
_JOINING = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "your"])

_WORD = re.compile(r"[^\W_]+")
# Beyond these no phrase goes on. A hyphen and an apostrophe may stand within one, and commas where it lists something.
_STOP = re.compile(r"[.?!\x00\n]+|[:;()\[\]“”\"]+")
_NAME_BEFORE = re.compile(r"(?:\b[A-Z][a-z]+ (?:and|of|for|&)|[a-z,] [A-Z][a-z]+) $")
_POSSESSIVE = re.compile(r"[’']s\b", re.IGNORECASE)
_SMALL = frozenset(
    _WORD.findall("""
    a about after all also am an and any are as at be because been before being between both but by can could did do
    does during each for from had has have having he her here his how i if in into is it its like may me might more most
    much must my no nor not of on one only or other our over same she should so some such than that the their them then
    there these they this those through to too under until up us very was we were what when where which while who whom
    why will with would you your
    """)
)
# What a title says of its kind rather than of its subject.
_OPENING = re.compile(
    r"^(?:introduction(?: to)?|overview(?: of)?|understanding|living with|what (?:is|are))\b[:\s–—-]*", re.I
)
_PIECES = re.compile(r"\s*(?::|\s[–—-]\s|\(|\))\s*")

WHOLE, PIECE, PART, WORD = 100, 85, 45, 12


class Mention(NamedTuple):
    """Words of a text that are a phrase: its key, and where they stand (as in articles.word_links.Place)."""

    key: int
    block_id: str
    paragraph: int
    start: int
    end: int

    def place(self, paragraphs: list[tuple[str, str]]) -> Place:
        """The place with its words; `paragraphs` are those of the document (word_links.free_paragraphs)."""
        words = paragraphs[self.paragraph][1][self.start : self.end]
        return Place(self.block_id, self.paragraph, self.start, self.end, words)


class _Word(NamedTuple):
    """A telling word of a text: the number of its stem, where it stands, and whether it follows a comma."""

    number: int
    start: int
    end: int
    after_comma: bool


def key_of(run: Iterable[str]) -> int:
    """The key of a run of stems; never negative."""
    key = 0
    for word in run:
        key = (key * _FACTOR + _number(word)) & _MASK
    return key


@lru_cache(maxsize=50_000)
def _number(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")


def stems(text: str) -> list[str]:
    """The stems of the telling words, in order."""
    return [stem(word) for word in _WORD.findall(fold(_POSSESSIVE.sub("", text))) if word not in _SMALL]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Singular and plural, British and American alike; `word` is folded."""
    word = in_one_spelling(word)
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def phrase_key(text: str) -> int | None:
    """The key of all telling words of `text` as one phrase; None where it has none, or too many."""
    found = stems(text)
    return key_of(found) if 0 < len(found) <= LONGEST else None


def naming(title: str) -> dict[int, int]:
    """The phrases that name what bears this title: key → weight in percent of the whole title."""
    found: dict[int, int] = {}
    for words, weight in said(title):
        if (key := phrase_key(words)) is not None:
            found[key] = max(found.get(key, 0), weight)
    return found


def said(title: str) -> Iterator[tuple[str, int]]:
    """How one speaks of what bears this title, with weights, the weightiest first.

    The title; what is left without its opening ("Introduction to"); its pieces on both sides of a colon; runs of its
    words; and its single words, which are worth little by themselves.
    """
    subject = _OPENING.sub("", title) or title
    yield from ((title, WHOLE), (subject, WHOLE))
    for piece in _PIECES.split(subject):
        yield piece, PIECE if len(stems(piece)) > 1 else WORD
    words = [found.span() for found in _WORD.finditer(subject) if _telling(found.group()) is not None]
    for count in range(min(len(words), LONGEST), 0, -1):
        weight = WORD if count == 1 < len(words) else round(PART * (1 + count / len(words)) / 2)
        for first in range(len(words) - count + 1):
            yield subject[words[first][0] : words[first + count - 1][1]], weight


def mentions(document: dict[str, Any], holding: re.Pattern[str] | None = None) -> list[Mention]:
    """Every run of telling words that stands free of links in a paragraph outside care cards.

    What is a part of a longer name ("Food and Drug Administration") or of words with hyphens is left out. `holding`:
    only paragraphs in which this is found, where it is known what is looked for.
    """
    cards = {block["attrs"]["id"] for block in document["content"] if block["type"] == "care_card"}
    found: list[Mention] = []
    for number, (block_id, text) in enumerate(free_paragraphs(document)):
        if block_id not in cards and (holding is None or holding.search(text)):
            for run in _runs(text):
                found += _of_run(run, text, block_id, number)
    return found


def _of_run(run: list[_Word], text: str, block_id: str, number: int) -> Iterator[Mention]:
    for first, one in enumerate(run):
        if _goes_on_before(text, one.start):
            continue
        key = 0
        for last, word in enumerate(run[first : first + LONGEST], first):
            key = (key * _FACTOR + word.number) & _MASK
            is_two_of_a_list = last == first + 1 and word.after_comma
            if not is_two_of_a_list and not (
                text[word.end : word.end + 1] == "-" and text[word.end + 1 :][:1].isalnum()
            ):
                yield Mention(key, block_id, number, one.start, word.end)


def _goes_on_before(text: str, start: int) -> bool:
    """Whether what begins here is the end of a longer name, or of a word with a hyphen."""
    if start and text[start - 1] == "-":
        return True
    return text[start].isupper() and bool(_NAME_BEFORE.search(text, max(0, start - 40), start))


def holding(phrases: Iterable[str]) -> re.Pattern[str]:
    """Finds every text in which one of the phrases stands, in either spelling, and few others: by its longest word."""
    longest = {max(run, key=len)[:_BEGINNING] for phrase in phrases for run in words_of(phrase).runs if run}
    return re.compile("|".join(rf"\b{re.escape(word)}" for word in sorted(longest)), re.IGNORECASE)


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence of a paragraph in which the words from `start` to `end` stand."""
    before = max((found.end() for found in re.finditer(r"[.?!][’”\"')]*\s+|\n", text[:start])), default=0)
    after = re.search(r"[.?!][’”\"')]*(?=\s|$)|\n", text[end:])
    return text[before : end + after.end() if after else len(text)].strip()


def sentence_of(place: Place, texts: list[str]) -> str:
    """The sentence in which the place stands; `texts` are the document's (word_links.texts)."""
    return sentence_around(texts[place.paragraph], place.start, place.end)


def terms(parts: Iterable[tuple[str, int]]) -> dict[int, int]:
    """The most telling words of a text: key → weight, of which the squares sum up to about a million.

    `parts` are texts, each with how often it counts: a word of a title says more than one of the body.
    """
    counts: Counter[str] = Counter()
    for text, times in parts:
        for word, count in Counter(stems(text)).items():
            if len(word) > 2 and not word.isdigit():
                counts[word] += count * times
    raw = {word: 1 + math.log(count) for word, count in counts.items()}
    chosen = sorted(raw.items(), key=lambda one: (-one[1], one[0]))[:MOST_TERMS]
    length = math.sqrt(sum(weight * weight for _, weight in chosen)) or 1
    return {key_of((word,)): round(1000 * weight / length) for word, weight in chosen}


def _runs(text: str) -> Iterator[list[_Word]]:
    """Telling words that may belong together, in runs that no stop and no small word but a joining one breaks."""
    start = 0
    for stop in [*_STOP.finditer(text), None]:
        end = stop.start() if stop else len(text)
        yield from _unbroken(text, start, end)
        start = stop.end() if stop else end


def _unbroken(text: str, start: int, end: int) -> Iterator[list[_Word]]:
    run: list[_Word] = []
    joining, before = 0, start
    for found in _WORD.finditer(text, start, end):
        written = found.group()
        if written in ("s", "S") and text[found.start() - 1 : found.start()] in ("'", "’"):
            continue
        number = _telling(written)
        if number is None:
            joining = joining + 1 if written.lower() in _JOINING else _SLACK + 1
            continue
        if run and joining > _SLACK:
            yield run
            run = []
        run.append(_Word(number, found.start(), found.end(), "," in text[before : found.start()]))
        joining, before = 0, found.end()
    if run:
        yield run


@lru_cache(maxsize=50_000)
def _telling(word: str) -> int | None:
    """The number of a word's stem; None for a small word."""
    folded = fold(word)
    return None if folded in _SMALL else _number(stem(folded))
