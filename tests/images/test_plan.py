from hypothesis import given
from hypothesis import strategies as st

from images.enums import Format, Kind
from images.plan import CROP_MIN_PIXELS, crop_box, plan, working_size

SIDES = st.integers(32, 12_000)
FRACTIONS = st.floats(0, 1)


def wide_widths(width, height):
    return [spec.width for spec in plan(width, height, 0.5, 0.5) if spec.kind is Kind.WIDE]


def shapes(width, height, kind):
    return [(spec.width, spec.height) for spec in plan(width, height, 0.5, 0.5) if spec.kind is kind]


def test_large_picture_has_four_widths():
    assert wide_widths(4000, 3000) == [400, 800, 1200, 1600]


def test_small_picture_keeps_its_own_width():
    assert wide_widths(320, 240) == [320]


def test_own_width_is_added_between_the_steps():
    assert wide_widths(780, 500) == [400, 780]


def test_step_just_below_the_own_width_is_left_out():
    assert wide_widths(1620, 900) == [400, 800, 1200, 1600]
    assert wide_widths(410, 300) == [410]


def test_crops_of_a_large_picture_are_1200_wide():
    assert shapes(4000, 3000, Kind.WIDESCREEN) == [(1200, 675)]
    assert shapes(4000, 3000, Kind.CLASSIC) == [(1200, 900)]
    assert shapes(4000, 3000, Kind.SQUARE) == [(1200, 1200), (96, 96), (192, 192)]


def test_picture_too_small_for_structured_data_has_no_crops():
    assert [spec.kind for spec in plan(200, 200, 0.5, 0.5)] == [Kind.WIDE, Kind.SQUARE, Kind.SQUARE]


def test_tiny_picture_has_one_square_of_its_own_size():
    assert shapes(80, 50, Kind.SQUARE) == [(50, 50)]


def test_crops_are_jpeg_alone_and_the_rest_comes_in_all_formats():
    formats = {(spec.kind, spec.width): spec.formats for spec in plan(1600, 1200, 0.5, 0.5)}
    assert formats[Kind.WIDESCREEN, 1200] == (Format.JPEG,)
    assert formats[Kind.WIDE, 800] == formats[Kind.SQUARE, 192] == (Format.AVIF, Format.WEBP, Format.JPEG)


def test_box_is_centred_on_the_focal_point():
    assert crop_box((1, 1), 400, 200, 0.5, 0.5) == (100, 0, 300, 200)


def test_box_stops_at_the_edge():
    assert crop_box((1, 1), 400, 200, 1.0, 0.5) == (200, 0, 400, 200)
    assert crop_box((1, 1), 200, 400, 0.5, 0.0) == (0, 0, 200, 200)


@given(SIDES, SIDES, FRACTIONS, FRACTIONS)
def test_nothing_is_enlarged_and_no_file_is_planned_twice(width, height, x, y):
    specs = plan(width, height, x, y)
    keys = [(spec.kind, format_, spec.width) for spec in specs for format_ in spec.formats]
    assert len(keys) == len(set(keys))
    for spec in specs:
        left, top, right, bottom = spec.box
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
        assert 1 <= spec.width <= right - left
        # Rounding to a ratio may ask for one row more than there is.
        assert 1 <= spec.height <= bottom - top + 1


@given(SIDES, SIDES, FRACTIONS, FRACTIONS)
def test_every_picture_has_a_wide_rendition_and_a_portrait(width, height, x, y):
    specs = plan(width, height, x, y)
    assert max(spec.width for spec in specs if spec.kind is Kind.WIDE) == min(width, 1600)
    assert min(spec.width for spec in specs if spec.kind is Kind.SQUARE) == min(width, height, 96)


@given(SIDES, SIDES, FRACTIONS, FRACTIONS)
def test_crops_keep_their_ratio_and_the_focal_point(width, height, x, y):
    for spec in plan(width, height, x, y):
        if spec.kind is Kind.WIDE:
            continue
        across, down = spec.kind.ratio
        left, top, right, bottom = spec.box
        assert abs(spec.width * down / across - spec.height) <= 0.5
        assert left - 1 <= x * width <= right + 1
        assert top - 1 <= y * height <= bottom + 1
        assert spec.width <= 192 or spec.width * spec.height >= CROP_MIN_PIXELS


@given(SIDES, SIDES, FRACTIONS, FRACTIONS)
def test_working_size_suffices_for_every_rendition(width, height, x, y):
    across, down = working_size(width, height)
    assert 1 <= across <= width
    assert 1 <= down <= height
    for spec in plan(width, height, x, y):
        assert spec.width <= (spec.box[2] - spec.box[0]) * across / width + 1
