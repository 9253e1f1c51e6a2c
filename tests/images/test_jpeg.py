import os

from hypothesis import given
from hypothesis import strategies as st

from images.jpeg import scan_count
from tests.images import samples


def test_baseline_file_has_one_scan():
    assert scan_count(samples.encoded(samples.photo(), "JPEG"), limit=64) == 1


def test_progressive_file_has_about_ten_scans():
    assert scan_count(samples.encoded(samples.photo(), "JPEG", progressive=True), limit=64) == 10


def test_counting_stops_above_the_limit():
    assert scan_count(samples.scan_bomb(500), limit=64) == 65


def test_a_film_behind_the_picture_is_not_counted():
    data = samples.encoded(samples.photo(), "JPEG")
    assert scan_count(data + b"\xff\xda" * 500, limit=64) == 1


def test_a_thumbnail_inside_the_metadata_is_not_counted():
    thumbnail = samples.scan_bomb(100)
    data = samples.encoded(samples.photo(), "JPEG", exif=b"Exif\0\0" + thumbnail)
    assert scan_count(data, limit=64) == 1


def test_fill_bytes_before_a_marker_hide_nothing():
    bomb = samples.scan_bomb(100)
    assert scan_count(bomb.replace(b"\xff\xda", b"\xff\xff\xff\xda"), limit=64) == 65


def test_restart_markers_do_not_end_a_scan():
    data = samples.encoded(samples.photo(), "JPEG", restart_marker_rows=1)
    assert b"\xff\xd0" in data
    assert scan_count(data, limit=64) == 1


@given(st.binary(max_size=500))
def test_any_bytes_can_be_counted(data):
    assert 0 <= scan_count(data, limit=5) <= 6


def test_large_random_data_is_counted_in_passing():
    assert scan_count(b"\xff\xd8" + os.urandom(2_000_000), limit=10_000) <= 10_001
