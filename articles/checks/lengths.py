"""Long sentences, paragraphs and lists, and long texts without key points (STANDARDS, plain language). Hints only."""

from collections.abc import Iterator
from itertools import groupby

from articles.checks.finding import Finding, at, short
from articles.checks.reading import Passage, Reading
from articles.enums import ArticleKind, Severity
from content.metrics import count_words

LONGEST_SENTENCE = 20
MOST_SENTENCES, LONGEST_PARAGRAPH = 3, 50
LONGEST_LIST = 6
# So long a text wants its key points at the top.
KEY_POINTS_FROM = 600


def check(reading: Reading) -> Iterator[Finding]:
    yield from _lengths(reading)
    yield from _lists(reading)
    if (
        reading.snapshot.kind != ArticleKind.PAGE
        and not _has_key_points(reading)
        and _words(reading) >= KEY_POINTS_FROM
    ):
        message = "The article is long and has no key points: 1 to 5 lines at the top for who reads no further."
        yield Finding("body", message, Severity.WARN, "key-points", dismissible=True)


def _lengths(reading: Reading) -> Iterator[Finding]:
    for passage in reading.passages:
        if not passage.is_told:
            continue
        found = passage.sentences()
        for sentence in found:
            if (count := count_words(sentence.text)) > LONGEST_SENTENCE:
                message = f"“{short(sentence.text)}” has {count} words: make two sentences of it."
                yield at(sentence, message, "long-sentence")
        if passage.place == "paragraph" and _is_long(passage, len(found)):
            words = count_words(passage.text)
            message = f"The paragraph “{short(passage.text)}” has {len(found)} sentences and {words} words: split it."
            yield at(passage, message, "long-paragraph", fix="split" if len(found) > 1 else "")


def _is_long(passage: Passage, count: int) -> bool:
    return count > MOST_SENTENCES or count_words(passage.text) > LONGEST_PARAGRAPH


def _lists(reading: Reading) -> Iterator[Finding]:
    items = [one for one in reading.passages if one.place == "item" and one.box != "care_card"]
    for _, some in groupby(items, key=lambda one: one.block_id):
        found = list(some)
        if len(found) > LONGEST_LIST:
            message = f"The list that begins with “{short(found[0].text)}” has {len(found)} points: group them."
            yield at(found[0], message, "long-list")


def _has_key_points(reading: Reading) -> bool:
    return any(block["type"] == "key_points" for block in reading.blocks)


def _words(reading: Reading) -> int:
    return sum(count_words(one.text) for one in reading.passages)
