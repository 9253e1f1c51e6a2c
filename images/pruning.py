"""Removing files that no row names: what a killed worker or an upload that was rolled back leaves behind."""

from collections.abc import Iterator
from datetime import timedelta

from django.core.files.storage import Storage
from django.utils import timezone

from images.models import Image, Rendition
from images.processing import FOLDER

# Files are written before their rows: what is young may be about to get one.
GRACE = timedelta(days=1)


def prune(*, grace: timedelta = GRACE) -> int:
    """Remove originals and renditions that no row names and that are older than `grace`; returns how many."""
    originals = Image._meta.get_field("original").storage
    renditions = Rendition._meta.get_field("file").storage
    return _prune(originals, "", set(Image.objects.order_by().values_list("original", flat=True)), grace) + _prune(
        renditions, FOLDER, set(Rendition.objects.order_by().values_list("file", flat=True)), grace
    )


def _prune(storage: Storage, folder: str, named: set[str], grace: timedelta) -> int:
    oldest_to_keep = timezone.now() - grace
    removed = 0
    for name in _walk(storage, folder):
        if name not in named and storage.get_modified_time(name) < oldest_to_keep:
            storage.delete(name)
            removed += 1
    return removed


def _walk(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        # Nothing has been stored yet.
        return
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + name for name in files)
    for name in folders:
        yield from _walk(storage, prefix + name)
