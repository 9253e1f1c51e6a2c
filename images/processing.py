"""Making renditions: from an original to files and rows. Anything may stop it at any point; the next run goes on."""

import hashlib
import io
from collections.abc import Iterator
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image as Pillow

from images import decoding, ready
from images.enums import Format
from images.models import Image, Rendition
from images.plan import Spec, plan, working_size

# Part of every recipe: raise it when the settings below change, and make_renditions makes everything anew.
ENCODING = 1
# AVIF and JPEG keep colour at full resolution: the edges of drawings gain 1-3 dB, a photograph pays a twentieth more.
_ENCODERS = {
    Format.AVIF: {"quality": 60, "speed": 9, "subsampling": "4:4:4"},
    Format.WEBP: {"quality": 80, "method": 2},
    Format.JPEG: {"quality": 80, "subsampling": 0, "optimize": True, "progressive": True},
}
# AVIF's speed 8 takes four times as long as 9. Calm pictures become a third smaller and clearly better by it (+3 dB),
# busy photographs a thirtieth smaller: those, by bits per pixel, are left at 9.
_CAREFUL_SPEED = 8
_BUSY = 0.8
_STORAGE = Rendition._meta.get_field("file").storage
FOLDER = "renditions"
# 96 bits of SHA-256 tell files apart; more would only make the pages longer.
_NAME_DIGITS = 24

# How often a moved focal point may send us back to the start.
_ATTEMPTS = 5

_Key = tuple[str, str, int]


def make_renditions(image: Image, *, anew: bool = False) -> int:
    """Bring the image's files and rows in line with its plan; returns how many renditions were written.

    Idempotent: what exists and still fits is kept, unless it shall be made `anew`. Effects in order: files, then all
    rows at once, then, on commit, removal of files that no row names any more.
    Raises OSError when the original is gone or unreadable.
    """
    written = 0
    for _ in range(_ATTEMPTS):
        image.refresh_from_db(fields=["focal_x", "focal_y", "ready"])
        specs = plan(image.width, image.height, image.focal_x, image.focal_y)
        present = _rows(image)
        if not anew and _is_complete(present, specs) and image.ready == ready.spelled(present.values()):
            break
        wanted = _wanted(specs)
        missing = (
            wanted if anew else [(spec, format_) for spec, format_ in wanted if not _is_made(present, spec, format_)]
        )
        made = list(_render(image, missing))
        written += len(made)
        if _put_in_place(image, specs, made):
            break
    else:
        raise RuntimeError(f"Image {image.pk} changed {_ATTEMPTS} times while its renditions were made.")
    return written


def is_complete(image: Image) -> bool:
    """Whether every planned rendition is there, row and file, and noted. Uses prefetched renditions."""
    specs = plan(image.width, image.height, image.focal_x, image.focal_y)
    rows = {_key(row): row for row in image.renditions.all()}
    return _is_complete(rows, specs) and image.ready == ready.spelled(rows.values())


def encode(picture: Pillow.Image, format_: Format) -> bytes:
    """The file of an RGB picture, without any metadata."""
    data = _save(picture, format_)
    if format_ is Format.AVIF and len(data) * 8 < picture.width * picture.height * _BUSY:
        return _save(picture, format_, speed=_CAREFUL_SPEED)
    return data


def _save(picture: Pillow.Image, format_: Format, **options: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format_.name, **(_ENCODERS[format_] | options))
    return buffer.getvalue()


def _wanted(specs: list[Spec]) -> list[tuple[Spec, Format]]:
    return [(spec, format_) for spec in specs for format_ in spec.formats]


def _is_complete(present: dict[_Key, Rendition], specs: list[Spec]) -> bool:
    wanted = _wanted(specs)
    return len(wanted) == len(present) and all(_is_made(present, spec, format_) for spec, format_ in wanted)


def _rows(image: Image) -> dict[_Key, Rendition]:
    """The rows as they are now, whatever was prefetched."""
    return {_key(row): row for row in Rendition.objects.filter(image=image)}


def _key(row: Rendition) -> _Key:
    return row.kind, row.format, row.width


def _recipe(spec: Spec) -> str:
    return f"{ENCODING}:{','.join(map(str, spec.box))}"


def _is_made(present: dict[_Key, Rendition], spec: Spec, format_: Format) -> bool:
    row = present.get((spec.kind, format_, spec.width))
    return row is not None and row.recipe == _recipe(spec) and _STORAGE.exists(row.file.name)


def _render(image: Image, missing: list[tuple[Spec, Format]]) -> Iterator[Rendition]:
    """Write the files of what is missing and yield its rows, unsaved."""
    if not missing:
        return
    with image.original.storage.open(image.original.name) as file:
        whole = decoding.decode(file, working_size(image.width, image.height))
    for spec in dict.fromkeys(spec for spec, _ in missing):
        cut = _cut(whole, spec, image.width, image.height)
        for format_ in (format_ for wanted, format_ in missing if wanted == spec):
            yield _write(image, spec, format_, encode(cut, format_))


def _cut(whole: Pillow.Image, spec: Spec, width: int, height: int) -> Pillow.Image:
    across, down = whole.width / width, whole.height / height
    left, top, right, bottom = spec.box
    box = (left * across, top * down, min(right * across, whole.width), min(bottom * down, whole.height))
    size = (spec.width, spec.height)
    if box == (0, 0, *size) and whole.size == size:
        return whole
    return whole.resize(size, Pillow.Resampling.LANCZOS, box=box)


def _write(image: Image, spec: Spec, format_: Format, data: bytes) -> Rendition:
    digest = hashlib.sha256(data).hexdigest()[:_NAME_DIGITS]
    name = _STORAGE.save(f"{FOLDER}/{digest}.{format_.extension}", ContentFile(data))
    return Rendition(
        image=image,
        kind=spec.kind,
        format=format_,
        width=spec.width,
        height=spec.height,
        file=name,
        size=len(data),
        recipe=_recipe(spec),
    )


def _put_in_place(image: Image, specs: list[Spec], made: list[Rendition]) -> bool:
    """Write the rows in one transaction, unless plan or files have changed since; then do nothing: False."""
    with transaction.atomic():
        # The lock keeps another worker from removing a file between the look at it and our row.
        current = Image.objects.select_for_update().get(pk=image.pk)
        if plan(current.width, current.height, current.focal_x, current.focal_y) != specs:
            return False
        if not all(_STORAGE.exists(row.file.name) for row in made):
            return False
        before = _rows(image)
        _upsert(made)
        wanted = {(spec.kind, format_, spec.width) for spec, format_ in _wanted(specs)}
        obsolete = [row for key, row in before.items() if key not in wanted]
        Rendition.objects.filter(pk__in=[row.pk for row in obsolete]).delete()
        ready.note(image)
        replaced = [before[_key(row)] for row in made if _key(row) in before]
        names = {row.file.name for row in obsolete + replaced}
        if names:
            transaction.on_commit(partial(_remove_unnamed, image.pk, names))
    return True


def _upsert(rows: list[Rendition]) -> None:
    Rendition.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["image", "kind", "format", "width"],
        update_fields=["height", "file", "size", "recipe"],
    )


def _remove_unnamed(image_id: int, names: set[str]) -> None:
    """Remove those of the files that no row names; equal pictures share a file."""
    with transaction.atomic():
        Image.objects.select_for_update().filter(pk=image_id).first()
        still_named = set(Rendition.objects.filter(file__in=names).values_list("file", flat=True))
        for name in names - still_named:
            _STORAGE.delete(name)
