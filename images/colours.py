"""Colours as a browser shows them: any mode, profile, gamma or transparency becomes sRGB on white.

Transparent grounds become white in every format: a diagram with black words on nothing would vanish in the dark theme.
"""

import io
from collections.abc import Mapping
from functools import cache
from typing import Any

from PIL import Image as Pillow
from PIL import ImageCms

_WITH_ALPHA = {"RGBA": "RGB", "LA": "L"}
_DISPLAY_GAMMA = 2.2
# PNG's gAMA of sRGB is 1/2.2; so near to it there is nothing to correct.
_SAME_GAMMA = 0.05


def plain(picture: Pillow.Image) -> Pillow.Image:
    """The picture in a mode that can be scaled: L, LA, RGB, RGBA or CMYK. Palettes and colour keys become alpha."""
    if picture.mode in {"L", "RGB"} and "transparency" not in picture.info:
        return picture
    if picture.mode in {"LA", "RGBA", "CMYK"}:
        return picture
    if picture.mode == "P":
        return picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    if picture.mode in {"1", "L", "I;16"}:
        return _grey(picture)
    if picture.mode == "RGB":
        return _keyed_rgb(picture)
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def to_srgb(picture: Pillow.Image, info: Mapping[str, Any]) -> Pillow.Image:
    """RGB in sRGB without any metadata, from a `plain` picture and the `info` of the file it came from."""
    if picture.mode in _WITH_ALPHA:
        alpha = picture.getchannel("A")
        colour = _corrected(picture.convert(_WITH_ALPHA[picture.mode]), info)
        result = Pillow.new("RGB", picture.size, "white")
        result.paste(colour, mask=alpha)
    else:
        result = _corrected(picture, info)
    # Pillow writes a profile or a comment that it finds here into the new file.
    result.info = {}
    return result


def _grey(picture: Pillow.Image) -> Pillow.Image:
    deep = picture.mode == "I;16"
    grey = _eight_bit(picture) if deep else picture.convert("L")
    key = picture.info.get("transparency")
    if not isinstance(key, int):
        return grey
    key = key >> 8 if deep else key * 255 if picture.mode == "1" else key
    grey.putalpha(grey.point([0 if value == key else 255 for value in range(256)]))
    return grey


def _eight_bit(picture: Pillow.Image) -> Pillow.Image:
    """The high byte of every 16-bit value."""
    return Pillow.frombytes("L", picture.size, picture.tobytes()[1::2])


def _keyed_rgb(picture: Pillow.Image) -> Pillow.Image:
    key = picture.info["transparency"]
    if any(part > 255 for part in key):
        # Pillow keeps the key of a 16-bit file in 16 bits, and the pixels in 8.
        picture.info["transparency"] = tuple(part >> 8 for part in key)
    return picture.convert("RGBA")


def _corrected(picture: Pillow.Image, info: Mapping[str, Any]) -> Pillow.Image:
    profile = info.get("icc_profile")
    if profile:
        return _by_profile(picture, profile)
    result = picture.convert("RGB")
    gamma = None if "srgb" in info else info.get("gamma")
    if not gamma or abs(gamma * _DISPLAY_GAMMA - 1) < _SAME_GAMMA:
        return result
    exponent = 1 / (gamma * _DISPLAY_GAMMA)
    return result.point([round(255 * (value / 255) ** exponent) for value in range(256)] * 3)


def _by_profile(picture: Pillow.Image, profile: bytes) -> Pillow.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, _srgb(), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        # A damaged profile, or one of another colour space than the pixels: browsers ignore it too.
        return picture.convert("RGB")


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
