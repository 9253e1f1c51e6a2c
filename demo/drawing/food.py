"""Things to eat and drink."""

from demo.drawing import palette as p
from demo.drawing.registry import picture
from demo.drawing.shapes import blob, box, ellipse, leaf, limb, moved, scaled, turned
from demo.drawing.sheet import Sheet


@picture("bowl", ground="#f3e3d6")
def bowl(sheet: Sheet) -> None:
    """A bowl of greens with salmon, seen from above."""
    sheet.fill(ellipse(820, 525, 418), "#e3c3ad")
    sheet.fill(ellipse(800, 500, 410), p.PAPER)
    sheet.stipple(ellipse(800, 500, 410), p.SAND, 45, 0.55, 1.2)
    inside = ellipse(800, 500, 352)
    sheet.fill(inside, p.SEA)
    with sheet.within(inside):
        sheet.stipple(inside, p.SEA_DEEP, 225, 0.4, 1.1)
        _greens(sheet)
        _radishes(sheet)
        _salmon(sheet)
        _almonds(sheet)
    _lemon(sheet, 1330, 770)
    _fork(sheet)


def _greens(sheet: Sheet) -> None:
    beds = [
        (620, 560, 330, 150, -165, p.MOSS),
        (640, 470, 330, 160, -140, p.MOSS_LIGHT),
        (700, 420, 330, 150, -112, p.MOSS),
        (770, 400, 320, 150, -82, p.MOSS_LIGHT),
        (840, 410, 330, 150, -52, p.MOSS),
        (880, 470, 330, 160, -24, p.MOSS_LIGHT),
        (890, 540, 320, 150, 6, p.MOSS),
        (620, 620, 300, 150, 158, p.MOSS_LIGHT),
    ]
    for x, y, length, width, angle, colour in beds:
        blade = leaf(x, y, length, width, angle)
        dark = p.MOSS_DEEP if colour == p.MOSS else p.MOSS
        sheet.fill(blade, colour)
        sheet.stipple(blade, dark, angle + 60, 0.4, 1.2)
        vein = [
            (x, y),
            ((blade[0][0][0] + _tip(blade, x, y)[0]) / 2, (y + _tip(blade, x, y)[1]) / 2),
            _tip(blade, x, y),
        ]
        sheet.line(vein, dark, 7, 5, 1)


def _tip(blade: list, x: float, y: float) -> tuple[float, float]:
    return max(blade[0], key=lambda point: (point[0] - x) ** 2 + (point[1] - y) ** 2)


def _salmon(sheet: Sheet) -> None:
    fillet = blob(
        (560, 610), (600, 520), (730, 470), (900, 480), (1030, 540), (1050, 600), (980, 650), (800, 680), (630, 680)
    )
    sheet.fill(moved(fillet, 10, 18), p.MOSS_DEEP)
    sheet.fill(fillet, "#e0906f")
    with sheet.within(fillet):
        for x in range(560, 1120, 74):
            sheet.line([(x + 60, 440), (x + 20, 560), (x + 58, 700)], "#f3c4ab", 12, 12)
        sheet.stipple(fillet, p.CLAY, 60, 0.4, 1.2)


def _radishes(sheet: Sheet) -> None:
    for x, y, r in [(640, 740, 66), (740, 775, 60), (556, 690, 54)]:
        sheet.fill(ellipse(x, y, r), p.CLAY)
        sheet.fill(ellipse(x - 2, y - 2, r - 9), p.PAPER)
        sheet.stipple(ellipse(x - 2, y - 2, r - 9), p.CLAY_LIGHT, 45, 0.45, 1.3)


def _almonds(sheet: Sheet) -> None:
    for x, y, angle in [
        (900, 730, 20),
        (960, 690, -40),
        (1010, 730, 70),
        (860, 790, -15),
        (940, 790, 100),
        (1050, 670, 10),
    ]:
        nut = leaf(x, y, 74, 44, angle)
        sheet.fill(nut, p.SAND_DEEP)
        sheet.stipple(nut, p.CLAY_DEEP, angle + 90, 0.4, 1.2)


def _lemon(sheet: Sheet, x: float, y: float) -> None:
    sheet.fill(ellipse(x + 10, y + 14, 110), "#e3c3ad")
    sheet.fill(ellipse(x, y, 110), p.HONEY)
    sheet.fill(ellipse(x, y, 96), "#f6e9c6")
    for angle in range(0, 360, 45):
        wedge = blob((x + 14, y, "corner"), (x + 78, y - 24), (x + 86, y), (x + 78, y + 24))
        sheet.fill(turned(wedge, angle, (x, y)), "#ecc878")


def _fork(sheet: Sheet) -> None:
    sheet.fill(limb([(230, 560), (236, 700), (232, 900)], [18, 24, 34]), p.SLATE)
    head = blob((180, 300, "corner"), (182, 430), (200, 510), (232, 560), (262, 510), (280, 430), (282, 300, "corner"))
    sheet.fill(head, p.SLATE)
    for x in (207, 231, 255):
        sheet.fill(box(x - 6, 270, x + 6, 440, 6), "#f3e3d6")
    sheet.stipple(head, p.SLATE_DEEP, 45, 0.4, 1.2)


@picture("cup", ground="#e4e9da")
def cup(sheet: Sheet) -> None:
    """Two hands around a warm cup."""
    sheet.fill(ellipse(800, 470, 390), "#f0f0e0")
    for x, lean in [(720, 26), (800, -24), (880, 26)]:
        path = [(x, 330), (x + lean, 262), (x - lean, 190), (x + lean * 0.4, 110)]
        sheet.line(path, "#cfd5bf", 4, 22, 20, 2)
    mug = blob((575, 395, "corner"), (1025, 395, "corner"), (1012, 640), (960, 790), (800, 822), (640, 790), (588, 640))
    sheet.fill(mug, p.SEA)
    sheet.stipple(mug, p.SEA_DEEP, 30, 0.4, 1.1)
    with sheet.within(mug):
        sheet.fill(box(500, 470, 1100, 496), p.SEA_LIGHT)
        sheet.fill(box(500, 516, 1100, 526), p.SEA_LIGHT)
    sheet.fill(ellipse(800, 395, 225, 54), p.SEA_LIGHT)
    sheet.fill(ellipse(800, 401, 203, 42), p.CLAY_DEEP)
    sheet.stipple(ellipse(800, 401, 203, 42), "#5d2f22", 20, 0.3, 1.2)
    _hand(sheet, flip=False)
    _hand(sheet, flip=True)


def _hand(sheet: Sheet, flip: bool) -> None:
    """The left hand as drawn; flipped, the right one."""

    def side(shape: list) -> list:
        apart = moved(shape, -34, 0)
        return scaled(apart, -1, 1, (800, 0)) if flip else apart

    sleeve = side(limb([(120, 1060), (260, 930), (420, 790)], [300, 280, 220], caps=False))
    sheet.fill(side(limb([(300, 900), (450, 760), (540, 660)], [200, 180, 190])), p.SKIN_TAN)
    for i, (y, reach) in enumerate([(520, 752), (592, 772), (664, 764), (732, 730)]):
        finger = side(limb([(520, y + 44), (610, y - 6), (reach, y + 16)], [92, 84, 60]))
        sheet.fill(finger, p.SKIN_TAN)
        if i:
            sheet.fill(side(limb([(610, y - 46), (690, y - 44), (reach - 8, y - 24)], [2, 5, 2])), p.SKIN_TAN_SHADE)
    palm = side(blob((470, 620), (520, 560), (600, 580), (622, 690), (600, 780), (500, 810), (440, 740)))
    sheet.fill(palm, p.SKIN_TAN)
    sheet.stipple(palm, p.SKIN_TAN_SHADE, 130, 0.5, 1.3)
    thumb = side(limb([(500, 640), (520, 540), (590, 440), (620, 420)], [120, 92, 66, 56]))
    sheet.fill(thumb, p.SKIN_TAN)
    sheet.stipple(thumb, p.SKIN_TAN_SHADE, 180 if not flip else 0, 0.5, 1.3)
    sheet.fill(sleeve, p.CLAY)
    sheet.stipple(sleeve, p.CLAY_DEEP, 100, 0.4, 1.1)
    sheet.fill(side(limb([(342, 702), (420, 790), (498, 878)], [58, 62, 58])), p.CLAY_LIGHT)
