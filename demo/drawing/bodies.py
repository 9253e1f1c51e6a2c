"""The body, and what is done to it."""

from math import atan2, degrees

from demo.drawing import palette as p
from demo.drawing.registry import picture
from demo.drawing.shapes import Shape, blob, box, curve, ellipse, limb, moved, turned
from demo.drawing.sheet import Sheet


@picture("spine", ground="#dbe7e1")
def spine(sheet: Sheet) -> None:
    """Someone in profile, the spine showing from neck to tailbone."""
    sheet.fill(ellipse(800, 520, 420), "#ebf1ea")
    body = blob(
        (640, 1010, "corner"), (628, 900), (668, 820), (724, 730), (700, 620), (664, 520), (684, 420), (748, 350),
        (764, 270), (736, 180), (790, 84), (880, 70), (946, 120), (958, 186), (980, 240), (956, 258), (958, 312),
        (920, 344), (884, 352), (884, 400), (950, 450), (1020, 540), (1010, 620), (980, 680), (996, 780),
        (1020, 880), (1010, 1010, "corner"),
    )  # fmt: skip
    sheet.fill(body, p.CLAY_LIGHT)
    sheet.stipple(body, p.CLAY, 0, 0.45, 1.35)
    hair = blob(
        (764, 300), (722, 190), (778, 74), (880, 46), (952, 92), (966, 140), (900, 140), (862, 190), (850, 246),
        (820, 280),
    )  # fmt: skip
    sheet.fill(ellipse(706, 116, 62, 56), p.SLATE_DEEP)
    sheet.fill(hair, p.SLATE_DEEP)
    sheet.fill(ellipse(778, 742, 140), "#eac3a0")
    sheet.stipple(ellipse(778, 742, 140), p.HONEY, 90, 0.0, 1.4)
    _vertebrae(sheet)


def _vertebrae(sheet: Sheet) -> None:
    column = curve(
        (812, 262), (800, 330), (752, 420), (722, 520), (744, 630), (784, 720), (776, 800), (722, 890), (694, 950)
    )
    count, sizes = 21, []
    places = [column[round(i * (len(column) - 1) / (count - 1))] for i in range(count)]
    for i, (x, y) in enumerate(places):
        (ax, ay), (bx, by) = places[max(0, i - 1)], places[min(count - 1, i + 1)]
        lean = degrees(atan2(by - ay, bx - ax)) - 90
        half = 25 + 20 * (i / (count - 1)) - (0 if i < 17 else (i - 16) * 9)
        sizes.append(half)
        process = blob(
            (x - half * 0.6, y - 8), (x - half * 1.9, y + 12), (x - half * 2.0, y + 20), (x - half * 0.6, y + 13)
        )
        sheet.fill(turned(process, lean, (x, y)), p.SEA_LIGHT)
        bone = turned(box(x - half, y - 13, x + half, y + 13, 10), lean, (x, y))
        sheet.fill(bone, p.PAPER)
        sheet.stipple(bone, p.SEA_MID, 180, 0.5, 1.4)


@picture("patch", ground="#efe3d0", focal=(0.58, 0.5))
def patch(sheet: Sheet) -> None:
    """A hormone patch on the skin below the waist, between shirt and waistband."""
    sheet.fill(ellipse(800, 470, 420), "#f7efdf")
    body = blob(
        (500, -20, "corner"),
        (520, 160),
        (556, 340),
        (520, 520),
        (440, 700),
        (420, 1020, "corner"),
        (1180, 1020, "corner"),
        (1160, 720),
        (1080, 520),
        (1044, 340),
        (1076, 160),
        (1100, -20, "corner"),
    )
    sheet.fill(body, p.SKIN_BROWN)
    sheet.stipple(body, p.SKIN_BROWN_SHADE, 0, 0.5, 1.25)
    with sheet.within(body):
        sheet.line([(800, 330), (804, 480), (798, 600)], p.SKIN_BROWN_SHADE, 14)
    _shirt_and_trousers(sheet, body)
    _patch(sheet, 985, 560, 12)
    _second_hand(sheet)


def _shirt_and_trousers(sheet: Sheet, body: Shape) -> None:
    with sheet.within([*body, *box(440, 600, 1160, 1020)]):
        trousers = blob((380, 740, "corner"), (600, 770), (800, 778), (1000, 770), (1220, 735, "corner"),
                        (1220, 1030, "corner"), (380, 1030, "corner"))  # fmt: skip
        sheet.fill(trousers, p.SLATE)
        sheet.stipple(trousers, p.SLATE_DEEP, 30, 0.35, 1.2)
        sheet.line([(420, 802), (620, 828), (800, 834), (1000, 828), (1200, 798)], p.SLATE_DEEP, 6, 6)
        sheet.line([(800, 834), (800, 1010)], p.SLATE_DEEP, 6, 6)
    shirt = blob((470, -20, "corner"), (490, 180), (528, 330), (520, 400, "corner"), (660, 424), (800, 396), (940, 430),
                 (1084, 396, "corner"), (1074, 320), (1108, 180), (1130, -20, "corner"))  # fmt: skip
    with sheet.within(body):
        sheet.fill(moved(shirt, 0, 12), p.SKIN_BROWN_SHADE)
    sheet.fill(shirt, p.SEA)
    sheet.stipple(shirt, p.SEA_DEEP, 20, 0.4, 1.15)
    for fold in ([(560, 240), (640, 330), (690, 400)], [(1040, 200), (980, 310), (950, 410)]):
        sheet.line(fold, p.SEA_DEEP, 2, 9, 3)


def _patch(sheet: Sheet, x: float, y: float, lean: float) -> None:
    outer = turned(box(x - 78, y - 62, x + 78, y + 62, 30), lean, (x, y))
    sheet.fill(moved(outer, 6, 8), p.SKIN_BROWN_SHADE)
    sheet.fill(outer, "#f3e2cc")
    inner = turned(box(x - 56, y - 42, x + 56, y + 42, 18), lean, (x, y))
    sheet.fill(inner, "#e2c6a4")
    sheet.stipple(inner, p.CLAY_LIGHT, 45, 0.3, 1.2)


def _second_hand(sheet: Sheet) -> None:
    """Her right arm, bent at the elbow, smooths the patch's edge."""
    forearm = limb([(1372, 350), (1352, 448), (1240, 530)], [120, 112, 92])
    sheet.fill(forearm, p.SKIN_BROWN)
    sheet.stipple(forearm, p.SKIN_BROWN_SHADE, 60, 0.45, 1.3)
    for start, middle, end, widths in [
        ((1230, 500), (1150, 480), (1092, 506), [70, 58, 42]),
        ((1230, 540), (1140, 536), (1066, 566), [72, 58, 42]),
        ((1240, 570), (1160, 588), (1096, 622), [70, 56, 40]),
        ((1256, 590), (1196, 628), (1150, 668), [66, 50, 36]),
    ]:
        finger = limb([start, middle, end], widths)
        sheet.fill(moved(finger, 3, 8), p.SKIN_BROWN_SHADE)
        sheet.fill(finger, p.SKIN_BROWN)
    sheet.fill(blob((1180, 500), (1230, 462), (1310, 470), (1320, 540), (1280, 600), (1220, 616)), p.SKIN_BROWN)
    sleeve = limb([(1040, -60), (1230, 130), (1378, 330)], [240, 190, 150])
    sheet.fill(sleeve, p.SEA)
    sheet.stipple(sleeve, p.SEA_DEEP, 70, 0.4, 1.1)
    sheet.line([(1330, 250), (1350, 330), (1340, 380)], p.SEA_DEEP, 7, 5, 1)
    sheet.line([(1128, 150), (1150, 190), (1196, 232)], p.SEA_DEEP, 2, 8, 2)


@picture("needles", ground="#e8ddd0", focal=(0.34, 0.5))
def needles(sheet: Sheet) -> None:
    """Acupuncture needles in the back of someone who lies face down."""
    sheet.fill(ellipse(800, 430, 360), "#f2eadd")
    couch = box(0, 760, 1600, 850, 0)
    back = blob(
        (250, 790, "corner"),
        (290, 690),
        (400, 600),
        (560, 540),
        (720, 566),
        (880, 620),
        (1040, 560),
        (1200, 500),
        (1360, 540),
        (1500, 640),
        (1640, 680),
        (1640, 800, "corner"),
    )
    sheet.fill(back, p.SKIN_TAN)
    sheet.stipple(back, p.SKIN_TAN_SHADE, 90, 0.35, 1.2)
    _resting_head(sheet)
    towel = blob((980, 800, "corner"), (1000, 640), (1030, 556), (1200, 484), (1370, 524), (1520, 630), (1640, 664),
                 (1640, 800, "corner"))  # fmt: skip
    sheet.fill(towel, p.SEA)
    sheet.stipple(towel, p.SEA_DEEP, 70, 0.4, 1.15)
    sheet.line([(1032, 556), (1004, 650), (990, 790)], p.SEA_LIGHT, 16, 16)
    sheet.line([(1076, 540), (1050, 650), (1036, 790)], p.SEA_LIGHT, 7, 7)
    sheet.fill(couch, p.PAPER)
    sheet.stipple(couch, p.SAND, 90, 0.2, 1.5)
    sheet.fill(box(0, 845, 1600, 1000), p.CLAY_DEEP)
    sheet.stipple(box(0, 845, 1600, 1000), "#5f3026", 90, 0.0, 1.6)
    for x, y, lean in [(500, 556, -9), (596, 545, -3), (690, 560, 4), (784, 590, 8), (872, 618, 5), (946, 600, -6)]:
        _needle(sheet, x, y, lean)


def _needle(sheet: Sheet, x: float, y: float, lean: float) -> None:
    at = (x, y)
    sheet.fill(turned(box(x - 2.5, y - 190, x + 2.5, y + 14), lean, at), p.SLATE)
    sheet.fill(turned(box(x - 7, y - 268, x + 7, y - 150, 6), lean, at), p.SAND_DEEP)
    sheet.fill(turned(ellipse(x, y - 272, 10), lean, at), p.CLAY_DEEP)


def _resting_head(sheet: Sheet) -> None:
    sheet.fill(limb([(450, 690), (330, 700)], [190, 130]), p.SKIN_TAN)
    sheet.fill(blob((126, 716), (150, 640), (230, 600), (310, 630), (336, 720), (270, 776), (150, 776)), p.SKIN_TAN)
    hair = blob(
        (134, 668), (168, 596), (252, 562), (336, 596), (366, 672), (346, 730), (300, 716), (284, 668), (206, 640)
    )
    sheet.fill(hair, p.INK)
    sheet.fill(ellipse(372, 596, 56, 50), p.INK)
    sheet.fill(ellipse(268, 700, 20, 27, -12), p.SKIN_TAN)
    sheet.line([(262, 690), (276, 698), (266, 714)], p.SKIN_TAN_SHADE, 5)
    sheet.line([(158, 716), (174, 724), (190, 720)], p.INK, 5)
    arm = limb([(520, 690), (400, 742), (220, 756), (96, 752)], [110, 92, 66, 46])
    sheet.fill(arm, p.SKIN_TAN)
    sheet.stipple(arm, p.SKIN_TAN_SHADE, 90, 0.4, 1.3)


@picture("sciatica", ground="#dde4e8")
def sciatica(sheet: Sheet) -> None:
    """Someone from behind, a line running from the lower back down one leg."""
    sheet.fill(ellipse(800, 480, 400), "#ebeff0")
    sheet.fill(ellipse(800, 950, 300, 22), p.SLATE_LIGHT)
    for sign in (-1, 1):
        side = 800 + sign * 60
        sheet.fill(limb([(800 + sign * 66, 930), (800 + sign * 88, 944)], [44, 34]), p.CLAY_DEEP)
        leg = limb(
            [
                (side - sign * 4, 500),
                (side + sign * 8, 640),
                (side, 750),
                (side + sign * 6, 830),
                (side + sign * 2, 918),
            ],
            [132, 106, 78, 74, 48],
        )
        sheet.fill(leg, p.SLATE)
        sheet.stipple(leg, p.SLATE_DEEP, 0, 0.5, 1.2)
        _hanging_arm(sheet, sign)
    sheet.fill(
        blob((684, 540), (706, 476), (760, 450), (840, 450), (894, 476), (916, 540), (860, 570), (740, 570)), p.SLATE
    )
    sheet.fill(limb([(800, 210), (800, 140)], [66, 58]), p.SKIN_LIGHT_SHADE)
    top = blob((700, 240), (740, 206), (800, 200), (860, 206), (900, 240), (898, 320), (872, 390), (900, 470, "corner"),
               (800, 486), (700, 470, "corner"), (728, 390), (702, 320))  # fmt: skip
    sheet.fill(top, p.HONEY)
    sheet.stipple(top, p.SAND_DEEP, 0, 0.45, 1.1)
    for sign in (-1, 1):
        sheet.fill(ellipse(800 + sign * 54, 124, 10, 17), p.SKIN_LIGHT)
    sheet.fill(ellipse(800, 120, 52, 60), p.SKIN_LIGHT)
    sheet.fill(
        blob((746, 116), (756, 66), (800, 44), (844, 66), (854, 116), (836, 148), (800, 160), (764, 148)), p.CLAY_DEEP
    )
    line = [(806, 420), (846, 476), (872, 560), (876, 660), (866, 750), (872, 830), (868, 918)]
    for colour, r in ((p.CLAY_LIGHT, 62), (p.CLAY, 34)):
        sheet.fill(ellipse(806, 420, r), colour)
    sheet.fill(limb(line, [24, 24, 22, 20, 17, 14, 8]), p.CLAY)
    sheet.fill(ellipse(806, 420, 12), p.PAPER)


def _hanging_arm(sheet: Sheet, sign: int) -> None:
    sheet.fill(limb([(800 + sign * 142, 470), (800 + sign * 140, 550)], [40, 24]), p.SKIN_LIGHT)
    arm = limb([(800 + sign * 84, 250), (800 + sign * 122, 360), (800 + sign * 142, 484)], [72, 58, 42])
    sheet.fill(arm, p.HONEY)
    sheet.stipple(arm, p.SAND_DEEP, 0, 0.5, 1.1)
