"""What may come in as a picture. Everything is decided by the bytes; names and declared types are not looked at.

The checks go from cheap to dear, so that nothing is decoded before its size is known to be harmless.
"""

import hashlib
import io
import threading
import warnings
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from PIL import Image as Pillow

from images import decoding, jpeg, signatures

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 60_000_000
MAX_SIDE = 12_000
MIN_SIDE = 32
MAX_SCANS = 64

EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}

# Decoding the largest picture takes up to 600 MB (AVIF): one at a time in each process, whatever the number of threads.
_ONE_AT_A_TIME = threading.Lock()


class Refused(Exception):
    """The file does not come in. The message says why and what to do, to the person who chose it."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """An acceptable picture. Width and height in pixels, as one sees it upright; the hash is SHA-256 of the file."""

    extension: str
    width: int
    height: int
    size: int
    content_hash: str


def inspect(file: IO[bytes]) -> Inspected:
    """Judge an open binary file by its content; leaves it at its beginning. Raises Refused, and nothing else.

    In this order: size in bytes, signature, pixels claimed, animation, passes, full decoding.
    """
    data = _read(file)
    kind = signatures.recognise(data)
    if kind not in signatures.ACCEPTED:
        raise Refused(signatures.REASONS[kind])
    with _ONE_AT_A_TIME:
        width, height = _measure(data, kind)
    return Inspected(EXTENSIONS[kind], width, height, len(data), hashlib.sha256(data).hexdigest())


def max_bytes() -> int:
    """The largest file that is accepted, in bytes (setting IMAGE_MAX_BYTES)."""
    return getattr(settings, "IMAGE_MAX_BYTES", MAX_BYTES)


def _read(file: IO[bytes]) -> bytes:
    limit = max_bytes()
    file.seek(0)
    # One byte too many tells enough, whatever size was declared.
    data = file.read(limit + 1)
    file.seek(0)
    if not data:
        raise Refused("This file is empty. Choose the picture again; if it stays empty, export it anew.")
    if len(data) > limit:
        megabytes = limit / (1024 * 1024)
        raise Refused(f"This file is larger than {megabytes:g} MB. Save it smaller: 2,400 pixels across is plenty.")
    return data


def _measure(data: bytes, kind: str) -> tuple[int, int]:
    """Upright width and height of a sound picture; turns whatever a decoder throws at hostile bytes into a refusal."""
    try:
        # Changing the filters is safe from other threads only because of the lock around this.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Pillow merely warns between 89 and 179 million pixels.
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            return _decoded_size(data, kind)
    except Refused:
        raise
    except (Pillow.DecompressionBombWarning, Pillow.DecompressionBombError):
        raise Refused(_TOO_LARGE) from None
    except Exception as problem:
        # Decoders raise OSError, ValueError, SyntaxError, struct.error, EOFError, MemoryError and others.
        raise Refused("This picture is damaged or incomplete. Export it again, and choose that file.") from problem


def _decoded_size(data: bytes, kind: str) -> tuple[int, int]:
    with decoding.open_picture(io.BytesIO(data)) as picture:
        size = picture.size
        _check_size(*size)
        _check_frames(picture)
        if kind == "JPEG":
            _check_scans(data)
        # A JPEG at an eighth of its size shows every defect of its data for a fraction of the memory.
        picture.draft(None, (size[0] // 8, size[1] // 8))
        picture.load()
        return decoding.upright_size(size, decoding.orientation(picture))


_TOO_LARGE = (
    f"This picture is too large: at most {MAX_SIDE:,} pixels on a side and {MAX_PIXELS // 1_000_000} megapixels in all "
    "are accepted. Save it smaller: 2,400 pixels across is plenty."
)


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise Refused(_TOO_LARGE)
    if min(width, height) < MIN_SIDE:
        raise Refused(
            f"This picture is only {width} × {height} pixels. It needs {MIN_SIDE} at least on each side, "
            "and 1,200 across to look sharp in an article."
        )


def _check_frames(picture: Pillow.Image) -> None:
    # Several pictures in one JPEG (MPO) are how telephones keep depth and brightness: the first is the photograph.
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise Refused("Moving pictures are not accepted. Save one frame of it as PNG or JPEG, and choose that file.")


def _check_scans(data: bytes) -> None:
    if jpeg.scan_count(data, limit=MAX_SCANS) > MAX_SCANS:
        raise Refused("This JPEG is built in hundreds of passes, as no program does. Save it again, and choose that.")
