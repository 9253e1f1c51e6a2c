"""How long a text is."""

import re
from typing import Any

from content.plain import plain_text

# Silent reading of non-fiction in English: 238 words a minute on average (Brysbaert 2019); health texts go slower.
WORDS_A_MINUTE = 230

_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")


def word_count(document: dict[str, Any]) -> int:
    """Words that readers see: text, captions, labels and titles. "2.5", "don’t" and "follow-up" are one each."""
    return count_words(plain_text(document))


def count_words(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text))


def reading_minutes(document: dict[str, Any]) -> int:
    """Whole minutes, at least one."""
    return max(1, round(word_count(document) / WORDS_A_MINUTE))
