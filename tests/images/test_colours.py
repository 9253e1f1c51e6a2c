import io
import zlib

import pytest
from PIL import Image as Pillow
from PIL import ImageCms

from images.decoding import decode
from tests.images import samples


def decoded(data: bytes) -> Pillow.Image:
    with Pillow.open(io.BytesIO(data)) as picture:
        size = picture.size
    return decode(io.BytesIO(data), size)


def colour(picture: Pillow.Image, *, format_: str = "PNG", **options) -> tuple[int, ...]:
    return decoded(samples.encoded(picture, format_, **options)).getpixel((20, 20))


def flat(mode: str, value) -> Pillow.Image:
    return Pillow.new(mode, (40, 40), value)


def is_near(pixel: tuple[int, ...], expected: tuple[int, ...], tolerance: int = 3) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(pixel, expected, strict=True))


@pytest.mark.parametrize(
    ("mode", "value", "expected"),
    [
        ("RGB", (10, 120, 230), (10, 120, 230)),
        ("L", 90, (90, 90, 90)),
        ("1", 1, (255, 255, 255)),
        ("1", 0, (0, 0, 0)),
        ("I;16", 0x5A5A, (90, 90, 90)),
        ("RGBA", (10, 120, 230, 255), (10, 120, 230)),
        ("LA", (90, 255), (90, 90, 90)),
    ],
)
def test_colour_of_every_mode_is_kept(mode, value, expected):
    assert colour(flat(mode, value)) == expected


def test_palette_becomes_its_colours():
    assert colour(flat("RGB", (10, 120, 230)).quantize(4)) == (10, 120, 230)


@pytest.mark.parametrize(("mode", "value"), [("RGBA", (0, 0, 0, 0)), ("LA", (0, 0))])
def test_transparent_ground_becomes_white(mode, value):
    assert colour(flat(mode, value)) == (255, 255, 255)


def test_half_transparent_black_becomes_grey():
    assert is_near(colour(flat("RGBA", (0, 0, 0, 128))), (127, 127, 127))


@pytest.mark.parametrize(
    ("picture", "key"),
    [
        (flat("RGB", (9, 8, 7)), (9, 8, 7)),
        (flat("L", 90), 90),
        (flat("1", 0), 0),
        (flat("I;16", 0x1234), 0x1234),
        (flat("P", 3), 3),
    ],
)
def test_colour_key_is_transparent(picture, key):
    if picture.mode == "P":
        picture.putpalette([10, 20, 30] * 256)
    assert colour(picture, transparency=key) == (255, 255, 255)


def test_sixteen_bit_colour_key_is_transparent():
    # RGB in 16 bits, which Pillow reads but does not write.
    row = b"\0" + b"\x12\x34\x56\x78\x9a\xbc" * 40
    data = samples.png(40, 40, samples.chunk(b"tRNS", b"\x12\x34\x56\x78\x9a\xbc"), pixels=_packed(row * 40))
    assert decoded(_as_rgb16(data)).getpixel((20, 20)) == (255, 255, 255)


def _packed(rows: bytes) -> bytes:
    return zlib.compress(rows)


def _as_rgb16(data: bytes) -> bytes:
    header = data[16:29]
    return data.replace(samples.chunk(b"IHDR", header), samples.chunk(b"IHDR", header[:8] + b"\x10\x02\0\0\0"))


def test_cmyk_becomes_its_colour():
    assert is_near(colour(flat("CMYK", (255, 0, 0, 0)), format_="JPEG", quality=95), (0, 255, 255))
    assert is_near(colour(flat("CMYK", (0, 0, 0, 0)), format_="JPEG", quality=95), (255, 255, 255))


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP", "AVIF"])
def test_profile_is_applied(format_):
    lossless = {"lossless": True} if format_ == "WEBP" else {}
    pixel = colour(flat("RGB", (255, 0, 0)), format_=format_, icc_profile=samples.swapped_profile(), **lossless)
    assert is_near(pixel, (0, 0, 255), 6)


def test_profile_is_applied_beneath_transparency():
    profile = samples.swapped_profile()
    assert is_near(colour(flat("RGBA", (255, 0, 0, 255)), icc_profile=profile), (0, 0, 255))
    assert is_near(colour(flat("RGBA", (255, 0, 0, 0)), icc_profile=profile), (255, 255, 255))


def test_profile_of_a_palette_is_applied():
    assert is_near(colour(flat("RGB", (255, 0, 0)).quantize(2), icc_profile=samples.swapped_profile()), (0, 0, 255))


@pytest.mark.parametrize("profile", [b"no profile at all", samples.swapped_profile()[:300]])
def test_damaged_profile_is_ignored(profile):
    assert colour(flat("RGB", (10, 120, 230)), icc_profile=profile) == (10, 120, 230)


@pytest.mark.parametrize("picture", [flat("L", 90), flat("CMYK", (0, 0, 0, 165))])
def test_profile_of_another_colour_space_is_ignored(picture):
    format_ = "JPEG" if picture.mode == "CMYK" else "PNG"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert is_near(colour(picture, format_=format_, icc_profile=profile), (90, 90, 90))


def gamma(value: int) -> bytes:
    """A grey PNG, level 90, whose gAMA chunk says `value` / 100,000."""
    rows = (b"\0" + b"\x5a" * 40) * 40
    return samples.png(40, 40, samples.chunk(b"gAMA", value.to_bytes(4)), pixels=_packed(rows))


def test_gamma_is_corrected():
    assert decoded(gamma(100_000)).getpixel((0, 0)) == (159, 159, 159)


def test_gamma_of_srgb_changes_nothing():
    assert decoded(gamma(45_455)).getpixel((0, 0)) == (90, 90, 90)


@pytest.mark.parametrize("value", [0, 1, 2**31 - 1])
def test_absurd_gamma_is_survived(value):
    assert decoded(gamma(value)).mode == "RGB"
