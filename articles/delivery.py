"""Reading what an author delivers: a text file in the plain form. Whatever is refused, is so with line and reason.

The particulars beside it (NAME.toml) are read by articles.particulars.
"""

from dataclasses import dataclass
from pathlib import Path

from content.text import Manuscript, TextProblem, read_manuscript

# A long book has 1 MB; what is larger was chosen by mistake.
MAX_BYTES = 2 * 1024 * 1024
MAX_LINES = 20_000

_BINARY = {
    b"PK\x03\x04": "a ZIP archive or a Word document (.docx); save it as plain text, UTF-8",
    b"\xd0\xcf\x11\xe0": "an old Word document (.doc); save it as plain text, UTF-8",
    b"%PDF": "a PDF; save its words as plain text, UTF-8",
    b"{\\rtf": "a rich-text document; save it as plain text, UTF-8",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a compressed file; unpack it first",
}
_OTHER_UNICODE = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}


@dataclass(frozen=True)
class Reason:
    """Why a file is refused. `line` counts from 1; None where no single line is to blame."""

    path: Path
    message: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


class Refused(Exception):
    """The delivery does not come in; nothing was written. `reasons` are for the person at the keyboard."""

    def __init__(self, *reasons: Reason):
        self.reasons = reasons
        super().__init__("\n".join(map(str, reasons)))


def read_text(path: Path, *, limit: int = MAX_BYTES) -> str:
    """The words of a file in UTF-8, with or without a byte order mark. Raises Refused; reads `limit` bytes at most."""
    data = _bytes(path, limit)
    if not data.strip():
        raise Refused(Reason(path, "the file is empty", 1))
    for start, what in _OTHER_UNICODE.items():
        if data.startswith(start):
            raise Refused(Reason(path, f"the file is in {what}; save it as UTF-8", 1))
    for start, what in _BINARY.items():
        if data.startswith(start):
            raise Refused(Reason(path, f"this is no text but {what}", 1))
    if (place := data.find(b"\x00")) >= 0:
        message = f"this is no text: byte {place} is NUL (a binary file, or UTF-16); save it as plain text, UTF-8"
        raise Refused(Reason(path, message, _line_at(data, place)))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        message = f"byte {place} (0x{data[place]:02X}) is not UTF-8; the file may be in Latin-1 or Windows-1252"
        raise Refused(Reason(path, f"{message}: save it as UTF-8", _line_at(data, place))) from None


def read_article(path: Path) -> Manuscript:
    """Title, standfirst, body and the paragraph about the author. Raises Refused."""
    text = read_text(path)
    if text.count("\n") + text.count("\r") > 2 * MAX_LINES:
        # Each line becomes a block; a million of them would take a quarter of a minute to be found too many.
        raise Refused(Reason(path, f"the text is too large: more than {MAX_LINES:,} lines", MAX_LINES))
    try:
        return read_manuscript(text)
    except TextProblem as problem:
        raise Refused(Reason(path, problem.message, problem.line)) from None


def _bytes(path: Path, limit: int) -> bytes:
    try:
        if path.is_dir():
            raise Refused(Reason(path, "this is a folder; name the text file in it"))
        if path.exists() and not path.is_file():
            # A pipe would wait for ever, /dev/zero never end.
            raise Refused(Reason(path, "this is not a regular file"))
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise Refused(Reason(path, "there is no such file")) from None
    except (OSError, ValueError) as error:
        raise Refused(Reason(path, f"the file cannot be read: {getattr(error, 'strerror', None) or error}")) from None
    if len(data) > limit:
        raise Refused(Reason(path, f"the file is larger than {limit // 1024:,} kB; an article is far smaller"))
    return data


def _line_at(data: bytes, place: int) -> int:
    before = data[:place].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1
