"""The plain form, line by line: which line is a heading, an item, a call-out or a paragraph.

One block is one line, a list as many lines as it has items. Rules, the first that fits:
`⟦kind id: words⟧` stands for a block that cannot be written plainly · `- ` begins a list item · at most 80 characters
and a blank line after it: heading of level 2, whatever it ends in (the blank is the picture's place) · `label: title`
without a full stop: related link · at most 80 characters without closing punctuation: heading of level 3 · paragraph.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from content.attributes import FORBIDDEN

LONGEST_HEADING = 80
LONGEST_LABEL = 500
LONGEST_TITLE = 200

PLACEHOLDER = re.compile(r"⟦(?P<kind>[a-z_]+) (?P<id>[a-z0-9]{8})(?:: .*)?⟧\Z")
_ITEM = re.compile(r"[-*•] +(?=\S)")
_NEWLINE = re.compile(r"\r\n|\r|\n")
_CLOSING = ".!?…:;,"
_BRACKETS = "”’\"')]»"


class TextProblem(ValueError):
    """A text that cannot be read: the number of the line (from 1) and the reason."""

    def __init__(self, line: int, message: str):
        self.line, self.message = line, message
        super().__init__(f"line {line}: {message}")


@dataclass(slots=True)
class Piece:
    """One block of the plain form: its kind, its words, and the line where it begins.

    `words`: a list's items; a call-out's label and title; a placeholder's id; otherwise one string.
    """

    kind: str
    words: tuple[str, ...]
    line: int


def lines_of(text: str) -> list[str]:
    """The lines without a byte order mark, line ends of any system, and blanks at the edges.

    Raises TextProblem for a character that no page can show.
    """
    lines = _NEWLINE.split(text.removeprefix("\ufeff"))
    for number, line in enumerate(lines, start=1):
        if found := FORBIDDEN.search(line):
            code = f"U+{ord(found.group()):04X}"
            raise TextProblem(number, f"the character {code} cannot stand in a text; delete or retype it")
    return [line.strip(" \t") for line in lines]


def pieces(lines: list[str], first_line: int = 1) -> Iterator[Piece]:
    """The blocks that `lines` say. Items with only blank lines between them are one list."""
    items: Piece | None = None
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        kind, words = classify(line, followed_by_blank=index + 1 < len(lines) and not lines[index + 1].strip())
        if kind == "bullet_list" and items:
            items.words += words
            continue
        if items:
            yield items
            items = None
        piece = Piece(kind, words, first_line + index)
        if kind == "bullet_list":
            items = piece
        else:
            yield piece
    if items:
        yield items


def classify(line: str, *, followed_by_blank: bool) -> tuple[str, tuple[str, ...]]:
    """The kind of block that one line makes, and its words."""
    if found := PLACEHOLDER.match(line):
        return "placeholder", (found["id"],)
    if found := _ITEM.match(line):
        return "bullet_list", (line[found.end() :],)
    if len(line) <= LONGEST_HEADING and followed_by_blank:
        return "heading_2", (line,)
    if parts := _label_and_title(line):
        return "related_link", parts
    if len(line) <= LONGEST_HEADING and not _closes(line, _CLOSING):
        return "heading_3", (line,)
    return "paragraph", (line,)


def _label_and_title(line: str) -> tuple[str, str] | None:
    label, colon, title = line.partition(": ")
    if not colon or not label.strip() or not title.strip() or title != title.strip() or label != label.strip():
        return None
    if len(label) > LONGEST_LABEL or len(title) > LONGEST_TITLE or _closes(title, ".…:;,"):
        return None
    if _closes(title, "?!") and not _reads_like_a_title(title):
        return None
    return label, title


def _closes(line: str, signs: str) -> bool:
    return line.rstrip(_BRACKETS).endswith(tuple(signs))


def _reads_like_a_title(words: str) -> bool:
    long = [word for word in re.findall(r"[^\W\d_]+", words) if len(word) > 3]
    return bool(long) and sum(word[0].isupper() for word in long) * 3 >= len(long) * 2


def block_of(piece: Piece) -> dict[str, Any]:
    """The block that a piece says, still without an id. A call-out has no target yet."""
    if piece.kind == "bullet_list":
        items = [{"type": "list_item", "content": [_paragraph(item)]} for item in piece.words]
        return {"type": "bullet_list", "attrs": {}, "content": items}
    if piece.kind == "related_link":
        label, title = piece.words
        return {"type": "related_link", "attrs": {"label": label, "title": title, "target": None}}
    if piece.kind.startswith("heading_"):
        return {"type": "heading", "attrs": {"level": int(piece.kind[-1])}, "content": _text(piece.words[0])}
    return {"type": "paragraph", "attrs": {}, "content": _text(piece.words[0])}


def _paragraph(words: str) -> dict[str, Any]:
    return {"type": "paragraph", "content": _text(words)}


def _text(words: str) -> list[dict[str, Any]]:
    return [{"type": "text", "text": words}]
