"""Making the patterns by which checks know words."""

import re

# Between alternatives: a bar with blanks around it, or a new line. A bar within brackets has none.
_APART = re.compile(r"\s+\|\s+|\s*\n\s*")
# A long one goes on behind a backslash.
_GOES_ON = re.compile(r"\\\n\s*")


def any_of(alternatives: str, *, case: bool = False) -> re.Pattern[str]:
    """Whole words that are one of these regular expressions, in any case unless `case` matters."""
    return re.compile(rf"(?<!\w){group(alternatives)}(?!\w)", 0 if case else re.IGNORECASE)


def group(alternatives: str) -> str:
    """One of these regular expressions, as a part of another."""
    return f"(?:{'|'.join(filter(None, _APART.split(_GOES_ON.sub('', alternatives))))})"


def words(text: str) -> tuple[str, ...]:
    """The words of a text, parted by blanks."""
    return tuple(text.split())
