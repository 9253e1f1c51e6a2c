"""Putting pictures into the library and changing what is known about them. Callers record who did it."""

from functools import partial
from typing import IO, Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from images import processing, safety, tasks
from images.models import Image


def add(
    file: IO[bytes],
    *,
    title: str,
    alt: str,
    by: Any,
    credit: str = "",
    licence: str = "",
    focal: tuple[float, float] = (0.5, 0.5),
    render_now: bool = False,
    inspected: safety.Inspected | None = None,
) -> Image:
    """Take a picture in, or return the image that has the same bytes already, unchanged.

    `file` is open for reading bytes; `by` a user or None; `focal` the point that crops keep, as fractions from the
    upper left; `inspected` what safety.inspect said of this file, to spare a second look.
    Effects in order: original stored, row, renditions enqueued on commit (or made at once).
    Raises safety.Refused with a reason for people, ValidationError for the words.
    """
    inspected = inspected or safety.inspect(file)
    image = Image.objects.filter(content_hash=inspected.content_hash).first()
    if image is None:
        words = {"title": title, "alt": alt, "credit": credit, "licence": licence}
        image = _new(inspected, **words, focal_x=focal[0], focal_y=focal[1], created_by=by)
    _store(image, file)
    if image.pk is None:
        image = _insert(image)
    _render(image, now=render_now)
    return image


def save(image: Image) -> None:
    """Store a person's changes to words and focal point; crops are made again when the point has moved."""
    image.clean_fields(exclude=["created_by"])
    with transaction.atomic():
        point = Image.objects.select_for_update().values_list("focal_x", "focal_y").get(pk=image.pk)
        image.save(update_fields=["title", "alt", "credit", "licence", "focal_x", "focal_y"])
        if point != (image.focal_x, image.focal_y):
            _render(image)


def retire(image: Image) -> None:
    """Take the picture out of what writers may choose; wherever it is used it stays."""
    if image.retired_at is None:
        image.retired_at = timezone.now()
        image.save(update_fields=["retired_at"])


def take_back(image: Image) -> None:
    """Let writers choose a retired picture again."""
    image.retired_at = None
    image.save(update_fields=["retired_at"])


def _new(inspected: safety.Inspected, **fields: Any) -> Image:
    """An unsaved image whose fields are checked, so that nothing is stored for words that are refused."""
    image = Image(
        original=f"{inspected.content_hash[:2]}/{inspected.content_hash}.{inspected.extension}",
        width=inspected.width,
        height=inspected.height,
        content_hash=inspected.content_hash,
        **fields,
    )
    image.clean_fields(exclude=["created_by"])
    return image


def _store(image: Image, file: IO[bytes]) -> None:
    """Write the original of a new image, or a lost one that somebody uploads again."""
    storage, name = image.original.storage, image.original.name
    # A new image's file is written even if one is there: that may be about to be pruned.
    if image.pk is None or not storage.exists(name):
        storage.save(name, File(file))
    file.seek(0)


def _insert(image: Image) -> Image:
    try:
        with transaction.atomic():
            image.save(force_insert=True)
    except IntegrityError:
        # Somebody took the same picture in a moment ago. Any other violation finds no row and speaks for itself.
        winner = Image.objects.filter(content_hash=image.content_hash).first()
        if winner is None:
            raise
        return winner
    return image


def _render(image: Image, *, now: bool = False) -> None:
    if now:
        processing.make_renditions(image)
    else:
        transaction.on_commit(partial(tasks.make_renditions.enqueue, image.pk))
