"""Feet, and where they go."""

from demo.drawing import palette as p
from demo.drawing.registry import picture
from demo.drawing.shapes import Shape, blob, box, ellipse, leaf, limb, mirrored, moved, scaled, turned
from demo.drawing.sheet import Sheet


@picture("shoe", ground="#ece4d4", focal=(0.52, 0.5))
def shoe(sheet: Sheet) -> None:
    """A walking shoe with a good sole."""
    sheet.fill(ellipse(800, 450, 390), "#f6f0e3")
    sheet.fill(box(0, 770, 1600, 1000), p.MOSS_LIGHT)
    sheet.stipple(box(0, 770, 1600, 1000), p.MOSS, 90, 0.2, 1.8)
    sheet.fill(ellipse(820, 832, 530, 34), p.MOSS_DEEP)
    upper = blob(
        (352, 760, "corner"), (346, 640), (366, 520), (352, 420), (376, 372), (430, 376), (520, 420), (640, 396),
        (690, 346), (736, 330), (790, 372), (900, 478), (1060, 560), (1210, 604), (1300, 670), (1316, 760, "corner"),
    )  # fmt: skip
    sheet.fill(blob((420, 430), (520, 470), (640, 450), (716, 360), (690, 350), (620, 400), (520, 420)), p.SEA_DEEP)
    sheet.fill(upper, p.SEA)
    with sheet.within(upper):
        sheet.fill(blob((330, 800), (330, 560), (400, 530), (500, 580), (540, 680), (560, 800)), p.SLATE_DEEP)
        sheet.fill(blob((1040, 800), (1090, 690), (1180, 620), (1340, 590), (1360, 800)), p.SLATE_DEEP)
        stripe = [(560, 780), (640, 700), (760, 660), (840, 560)]
        sheet.fill(limb(stripe, [60, 46, 34, 20]), p.SEA_LIGHT)
        sheet.fill(limb([(660, 790), (740, 720), (850, 680), (930, 590)], [50, 40, 30, 18]), p.SEA_LIGHT)
    sheet.stipple(upper, p.INK, 60, 0.6, 1.5)
    sheet.line([(372, 384), (430, 398), (520, 444), (640, 420), (700, 356)], p.SEA_LIGHT, 14, 14)
    _laces(sheet)
    _sole(sheet)


def _laces(sheet: Sheet) -> None:
    for i in range(5):
        x, y = 760 + i * 66, 372 + i * 54
        sheet.fill(limb([(x - 58, y + 62), (x - 12, y + 22), (x + 26, y - 4)], [13, 17, 13]), p.PAPER)
        sheet.fill(ellipse(x - 62, y + 66, 9), p.SAND_LIGHT)
    for bow in (
        [(742, 376), (690, 320), (640, 300), (632, 340), (700, 372)],
        [(742, 376), (770, 310), (830, 290), (836, 330), (760, 376)],
    ):
        sheet.fill(limb(bow, [10, 12, 12, 12, 10]), p.PAPER)


def _sole(sheet: Sheet) -> None:
    sole = blob(
        (330, 744, "corner"), (520, 772), (700, 764), (900, 756), (1120, 752), (1330, 724), (1360, 760), (1330, 806),
        (1200, 830), (900, 834), (700, 826), (520, 838), (360, 834), (326, 800),
    )  # fmt: skip
    sheet.fill(sole, p.PAPER)
    sheet.stipple(sole, p.SAND_DEEP, 90, 0.3, 1.3)
    with sheet.within(sole):
        tread = blob((300, 806), (520, 812), (700, 800), (900, 808), (1200, 804), (1380, 760), (1380, 880), (300, 880))
        sheet.fill(tread, p.CLAY)


@picture("footprints", ground="#ead9b8", focal=(0.45, 0.5))
def footprints(sheet: Sheet) -> None:
    """Footprints on a beach, the sea beside them."""
    sheet.stipple(box(0, 0, 1600, 1000), p.SAND_DEEP, 130, 0.3, 1.9)
    foam = blob(
        (-60, -60),
        (1010, -60),
        (900, 110),
        (760, 210),
        (700, 360),
        (540, 470),
        (430, 640),
        (260, 760),
        (180, 930),
        (60, 1060),
        (-60, 1060),
    )
    sheet.fill(moved(foam, 34, 26), "#dcc79f")
    sheet.fill(foam, p.PAPER)
    sheet.fill(moved(foam, -52, -44), p.SEA_LIGHT)
    sheet.fill(moved(foam, -180, -150), p.SEA_MID)
    sheet.stipple(moved(foam, -180, -150), p.SEA, 225, 0.35, 1.2)
    for points in (
        [(80, 330), (170, 290), (260, 320), (350, 270)],
        [(60, 560), (130, 530), (210, 556)],
        [(300, 110), (390, 80), (480, 110)],
    ):
        sheet.line(points, p.SEA_PALE, 9)
    trail = [(470, 930, 0), (670, 800, 1), (700, 610, 0), (900, 480, 1), (930, 320, 0), (1110, 210, 1), (1130, 84, 0)]
    for i, (x, y, right) in enumerate(trail):
        _print(sheet, x, y, 36, 1 - i * 0.075, bool(right))
    _shell(sheet, 1270, 760)


def _print(sheet: Sheet, x: float, y: float, lean: float, size: float, right: bool) -> None:
    sole: Shape = [
        *blob(
            (x - 32, y + 74),
            (x, y + 96),
            (x + 32, y + 72),
            (x + 26, y + 12),
            (x + 46, y - 44),
            (x + 8, y - 82),
            (x - 44, y - 56),
            (x - 30, y + 6),
        )
    ]
    for dx, dy, r in [(-42, -96, 19), (-10, -112, 16), (16, -110, 14), (38, -98, 13), (55, -78, 11)]:
        sole += ellipse(x + dx, y + dy, r)
    foot = sole if right else mirrored(sole, x)
    foot = turned(scaled(foot, size, size, (x, y)), lean, (x, y))
    sheet.fill(moved(foot, 6, 6), "#f3e6ca")
    sheet.fill(foot, "#c9ad79")
    sheet.stipple(foot, "#a98a55", 220, 0.4, 1.2)


def _shell(sheet: Sheet, x: float, y: float) -> None:
    sheet.fill(ellipse(x + 12, y + 66, 86, 20), "#c9ad79")
    fan = blob(
        (x, y + 70, "corner"),
        (x - 84, y + 6),
        (x - 76, y - 50),
        (x - 36, y - 82),
        (x, y - 90),
        (x + 36, y - 82),
        (x + 76, y - 50),
        (x + 84, y + 6),
    )
    sheet.fill(fan, p.CLAY_LIGHT)
    sheet.stipple(fan, p.CLAY, 60, 0.4, 1.2)
    for dx in (-58, -30, 0, 30, 58):
        sheet.line([(x, y + 60), (x + dx * 0.8, y), (x + dx * 1.15, y - 66 + abs(dx) * 0.4)], p.CLAY_PALE, 7)


@picture("walk", ground="#d5e3de")
def walk(sheet: Sheet) -> None:
    """Someone out walking among low hills."""
    sheet.fill(ellipse(1090, 300, 130), p.HONEY)
    sheet.stipple(ellipse(1090, 300, 130), "#f0d8a0", 90, 0.2, 1.2)
    for shape, colour, dark in [
        (
            blob(
                (-40, 620),
                (240, 470),
                (520, 560),
                (820, 430),
                (1160, 540),
                (1400, 460),
                (1660, 560),
                (1660, 1040),
                (-40, 1040),
            ),
            p.SEA_LIGHT,
            p.SEA_MID,
        ),
        (
            blob((-40, 700), (300, 640), (640, 700), (1000, 600), (1300, 660), (1660, 600), (1660, 1040), (-40, 1040)),
            p.MOSS_LIGHT,
            p.MOSS,
        ),
        (
            blob((-40, 860), (400, 800), (800, 852), (1200, 800), (1660, 850), (1660, 1060), (-40, 1060)),
            p.MOSS,
            p.MOSS_DEEP,
        ),
    ]:
        sheet.fill(shape, colour)
        sheet.stipple(shape, dark, 90, 0.1, 1.5)
    path = blob(
        (-60, 960),
        (400, 884),
        (900, 900),
        (1300, 872),
        (1660, 880),
        (1660, 960),
        (1200, 930),
        (800, 976),
        (300, 1010),
        (-60, 1060),
    )
    sheet.fill(path, p.SAND)
    for x, y, size in [(250, 716, 1.0), (360, 700, 0.7), (1400, 690, 1.1)]:
        _tree(sheet, x, y, size)
    _walker(sheet)


def _tree(sheet: Sheet, x: float, y: float, size: float) -> None:
    sheet.fill(limb([(x, y), (x, y - 120 * size)], [16 * size, 10 * size]), p.CLAY_DEEP)
    crown = leaf(x, y - 40 * size, 250 * size, 130 * size, -90, 0)
    sheet.fill(crown, p.SEA)
    sheet.stipple(crown, p.SEA_DEEP, 0, 0.45, 1.1)


def _walker(sheet: Sheet) -> None:
    """Steps to the right; hip at (760, 610)."""
    sheet.fill(ellipse(770, 926, 190, 15), p.SAND_DEEP)
    sheet.fill(limb([(742, 400), (690, 480), (656, 560)], [58, 46, 34]), p.CLAY_DEEP)
    sheet.fill(ellipse(650, 572, 19), p.SKIN_DEEP)
    far = limb([(752, 610), (712, 740), (628, 868)], [96, 70, 44])
    sheet.fill(far, p.SLATE_DEEP)
    sheet.fill(
        turned(blob((590, 872), (640, 856), (690, 880), (694, 900, "corner"), (592, 900, "corner")), 38, (628, 876)),
        p.PAPER,
    )
    near = limb([(764, 610), (830, 740), (876, 882)], [112, 80, 46])
    sheet.fill(near, p.SLATE)
    sheet.stipple(near, p.SLATE_DEEP, 180, 0.5, 1.2)
    sheet.fill(
        turned(blob((848, 884), (892, 876), (946, 898), (950, 918, "corner"), (850, 918, "corner")), -12, (876, 900)),
        p.PAPER,
    )
    sheet.fill(limb([(770, 370), (782, 320), (790, 300)], [44, 40, 40]), p.SKIN_DEEP_SHADE)
    torso = blob(
        (730, 380), (776, 358), (824, 392), (834, 470), (822, 620), (766, 646), (704, 628), (712, 520), (712, 440)
    )
    sheet.fill(torso, p.CLAY)
    sheet.stipple(torso, p.CLAY_DEEP, 180, 0.45, 1.1)
    sheet.fill(blob((762, 250), (790, 214), (836, 226), (848, 268), (840, 308), (808, 326), (772, 304)), p.SKIN_DEEP)
    sheet.fill(
        blob(
            (750, 316),
            (730, 262),
            (752, 204),
            (808, 186),
            (850, 208),
            (852, 236),
            (812, 240),
            (796, 266),
            (792, 300),
            (776, 326),
        ),
        p.SLATE_DEEP,
    )
    sheet.line([(738, 252), (790, 232), (850, 230)], p.HONEY, 13, 13)
    sheet.fill(limb([(860, 530), (902, 500), (910, 492)], [32, 30, 24]), p.SKIN_DEEP)
    arm = limb([(774, 410), (800, 510), (872, 526)], [62, 52, 38])
    sheet.fill(arm, p.CLAY)
    sheet.stipple(arm, p.CLAY_DEEP, 90, 0.35, 1.2)
