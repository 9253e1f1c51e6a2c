"""What the sheet prints, seen on small ones."""

import pytest

from demo.drawing.shapes import box, ellipse
from demo.drawing.sheet import Sheet

WHITE, BLACK = (255, 255, 255), (0, 0, 0)


@pytest.fixture
def sheet() -> Sheet:
    return Sheet("#ffffff", 60, 40)


def test_finished_picture_has_the_size_of_the_sheet(sheet):
    image = sheet.finished()
    assert (image.mode, image.size) == ("RGB", (60, 40))


def test_fill_covers_the_shape_and_nothing_else(sheet):
    sheet.fill(box(10, 10, 30, 30), "#000000")
    image = sheet.finished()
    assert (image.getpixel((20, 20)), image.getpixel((40, 20))) == (BLACK, WHITE)


def test_edges_are_smooth(sheet):
    sheet.fill(ellipse(30, 20, 15), "#000000")
    assert len(sheet.finished().getcolors()) > 4


def test_within_keeps_the_drawing_inside_the_shape(sheet):
    with sheet.within(box(10, 10, 30, 30)):
        sheet.fill(box(0, 0, 60, 40), "#000000")
    image = sheet.finished()
    assert (image.getpixel((20, 20)), image.getpixel((5, 20)), image.getpixel((50, 20))) == (BLACK, WHITE, WHITE)


def test_within_can_be_nested_and_ends(sheet):
    with sheet.within(box(10, 0, 40, 40)), sheet.within(box(0, 10, 60, 30)):
        sheet.fill(box(0, 0, 60, 40), "#000000")
    sheet.fill(box(50, 0, 60, 40), "#000000")
    image = sheet.finished()
    assert image.getpixel((20, 20)) == image.getpixel((55, 5)) == BLACK
    assert image.getpixel((20, 5)) == image.getpixel((45, 20)) == WHITE


def test_drawing_within_a_shape_off_the_sheet_is_refused(sheet):
    with pytest.raises(ValueError, match="outside the sheet"), sheet.within(box(100, 100, 120, 120)):
        pass


def test_stipple_thickens_towards_its_angle(sheet):
    sheet.stipple(box(0, 0, 60, 40), "#000000", 0, start=0.3, end=1)
    image = sheet.finished().convert("L")
    darkness = [255 - image.crop((x, 0, x + 15, 40)).resize((1, 1)).getpixel((0, 0)) for x in (0, 15, 30, 45)]
    assert darkness == sorted(darkness)
    assert darkness[0] == 0
    assert darkness[3] > 60


def test_stipple_stays_inside_the_shape_and_ignores_one_off_the_sheet(sheet):
    sheet.stipple(box(10, 10, 50, 30), "#000000", 0, start=0, end=0.1)
    sheet.stipple(box(100, 100, 120, 120), "#000000", 0)
    assert sheet.finished().crop((0, 31, 60, 40)).getcolors() == [(540, WHITE)]


def test_line_of_one_width_tapers(sheet):
    sheet.line([(5, 20), (55, 20)], "#000000", 10)
    image = sheet.finished()
    assert image.getpixel((30, 24)) == BLACK
    assert image.getpixel((5, 24)) == WHITE
