"""Pictures as pages show them: addresses and sizes of ready renditions, many images in one query.

An image whose renditions are not ready is absent from every answer; the page then shows its description.
"""

import functools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connections, router

from images.enums import Format, Kind
from images.models import Image, Rendition
from images.plan import PORTRAIT_SIDES

# The column of text is 42 rem wide from 48 rem on, else as wide as the window.
ARTICLE_SIZES = "(min-width: 48rem) 42rem, 100vw"
PORTRAIT_SIZES = f"{PORTRAIT_SIDES[0]}px"
# For <img src>, which only a browser without srcset uses, and for feeds.
_PLAIN_WIDTH = 800
# Plain strings: this runs for every page, and comparing enums costs more than the rest of it.
_MIMES = {format_.value: format_.mime for format_ in Format}
_CROPS = [kind.value for kind in Kind if kind is not Kind.WIDE]
_WIDE = Kind.WIDE.value
_WHOLE, _PORTRAIT, _CROP = "whole", "portrait", "crop"
_STORAGE = Rendition._meta.get_field("file").storage
# In SQL, because composing this query through the ORM takes three times as long as answering it.
_SELECT = f"""
    SELECT r.image_id, r.kind, r.width, r.height, r.format, r.file, i.alt, i.credit
    FROM {Rendition._meta.db_table} r JOIN {Image._meta.db_table} i ON i.id = r.image_id
    WHERE {{}} ORDER BY r.image_id, r.width
"""  # noqa: S608 - made of our own names; values are parameters
_IS_WHOLE = f"r.kind = '{Kind.WIDE.value}'"
_IS_PORTRAIT = f"r.kind = '{Kind.SQUARE.value}' AND r.width <= {PORTRAIT_SIDES[-1]}"
_IS_CROP = f"r.kind <> '{Kind.WIDE.value}' AND r.width > {PORTRAIT_SIDES[-1]}"
_Row = tuple[int, str, int, int, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Picture:
    """What <picture> needs. `sources` are (type, srcset, sizes), best format first; the last, JPEG, is for <img>.

    `src` is one JPEG of medium size; width and height are pixels of the largest rendition, for the proportion.
    """

    sources: tuple[tuple[str, str, str], ...]
    src: str
    width: int
    height: int
    alt: str
    credit: str


@dataclass(frozen=True, slots=True)
class Crop:
    """One JPEG for structured data and previews elsewhere; its address begins with MEDIA_URL."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Shown:
    """Answers by image id. `crops` are in the order 16:9, 4:3, 1:1; small pictures lack some or all."""

    pictures: dict[int, Picture] = field(default_factory=dict)
    portraits: dict[int, Picture] = field(default_factory=dict)
    crops: dict[int, tuple[Crop, ...]] = field(default_factory=dict)


def pictures(ids: Iterable[int], *, widths_hint: str = ARTICLE_SIZES) -> dict[int, Picture]:
    """Whole pictures for a page; `widths_hint` is their `sizes` attribute. One query, none for no ids."""
    return show(pictures=ids, widths_hint=widths_hint).pictures


def portraits(ids: Iterable[int]) -> dict[int, Picture]:
    """Small squares around the focal point, shown 96 pixels wide. One query, none for no ids."""
    return show(portraits=ids).portraits


def crops(ids: Iterable[int]) -> dict[int, tuple[Crop, ...]]:
    """Crops of at least 50,000 pixels, for JSON-LD and Open Graph. One query, none for no ids."""
    return show(crops=ids).crops


def show(
    *,
    pictures: Iterable[int] = (),
    portraits: Iterable[int] = (),
    crops: Iterable[int] = (),
    widths_hint: str = ARTICLE_SIZES,
) -> Shown:
    """All pictures of a page at once, each image in the shapes it is asked for. One query, none for no ids."""
    shown = Shown()
    for (image_id, role), rows in _rows(set(pictures), set(portraits), set(crops)).items():
        if role == _WHOLE:
            shown.pictures[image_id] = _picture(rows, widths_hint, _PLAIN_WIDTH)
        elif role == _PORTRAIT:
            shown.portraits[image_id] = _picture(rows, PORTRAIT_SIZES, PORTRAIT_SIDES[-1])
        else:
            shown.crops[image_id] = _crops(rows)
    return shown


def _rows(wide: set[int], small: set[int], cut: set[int]) -> dict[tuple[int, str], list[_Row]]:
    """Ready renditions by image and role, each list by width."""
    wanted = [(ids, condition) for ids, condition in ((wide, _IS_WHOLE), (small, _IS_PORTRAIT), (cut, _IS_CROP)) if ids]
    found: dict[tuple[int, str], list[_Row]] = defaultdict(list)
    if not wanted:
        return found
    where = " OR ".join(f"{condition} AND r.image_id IN ({','.join(['%s'] * len(ids))})" for ids, condition in wanted)
    with connections[router.db_for_read(Rendition)].cursor() as cursor:
        cursor.execute(_SELECT.format(where), [image_id for ids, _ in wanted for image_id in ids])
        for row in cursor.fetchall():
            found[row[0], _role(row[1], row[2])].append(row)
    return found


def _address(name: str) -> str:
    return _known_address(name, settings.MEDIA_URL)


@functools.lru_cache(maxsize=50_000)
def _known_address(name: str, media_url: str) -> str:
    """A file's address below `media_url`; names carry their content's hash, so an answer never grows old."""
    return _STORAGE.url(name)


def _role(kind: str, width: int) -> str:
    if kind == _WIDE:
        return _WHOLE
    return _CROP if width > PORTRAIT_SIDES[-1] else _PORTRAIT


def _picture(rows: list[_Row], sizes: str, plain_width: int) -> Picture:
    by_format: dict[str, list[tuple[int, str]]] = {}
    for _, _, width, _, format_, name, _, _ in rows:
        by_format.setdefault(format_, []).append((width, _address(name)))
    sources = tuple(
        (mime, ", ".join([f"{url} {width}w" for width, url in by_format[format_]]), sizes)
        for format_, mime in _MIMES.items()
        if format_ in by_format
    )
    jpegs = by_format[Format.JPEG.value]
    plain = [url for width, url in jpegs if width <= plain_width] or [jpegs[0][1]]
    _, _, width, height, _, _, alt, credit = rows[-1]
    return Picture(sources, plain[-1], width, height, alt, credit)


def _crops(rows: list[_Row]) -> tuple[Crop, ...]:
    by_kind = {kind: Crop(_address(name), width, height) for _, kind, width, height, _, name, _, _ in rows}
    return tuple(by_kind[kind] for kind in _CROPS if kind in by_kind)
