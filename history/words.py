"""What people say about an act: reasons, notes, names. What can be kept of their words is decided here alone."""

import re

from django.core.exceptions import ValidationError

# Of a reason or a note. Who has more to say writes an article.
LONGEST = 5000
# PostgreSQL refuses NUL, and neither database keeps halves of characters, which JSON can say.
_UNKEPT = re.compile("[\x00\ud800-\udfff]")


def can_be_kept(words: str) -> bool:
    return not _UNKEPT.search(words)


def kept(words: str, field: str, *, missing: str = "", longest: int = LONGEST) -> str:
    """`words` without blanks around them, and with one kind of line ends.

    Raises ValidationError at `field`: with `missing`, if there is one, where nothing is said; for more than `longest`
    characters; for a character that no database keeps.
    """
    words = words.replace("\r\n", "\n").strip()
    if missing and not words:
        raise ValidationError({field: missing})
    if len(words) > longest:
        raise ValidationError({field: f"Use at most {longest} characters: these are {len(words)}."})
    if not can_be_kept(words):
        raise ValidationError({field: "There is a character in it that cannot be kept. Type the words anew."})
    return words
