"""How hard an article is to read, and which sentences are the hardest. Shown to writers; nothing is judged by it.

Names of medicines and headings of care cards are left out, as they cannot be said otherwise (STANDARDS); so are titles.
"""

from dataclasses import dataclass

from articles.checks.reading import Reading, Sentence
from articles.lexicon import DRUG
from content import readability
from content.readability import Readability

MOST = 10
# Of fewer words no formula says much.
FEWEST_WORDS = 6


@dataclass(frozen=True)
class Hard:
    """A sentence and its Flesch-Kincaid grade."""

    sentence: Sentence
    grade: float


def measured(reading: Reading) -> tuple[Readability, list[Hard]]:
    """The whole text's measures, and its sentences that are no easier than that, the hardest first."""
    sentences = [one for one in reading.sentences if one.passage.is_told]
    texts = [DRUG.sub("", one.text) for one in sentences]
    rated = [
        Hard(sentence, readability.hardness(text))
        for sentence, text in zip(sentences, texts, strict=True)
        if len(readability.words_of(text)) >= FEWEST_WORDS
    ]
    whole = readability.measure(texts)
    hard = [one for one in rated if one.grade >= whole.grade]
    return whole, sorted(hard, key=lambda one: -one.grade)[:MOST]
