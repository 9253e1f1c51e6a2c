"""From the bytes of an accepted file to an upright picture in sRGB, no larger than it is needed."""

from typing import IO

from PIL import ExifTags
from PIL import Image as Pillow

from images import colours
from images.signatures import ACCEPTED

_TURN = Pillow.Transpose
_TURNS = {
    2: _TURN.FLIP_LEFT_RIGHT,
    3: _TURN.ROTATE_180,
    4: _TURN.FLIP_TOP_BOTTOM,
    5: _TURN.TRANSPOSE,
    6: _TURN.ROTATE_270,
    7: _TURN.TRANSVERSE,
    8: _TURN.ROTATE_90,
}
_LIES_ON_ITS_SIDE = {5, 6, 7, 8}
_DRAFTED = {"JPEG", "MPO"}


def open_picture(file: IO[bytes]) -> Pillow.Image:
    """Read the header with the four decoders that are allowed, of the forty that Pillow has. Nothing is decoded yet."""
    return Pillow.open(file, formats=ACCEPTED)


def orientation(picture: Pillow.Image) -> int:
    """The EXIF orientation, 1 (upright) to 8. What is not a number from 1 to 8 counts as upright, as in browsers.

    A PNG may carry it after its pixels: load the picture first.
    """
    try:
        value = picture.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:
        # EXIF is written by every camera in its own way; damage in it is no reason to lose the picture.
        return 1
    return value if value in _TURNS else 1


def upright_size(size: tuple[int, int], turn: int) -> tuple[int, int]:
    """Width and height after `turn` (an EXIF orientation) has been undone."""
    return (size[1], size[0]) if turn in _LIES_ON_ITS_SIDE else size


def decode(file: IO[bytes], size: tuple[int, int]) -> Pillow.Image:
    """The picture upright, in sRGB, on white, without metadata, scaled to about `size` (pixels, upright).

    Raises what Pillow raises for a damaged file; accepted ones were read to the end once (images.safety).
    """
    with open_picture(file) as picture:
        if picture.format in _DRAFTED:
            # It decodes straight to a half, quarter or eighth of its size, for as much less time and memory.
            picture.draft(None, upright_size(size, orientation(picture)))
        picture.load()
        turn = orientation(picture)
        scaled = _scale(colours.plain(picture), upright_size(size, turn))
        result = colours.to_srgb(scaled, picture.info)
    return result.transpose(_TURNS[turn]) if turn in _TURNS else result


def _scale(picture: Pillow.Image, size: tuple[int, int]) -> Pillow.Image:
    if picture.size == size:
        return picture
    return picture.resize(size, Pillow.Resampling.LANCZOS, reducing_gap=3.0)
