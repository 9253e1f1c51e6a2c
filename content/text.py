"""Documents as text: the plain form, in which a whole document can be written, read and edited without an editor.

`grammar` says which line means what, `text_forms` which block is written how, `keeping` which block an edited line was,
`manuscripts` how to read what an author delivers.
"""

from typing import Any

from content.grammar import TextProblem, lines_of, pieces
from content.keeping import keep
from content.manuscripts import Manuscript, derived, read_manuscript
from content.plain import plain_text
from content.schema import document
from content.text_forms import lines_for, written

__all__ = ["Manuscript", "TextProblem", "plain_text", "read", "read_manuscript", "write"]


def write(doc: dict[str, Any]) -> str:
    """The plain form of a document. A block that it cannot hold without loss is one line `⟦kind id: words⟧`."""
    blocks = doc["content"]
    said = zip(written(blocks), blocks, strict=True)
    return "".join(f"{line}\n" for piece, block in said for line in lines_for(piece, block))


def read(text: str, base: dict[str, Any] | None = None) -> dict[str, Any]:
    """The document that a plain form says: `read(write(document), document) == document`, ids included.

    `base` is the document from which the text was written: unchanged lines keep their blocks with everything in them,
    also when they were moved; a changed line keeps the id of the block of its kind that stood there; a placeholder
    brings its block. Without `base`, ids derive from the words.

    Raises TextProblem for a placeholder that is unknown, damaged or stands twice, and for a forbidden character.
    """
    found = list(pieces(lines_of(text)))
    return document(*(derived(found) if base is None else keep(found, base["content"])))
