"""Medicines, warmth, notes and the room where one talks about them."""

from demo.drawing import palette as p
from demo.drawing.home import plant
from demo.drawing.registry import picture
from demo.drawing.shapes import blob, box, ellipse, leaf, limb, mirrored, moved, polygon, turned
from demo.drawing.sheet import Sheet


@picture("capsules", ground="#e3e7ea", focal=(0.49, 0.5))
def capsules(sheet: Sheet) -> None:
    """Capsules, a strip of tablets and a jar of cream."""
    sheet.fill(ellipse(800, 430, 380), "#eff1f0")
    sheet.fill(box(0, 560, 1600, 1000), p.SLATE_LIGHT)
    sheet.stipple(box(0, 560, 1600, 1000), p.SLATE, 90, 0.2, 1.8)
    _jar(sheet)
    _strip(sheet)
    _capsule(sheet, 900, 890, -18, p.CLAY)
    _capsule(sheet, 1200, 908, 14, p.SEA)


def _jar(sheet: Sheet) -> None:
    sheet.fill(ellipse(1080, 806, 270, 36), p.SLATE)
    glass = box(860, 420, 1270, 806, 60)
    sheet.fill(glass, p.PAPER)
    sheet.stipple(glass, p.SLATE_LIGHT, 0, 0.5, 1.2)
    sheet.fill(box(860, 540, 1270, 700), p.SEA)
    sheet.stipple(box(860, 540, 1270, 700), p.SEA_DEEP, 0, 0.4, 1.15)
    for angle in (-90, -145, -35):
        sheet.fill(leaf(1065, 660, 84, 44, angle), p.SEA_LIGHT)
    lid = box(840, 312, 1290, 436, 26)
    sheet.fill(lid, p.SAND)
    sheet.stipple(lid, p.SAND_DEEP, 0, 0.4, 1.1)
    for x in range(876, 1290, 34):
        sheet.line([(x, 336), (x, 374), (x, 412)], p.SAND_DEEP, 6)


def _strip(sheet: Sheet) -> None:
    about = (520, 690)
    strip = turned(box(270, 516, 770, 864, 26), -14, about)
    sheet.fill(moved(strip, 10, 20), p.SLATE)
    sheet.fill(strip, "#cdd5d8")
    sheet.stipple(strip, p.SLATE_LIGHT, 30, 0.3, 1.2)
    for row in range(2):
        for column in range(4):
            bubble = turned(ellipse(346 + column * 116, 610 + row * 160, 46, 46), -14, about)
            if (row, column) == (1, 3):
                sheet.fill(bubble, p.SLATE)
                continue
            sheet.fill(moved(bubble, 5, 7), p.SLATE_LIGHT)
            sheet.fill(bubble, p.CLAY_PALE)
            sheet.stipple(bubble, p.CLAY, 50, 0.4, 1.3)


def _capsule(sheet: Sheet, x: float, y: float, angle: float, colour: str) -> None:
    body = turned(box(x - 112, y - 40, x + 112, y + 40, 40), angle, (x, y))
    sheet.fill(ellipse(x + 6, y + 52, 112, 16, angle * 0.6), p.SLATE)
    sheet.fill(body, p.PAPER)
    with sheet.within(body):
        sheet.fill(turned(box(x - 2, y - 60, x + 130, y + 60), angle, (x, y)), colour)
    sheet.stipple(body, p.SLATE_DEEP, 90 + angle * 0.5, 0.5, 1.5)
    sheet.fill(turned(box(x - 86, y - 24, x - 26, y - 14, 5), angle, (x, y)), p.PAPER)
    sheet.fill(
        turned(box(x + 20, y - 24, x + 80, y - 14, 5), angle, (x, y)), p.CLAY_LIGHT if colour == p.CLAY else p.SEA_MID
    )


@picture("notebook", ground="#e9e4d3", focal=(0.48, 0.5))
def notebook(sheet: Sheet) -> None:
    """A diary with days to tick off, and a pencil."""
    sheet.stipple(box(0, 0, 1600, 1000), p.SAND, 40, 0.4, 1.8)
    about = (800, 500)
    cover = turned(box(440, 150, 1130, 880, 26), -6, about)
    sheet.fill(moved(cover, 16, 22), p.SAND_DEEP)
    sheet.fill(cover, p.SEA)
    page = turned(box(476, 164, 1112, 866, 14), -6, about)
    sheet.fill(page, p.PAPER)
    sheet.stipple(page, p.SAND_LIGHT, 0, 0.5, 1.2)
    sheet.fill(turned(box(530, 222, 820, 246, 12), -6, about), p.SLATE)
    _days(sheet, about)
    for y in range(200, 860, 62):
        hole = turned(ellipse(492, y, 12), -6, about)
        sheet.fill(hole, p.SEA_DEEP)
        sheet.fill(turned(box(420, y - 8, 494, y + 8, 8), -6, about), p.SLATE_LIGHT)
    _pencil(sheet)


def _days(sheet: Sheet, about: tuple[float, float]) -> None:
    marks = {
        2: p.CLAY_LIGHT,
        3: p.CLAY,
        4: p.CLAY_LIGHT,
        8: p.MOSS_LIGHT,
        9: p.MOSS,
        11: p.CLAY_LIGHT,
        13: p.MOSS,
        14: p.MOSS,
    }
    for i in range(25):
        x, y = 584 + i % 5 * 112, 340 + i // 5 * 108
        sheet.fill(turned(box(x - 44, y - 40, x + 44, y + 40, 12), -6, about), "#efe9da")
        if i in marks:
            dot = turned(ellipse(x, y, 26), -6, about)
            sheet.fill(dot, marks[i])
    sheet.fill(turned(limb([(784, 556), (802, 576), (838, 528)], [10, 13, 8]), -6, about), p.SEA)


def _pencil(sheet: Sheet) -> None:
    about, lean = (1290, 560), 24
    parts = [
        (box(1262, 250, 1318, 300, 18), p.CLAY_LIGHT), (box(1262, 288, 1318, 320), p.SLATE_LIGHT),
        (box(1262, 318, 1318, 760), p.HONEY), (box(1299, 318, 1318, 760), p.SAND_DEEP),
        (polygon((1262, 760), (1318, 760), (1290, 850)), p.SAND_LIGHT),
        (polygon((1279, 815), (1301, 815), (1290, 850)), p.INK),
    ]  # fmt: skip
    for shape, _ in parts:
        sheet.fill(moved(turned(shape, lean, about), 14, 18), p.SAND_DEEP)
    for shape, colour in parts:
        sheet.fill(turned(shape, lean, about), colour)


@picture("warmth", ground="#f1dfd2", focal=(0.58, 0.5))
def warmth(sheet: Sheet) -> None:
    """A hot-water bottle in a knitted cover beside a cold pack."""
    sheet.fill(ellipse(800, 480, 410), "#f8ece2")
    sheet.fill(box(0, 800, 1600, 1000), p.CLAY_LIGHT)
    sheet.stipple(box(0, 800, 1600, 1000), p.CLAY, 90, 0.2, 1.9)
    _cold_pack(sheet)
    _bottle_neck(sheet)
    body = blob(
        (470, 480), (500, 360), (600, 312), (700, 306), (800, 312), (900, 360), (930, 480), (940, 620), (930, 780),
        (880, 862), (700, 880), (520, 862), (470, 780), (460, 620),
    )  # fmt: skip
    sheet.fill(ellipse(716, 876, 270, 34), p.CLAY_DEEP)
    sheet.fill(body, p.CLAY)
    with sheet.within(body):
        for x in range(456, 960, 62):
            for y in range(290, 900, 44):
                sheet.fill(limb([(x, y), (x + 18, y + 22), (x + 18, y + 26)], [11, 11, 6]), p.CLAY_LIGHT)
                sheet.fill(limb([(x + 38, y), (x + 20, y + 22), (x + 20, y + 26)], [11, 11, 6]), p.CLAY_LIGHT)
    sheet.stipple(body, p.CLAY_DEEP, 30, 0.4, 1.15)
    collar = blob((596, 330), (612, 248), (650, 230), (750, 230), (788, 248), (804, 330), (700, 346))
    sheet.fill(collar, p.PAPER)
    with sheet.within(collar):
        for x in range(606, 810, 26):
            sheet.line([(x, 220), (x + (x - 700) * 0.06, 350)], p.SAND, 7, 7)
    sheet.stipple(collar, p.SAND_DEEP, 20, 0.5, 1.3)


def _bottle_neck(sheet: Sheet) -> None:
    neck = blob(
        (636, 290, "corner"), (662, 200), (622, 128, "corner"), (778, 128, "corner"), (738, 200), (764, 290, "corner")
    )
    sheet.fill(neck, p.SEA)
    sheet.stipple(neck, p.SEA_DEEP, 0, 0.4, 1.1)
    sheet.fill(box(608, 112, 792, 142, 15), p.SEA)
    sheet.fill(box(656, 70, 744, 114, 12), p.SLATE_DEEP)


def _cold_pack(sheet: Sheet) -> None:
    about = (1150, 640)
    pack = turned(
        blob((960, 430), (1150, 412), (1340, 430), (1362, 640), (1340, 846), (1150, 862), (960, 846), (944, 640)),
        8,
        about,
    )
    sheet.fill(ellipse(1150, 868, 230, 28), p.CLAY_DEEP)
    sheet.fill(pack, p.SLATE_LIGHT)
    sheet.stipple(pack, p.SLATE, 40, 0.35, 1.2)
    for angle in range(0, 180, 60):
        arm = turned(box(1146, 540, 1164, 760, 9), angle + 8, (1155, 650))
        sheet.fill(arm, p.PAPER)
    for angle in range(0, 360, 60):
        for lean in (-40, 40):
            twig = turned(turned(box(1150, 556, 1160, 604, 5), lean, (1155, 600)), angle + 8, (1155, 650))
            sheet.fill(twig, p.PAPER)


@picture("chairs", ground="#dee7df", focal=(0.33, 0.5))
def chairs(sheet: Sheet) -> None:
    """Two armchairs and a small table: a place for a quiet talk."""
    sheet.fill(box(0, 780, 1600, 1000), p.SAND_LIGHT)
    rug = ellipse(800, 880, 620, 92)
    sheet.fill(rug, p.CLAY_LIGHT)
    sheet.stipple(rug, p.CLAY, 0, 0.2, 1.6)
    frame = box(640, 130, 960, 460)
    sheet.fill(frame, p.PAPER)
    with sheet.within(box(664, 154, 936, 436)):
        sheet.fill(frame, p.SLATE_PALE)
        sheet.fill(ellipse(860, 250, 46), p.HONEY)
        sheet.fill(blob((640, 380), (740, 320), (830, 360), (960, 310), (960, 460), (640, 460)), p.MOSS_LIGHT)
        sheet.fill(blob((640, 410), (780, 390), (960, 400), (960, 460), (640, 460)), p.SEA)
    _chair(sheet, flip=False)
    _chair(sheet, flip=True)
    for x in (744, 856):
        sheet.fill(limb([(800, 700), (x, 890)], [16, 12]), p.CLAY_DEEP)
    sheet.fill(ellipse(800, 700, 150, 26), p.SAND_DEEP)
    sheet.fill(ellipse(800, 692, 150, 26), p.SAND)
    for x, colour in ((742, p.PAPER), (856, p.PAPER)):
        cup = blob((x - 34, 636, "corner"), (x + 34, 636, "corner"), (x + 26, 682), (x, 692), (x - 26, 682))
        sheet.fill(cup, colour)
        sheet.stipple(cup, p.SLATE_LIGHT, 0, 0.4, 1.2)
    plant(sheet, 1480, 880, 0.9)


def _chair(sheet: Sheet, flip: bool) -> None:
    def side(shape: list) -> list:
        return mirrored(shape, 800) if flip else shape

    body, dark = (p.SLATE, p.SLATE_DEEP) if flip else (p.SEA, p.SEA_DEEP)
    for x, foot in ((300, 276), (560, 584)):
        sheet.fill(side(limb([(x, 800), (foot, 896)], [24, 14])), p.CLAY_DEEP)
    back = side(
        blob(
            (250, 800, "corner"),
            (236, 620),
            (220, 450),
            (262, 350),
            (350, 330),
            (420, 372),
            (440, 520),
            (452, 800, "corner"),
        )
    )
    sheet.fill(back, body)
    sheet.stipple(back, dark, 0 if not flip else 180, 0.4, 1.1)
    seat = side(box(330, 650, 620, 740, 34))
    sheet.fill(seat, p.SLATE_LIGHT if flip else p.SEA_LIGHT)
    sheet.stipple(seat, body, 90, 0.3, 1.3)
    base = side(box(262, 716, 606, 826, 24))
    sheet.fill(base, body)
    arm = side(limb([(300, 600), (430, 590), (560, 604)], [62, 66, 62]))
    panel = side(box(300, 590, 586, 800, 30))
    sheet.fill(panel, body)
    sheet.stipple(panel, dark, 90, 0.3, 1.2)
    sheet.fill(arm, body)
