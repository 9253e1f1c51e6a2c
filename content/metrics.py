"""How long a text is."""

import re
from typing import Any

from content.text import plain_text

# Silent reading of non-fiction in English: 238 words a minute on average (Brysbaert 2019); health texts go slower.
WORDS_A_MINUTE = 230

_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")


def word_count(document: dict[str, Any]) -> int:
    return len(_WORD.findall(plain_text(document)))


def reading_minutes(document: dict[str, Any]) -> int:
    """Whole minutes, at least one."""
    return max(1, round(word_count(document) / WORDS_A_MINUTE))
