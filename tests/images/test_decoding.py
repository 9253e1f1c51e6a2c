import io
import tracemalloc

import pytest
from PIL import Image as Pillow

from images import decoding
from tests.images import samples

TURNS = range(1, 9)
_UNDO = {
    2: Pillow.Transpose.FLIP_LEFT_RIGHT,
    3: Pillow.Transpose.ROTATE_180,
    4: Pillow.Transpose.FLIP_TOP_BOTTOM,
    5: Pillow.Transpose.TRANSPOSE,
    6: Pillow.Transpose.ROTATE_90,
    7: Pillow.Transpose.TRANSVERSE,
    8: Pillow.Transpose.ROTATE_270,
}


def turned(orientation: int, format_: str) -> bytes:
    """A file that shows `quarters` upright if its orientation is obeyed."""
    picture = samples.quarters(160, 120)
    if orientation in _UNDO:
        picture = picture.transpose(_UNDO[orientation])
    return samples.encoded(picture, format_, exif=samples.exif(orientation))


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", TURNS)
def test_picture_comes_out_upright(orientation, format_):
    picture = decoding.decode(io.BytesIO(turned(orientation, format_)), (160, 120))
    assert picture.size == (160, 120)
    assert samples.corners(picture) == ["red", "green", "blue", "yellow"]


@pytest.mark.parametrize("orientation", [1, 6])
def test_large_jpeg_is_decoded_at_a_fraction(orientation, monkeypatch):
    data = samples.encoded(samples.quarters(1600, 1200), "JPEG", exif=samples.exif(orientation))
    seen = []
    plain = decoding.colours.plain
    monkeypatch.setattr(decoding.colours, "plain", lambda picture: seen.append(picture.size) or plain(picture))
    size = decoding.upright_size((400, 300), orientation)
    assert decoding.decode(io.BytesIO(data), size).size == size
    assert seen == [(400, 300)]


def test_nothing_of_the_file_s_metadata_is_kept():
    options = {"exif": samples.exif(3, with_place=True), "icc_profile": samples.swapped_profile(), "comment": b"me"}
    picture = decoding.decode(io.BytesIO(samples.encoded(samples.photo(), "JPEG", **options)), (320, 240))
    assert picture.info == {}
    assert len(picture.getexif()) == 0


def test_damaged_file_raises():
    data = samples.encoded(samples.photo(), "PNG")[:2000]
    with pytest.raises(OSError, match="truncated"):
        decoding.decode(io.BytesIO(data), (320, 240))


def test_only_four_decoders_are_tried():
    with pytest.raises(OSError, match="cannot identify"):
        decoding.open_picture(io.BytesIO(samples.encoded(samples.photo(), "TIFF")))


def test_opening_decodes_nothing():
    data = samples.png(7_000, 7_000, pixels=b"")
    tracemalloc.start()
    decoding.open_picture(io.BytesIO(data)).close()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000
