"""Which pictures there are."""

from collections.abc import Callable

from PIL import Image

from demo.drawing.sheet import Sheet

PICTURES: dict[str, Callable[[], Image.Image]] = {}
# The points that crops keep, as fractions from the upper left.
FOCAL_POINTS: dict[str, tuple[float, float]] = {}


def picture(
    key: str, ground: str, width: int = 1600, height: int = 1000, focal: tuple[float, float] = (0.5, 0.5)
) -> Callable:
    """Enter a function that draws on a sheet of the colour `ground` under `key`; `focal` is where its subject is."""

    def enter(paint: Callable[[Sheet], None]) -> Callable[[Sheet], None]:
        def drawn() -> Image.Image:
            sheet = Sheet(ground, width, height)
            paint(sheet)
            return sheet.finished()

        if key in PICTURES:
            raise ValueError(f"two pictures called {key}")
        PICTURES[key], FOCAL_POINTS[key] = drawn, focal
        return paint

    return enter
