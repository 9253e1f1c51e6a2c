"""Pictures as pages show them: addresses and sizes of ready renditions, many images in one query.

An image whose renditions are not ready is absent from every answer; the page then shows its description.
"""

import functools
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from images.enums import Format, Kind
from images.models import Image, Rendition
from images.plan import PORTRAIT_SIDES

# The column of text is 35.3 rem wide at most (54ch in static/css/tokens.css), on a phone as wide as the window.
ARTICLE_SIZES = "(min-width: 36rem) 35.5rem, 100vw"
PORTRAIT_SIZES = f"{PORTRAIT_SIDES[0]}px"
# For <img src>, which only a browser without srcset uses, and for feeds.
_PLAIN_WIDTH = 800
# Plain strings: this runs for every page, and comparing enums costs more than the rest of it.
_MIMES = {format_.value: format_.mime for format_ in Format}
_CROPS = [kind.value for kind in Kind if kind is not Kind.WIDE]
_WIDE = Kind.WIDE.value
_WHOLE, _PORTRAIT, _CROP = "whole", "portrait", "crop"
_STORAGE = Rendition._meta.get_field("file").storage
# Key, ready renditions, alternative text and credit.
_Image = tuple[int, str, str, str]
# One rendition as images.ready notes it: kind, format, width, height, file.
_Row = tuple[str, str, int, int, str]


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
    read: Callable[[list[int]], Iterable[_Image]] | None = None,
) -> Shown:
    """All pictures of a page at once, each image in the shapes it is asked for. One query, none for no ids.

    `read` gives what ready() selects, for who has a quicker way to its rows.
    """
    whole, small, cut = set(pictures), set(portraits), set(crops)
    shown = Shown()
    ids = sorted(whole | small | cut)
    for image_id, noted, alt, credit in (read or ready)(ids) if ids else ():
        found = _renditions(noted, settings.MEDIA_URL)
        if image_id in whole and _WHOLE in found:
            shown.pictures[image_id] = _picture(found[_WHOLE], widths_hint, alt, credit)
        if image_id in small and _PORTRAIT in found:
            shown.portraits[image_id] = _picture(found[_PORTRAIT], PORTRAIT_SIZES, alt, credit)
        if image_id in cut and _CROP in found:
            shown.crops[image_id] = found[_CROP]
    return shown


def ready(ids: list[int]) -> QuerySet:
    """Key, ready renditions, alternative text and credit of each of these images that has any."""
    return Image.objects.filter(pk__in=ids).exclude(ready="").order_by().values_list("pk", "ready", "alt", "credit")


@dataclass(frozen=True, slots=True)
class _Set:
    """The files of one shape, composed; what the page adds is the same for none of its pictures."""

    sets: tuple[tuple[str, str], ...]
    src: str
    width: int
    height: int


@functools.lru_cache(maxsize=5_000)
def _picture(files: _Set, sizes: str, alt: str, credit: str) -> Picture:
    sources = tuple((mime, names, sizes) for mime, names in files.sets)
    return Picture(sources, files.src, files.width, files.height, alt, credit)


@functools.lru_cache(maxsize=5_000)
def _renditions(noted: str, media_url: str) -> dict[str, Any]:
    """By role what the noted renditions make. Kept by its very words: other renditions are other words."""
    by_role: dict[str, list[_Row]] = {}
    for row in json.loads(noted):
        by_role.setdefault(_role(row[0], row[2]), []).append(tuple(row))
    makers = {_WHOLE: lambda rows: _set(rows, _PLAIN_WIDTH), _PORTRAIT: lambda rows: _set(rows, PORTRAIT_SIDES[-1])}
    return {role: makers.get(role, _crops)(rows) for role, rows in by_role.items()}


def _role(kind: str, width: int) -> str:
    if kind == _WIDE:
        return _WHOLE
    return _CROP if width > PORTRAIT_SIDES[-1] else _PORTRAIT


def _set(rows: list[_Row], plain_width: int) -> _Set:
    by_format: dict[str, list[tuple[int, str]]] = {}
    for _, format_, width, _, name in rows:
        by_format.setdefault(format_, []).append((width, _STORAGE.url(name)))
    sets = tuple(
        (mime, ", ".join([f"{url} {width}w" for width, url in by_format[format_]]))
        for format_, mime in _MIMES.items()
        if format_ in by_format
    )
    jpegs = by_format[Format.JPEG.value]
    plain = [url for width, url in jpegs if width <= plain_width] or [jpegs[0][1]]
    *_, (_, _, width, height, _) = rows
    return _Set(sets, plain[-1], width, height)


def _crops(rows: list[_Row]) -> tuple[Crop, ...]:
    by_kind = {kind: Crop(_STORAGE.url(name), width, height) for kind, _, width, height, name in rows}
    return tuple(by_kind[kind] for kind in _CROPS if kind in by_kind)
