"""Telling kinds of file apart by their first bytes, and what to say about those that are not accepted."""

import re

ACCEPTED = ("JPEG", "PNG", "WEBP", "AVIF")

_EXPORT = "Export it as JPEG (a photograph) or PNG (a drawing), and choose that file."

# What a person can do about it, for every kind that is recognised and not accepted.
REASONS = {
    "GIF": f"GIF pictures are not accepted: they have 256 colours at most. {_EXPORT}",
    "HEIC": "This is a HEIC picture, as iPhones make them. Share or export it as JPEG, and choose that file.",
    "SVG": "SVG drawings are not accepted, because they can carry programs. Export it as PNG, 1,600 pixels across.",
    "TIFF": f"TIFF pictures and camera raw files are not accepted. {_EXPORT}",
    "BMP": f"BMP pictures are not accepted. {_EXPORT}",
    "ICO": f"Icons are not accepted. {_EXPORT}",
    "JPEG 2000": f"JPEG 2000 pictures are not accepted. {_EXPORT}",
    "JPEG XL": f"JPEG XL pictures are not accepted, because few browsers show them. {_EXPORT}",
    "PSD": f"Photoshop documents are not accepted. {_EXPORT}",
    "PDF": "This is a PDF document. Export the page or the figure as PNG, and choose that file.",
    "archive": "This is a compressed archive or an office document. Take the picture out of it, and choose that.",
    "film": "This is a film. Choose a still picture from it, saved as JPEG.",
    "text": "This is text, whatever its name says. Choose a JPEG, PNG, WebP or AVIF picture.",
    "unknown": "This file is not a picture that can be read. Choose a JPEG, PNG, WebP or AVIF picture.",
}

_MAGIC = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"\0\0\1\0", "ICO"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\xff\x0a", "JPEG XL"),
    (b"8BPS", "PSD"),
    (b"%PDF", "PDF"),
    (b"PK\3\4", "archive"),
    (b"PK\5\6", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"\x1aE\xdf\xa3", "film"),
)
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_SVG = re.compile(rb"<(\w+:)?svg[\s>]", re.IGNORECASE)
# UTF-16 with a byte order mark: nothing we accept begins so, and drawing programs write SVG in it.
_WIDE_TEXT = (b"\xff\xfe", b"\xfe\xff")


def recognise(data: bytes) -> str:
    """The kind of a file: one of ACCEPTED, or a key of REASONS. Says nothing about whether the rest is sound."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    # "BM" alone also begins a text on the body mass index.
    if data[:2] == b"BM" and data[6:10] == bytes(4):
        return "BMP"
    if data[:4] == b"RIFF":
        return {b"WEBP": "WEBP", b"AVI ": "film"}.get(data[8:12], "unknown")
    if data[4:8] == b"ftyp":
        return _by_brand(data)
    return _by_words(data[:4096])


def _by_brand(data: bytes) -> str:
    length = min(int.from_bytes(data[:4]), 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, length, 4))}
    if brands & {b"avif", b"avis"}:
        return "AVIF"
    return "HEIC" if brands & _HEIC_BRANDS else "film"


def _by_words(head: bytes) -> str:
    if head.startswith(_WIDE_TEXT):
        head = head.decode("utf-16", "replace").encode()
    if _SVG.search(head):
        return "SVG"
    # Anything that no picture holds in its first bytes but every text does: no control characters.
    return "unknown" if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head) else "text"
