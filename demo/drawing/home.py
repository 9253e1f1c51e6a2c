"""Rooms and furniture."""

from demo.drawing import palette as p
from demo.drawing.registry import picture
from demo.drawing.shapes import arch, blob, box, ellipse, leaf, limb, moved, polygon
from demo.drawing.sheet import Sheet


@picture("night", ground="#34495a", focal=(0.62, 0.5))
def night(sheet: Sheet) -> None:
    """A bed by a window, the moon in it."""
    sheet.stipple(box(760, 0, 1600, 905), p.NIGHT, 40, 0.2, 1.2)
    _moonlit_window(sheet)
    sheet.fill(box(0, 905, 1600, 1000), "#22333e")
    sheet.fill(box(1436, 470, 1490, 950, 22), p.CLAY_DEEP)
    sheet.stipple(box(1436, 470, 1490, 950, 22), "#6b382a", 40, 0.2, 1)
    sheet.fill(box(110, 690, 156, 950, 20), p.CLAY_DEEP)
    sheet.fill(box(130, 850, 1470, 900, 10), "#6b382a")
    mattress = box(140, 745, 1440, 868, 30)
    sheet.fill(mattress, "#d9d5c8")
    sheet.stipple(mattress, p.SLATE_LIGHT, 70, 0.35, 1.3)
    _pillows(sheet)
    _duvet(sheet)


def _moonlit_window(sheet: Sheet) -> None:
    frame, pane = arch(300, 90, 760, 660), arch(326, 116, 734, 640)
    sheet.fill(frame, p.SAND)
    sheet.fill(pane, "#16242d")
    with sheet.within(pane):
        sheet.stipple(pane, "#3d5a6c", 90, 0.3, 1.2)
        sheet.fill(ellipse(610, 275, 72), p.SAND_PALE)
        sheet.stipple(ellipse(610, 275, 72), p.SAND_DEEP, 150, 0.45, 1.3)
        for x, y, r in [(400, 330, 5), (470, 220, 4), (440, 440, 3.5), (560, 420, 4), (690, 400, 3.5), (520, 165, 3)]:
            sheet.fill(ellipse(x, y, r), p.SAND_LIGHT)
        sheet.fill(blob((300, 560), (420, 520), (540, 548), (660, 500), (780, 530), (780, 700), (300, 700)), "#24443f")
        sheet.fill(blob((300, 600), (450, 580), (600, 606), (780, 570), (780, 700), (300, 700)), "#1a332f")
    sheet.fill(box(524, 90, 538, 650), p.SAND)
    sheet.fill(box(310, 400, 750, 413), p.SAND)
    sheet.fill(box(272, 640, 788, 668, 6), p.SAND_LIGHT)


def _pillows(sheet: Sheet) -> None:
    back = blob((1150, 700), (1200, 590), (1330, 500), (1432, 520), (1446, 640), (1400, 745), (1250, 780), (1160, 770))
    sheet.fill(back, p.SLATE_LIGHT)
    sheet.stipple(back, p.SLATE, 60, 0.3, 1.1)
    front = blob((1000, 722), (1040, 640), (1180, 612), (1340, 618), (1402, 690), (1372, 762), (1200, 782), (1030, 776))
    sheet.fill(front, p.PAPER)
    sheet.stipple(front, p.SLATE_LIGHT, 70, 0.3, 1.2)
    sheet.line([(1398, 690), (1340, 716), (1290, 716)], p.SLATE_LIGHT, 6, 4, 1)
    sheet.line([(1382, 752), (1340, 738), (1310, 740)], p.SLATE_LIGHT, 6, 4, 1)


def _duvet(sheet: Sheet) -> None:
    duvet = blob(
        (140, 900, "corner"), (134, 790), (180, 726), (330, 716), (520, 690), (700, 664), (860, 690),
        (1000, 700), (1086, 746), (1096, 830), (1080, 900, "corner"),
    )  # fmt: skip
    sheet.fill(duvet, p.SEA)
    turnover = blob((985, 670), (1060, 700), (1130, 740), (1130, 930), (1010, 930), (1020, 820), (1010, 750))
    with sheet.within(duvet):
        for x in range(230, 1000, 140):
            sheet.line([(x + 26, 640), (x, 780), (x + 14, 920)], p.SEA_MID, 8, 8)
        sheet.stipple(duvet, p.SEA_DEEP, 75, 0.4, 1.2)
        sheet.fill(turnover, p.SEA_LIGHT)
        sheet.stipple(turnover, p.SEA_MID, 80, 0.4, 1.2)


@picture("desk", ground="#f1e8d8", focal=(0.55, 0.5))
def desk(sheet: Sheet) -> None:
    """Someone at a desk that is set to standing height."""
    sheet.fill(ellipse(860, 430, 350), p.SAND_LIGHT)
    sheet.fill(box(0, 880, 1600, 1000), p.SAND)
    sheet.stipple(box(0, 880, 1600, 1000), p.SAND_DEEP, 90, 0.1, 1.6)
    sheet.fill(box(520, 868, 800, 888, 10), p.SLATE_DEEP)
    _standing_person(sheet)
    _high_desk(sheet)
    forearm = limb([(652, 392), (650, 490), (700, 528), (792, 520)], [58, 52, 44, 26])
    sheet.fill(limb([(760, 522), (812, 516), (838, 522)], [27, 26, 15]), p.SKIN_BROWN)
    sheet.fill(forearm, p.CLAY)
    sheet.stipple(forearm, p.CLAY_DEEP, 100, 0.3, 1.2)
    plant(sheet, 1385, 868, 1.0)


def _standing_person(sheet: Sheet) -> None:
    far_leg = limb([(640, 580), (664, 720), (668, 852)], [100, 76, 44])
    sheet.fill(far_leg, p.SLATE_DEEP)
    sheet.fill(blob((644, 850), (700, 846), (742, 864), (742, 872, "corner"), (642, 872, "corner")), p.CLAY_DEEP)
    leg = limb([(634, 575), (630, 720), (622, 852)], [124, 86, 48])
    sheet.fill(leg, p.SLATE)
    sheet.stipple(leg, p.SLATE_DEEP, 180, 0.45, 1.2)
    sheet.fill(blob((596, 850), (650, 844), (698, 862), (700, 872, "corner"), (594, 872, "corner")), p.CLAY_DEEP)
    sheet.fill(limb([(646, 350), (656, 290), (668, 270)], [50, 44, 44]), p.SKIN_BROWN_SHADE)
    torso = blob(
        (612, 340), (668, 330), (704, 380), (708, 470), (696, 590), (640, 618), (574, 600), (580, 500), (582, 400)
    )
    sheet.fill(torso, p.CLAY)
    sheet.stipple(torso, p.CLAY_DEEP, 190, 0.45, 1.1)
    sheet.fill(blob((626, 215), (660, 172), (712, 186), (724, 236), (716, 284), (680, 306), (640, 284)), p.SKIN_BROWN)
    hair = blob(
        (604, 250), (606, 190), (650, 150), (708, 156), (728, 196), (690, 204), (668, 236), (660, 276), (624, 288)
    )
    sheet.fill(hair, p.INK)
    sheet.fill(ellipse(598, 200, 40, 36), p.INK)


def _high_desk(sheet: Sheet) -> None:
    for x in (930, 1200):
        sheet.fill(box(x, 552, x + 34, 870), p.SLATE_LIGHT)
        sheet.stipple(box(x, 552, x + 34, 870), p.SLATE, 0, 0.3, 1.2)
        sheet.fill(box(x - 70, 862, x + 104, 884, 10), p.SLATE)
    sheet.fill(box(905, 548, 1260, 572), p.SLATE)
    sheet.fill(box(790, 530, 1370, 556, 8), p.SAND_DEEP)
    sheet.stipple(box(790, 530, 1370, 556, 8), p.CLAY_DEEP, 0, 0.4, 1.8)
    sheet.fill(polygon((1085, 440), (1115, 440), (1130, 520), (1070, 520)), p.SLATE)
    sheet.fill(box(1030, 516, 1170, 531, 6), p.SLATE)
    sheet.fill(box(1076, 222, 1100, 446, 10), p.SLATE_DEEP)
    sheet.fill(box(1060, 222, 1082, 446, 6), p.SEA_LIGHT)
    sheet.fill(box(1240, 462, 1304, 531, 10), p.SEA)
    sheet.stipple(box(1240, 462, 1304, 531, 10), p.SEA_DEEP, 0, 0.3, 1.2)


def plant(sheet: Sheet, x: float, y: float, size: float) -> None:
    """A plant in a pot that stands at (x, y)."""
    for angle, length in [(-150, 190), (-128, 260), (-104, 320), (-80, 330), (-56, 270), (-32, 190)]:
        blade = leaf(x, y - 120 * size, length * size, 76 * size, angle)
        sheet.fill(blade, p.MOSS if angle % 8 else p.SEA)
        sheet.stipple(blade, p.MOSS_DEEP if angle % 8 else p.SEA_DEEP, 60, 0.4, 1.1)
    pot = blob(
        (x - 84 * size, y - 140 * size, "corner"), (x + 84 * size, y - 140 * size, "corner"),
        (x + 66 * size, y - 20 * size), (x + 50 * size, y, "corner"), (x - 50 * size, y, "corner"),
        (x - 66 * size, y - 20 * size),
    )  # fmt: skip
    sheet.fill(pot, p.PAPER)
    sheet.stipple(pot, p.SAND_DEEP, 20, 0.4, 1.2)


@picture("stairs", ground="#e9dcc2", focal=(0.36, 0.5))
def stairs(sheet: Sheet) -> None:
    """A staircase with the morning coming in."""
    sheet.stipple(box(0, 0, 1600, 1000), p.SAND_DEEP, 200, 0.35, 1.6)
    sheet.fill(polygon((470, 150), (1330, 1000), (790, 1000), (300, 584)), "#f5ecd6")
    pane = box(150, 110, 470, 560, 8)
    sheet.fill(box(126, 86, 494, 584, 10), p.PAPER)
    sheet.fill(pane, p.SEA_LIGHT)
    with sheet.within(pane):
        sheet.fill(ellipse(330, 420, 92), p.HONEY)
        sheet.stipple(pane, p.PAPER, 90, 0.2, 1.0)
        sheet.fill(blob((100, 480), (220, 440), (360, 480), (520, 430), (520, 620), (100, 620)), p.MOSS_LIGHT)
        sheet.fill(blob((100, 530), (260, 500), (400, 530), (520, 500), (520, 620), (100, 620)), p.MOSS)
    sheet.fill(box(303, 100, 317, 570), p.PAPER)
    sheet.fill(box(140, 328, 480, 342), p.PAPER)
    sheet.fill(box(106, 574, 514, 602, 6), p.PAPER)
    _steps(sheet)
    _railing(sheet)


def _steps(sheet: Sheet) -> None:
    rise, tread = 92, 124
    for i in range(7):
        x, y = 520 + i * tread, 930 - i * rise
        front = box(x, y, 1600, y + rise + 2)
        sheet.fill(front, p.SEA)
        sheet.stipple(box(x, y + 18, x + tread, y + rise), p.SEA_DEEP, 40, 0.1, 1.4)
        sheet.fill(box(x - 14, y - 4, x + tread + 6, y + 18, 6), p.PAPER)
    sheet.fill(box(520 + 6 * tread, 930 - 6 * rise - 4, 1600, 930 - 6 * rise + 18), p.PAPER)
    under = polygon((800, 1000), (1600, 400), (1600, 1000))
    sheet.stipple(under, p.SEA_DEEP, 30, 0.1, 1.1)
    sheet.fill(box(0, 985, 1600, 1000), p.SAND_DEEP)


def _railing(sheet: Sheet) -> None:
    rise, tread = 92, 124
    for i in range(7):
        x, y = 582 + i * tread, 930 - i * rise
        sheet.fill(box(x - 7, y - 250, x + 7, y), p.CLAY_DEEP)
    sheet.fill(limb([(577, 672), (1560, -57)], [30, 30]), p.CLAY)
    sheet.fill(box(556, 660, 598, 930, 8), p.CLAY)
    sheet.fill(ellipse(577, 648, 34), p.CLAY)
    sheet.stipple(ellipse(577, 648, 34), p.CLAY_DEEP, 45, 0.3, 1.1)


@picture("cushion", ground="#dfe9e4", focal=(0.44, 0.5))
def cushion(sheet: Sheet) -> None:
    """A foam roller and a cushion on a mat."""
    sheet.fill(ellipse(800, 420, 380), "#edf2ec")
    sheet.fill(box(0, 760, 1600, 1000), p.SEA_LIGHT)
    mat = polygon((170, 905), (300, 790), (1430, 790), (1390, 905))
    sheet.fill(mat, p.SLATE)
    sheet.stipple(mat, p.SLATE_DEEP, 60, 0.2, 1.4)
    _lumbar_cushion(sheet)
    _roller(sheet)


def _lumbar_cushion(sheet: Sheet) -> None:
    pillow = blob(
        (846, 600), (860, 470), (896, 440), (1050, 468), (1200, 468), (1344, 436), (1382, 470), (1400, 610),
        (1390, 760), (1350, 812), (1200, 822), (1040, 822), (900, 814), (858, 770),
    )  # fmt: skip
    sheet.fill(moved(ellipse(1130, 838, 280, 24), 10, 0), p.SLATE_DEEP)
    sheet.fill(pillow, p.CLAY)
    with sheet.within(pillow):
        for x in range(820, 1440, 84):
            sheet.line([(x, 340), (x + 14, 600), (x, 860)], p.CLAY_LIGHT, 13, 13)
    sheet.stipple(pillow, p.CLAY_DEEP, 50, 0.35, 1.15)


def _roller(sheet: Sheet) -> None:
    sheet.fill(ellipse(560, 850, 330, 22), p.SLATE_DEEP)
    body = box(300, 640, 900, 852, 0)
    barrel = [*body, *ellipse(900, 746, 52, 106)]
    sheet.fill(barrel, p.SEA)
    with sheet.within(barrel):
        for x in range(330, 1000, 92):
            for y in range(650, 880, 56):
                sheet.fill(box(x + (y // 56 % 2) * 46, y, x + 58 + (y // 56 % 2) * 46, y + 34, 15), p.SEA_MID)
    sheet.stipple(barrel, p.SEA_DEEP, 90, 0.3, 1.05)
    sheet.fill(ellipse(300, 746, 52, 106), p.SEA_LIGHT)
    sheet.stipple(ellipse(300, 746, 52, 106), p.SEA_MID, 60, 0.4, 1.2)
    sheet.fill(ellipse(300, 746, 26, 56), p.SEA_DEEP)


@picture("breeze", ground="#22333e")
def breeze(sheet: Sheet) -> None:
    """An open window at night, its curtain moving; a glass of water on the sill."""
    sheet.stipple(box(0, 560, 1600, 1000), "#16242d", 90, 0.0, 1.4)
    sky = box(430, 90, 1170, 800)
    sheet.fill(box(396, 56, 1204, 834, 8), p.SAND)
    sheet.fill(sky, "#3f5c70")
    with sheet.within(sky):
        sheet.stipple(sky, "#22333e", 270, 0.2, 1.1)
        for x, y, r in [
            (560, 200, 5),
            (640, 330, 3.5),
            (700, 160, 4),
            (980, 260, 5),
            (1060, 180, 3.5),
            (900, 160, 3),
            (1090, 360, 4),
            (560, 420, 3),
        ]:
            sheet.fill(ellipse(x, y, r), p.SAND_LIGHT)
        crescent = blob((836, 224, "corner"), (760, 232), (716, 300), (752, 372), (830, 384), (880, 330, "corner"),
                        (826, 340), (784, 300), (794, 250))  # fmt: skip
        sheet.fill(crescent, p.SAND_PALE)
        sheet.fill(
            blob((400, 690), (560, 640), (760, 690), (1000, 630), (1200, 680), (1200, 820), (400, 820)), p.SEA_DEEP
        )
    sheet.fill(box(350, 800, 1250, 848, 8), p.SAND_LIGHT)
    sheet.stipple(box(350, 800, 1250, 848, 8), p.SAND_DEEP, 90, 0.3, 1.4)
    _curtains(sheet)
    glass = polygon((930, 620), (1030, 620), (1018, 800), (942, 800))
    sheet.fill(glass, "#8fa9b4")
    sheet.fill(polygon((935, 680), (1025, 680), (1018, 800), (942, 800)), p.SLATE_PALE)
    sheet.stipple(glass, p.SLATE, 0, 0.45, 1.3)
    sheet.fill(ellipse(980, 680, 45, 9), p.PAPER)


def _curtains(sheet: Sheet) -> None:
    still = blob(
        (1080, 30, "corner"),
        (1330, 30, "corner"),
        (1340, 300),
        (1360, 620),
        (1380, 960),
        (1240, 980),
        (1150, 950),
        (1170, 620),
        (1120, 300),
    )
    blown = blob(
        (270, 30, "corner"),
        (560, 30, "corner"),
        (570, 220),
        (640, 430),
        (790, 640),
        (860, 830),
        (760, 870),
        (640, 850),
        (520, 900),
        (400, 880),
        (250, 950),
        (280, 620),
        (282, 300),
    )
    for curtain, folds in [
        (still, [[(1160, 40), (1200, 400), (1220, 960)], [(1240, 40), (1270, 400), (1300, 960)]]),
        (
            blown,
            [
                [(340, 40), (360, 460), (420, 880)],
                [(420, 40), (460, 430), (600, 850)],
                [(500, 40), (540, 380), (740, 850)],
            ],
        ),
    ]:
        sheet.fill(curtain, p.CLAY_LIGHT)
        sheet.stipple(curtain, p.CLAY, 110, 0.35, 1.2)
        for fold in folds:
            sheet.line(fold, p.CLAY, 3, 10, 6)
    sheet.fill(box(220, 18, 1390, 40, 11), p.CLAY_DEEP)
