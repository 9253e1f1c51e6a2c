import hashlib
import io
import random
import threading
import time
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import PngImagePlugin

from images import safety
from images.safety import Inspected, Refused, inspect
from tests.images import samples

FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"]


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        inspect(io.BytesIO(data))
    return str(refused.value)


@pytest.mark.parametrize(
    ("format_", "extension"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("AVIF", "avif")]
)
def test_good_picture_is_accepted(format_, extension):
    data = samples.encoded(samples.photo(64, 48), format_)
    expected = Inspected(extension, 64, 48, len(data), hashlib.sha256(data).hexdigest())
    assert inspect(io.BytesIO(data)) == expected


def test_file_is_left_at_its_beginning():
    file = io.BytesIO(samples.encoded(samples.photo()))
    file.seek(17)
    inspect(file)
    assert file.tell() == 0


def test_name_and_declared_type_are_not_looked_at():
    upload = samples.upload(samples.encoded(samples.photo(), "JPEG"), "evil.svg", "image/svg+xml")
    assert inspect(upload).extension == "jpg"


def test_size_is_given_upright():
    data = samples.encoded(samples.photo(300, 200), "JPEG", exif=samples.exif(6))
    inspected = inspect(io.BytesIO(data))
    assert (inspected.width, inspected.height) == (200, 300)


def test_orientation_behind_the_pixels_of_a_png_counts():
    data = samples.encoded(samples.photo(300, 200), exif=samples.exif(8))
    start = data.index(b"eXIf") - 4
    end = start + 12 + int.from_bytes(data[start : start + 4])
    moved = data[:start] + data[end:-12] + data[start:end] + data[-12:]
    inspected = inspect(io.BytesIO(moved))
    assert (inspected.width, inspected.height) == (200, 300)


def test_empty_file_is_refused():
    assert refusal(b"").startswith("This file is empty")


def test_byte_cap_comes_before_everything_else(settings):
    settings.IMAGE_MAX_BYTES = 1024
    assert (
        refusal(b"x" * 1025)
        == "This file is larger than 0.000976562 MB. Save it smaller: 2,400 pixels across is plenty."
    )


def test_no_more_than_the_cap_is_read(settings):
    settings.IMAGE_MAX_BYTES = 1024

    class Endless(io.BytesIO):
        def read(self, size=-1):
            assert 0 < size <= 1025
            return b"\0" * size

    with pytest.raises(Refused):
        inspect(Endless())


def test_text_with_a_picture_name_is_refused():
    with pytest.raises(Refused, match="This is text"):
        inspect(samples.upload(b"Dear editor,\nhere is the picture.", "photo.jpg", "image/jpeg"))


def test_archive_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.png", b"x")
    assert "archive" in refusal(buffer.getvalue())


@pytest.mark.parametrize("format_", ["GIF", "TIFF", "BMP", "ICO", "JPEG2000", "PDF"])
def test_other_picture_formats_are_refused_with_advice(format_):
    assert "xport" in refusal(samples.encoded(samples.photo(64, 64), format_))


def test_foreign_decoder_cannot_be_reached_through_a_signature():
    # A PNG signature before a TIFF: only the PNG decoder may look at it.
    assert "damaged" in refusal(b"\x89PNG\r\n\x1a\n" + samples.encoded(samples.photo(), "TIFF"))


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_truncated_picture_is_refused(format_, share):
    data = samples.encoded(samples.photo(400, 300), format_)
    assert "damaged" in refusal(data[: int(len(data) * share)])


@pytest.mark.parametrize("format_", ["PNG", "WEBP"])
def test_moving_picture_is_refused(format_):
    frames = [samples.photo(64, 64), samples.quarters(64, 64)]
    data = samples.encoded(frames[0], format_, save_all=True, append_images=frames[1:])
    assert refusal(data).startswith("Moving pictures")


def test_moving_avif_is_refused():
    frames = [samples.photo(64, 64), samples.quarters(64, 64)]
    assert refusal(samples.encoded(frames[0], "AVIF", save_all=True, append_images=frames[1:])).startswith("Moving")


def test_telephone_jpeg_with_a_second_picture_is_accepted():
    data = samples.encoded(samples.photo(320, 240), "MPO", save_all=True, append_images=[samples.photo(64, 48)])
    inspected = inspect(io.BytesIO(data))
    assert (inspected.extension, inspected.width, inspected.height) == ("jpg", 320, 240)


def test_too_small_picture_is_refused():
    assert "only 31 × 400 pixels" in refusal(samples.png(31, 400))


def test_smallest_picture_is_accepted():
    assert inspect(io.BytesIO(samples.png(32, 32))).width == 32


@pytest.mark.parametrize(
    ("width", "height"),
    [(50_000, 50_000), (12_001, 40), (40, 12_001), (7_800, 7_800), (12_000, 12_000), (2**31 - 1, 2**31 - 1)],
)
def test_png_that_claims_too_many_pixels_is_refused_undecoded(width, height):
    started = time.monotonic()
    assert refusal(samples.png(width, height, pixels=b"")).startswith("This picture is too large")
    assert time.monotonic() - started < 0.5


def test_png_of_144_megapixels_is_refused_undecoded():
    pixels = zlib.compress(b"\0" * (12_000 * 12_001), 1)
    started = time.monotonic()
    assert refusal(samples.png(12_000, 12_000, pixels=pixels)).startswith("This picture is too large")
    assert time.monotonic() - started < 0.5


def test_jpeg_that_claims_too_many_pixels_is_refused():
    data = bytearray(samples.encoded(samples.photo(), "JPEG"))
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = b"\xff\xff\xff\xff"
    assert refusal(bytes(data)).startswith("This picture is too large")


def test_webp_canvas_bomb_is_refused():
    huge = (16_777_215).to_bytes(3, "little") + (255).to_bytes(3, "little")
    body = b"WEBPVP8X\x0a\0\0\0" + b"\x02\0\0\0" + huge
    assert refusal(b"RIFF" + len(body).to_bytes(4, "little") + body).startswith("This picture is too large")


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt", b"iCCP"])
def test_deflate_bomb_in_a_chunk_is_refused(kind):
    bomb = zlib.compress(b"\0" * 20_000_000, 1)
    head = {b"zTXt": b"Comment\0\0", b"iTXt": b"Comment\0\1\0\0\0", b"iCCP": b"ICC\0\0"}[kind]
    started = time.monotonic()
    assert "damaged" in refusal(samples.png(64, 64, samples.chunk(kind, head + bomb)))
    assert time.monotonic() - started < 0.5


def test_thousands_of_text_chunks_are_bounded():
    text = samples.chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 1_000_000, 9))
    assert "damaged" in refusal(samples.png(64, 64, *[text] * 80))


def test_jpeg_with_hundreds_of_passes_is_refused_undecoded():
    assert "passes" in refusal(samples.scan_bomb(20_000))


def test_polyglot_is_judged_as_the_picture_that_it_is():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("evil.html", "<script>alert(1)</script>")
    data = samples.encoded(samples.photo(), "JPEG", comment=b"<script>alert(1)</script>") + archive.getvalue()
    assert inspect(io.BytesIO(data)).extension == "jpg"


def test_damaged_exif_does_not_lose_the_picture():
    data = samples.encoded(samples.photo(64, 48), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7f" + b"\xff" * 40)
    assert inspect(io.BytesIO(data)).width == 64


@pytest.mark.parametrize("orientation", [0, 9, 65_535])
def test_impossible_orientation_counts_as_upright(orientation):
    data = samples.encoded(samples.photo(64, 48), "JPEG", exif=samples.exif(orientation))
    assert inspect(io.BytesIO(data)).width == 64


def test_unknown_trouble_in_a_decoder_is_a_refusal(monkeypatch):
    def explode(*args):
        raise MemoryError

    data = samples.encoded(samples.photo())
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", explode)
    assert "damaged" in refusal(data)


def test_one_picture_is_decoded_at_a_time(monkeypatch):
    busy, most = [], []
    measure = safety._decoded_size

    def watched(*args):
        busy.append(1)
        most.append(len(busy))
        time.sleep(0.005)
        busy.pop()
        return measure(*args)

    monkeypatch.setattr(safety, "_decoded_size", watched)
    data = samples.encoded(samples.photo(64, 64))
    threads = [threading.Thread(target=lambda: inspect(io.BytesIO(data))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1, 1]


@pytest.mark.parametrize("format_", FORMATS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_any_damage_is_accepted_or_refused(format_, seed):
    chance = random.Random(seed)
    data = bytearray(samples.encoded(samples.photo(48, 40), format_, exif=samples.exif(3)))
    for _ in range(chance.randint(1, 12)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        inspected = inspect(io.BytesIO(bytes(data)))
    except Refused:
        return
    assert min(inspected.width, inspected.height) >= safety.MIN_SIDE
