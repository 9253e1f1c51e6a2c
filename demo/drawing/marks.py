"""The mark of the house. `static/icons/favicon.svg` is the same drawing by hand: change both."""

from demo.drawing import palette as p
from demo.drawing.registry import picture
from demo.drawing.shapes import leaf, limb
from demo.drawing.sheet import Sheet


@picture("logo", ground=p.SEA, width=512, height=512)
def logo(sheet: Sheet) -> None:
    """A young plant whose stem bends like a spine."""
    sheet.fill(leaf(262, 350, 184, 104, -30, 0), p.SEA_LIGHT)
    sheet.fill(leaf(248, 276, 184, 104, -150, 0), p.SEA_LIGHT)
    sheet.fill(limb([(238, 444), (272, 352), (240, 256), (262, 168)], [34, 30, 26, 18]), p.PAPER)
    sheet.fill(leaf(256, 192, 150, 96, -78, 0), p.PAPER)
