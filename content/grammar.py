"""The plain form, line by line: which line is a heading, an item, a call-out or a paragraph.

A block is one line, a list as many lines as it has items. The first rule that fits:

1. `⟦kind id: words⟧` stands for a block that cannot be written plainly.
2. `- ` (or `* `, `• `) begins an item of a list; so do `1. `, `2. ` … where at least two follow each other.
3. At most 80 characters and a blank line after it, the place of a picture: heading of level 2, whatever it ends in.
4. `label: title`, split at the first ": ": a call-out to something related.
5. At most 80 characters without closing punctuation: heading of level 3.
6. Anything else: a paragraph. So is a line without any letter or digit.

Blank lines at the end of a text count for nothing.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.attributes import forbidden_character
from content.schema import BLOCKS

LONGEST_HEADING = 80
LONGEST_RELATED = 240

_PLACEHOLDER = re.compile(r"⟦(?P<kind>[a-z_]+) (?P<id>[a-z0-9]{8})(?:: .*)?⟧\Z")
_LIKE_PLACEHOLDER = re.compile(rf"⟦(?:{'|'.join(BLOCKS)})(?: |⟧)")
_ITEM = re.compile(r"[-*•][ \t\xa0]+(?=\S)")
_NUMBERED = re.compile(r"(0|[1-9][0-9]{0,3})\.[ \t\xa0]+(?=\S)")
_NEWLINE = re.compile(r"\r\n|\r|\n")
_SAYS_SOMETHING = re.compile(r"[^\W_]")
_CLOSING = (*".!?…:;,", *"。！？؟")
_QUESTION = (*"!?", *"！？؟")
# What may stand after the closing punctuation of a sentence.
_CLOSERS = "”’\"')]}»›"


class TextProblem(ValueError):
    """A text that cannot be read: the number of the line (from 1) and the reason."""

    def __init__(self, line: int, message: str):
        self.line, self.message = line, message
        super().__init__(f"line {line}: {message}")


@dataclass(slots=True)
class Piece:
    """One block of the plain form.

    `kind`: placeholder, bullet_list, ordered_list, heading_2, heading_3, related_link or paragraph. `words`: a list's
    items; a call-out's label and title; a placeholder's kind and id; otherwise one text. `start`: a numbered list's
    first number. `line`: where it begins, from 1.
    """

    kind: str
    words: tuple[str, ...]
    line: int = 0
    start: int = 1

    @property
    def key(self) -> tuple:
        """Equal for pieces that say the same."""
        return (self.kind, self.start, self.words)


def lines_of(text: str) -> list[str]:
    """The lines, composed (NFC), without a byte order mark, line ends of any system and blanks at their edges.

    Blank lines at the end are left out. Raises TextProblem for a character that no page can show.
    """
    lines = _NEWLINE.split(text.removeprefix("\ufeff"))
    for number, line in enumerate(lines, start=1):
        if found := forbidden_character(line):
            code = f"U+{ord(found.group()):04X}"
            raise TextProblem(number, f"the character {code} at {found.start() + 1} cannot be shown; delete it")
    lines = [clean(line) for line in lines]
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def clean(line: str) -> str:
    """A line as it is read: its words to the character, without blanks and tabs around them."""
    return unicodedata.normalize("NFC", line).strip(" \t")


def pieces(lines: Sequence[str], first_line: int = 1) -> Iterator[Piece]:
    """The blocks that `lines` say. Blank lines between items do not end a list. Raises TextProblem for a placeholder
    that was written over."""
    open_list: Piece | None = None
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        if _LIKE_PLACEHOLDER.match(line) and not _PLACEHOLDER.match(line):
            raise TextProblem(
                first_line + index, "this placeholder was changed; move it, delete it or leave it as it was"
            )
        piece = _piece(lines, index, open_list)
        piece.line = first_line + index
        if open_list and _continues(open_list, piece):
            open_list.words += piece.words
            continue
        if open_list:
            yield open_list
        open_list = piece if piece.kind in ("bullet_list", "ordered_list") else None
        if not open_list:
            yield piece
    if open_list:
        yield open_list


def _piece(lines: Sequence[str], index: int, open_list: Piece | None) -> Piece:
    line = lines[index]
    if numbered := _NUMBERED.match(line):
        number = int(numbered[1])
        item = Piece("ordered_list", (line[numbered.end() :],), start=number)
        # A number that stands alone begins a heading or a sentence.
        if (open_list and _continues(open_list, item)) or _number(lines, index + 1) == number + 1:
            return item
    return classify(line, followed_by_blank=index + 1 < len(lines) and not lines[index + 1].strip())


def _number(lines: Sequence[str], index: int) -> int | None:
    found = _NUMBERED.match(lines[index]) if index < len(lines) else None
    return int(found[1]) if found else None


def _continues(before: Piece, piece: Piece) -> bool:
    if before.kind != piece.kind:
        return False
    return piece.kind == "bullet_list" or piece.start == before.start + len(before.words)


def classify(line: str, *, followed_by_blank: bool) -> Piece:
    """The piece that a line makes by itself: rules 1 to 6 but for numbered items."""
    if found := _PLACEHOLDER.match(line):
        return Piece("placeholder", (found["kind"], found["id"]))
    if found := _ITEM.match(line):
        return Piece("bullet_list", (line[found.end() :],))
    if not _SAYS_SOMETHING.search(line):
        return Piece("paragraph", (line,))
    is_short = len(line) <= LONGEST_HEADING
    if is_short and followed_by_blank:
        return Piece("heading_2", (line,))
    if parts := label_and_title(line):
        return Piece("related_link", parts)
    return Piece("heading_3" if is_short and not closes(line) else "paragraph", (line,))


def label_and_title(line: str) -> tuple[str, str] | None:
    """Label and title of a call-out. The title does not close like a sentence; it may ask or call if it looks like a
    title, and in a line longer than a heading it does not begin with a small letter."""
    label, colon, title = line.partition(": ")
    title = title.lstrip(" \t")
    if not colon or len(line) > LONGEST_RELATED or not label.strip() or not _SAYS_SOMETHING.search(title):
        return None
    if closes(title) and not (closes(title, _QUESTION) and reads_like_a_title(title)):
        return None
    return None if title[0].islower() and len(line) > LONGEST_HEADING else (label, title)


def closes(line: str, signs: tuple[str, ...] = _CLOSING) -> bool:
    """Whether a line ends in one of `signs`, quotation marks and brackets after it aside."""
    return line.rstrip(_CLOSERS).endswith(signs)


def reads_like_a_title(words: str) -> bool:
    """Whether it begins with a capital or a digit, and most of its longer words too ("What Is It, and How to Act")."""
    found = re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", words)
    longer = [word for word in found if len(word) > 3]
    capital = sum(not word[0].islower() for word in longer)
    return bool(found) and not found[0][0].islower() and capital * 3 >= len(longer) * 2
