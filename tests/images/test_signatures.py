import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from images.signatures import ACCEPTED, REASONS, recognise
from tests.images import samples


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("picture.png", samples.encoded(samples.photo()))
    return buffer.getvalue()


@pytest.mark.parametrize("format_", ACCEPTED)
def test_accepted_formats_are_recognised(format_):
    assert recognise(samples.encoded(samples.photo(64, 64), format_)) == format_


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (samples.encoded(samples.photo(64, 64), "GIF"), "GIF"),
        (samples.encoded(samples.photo(64, 64), "TIFF"), "TIFF"),
        (samples.encoded(samples.photo(64, 64), "BMP"), "BMP"),
        (samples.encoded(samples.photo(64, 64), "ICO"), "ICO"),
        (samples.encoded(samples.photo(64, 64), "JPEG2000"), "JPEG 2000"),
        (samples.encoded(samples.photo(64, 64), "PDF"), "PDF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "AVIF"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", "film"),
        (b"RIFF\x24\0\0\0AVI LIST", "film"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "unknown"),
        (b"8BPS\0\1", "PSD"),
        (zipped(), "archive"),
        (gzip.compress(b"<svg/>", mtime=0), "archive"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a drawing -->\n<svg:svg width="9">', "SVG"),
        ('<?xml version="1.0" encoding="UTF-16"?><svg >'.encode("utf-16"), "SVG"),
        (b"BMI is a poor measure for older people.", "text"),
        ("Ein Text, über Rücken".encode("latin-1"), "text"),
        (b"<!doctype html><script>alert(1)</script>", "text"),
        (b"\0" * 100, "unknown"),
    ],
)
def test_other_files_are_told_apart(data, kind):
    assert recognise(data) == kind


@given(st.binary(max_size=300))
def test_any_bytes_get_an_answer(data):
    kind = recognise(data)
    assert kind in ACCEPTED or kind in REASONS


def test_every_reason_says_what_to_do():
    assert all(("xport" in reason or "Choose" in reason or "choose" in reason) for reason in REASONS.values())
