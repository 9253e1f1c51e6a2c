"""Which renditions a picture has: sizes and crops, from its size and its focal point. Pure arithmetic."""

from dataclasses import dataclass

from images.enums import Format, Kind

WIDE_WIDTHS = (400, 800, 1200, 1600)
PORTRAIT_SIDES = (96, 192)
CROP_WIDTH = 1200
# Google: pictures in structured data have at least 50,000 pixels.
CROP_MIN_PIXELS = 50_000
# A width this close to the picture's own would cost a file and gain nothing.
_TOO_CLOSE = 0.9

ALL_FORMATS = tuple(Format)

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Spec:
    """One shape and size, in one or more formats. `box`: left, top, right, bottom in pixels of the upright original."""

    kind: Kind
    width: int
    height: int
    box: Box
    formats: tuple[Format, ...]


def plan(width: int, height: int, focal_x: float, focal_y: float) -> list[Spec]:
    """Every rendition of a picture of `width` × `height` pixels; nothing in it is larger than the picture itself."""
    crops = [_crop_spec(kind, width, height, focal_x, focal_y) for kind in Kind if kind is not Kind.WIDE]
    return [
        *_wide_specs(width, height),
        *(spec for spec in crops if spec.width * spec.height >= CROP_MIN_PIXELS),
        *_portrait_specs(width, height, focal_x, focal_y),
    ]


def working_size(width: int, height: int) -> tuple[int, int]:
    """The smallest size of the whole picture that every rendition can be cut from without enlarging."""
    scale = min(1.0, max(WIDE_WIDTHS[-1] / width, CROP_WIDTH / min(width, height)))
    return max(1, round(width * scale)), max(1, round(height * scale))


def crop_box(ratio: tuple[int, int], width: int, height: int, focal_x: float, focal_y: float) -> Box:
    """The largest box of the ratio inside the picture, as near to centred on the focal point as the edges allow."""
    across, down = ratio
    box_width = min(width, max(1, round(height * across / down)))
    box_height = min(height, max(1, round(width * down / across)))
    left = _clamp(round(focal_x * width - box_width / 2), width - box_width)
    top = _clamp(round(focal_y * height - box_height / 2), height - box_height)
    return left, top, left + box_width, top + box_height


def _wide_specs(width: int, height: int) -> list[Spec]:
    largest = min(width, WIDE_WIDTHS[-1])
    widths = [*(step for step in WIDE_WIDTHS if step < largest * _TOO_CLOSE), largest]
    whole = (0, 0, width, height)
    return [Spec(Kind.WIDE, step, max(1, round(height * step / width)), whole, ALL_FORMATS) for step in widths]


def _crop_spec(kind: Kind, width: int, height: int, focal_x: float, focal_y: float) -> Spec:
    across, down = kind.ratio
    box = crop_box(kind.ratio, width, height, focal_x, focal_y)
    crop_width = min(CROP_WIDTH, box[2] - box[0])
    return Spec(kind, crop_width, max(1, round(crop_width * down / across)), box, (Format.JPEG,))


def _portrait_specs(width: int, height: int, focal_x: float, focal_y: float) -> list[Spec]:
    box = crop_box(Kind.SQUARE.ratio, width, height, focal_x, focal_y)
    sides = sorted({min(side, box[2] - box[0]) for side in PORTRAIT_SIDES})
    return [Spec(Kind.SQUARE, side, side, box, ALL_FORMATS) for side in sides]


def _clamp(value: int, highest: int) -> int:
    return max(0, min(value, highest))
