"""Reading what an author delivers: title, standfirst, text, and a closing paragraph about the author."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from content import ids
from content.grammar import Piece, TextProblem, classify, closes, label_and_title, lines_of, pieces
from content.schema import document
from content.text_forms import Block, block_of

LONGEST_TITLE = 200

# "Ada King, RN, is …", "Dr. Ada de la Cruz writes …": a name of several words, then what the person is or does.
_PARTICLES = "(?:(?:de|da|del|der|di|la|van|von|bin|al) )*"
_ABOUT_A_PERSON = re.compile(rf"(?:[^\W\d_a-z][\w.’'-]*,? {_PARTICLES}){{2,6}}[a-z]+ ")


@dataclass(frozen=True)
class Manuscript:
    """An article as its author delivers it. `closing` is the paragraph about the author, or empty."""

    title: str
    standfirst: str
    body: dict[str, Any]
    closing: str


def read_manuscript(text: str) -> Manuscript:
    """Read title (first line), standfirst (second), body and, after the last blank line, the author's bio.

    No character of a line is lost or changed but blanks around it. Block ids derive from their words, so that reading
    twice gives equal documents. Raises TextProblem.
    """
    lines = lines_of(text)
    if not lines:
        raise TextProblem(1, "the file has no text")
    title = _title(lines)
    second = _standfirst(lines)
    last = _closing(lines, second)
    body = lines[second + 1 : last]
    while body and not body[-1].strip():
        body.pop()
    found = list(pieces(body, first_line=second + 2))
    if not found:
        raise TextProblem(second + 1, "there is no text below the standfirst")
    return Manuscript(title, lines[second], document(*derived(found)), lines[last] if last else "")


def derived(found: Iterable[Piece]) -> Iterator[Block]:
    """A new block for each piece, with an id that its kind and words always give. Raises TextProblem."""
    seen: Counter[str] = Counter()
    for piece in found:
        if piece.kind == "placeholder":
            raise TextProblem(piece.line, "in a new text there is nothing for which this placeholder could stand")
        words = "\n".join([piece.kind, *piece.words])
        yield block_of(piece, ids.derive(words, seen[words]))
        seen[words] += 1


def _title(lines: list[str]) -> str:
    title = lines[0]
    if not title.strip():
        raise TextProblem(1, "the first line must be the title, and it is empty")
    if classify(title, followed_by_blank=False).kind in ("bullet_list", "placeholder"):
        raise TextProblem(1, "the first line must be the title, not a list item")
    if len(title) > LONGEST_TITLE:
        raise TextProblem(1, f"the first line must be the title: at most {LONGEST_TITLE} characters, not {len(title)}")
    return title


def _standfirst(lines: list[str]) -> int:
    """The index of the standfirst: the next line that is not blank."""
    index = next((index for index, line in enumerate(lines[1:], start=1) if line.strip()), None)
    if index is None:
        raise TextProblem(1, "there is a title and nothing else")
    kind = classify(lines[index], followed_by_blank=_is_blank(lines, index + 1)).kind
    # Right below the title a short standfirst may have a blank line after it; further down that is a heading.
    if kind in ("bullet_list", "placeholder") or (kind == "heading_2" and index > 1):
        raise TextProblem(index + 1, "below the title must stand the standfirst, one paragraph")
    return index


def _closing(lines: list[str], second: int) -> int | None:
    """The index of the author's bio: one paragraph at the end after a blank line that is not a picture's place."""
    last = len(lines) - 1
    *_, before, closing = [None, None, *pieces(lines[second + 1 :], first_line=second + 2)]
    if before is None or closing.line != last + 1 or lines[last - 1].strip():
        return None
    if closing.kind not in ("paragraph", "heading_3"):
        return None
    if before.kind == "heading_2":
        # A short line before the blank is a heading with its only paragraph, unless it would be none by itself and
        # the paragraph introduces a person.
        ends = closes(before.words[0]) or label_and_title(before.words[0])
        return last if ends and _ABOUT_A_PERSON.match(lines[last]) else None
    return last


def _is_blank(lines: list[str], index: int) -> bool:
    return index < len(lines) and not lines[index].strip()
