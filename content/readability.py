"""How hard a text is to read, by formulas that count words, sentences and syllables.

Flesch-Kincaid grade and Flesch reading ease (Kincaid and others 1975), SMOG (McLaughlin 1969). They are hints for
writers; no text is judged by them.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from content.claims import sentences

# McLaughlin made SMOG on samples of 30 sentences; it says little of fewer.
FEWEST_SENTENCES = 30
# Words of so many syllables count as hard.
HARD = 3

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüý]+")
# A final e is silent but in -le after a consonant; so is that of -es and -ed after most letters, and of a word to which
# an ending was added ("movement").
_SILENT = re.compile(
    r"(?<=[^aeiouy])e(?=(?:ly|ments?|less|ness|ful|lines?|things?|times|where)$)|"
    r"(?:(?<=[gq])ue|(?<![aeiouyl])e|(?<=[aeiouy]l)e|(?<=[aeiouy])e(?=$)|(?<![aeiouytdsxzcgl])es|(?<=[aeiouy]l)es|(?<![aeiouytd])ed)$"
)
# Neighbouring vowels that are spoken apart, and an ending that has a syllable without any.
_APART = re.compile(
    r"(?<![ctsg])ia|io(?!n|us)|(?<![tcxgs])ious|iu|eo(?!u)|(?<!q)ua(?!r)|(?<!q)uie|(?<=q)uie|iet|(?:(?<![tc])|(?<=^sc))ien|(?<![qg])ui(?=[dn])|"
    r"(?<=[^q]u)ity|ea(?:$|(?=l[iy]))|^crea|[aeiouy]ing$|sms?$|thms?$"
)
_EXCEPTIONS = {
    "people": 2,
    "every": 2,
    "recipe": 3,
    "recipes": 3,
    "areas": 3,
    "ideas": 3,
    "sea": 1,
    "tea": 1,
    "the": 1,
    "she": 1,
    "employee": 3,
    "knee": 1,
    "knees": 1,
}


@dataclass(frozen=True, slots=True)
class Readability:
    """`grade` is Flesch-Kincaid's (years of school), `ease` Flesch's (100 easy, 0 hard), `smog` McLaughlin's grade;
    None where there are no words. `is_reliable`: whether there are sentences enough for SMOG."""

    words: int
    sentences: int
    grade: float | None
    ease: float | None
    smog: float | None

    @property
    def is_reliable(self) -> bool:
        return self.sentences >= FEWEST_SENTENCES


def syllables(word: str) -> int:
    """An estimate by the spelling of English; at least one."""
    return sum(_of_part(part) for part in re.sub("[’']", "", word.casefold()).split("-") if part) or 1


def words_of(text: str) -> list[str]:
    """Words alone: numbers are neither long nor short."""
    return _WORD.findall(text)


def measure(texts: Iterable[str]) -> Readability:
    """Of texts of one paragraph each."""
    parts = [text[start:end] for text in texts for start, end in sentences(text)]
    counted = [[syllables(word) for word in words_of(part)] for part in parts]
    counted = [one for one in counted if one]
    words, count = sum(map(len, counted)), len(counted)
    if not words:
        return Readability(0, 0, None, None, None)
    spoken = sum(map(sum, counted))
    hard = sum(1 for one in counted for number in one if number >= HARD)
    length, weight = words / count, spoken / words
    return Readability(
        words,
        count,
        grade=round(0.39 * length + 11.8 * weight - 15.59, 1),
        ease=round(206.835 - 1.015 * length - 84.6 * weight, 1),
        smog=round(1.0430 * math.sqrt(30 * hard / count) + 3.1291, 1),
    )


def hardness(sentence: str) -> float:
    """Flesch-Kincaid's grade of one sentence, to compare sentences by."""
    return measure([sentence]).grade or 0.0


def _of_part(word: str) -> int:
    if word in _EXCEPTIONS:
        return _EXCEPTIONS[word]
    spoken = _SILENT.sub("", word) if len(word) > 2 else word
    return max(len(_VOWELS.findall(spoken)) + len(_APART.findall(spoken)), 1)
