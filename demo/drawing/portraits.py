"""Portraits of people who do not exist: calm faces, a few shapes each."""

from demo.drawing import palette as p
from demo.drawing.registry import picture
from demo.drawing.shapes import Shape, blob, box, ellipse, limb, mirrored
from demo.drawing.sheet import Sheet


def _bust(sheet: Sheet, skin: str, shade: str, cloth: str, cloth_shade: str) -> None:
    """Shoulders, neck and the oval of the face, its middle at (400, 350)."""
    shoulders = blob(
        (40, 830, "corner"),
        (80, 700),
        (190, 620),
        (320, 580),
        (400, 590),
        (480, 580),
        (610, 620),
        (720, 700),
        (760, 830, "corner"),
    )
    sheet.fill(shoulders, cloth)
    sheet.stipple(shoulders, cloth_shade, 30, 0.4, 1.15)
    sheet.fill(limb([(400, 470), (400, 596)], [126, 138]), skin)
    with sheet.within(limb([(400, 470), (400, 596)], [126, 138])):
        sheet.fill(ellipse(400, 440, 128, 100), shade)
    sheet.fill(
        blob((284, 330), (300, 232), (400, 186), (500, 232), (516, 330), (494, 430), (400, 508), (306, 430)), skin
    )
    cheek = blob((420, 186), (500, 232), (516, 330), (494, 430), (400, 508), (470, 400), (480, 300))
    sheet.stipple(cheek, shade, 0, 0.2, 1.6)


def _features(sheet: Sheet, dark: str, shade: str, lips: str) -> None:
    """Brows, lowered eyes, the shadow of a nose, a closed mouth."""
    for flip in (False, True):

        def side(shape: Shape, flip: bool = flip) -> Shape:
            return mirrored(shape, 400) if flip else shape

        sheet.fill(side(limb([(322, 300), (350, 288), (378, 298)], [5, 9, 6])), dark)
        sheet.fill(side(limb([(328, 340), (350, 350), (374, 342)], [4, 8, 4])), dark)
    sheet.line([(404, 330), (416, 388), (398, 398)], shade, 4, 8, 5)
    sheet.fill(blob((360, 440, "corner"), (386, 432), (400, 437), (414, 432), (440, 440, "corner"), (400, 460)), lips)


@picture("portrait-juniper", ground="#d9e6df", width=800, height=800)
def juniper(sheet: Sheet) -> None:
    """Dark curls, a round collar."""
    sheet.fill(ellipse(400, 380, 320), "#e9f0ea")
    for x, y, r in [(250, 300, 96), (240, 420, 88), (282, 200, 92), (400, 150, 100), (516, 196, 94), (556, 300, 96),
                    (562, 420, 88), (262, 510, 66), (540, 510, 66)]:  # fmt: skip
        sheet.fill(ellipse(x, y, r), p.INK)
    _bust(sheet, p.SKIN_BROWN, p.SKIN_BROWN_SHADE, p.CLAY, p.CLAY_DEEP)
    for x, y, r in [(300, 220, 62), (380, 190, 58), (462, 200, 60), (508, 250, 42), (284, 270, 36)]:
        sheet.fill(ellipse(x, y, r), p.INK)
    _features(sheet, p.INK, p.SKIN_BROWN_SHADE, "#7a3d33")
    sheet.fill(limb([(308, 590), (400, 640), (492, 590)], [26, 30, 26]), p.CLAY_LIGHT)
    for x in (276, 524):
        sheet.fill(ellipse(x, 424, 14), p.HONEY)


@picture("portrait-rowan", ground="#e8ddc8", width=800, height=800)
def rowan(sheet: Sheet) -> None:
    """A short beard, glasses, a jumper with a rolled neck."""
    sheet.fill(ellipse(400, 380, 320), "#f3ebda")
    for x in (282, 518):
        sheet.fill(ellipse(x, 356, 26, 42), p.SKIN_LIGHT_SHADE)
    _bust(sheet, p.SKIN_LIGHT, p.SKIN_LIGHT_SHADE, p.SEA, p.SEA_DEEP)
    beard = blob((282, 320, "corner"), (300, 400), (340, 424), (400, 412), (460, 424), (500, 400), (518, 320, "corner"),
                 (512, 430), (468, 520), (400, 550), (332, 520), (288, 430))  # fmt: skip
    sheet.fill(beard, p.CLAY_DEEP)
    sheet.stipple(beard, "#6b382a", 30, 0.4, 1.1)
    hair = blob(
        (280, 330),
        (268, 230),
        (310, 150),
        (420, 116),
        (512, 158),
        (536, 250),
        (522, 330),
        (500, 260),
        (440, 226),
        (350, 240),
        (304, 270),
    )
    sheet.fill(hair, p.CLAY_DEEP)
    sheet.stipple(hair, "#6b382a", 30, 0.4, 1.2)
    _features(sheet, "#6b382a", p.SKIN_LIGHT_SHADE, "#b4654f")
    for x in (350, 450):
        sheet.fill(_hoop(x, 346, 44, 6), p.SLATE_DEEP)
    sheet.fill(limb([(394, 340), (400, 336), (406, 340)], [6, 6, 6]), p.SLATE_DEEP)
    collar = box(304, 548, 496, 676, 44)
    sheet.fill(collar, p.SEA_MID)
    sheet.stipple(collar, p.SEA, 20, 0.4, 1.2)


def _hoop(x: float, y: float, radius: float, width: float) -> Shape:
    circle = ellipse(x, y, radius)[0]
    return limb([*circle, circle[1]], [width, width])


@picture("portrait-clover", ground="#efdcd0", width=800, height=800)
def clover(sheet: Sheet) -> None:
    """A headscarf in moss green."""
    sheet.fill(ellipse(400, 380, 320), "#f8ece2")
    scarf = blob(
        (400, 100),
        (530, 150),
        (576, 300),
        (560, 450),
        (600, 600),
        (560, 700),
        (400, 720),
        (240, 700),
        (200, 600),
        (240, 450),
        (224, 300),
        (270, 150),
    )
    sheet.fill(scarf, p.MOSS_DEEP)
    _bust(sheet, p.SKIN_TAN, p.SKIN_TAN_SHADE, p.SLATE, p.SLATE_DEEP)
    wrap = [
        *blob(
            (400, 96),
            (532, 146),
            (580, 300),
            (562, 440),
            (500, 560),
            (420, 600),
            (400, 540),
            (472, 460),
            (504, 340),
            (480, 236),
            (400, 206),
            (320, 236),
            (296, 340),
            (328, 460),
            (400, 540),
            (380, 600),
            (300, 560),
            (238, 440),
            (220, 300),
            (268, 146),
        )
    ]
    sheet.fill(wrap, p.MOSS)
    sheet.stipple(wrap, p.MOSS_DEEP, 20, 0.45, 1.1)
    _drape(sheet)
    _features(sheet, p.INK, p.SKIN_TAN_SHADE, "#a2523f")


def _drape(sheet: Sheet) -> None:
    """The scarf over the shoulders, with its folds."""
    drape = blob(
        (238, 480),
        (320, 510),
        (400, 526),
        (480, 516),
        (562, 480),
        (620, 600),
        (600, 690),
        (470, 706),
        (330, 690),
        (210, 700),
        (190, 600),
    )
    sheet.fill(drape, p.MOSS)
    sheet.stipple(drape, p.MOSS_DEEP, 60, 0.35, 1.1)
    for fold in ([(250, 510), (380, 590), (560, 560)], [(230, 580), (380, 650), (590, 630)]):
        sheet.line(fold, p.MOSS_DEEP, 3, 9, 3)


@picture("portrait-linden", ground="#dbe2e7", width=800, height=800)
def linden(sheet: Sheet) -> None:
    """Grey hair to the chin, a shirt collar."""
    sheet.fill(ellipse(400, 380, 320), "#ebeff0")
    behind = blob(
        (400, 110),
        (530, 150),
        (580, 290),
        (574, 450),
        (540, 540),
        (400, 560),
        (260, 540),
        (226, 450),
        (220, 290),
        (270, 150),
    )
    sheet.fill(behind, p.SLATE)
    _bust(sheet, p.SKIN_LIGHT, p.SKIN_LIGHT_SHADE, p.SLATE, p.SLATE_DEEP)
    fringe = blob(
        (350, 176),
        (276, 260),
        (288, 380),
        (276, 510),
        (226, 470),
        (212, 300),
        (262, 150),
        (400, 100),
        (536, 150),
        (590, 300),
        (574, 470),
        (524, 510),
        (512, 380),
        (520, 280),
        (450, 230),
        (390, 196),
    )
    sheet.fill(fringe, "#b3c0c8")
    sheet.stipple(fringe, p.SLATE, 20, 0.4, 1.2)
    for strand in (
        [(360, 130), (270, 210), (240, 340)],
        [(400, 130), (520, 190), (556, 330)],
        [(330, 180), (282, 250), (262, 400)],
    ):
        sheet.line(strand, p.SLATE_PALE, 2, 8, 2)
    _features(sheet, p.SLATE_DEEP, p.SKIN_LIGHT_SHADE, "#b0604e")
    for flip in (False, True):
        collar = blob(
            (400, 650, "corner"), (332, 560, "corner"), (296, 586), (262, 640, "corner"), (330, 690, "corner")
        )
        sheet.fill(mirrored(collar, 400) if flip else collar, p.PAPER)
        sheet.stipple(mirrored(collar, 400) if flip else collar, p.SLATE_LIGHT, 90, 0.4, 1.4)
    for y in (700, 760):
        sheet.fill(ellipse(400, y, 9), p.SLATE_PALE)
