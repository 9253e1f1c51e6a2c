"""Shapes as data: a shape is a list of polygons, a polygon a list of (x, y) in the units of the finished picture.

Filling a shape fills the union of its polygons. Angles are in degrees, clockwise on the page.
"""

from itertools import pairwise
from math import atan2, ceil, cos, dist, hypot, pi, radians, sin, sqrt

Point = tuple[float, float]
Polygon = list[Point]
Shape = list[Polygon]

TRUE = 0.1  # how far a straight piece may stray from its curve, in units


def polygon(*points: Point) -> Shape:
    return [list(points)]


def box(left: float, top: float, right: float, bottom: float, radius: float = 0) -> Shape:
    """A rectangle, its corners rounded by `radius`."""
    if not radius:
        return polygon((left, top), (right, top), (right, bottom), (left, bottom))
    r = min(radius, (right - left) / 2, (bottom - top) / 2)
    corners = [
        (right - r, top + r, -90),
        (right - r, bottom - r, 0),
        (left + r, bottom - r, 90),
        (left + r, top + r, 180),
    ]
    return [[p for x, y, start in corners for p in _arc(x, y, r, r, start, start + 90)]]


def ellipse(x: float, y: float, rx: float, ry: float | None = None, turn: float = 0) -> Shape:
    """A circle of radius `rx`, or an ellipse, turned about its middle."""
    shape = [_arc(x, y, rx, rx if ry is None else ry, 0, 360)]
    return turned(shape, turn, (x, y)) if turn else shape


def arch(left: float, top: float, right: float, bottom: float) -> Shape:
    """A window with a round top."""
    r = (right - left) / 2
    return [[(left, bottom), *_arc(left + r, top + r, r, r, 180, 360), (right, bottom)]]


def ring_sector(x: float, y: float, inner: float, outer: float, start: float, end: float) -> Shape:
    return [[*_arc(x, y, outer, outer, start, end), *reversed(_arc(x, y, inner, inner, start, end))]]


def blob(*points: tuple) -> Shape:
    """A closed smooth curve through the points; a point with a third value, "corner", stays sharp."""
    return [_through(points, closed=True)]


def curve(*points: tuple) -> Polygon:
    """An open smooth curve through the points, as a list of points."""
    return _through(points, closed=False)


def limb(points: list[tuple], widths: list[float], caps: bool = True) -> Shape:
    """A stroke along a smooth curve whose width changes evenly from point to point; the hand of the whole book.

    `widths` belong to `points` one by one, or are spread evenly along the line.
    """
    line = _dense(curve(*points), 20)
    lengths = _lengths(line)
    stations = _stations(points, line, lengths) if len(widths) == len(points) else _even(len(widths))
    halves = [_between(stations, widths, at / (lengths[-1] or 1)) / 2 for at in lengths]
    return _thick(line, halves, caps)


def leaf(x: float, y: float, length: float, width: float, angle: float, bend: float = 0.12) -> Shape:
    """A leaf from its stalk at (x, y), pointing to `angle`, bent a little to its right."""
    outline = [(0.14, 0.27), (0.42, 0.5), (0.76, 0.3)]
    upper = [(x + length * along, y + width * (bend - aside)) for along, aside in outline]
    lower = [(x + length * along, y + width * (bend + aside)) for along, aside in reversed(outline)]
    shape = blob((x, y, "corner"), *upper, (x + length, y + width * bend, "corner"), *lower)
    return turned(shape, angle, (x, y))


def turned(shape: Shape, angle: float, about: Point) -> Shape:
    c, s = cos(radians(angle)), sin(radians(angle))
    ax, ay = about
    return [[(ax + (x - ax) * c - (y - ay) * s, ay + (x - ax) * s + (y - ay) * c) for x, y in part] for part in shape]


def moved(shape: Shape, dx: float, dy: float) -> Shape:
    return [[(x + dx, y + dy) for x, y in part] for part in shape]


def scaled(shape: Shape, sx: float, sy: float | None = None, about: Point = (0, 0)) -> Shape:
    ax, ay = about
    sy = sx if sy is None else sy
    return [[(ax + (x - ax) * sx, ay + (y - ay) * sy) for x, y in part] for part in shape]


def mirrored(shape: Shape, axis: float) -> Shape:
    """Mirrored left to right about the upright line x = axis."""
    return [[(2 * axis - x, y) for x, y in part] for part in shape]


def bounds(shape: Shape) -> tuple[float, float, float, float]:
    xs = [x for part in shape for x, _ in part]
    ys = [y for part in shape for _, y in part]
    return min(xs), min(ys), max(xs), max(ys)


def _arc(x: float, y: float, rx: float, ry: float, start: float, end: float) -> Polygon:
    count = max(8, _pieces_of_arc(max(rx, ry), abs(end - start)))
    angles = [radians(start + (end - start) * i / count) for i in range(count + 1)]
    return [(x + rx * cos(a), y + ry * sin(a)) for a in angles]


def _pieces_of_arc(radius: float, angle: float) -> int:
    return ceil(radians(angle) / (2 * sqrt(2 * TRUE / max(radius, 1))))


def _through(points: tuple, closed: bool) -> Polygon:
    """Centripetal-like Catmull-Rom, piece by piece as cubic Béziers; tangents vanish at corners and open ends."""
    places = [(p[0], p[1]) for p in points]
    count = len(places)
    tangents = [_tangent(places, i, closed, len(points[i]) > 2) for i in range(count)]
    line: Polygon = []
    for i in range(count if closed else count - 1):
        j = (i + 1) % count
        line.extend(_bezier(places[i], tangents[i], places[j], tangents[j]))
    if not closed:
        line.append(places[-1])
    return line


def _tangent(places: list[Point], i: int, closed: bool, corner: bool) -> tuple[Point, Point]:
    """Handles of a point, for the piece before it and the piece after it."""
    last = len(places) - 1
    if corner or (not closed and i in (0, last)):
        return (0.0, 0.0), (0.0, 0.0)
    (ax, ay), (bx, by), (cx, cy) = places[i - 1], places[i], places[(i + 1) % len(places)]
    before, after = hypot(bx - ax, by - ay), hypot(cx - bx, cy - by)
    length = hypot(cx - ax, cy - ay) or 1
    ux, uy = (cx - ax) / length, (cy - ay) / length
    return (ux * before * 0.36, uy * before * 0.36), (ux * after * 0.36, uy * after * 0.36)


def _bezier(a: Point, ta: tuple[Point, Point], b: Point, tb: tuple[Point, Point]) -> Polygon:
    p = (a[0] + ta[1][0], a[1] + ta[1][1])
    q = (b[0] - tb[0][0], b[1] - tb[0][1])
    bend = max(
        hypot(a[0] - 2 * p[0] + q[0], a[1] - 2 * p[1] + q[1]), hypot(p[0] - 2 * q[0] + b[0], p[1] - 2 * q[1] + b[1])
    )
    count = max(1, ceil(sqrt(0.75 * bend / TRUE)))
    line = []
    for i in range(count):
        t = i / count
        w0, w1, w2, w3 = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        line.append((w0 * a[0] + w1 * p[0] + w2 * q[0] + w3 * b[0], w0 * a[1] + w1 * p[1] + w2 * q[1] + w3 * b[1]))
    return line


def _dense(line: Polygon, step: float) -> Polygon:
    """The same line with no piece longer than `step`, for a width that changes along it."""
    dense: Polygon = []
    for a, b in pairwise(line):
        count = max(1, ceil(dist(a, b) / step))
        dense += [(a[0] + (b[0] - a[0]) * i / count, a[1] + (b[1] - a[1]) * i / count) for i in range(count)]
    return [*dense, line[-1]]


def _lengths(line: Polygon) -> list[float]:
    total, lengths = 0.0, [0.0]
    for a, b in pairwise(line):
        total += dist(a, b)
        lengths.append(total)
    return lengths


def _stations(points: list[tuple], line: Polygon, lengths: list[float]) -> list[float]:
    """How far along the line, from 0 to 1, each of the points that made it lies."""
    places, found = {place: i for i, place in reversed(list(enumerate(line)))}, []
    for point in points:
        found.append(lengths[places[(point[0], point[1])]] / (lengths[-1] or 1))
    return found


def _even(count: int) -> list[float]:
    return [i / (count - 1) for i in range(count)]


def _between(stations: list[float], values: list[float], at: float) -> float:
    for i in range(len(stations) - 1):
        if at <= stations[i + 1]:
            t = (at - stations[i]) / ((stations[i + 1] - stations[i]) or 1)
            t = t * t * (3 - 2 * t)
            return values[i] + (values[i + 1] - values[i]) * t
    return values[-1]


def _thick(line: Polygon, halves: list[float], caps: bool) -> Shape:
    parts: Shape = []
    normals = _normals(line)
    sides = [
        ((x + nx * h, y + ny * h), (x - nx * h, y - ny * h))
        for (x, y), (nx, ny), h in zip(line, normals, halves, strict=True)
    ]
    for i in range(len(line) - 1):
        (a, b), (c, d) = sides[i], sides[i + 1]
        parts.append([a, c, d, b])
        if caps and i > 0 and halves[i] > 1.5:
            parts.append(_dot(line[i], halves[i]))
    if caps:
        parts += [_dot(line[0], halves[0]), _dot(line[-1], halves[-1])]
    return parts


def _dot(at: Point, radius: float) -> Polygon:
    count = max(12, _pieces_of_arc(radius, 360))
    return [(at[0] + radius * cos(2 * pi * i / count), at[1] + radius * sin(2 * pi * i / count)) for i in range(count)]


def _normals(line: Polygon) -> list[Point]:
    normals = []
    for i in range(len(line)):
        (ax, ay), (bx, by) = line[max(0, i - 1)], line[min(len(line) - 1, i + 1)]
        angle = atan2(by - ay, bx - ax)
        normals.append((-sin(angle), cos(angle)))
    return normals
