"""The geometry below the pictures."""

from math import dist, isclose

import pytest

from demo.drawing.shapes import arch, blob, bounds, box, curve, ellipse, leaf, limb, mirrored, moved, scaled, turned


def close(found: tuple, wanted: tuple, by: float = 0.5) -> bool:
    return all(isclose(a, b, abs_tol=by) for a, b in zip(found, wanted, strict=True))


def test_bounds_of_box_and_ellipse_are_their_edges():
    assert bounds(box(10, 20, 110, 70)) == (10, 20, 110, 70)
    assert close(bounds(box(10, 20, 110, 70, 15)), (10, 20, 110, 70))
    assert close(bounds(ellipse(50, 50, 30, 10)), (20, 40, 80, 60))
    assert close(bounds(arch(0, 0, 100, 300)), (0, 0, 100, 300))


def test_radius_is_no_larger_than_the_box_allows():
    assert close(bounds(box(0, 0, 100, 20, 500)), (0, 0, 100, 20))


def test_turning_moves_points_clockwise_on_the_page():
    ((place,),) = turned([[(10, 0)]], 90, (0, 0))
    assert close(place, (0, 10), 1e-9)


def test_mirroring_twice_changes_nothing():
    shape = leaf(10, 20, 100, 40, 30)
    assert close(bounds(mirrored(mirrored(shape, 55), 55)), bounds(shape), 1e-9)


def test_moving_and_scaling_keep_the_outline():
    shape = box(0, 0, 10, 20)
    assert bounds(moved(shape, 5, -5)) == (5, -5, 15, 15)
    assert bounds(scaled(shape, -1, 2)) == (-10, 0, 0, 40)


def test_curves_pass_through_their_points():
    points = [(0, 0), (50, 80), (120, 40), (200, 90)]
    line = curve(*points)
    assert all(min(dist(point, place) for place in line) < 1e-9 for point in points)


def test_corner_of_a_blob_stays_where_it_is():
    (outline,) = blob((0, 0, "corner"), (100, 0), (100, 100))
    assert outline[0] == (0, 0)


def test_limb_is_as_thick_as_its_widths():
    left, top, right, bottom = bounds(limb([(0, 0), (100, 0)], [20, 20]))
    assert close((left, top, right, bottom), (-10, -10, 110, 10))


def test_limb_without_caps_ends_with_its_line():
    left, _, right, _ = bounds(limb([(0, 0), (50, 0), (100, 0)], [20, 20], caps=False))
    assert close((left, right), (0, 100))


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_leaf_points_to_its_angle(angle):
    tip = max(leaf(0, 0, 100, 30, angle, 0)[0], key=lambda point: dist(point, (0, 0)))
    assert close(tip, {0: (100, 0), 90: (0, 100), 180: (-100, 0), 270: (0, -100)}[angle])
