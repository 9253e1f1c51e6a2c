"""A sheet to print on: flat colours, stippled shade and brush lines, drawn large and reduced for smooth edges."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from math import cos, radians, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw

from demo.drawing.shapes import Polygon, Shape, bounds, limb

FINE = 3  # pixels drawn, in each direction, for one pixel kept
DENSEST = 190  # of 255 grains, where a stippled shade is darkest

Region = tuple[int, int, int, int]


class Sheet:
    """A picture in the making, `width` × `height` units; one unit is one pixel of the finished picture."""

    def __init__(self, ground: str, width: int = 1600, height: int = 1000) -> None:
        self._surface(Image.new("RGB", (width * FINE, height * FINE), ground), (0, 0))

    def fill(self, shape: Shape, colour: str) -> None:
        """One flat colour."""
        for part in shape:
            self._draw.polygon(self._pixels(part), fill=colour)

    def line(self, points: list[tuple], colour: str, *widths: float) -> None:
        """A brush line along a smooth curve; one width tapers at both ends, several are spread along the line."""
        spread = [widths[0] * 0.35, widths[0], widths[0], widths[0] * 0.35] if len(widths) == 1 else list(widths)
        if len(spread) == len(points):
            spread = [*spread, spread[-1]]
        self.fill(limb(points, spread), colour)

    def stipple(self, shape: Shape, colour: str, angle: float, start: float = 0.35, end: float = 1.0) -> None:
        """Shade a shape with grains that thicken in the direction `angle`, from `start` to `end` of the way across."""
        region = self._region(shape)
        if not region:
            return
        left, top, right, bottom = region
        x, y = self._corner
        grain = _grain().crop((left + x, top + y, right + x, bottom + y))
        grains = ImageChops.subtract(_ramp((right - left, bottom - top), angle, start, end), grain).point(_any, "1")
        inside = ImageChops.logical_and(grains, self._mask(shape, region))
        self._image.paste(colour, region, inside)

    @contextmanager
    def within(self, shape: Shape) -> Iterator[None]:
        """What is drawn inside the block appears only where `shape` is."""
        region = self._region(shape)
        if not region:
            raise ValueError("the shape to draw within lies outside the sheet")
        whole, corner = self._image, self._corner
        mask = self._mask(shape, region)
        self._surface(whole.crop(region), (corner[0] + region[0], corner[1] + region[1]))
        yield
        whole.paste(self._image, region, mask)
        self._surface(whole, corner)

    def finished(self) -> Image.Image:
        return self._image.reduce(FINE)

    def _surface(self, image: Image.Image, corner: tuple[int, int]) -> None:
        """Draw on `image` from now on; its upper left corner lies at `corner` of the whole sheet, in fine pixels."""
        self._image, self._corner = image, corner
        self._draw = ImageDraw.Draw(image)

    def _pixels(self, part: Polygon) -> Polygon:
        left, top = self._corner
        return [(x * FINE - left, y * FINE - top) for x, y in part]

    def _region(self, shape: Shape) -> Region | None:
        """The part of the surface that a shape covers, or None where they do not meet."""
        left, top, right, bottom = bounds([self._pixels(part) for part in shape])
        left, top = max(0, round(left)), max(0, round(top))
        right, bottom = min(self._image.width, round(right) + 1), min(self._image.height, round(bottom) + 1)
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _mask(self, shape: Shape, region: Region) -> Image.Image:
        left, top, right, bottom = region
        # Of one bit: every pixel is in or out, and pasting is four times as fast as with shares.
        mask = Image.new("1", (right - left, bottom - top))
        draw = ImageDraw.Draw(mask)
        for part in shape:
            draw.polygon([(x - left, y - top) for x, y in self._pixels(part)], fill=255)
        return mask


def _any(value: int) -> int:
    return 255 if value else 0


def _ramp(size: tuple[int, int], angle: float, start: float, end: float) -> Image.Image:
    """Darkness that grows across a rectangle in the direction of `angle`: 0 up to `start`, DENSEST from `end`."""
    width, height = size
    c, s = cos(radians(angle)), sin(radians(angle))
    reach = abs(c) * width + abs(s) * height
    # Pillow's gradient runs from 0 to 255 down its own 256 rows; this lays it across the rectangle.
    step_x, step_y = 254 * c / reach, 254 * s / reach
    origin = 127.5 - step_x * width / 2 - step_y * height / 2
    across = Image.linear_gradient("L").transform(
        size, Image.Transform.AFFINE, (0, 0, 128, step_x, step_y, origin), Image.Resampling.NEAREST
    )
    span = max(1e-6, end - start)
    return across.point([round(DENSEST * min(1.0, max(0.0, (v / 255 - start) / span)) ** 1.3) for v in range(256)])


@lru_cache(maxsize=1)
def _grain() -> Image.Image:
    """The same noise for every sheet and every run, so that a picture drawn twice has the same bytes."""
    size = (1400, 875)
    noise = Image.frombytes("L", size, Random(20).randbytes(size[0] * size[1]))  # noqa: S311 - grain of paper
    return noise.resize((1600 * FINE, 1000 * FINE), Image.Resampling.BILINEAR).point(_stretch)


def _stretch(value: int) -> int:
    """Undo the greying of enlarging: noise that is nearly even again from dark to light, and never nothing."""
    return round(min(255, max(8, 128 + (value - 128) * 1.25)))
