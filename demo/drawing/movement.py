"""People who move."""

from demo.drawing import palette as p
from demo.drawing.registry import picture
from demo.drawing.shapes import blob, box, ellipse, limb, polygon, turned
from demo.drawing.sheet import Sheet


def _mat(sheet: Sheet, colour: str, shade: str) -> None:
    mat = polygon((190, 925), (270, 850), (1390, 850), (1430, 925))
    sheet.fill(mat, colour)
    sheet.stipple(mat, shade, 40, 0.2, 1.4)


@picture("bridge", ground="#f0e4d6", focal=(0.36, 0.5))
def bridge(sheet: Sheet) -> None:
    """Someone on a mat who lifts the hips into a bridge."""
    sheet.fill(ellipse(800, 460, 380), "#f8f0e4")
    sheet.fill(box(0, 800, 1600, 1000), p.SAND)
    sheet.stipple(box(0, 800, 1600, 1000), p.SAND_DEEP, 90, 0.2, 1.8)
    _mat(sheet, p.SEA_MID, p.SEA)
    far = limb([(810, 600), (1040, 470), (1052, 480), (1140, 830)], [130, 92, 88, 50])
    sheet.fill(far, p.SLATE_DEEP)
    sheet.fill(blob((1112, 826), (1160, 820), (1224, 846), (1226, 866, "corner"), (1112, 866, "corner")), p.PAPER)
    torso = limb([(440, 792), (560, 740), (690, 660), (830, 590)], [128, 138, 128, 142])
    sheet.fill(torso, p.CLAY)
    sheet.stipple(torso, p.CLAY_DEEP, 60, 0.5, 1.2)
    thigh = limb([(812, 600), (940, 520), (1040, 452)], [150, 122, 96])
    shin = limb([(1034, 456), (1062, 600), (1084, 850)], [98, 88, 52])
    sheet.fill([*thigh, *shin], p.SLATE)
    sheet.stipple([*thigh, *shin], p.SLATE_DEEP, 70, 0.5, 1.25)
    sheet.fill(blob((1056, 850), (1106, 842), (1180, 868), (1184, 888, "corner"), (1054, 888, "corner")), p.PAPER)
    _lying_head(sheet)
    sheet.fill(limb([(690, 866), (760, 872)], [42, 26]), p.SKIN_LIGHT)
    arm = limb([(452, 802), (560, 850), (720, 868)], [84, 62, 42])
    sheet.fill(arm, p.CLAY)
    sheet.stipple(arm, p.CLAY_DEEP, 90, 0.4, 1.2)


def _lying_head(sheet: Sheet) -> None:
    sheet.fill(limb([(430, 790), (340, 812)], [66, 62]), p.SKIN_LIGHT_SHADE)
    sheet.fill(ellipse(190, 850, 50, 36), p.CLAY_DEEP)
    sheet.fill(blob((206, 838), (226, 776), (270, 756), (330, 790), (352, 840), (310, 880), (246, 884)), p.CLAY_DEEP)
    sheet.fill(blob((246, 800), (262, 756), (310, 742), (352, 766), (366, 806), (340, 840), (296, 834)), p.SKIN_LIGHT)
    sheet.line([(276, 770), (288, 764), (296, 752)], p.CLAY_DEEP, 5)


@picture("yoga", ground="#e0e8dc")
def yoga(sheet: Sheet) -> None:
    """Someone balancing in the tree pose."""
    sheet.fill(ellipse(800, 430, 370), "#f3ecd2")
    hills = blob((-40, 820), (300, 740), (700, 800), (1100, 730), (1660, 800), (1660, 1060), (-40, 1060))
    sheet.fill(hills, p.MOSS_LIGHT)
    sheet.stipple(hills, p.MOSS, 90, 0.15, 1.4)
    sheet.fill(blob((-40, 900), (500, 868), (1100, 880), (1660, 862), (1660, 1060), (-40, 1060)), p.MOSS)
    sheet.fill(ellipse(800, 914, 230, 24), p.MOSS_DEEP)
    _tree_arms(sheet)
    leg = limb([(812, 560), (818, 720), (806, 886)], [120, 90, 46])
    bent = limb([(780, 560), (640, 640), (602, 660), (690, 712), (782, 730)], [120, 104, 92, 66, 40])
    sheet.fill(leg, p.SEA)
    sheet.stipple(leg, p.SEA_DEEP, 0, 0.45, 1.2)
    sheet.fill(limb([(760, 724), (806, 690)], [36, 26]), p.SKIN_DEEP)
    sheet.fill(bent, p.SEA)
    sheet.stipple(bent, p.SEA_DEEP, 80, 0.45, 1.2)
    sheet.fill(blob((782, 884), (826, 880), (856, 902), (850, 916, "corner"), (770, 916, "corner")), p.SKIN_DEEP)
    torso = blob(
        (738, 340),
        (800, 326),
        (862, 340),
        (850, 430),
        (852, 500),
        (874, 580),
        (800, 606),
        (728, 580),
        (748, 500),
        (750, 430),
    )
    sheet.fill(torso, p.CLAY)
    sheet.stipple(torso, p.CLAY_DEEP, 0, 0.45, 1.1)
    sheet.fill(limb([(800, 344), (800, 286)], [52, 46]), p.SKIN_DEEP_SHADE)
    sheet.fill(ellipse(800, 242, 48, 60), p.SKIN_DEEP)
    hair = blob((748, 246), (750, 194), (800, 166), (850, 194), (852, 246), (836, 214), (800, 204), (764, 214))
    sheet.fill(hair, p.INK)
    sheet.fill(ellipse(800, 156, 32, 28), p.INK)
    for x in (780, 820):
        sheet.line([(x - 10, 246), (x, 252), (x + 10, 246)], p.INK, 4)


def _tree_arms(sheet: Sheet) -> None:
    for sign in (-1, 1):
        arm = limb(
            [(800 + sign * 52, 360), (800 + sign * 128, 240), (800 + sign * 82, 130), (800 + sign * 9, 44)],
            [52, 44, 36, 20],
        )
        sheet.fill(arm, p.SKIN_DEEP)
        sheet.stipple(arm, p.SKIN_DEEP_SHADE, 0, 0.5, 1.2)


@picture("stretch", ground="#dfe5ea")
def stretch(sheet: Sheet) -> None:
    """Someone on hands and knees who rounds the back like a cat; the cat looks on."""
    sheet.fill(ellipse(800, 450, 390), "#eef1f1")
    sheet.fill(box(0, 800, 1600, 1000), p.SAND_LIGHT)
    sheet.stipple(box(0, 800, 1600, 1000), p.SAND, 90, 0.2, 1.8)
    _mat(sheet, p.CLAY_LIGHT, p.CLAY)
    sheet.fill(limb([(1040, 590), (1088, 720), (1090, 850)], [72, 56, 40]), p.SKIN_TAN_SHADE)
    far = limb([(560, 620), (620, 740), (640, 842)], [130, 104, 84])
    sheet.fill(far, p.SLATE_DEEP)
    shin = limb([(612, 850), (480, 866), (340, 868)], [78, 62, 42])
    thigh = limb([(556, 610), (566, 730), (596, 846)], [156, 118, 88])
    sheet.fill(limb([(340, 868), (286, 876)], [38, 26]), p.SKIN_TAN)
    sheet.fill([*shin, *thigh], p.SLATE)
    sheet.stipple([*shin, *thigh], p.SLATE_DEEP, 180, 0.45, 1.2)
    torso = blob(
        (480, 640),
        (492, 540),
        (590, 460),
        (740, 404),
        (900, 410),
        (1030, 480),
        (1092, 570),
        (1064, 640),
        (980, 630),
        (860, 560),
        (740, 570),
        (650, 640),
        (560, 690),
    )
    sheet.fill(torso, p.SEA)
    sheet.stipple(torso, p.SEA_DEEP, 90, 0.35, 1.15)
    sheet.fill(limb([(1050, 566), (1150, 650)], [84, 78]), p.SKIN_TAN_SHADE)
    head = (1166, 664)
    sheet.fill(ellipse(*head, 56, 66, -38), p.SKIN_TAN)
    hair = turned(
        blob((1106, 660), (1108, 604), (1160, 580), (1222, 600), (1236, 650), (1206, 640), (1166, 626), (1136, 650)),
        22,
        head,
    )
    sheet.fill(hair, p.SLATE_DEEP)
    sheet.fill(ellipse(1232, 606, 34, 30), p.SLATE_DEEP)
    arm = limb([(1030, 560), (1036, 700), (1024, 860)], [92, 62, 42])
    sheet.fill(arm, p.SKIN_TAN)
    sheet.stipple(arm, p.SKIN_TAN_SHADE, 180, 0.5, 1.2)
    sheet.fill(limb([(1022, 874), (1078, 880)], [36, 24]), p.SKIN_TAN)
    sleeve = limb([(1030, 530), (1036, 636)], [112, 88])
    sheet.fill(sleeve, p.SEA)
    sheet.stipple(sleeve, p.SEA_DEEP, 180, 0.5, 1.2)
    _cat(sheet, 1420, 900)


def _cat(sheet: Sheet, x: float, y: float) -> None:
    sheet.fill(
        limb([(x + 50, y - 6), (x + 110, y - 20), (x + 118, y - 90), (x + 92, y - 116)], [22, 20, 17, 10]), p.INK
    )
    sheet.fill(
        blob(
            (x - 52, y, "corner"),
            (x - 44, y - 90),
            (x, y - 150),
            (x + 50, y - 100),
            (x + 66, y - 30),
            (x + 58, y, "corner"),
        ),
        p.INK,
    )
    sheet.fill(ellipse(x - 12, y - 168, 46, 40), p.INK)
    for dx in (-38, 14):
        sheet.fill(polygon((x - 12 + dx - 8, y - 184), (x - 12 + dx + 8, y - 232), (x - 12 + dx + 32, y - 190)), p.INK)
    for dx in (-28, 2):
        sheet.fill(ellipse(x + dx, y - 170, 6, 8), p.HONEY)
