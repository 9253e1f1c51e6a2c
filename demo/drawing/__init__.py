"""The pictures of the demo, drawn by script: `draw("spine")` gives one, `python -m demo.drawing DIR` writes all.

Each picture is a function of a blank sheet, entered in `PICTURES` under its key by `@picture`.
The same key gives the same pixels on every run.
"""

from PIL import Image

from demo.drawing import bodies, food, home, marks, medicine, movement, portraits, walking  # noqa: F401 - they register
from demo.drawing.registry import FOCAL_POINTS, PICTURES


def draw(key: str) -> Image.Image:
    """The finished picture in RGB: 1600 × 1000 pixels, portraits 800 × 800, the mark 512 × 512. KeyError if unknown."""
    return PICTURES[key]()


__all__ = ["FOCAL_POINTS", "PICTURES", "draw"]
