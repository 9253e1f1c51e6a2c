"""Pictures made for tests, and files that only pretend to be pictures."""

import io
import struct
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, ImageCms, ImageDraw
from PIL import Image as Pillow

PLACE = b"GPSPLACE-52.5N-13.4E"


def photo(width: int = 320, height: int = 240, mode: str = "RGB") -> Pillow.Image:
    """A busy picture, always the same one."""
    gradient = Pillow.linear_gradient("L").resize((width, height))
    across = gradient.transpose(Pillow.Transpose.ROTATE_90).resize((width, height))
    picture = Pillow.merge("RGB", (gradient, across, Pillow.radial_gradient("L").resize((width, height))))
    return picture.convert(mode)


def quarters(width: int = 320, height: int = 240) -> Pillow.Image:
    """Four flat quarters: red, green above; blue, yellow below."""
    picture = Pillow.new("RGB", (width, height), "yellow")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill="red")
    draw.rectangle((width // 2, 0, width, height // 2 - 1), fill="green")
    draw.rectangle((0, height // 2, width // 2 - 1, height), fill="blue")
    return picture


def corners(picture: Pillow.Image) -> list[str]:
    """The names of the quarters' colours, from the upper left by rows."""
    names = {"red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0)}
    x, y = picture.width // 4, picture.height // 4
    points = [(x, y), (3 * x, y), (x, 3 * y), (3 * x, 3 * y)]

    def nearest(pixel: tuple[int, ...]) -> str:
        return min(names, key=lambda name: sum((a - b) ** 2 for a, b in zip(pixel, names[name], strict=True)))

    return [nearest(picture.convert("RGB").getpixel(point)) for point in points]


def encoded(picture: Pillow.Image, format_: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format_, **options)
    return buffer.getvalue()


def file(data: bytes) -> io.BytesIO:
    return io.BytesIO(data)


def upload(data: bytes, name: str = "picture.png", content_type: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type)


def exif(orientation: int = 1, *, with_place: bool = False) -> Pillow.Exif:
    data = Pillow.Exif()
    data[ExifTags.Base.Orientation] = orientation
    if with_place:
        data[ExifTags.Base.ImageDescription] = PLACE.decode()
        data.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (52.0, 30.0, 0.0)
    return data


def chunk(kind: bytes, data: bytes) -> bytes:
    """One PNG chunk with its checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *extra: bytes, pixels: bytes | None = None) -> bytes:
    """An 8-bit grey PNG, whatever it claims to hold; `extra` chunks stand before the pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    if pixels is None:
        pixels = zlib.compress(b"\0" * (width + 1) * height)
    return b"".join((b"\x89PNG\r\n\x1a\n", header, *extra, chunk(b"IDAT", pixels), chunk(b"IEND", b"")))


def scan_bomb(scans: int) -> bytes:
    """A small progressive JPEG that repeats its last pass, some ninety bytes each."""
    data = encoded(Pillow.new("L", (640, 640), 128), "JPEG", progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * scans + data[-2:]


def swapped_profile() -> bytes:
    """An sRGB profile with red and blue exchanged: a correct reader shows a red picture with it in blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"....", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"....", b"bXYZ", 1)
