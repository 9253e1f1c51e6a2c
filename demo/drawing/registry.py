"""Which pictures there are."""

from collections.abc import Callable

from PIL import Image

from demo.drawing.sheet import Sheet

PICTURES: dict[str, Callable[[], Image.Image]] = {}


def picture(key: str, ground: str, width: int = 1600, height: int = 1000) -> Callable:
    """Enter a function that draws on a sheet of the colour `ground` under `key`."""

    def enter(paint: Callable[[Sheet], None]) -> Callable[[Sheet], None]:
        def drawn() -> Image.Image:
            sheet = Sheet(ground, width, height)
            paint(sheet)
            return sheet.finished()

        if key in PICTURES:
            raise ValueError(f"two pictures called {key}")
        PICTURES[key] = drawn
        return paint

    return enter
