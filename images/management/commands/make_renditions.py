"""Make renditions that are missing: after a killed worker, a restored backup or new encoder settings."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from images import processing, pruning
from images.models import Image


class Command(BaseCommand):
    help = (
        "Make renditions of pictures, one after another, in this process. Safe to stop and to repeat. "
        "Exit code 0: everything is there; 1: some pictures failed (each is named); 2: unknown picture or option."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ids", nargs="*", type=int, metavar="ID", help="numbers of pictures; without any, all")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--missing", action="store_true", help="only what is missing or out of date (the default)")
        which.add_argument("--all", action="store_true", help="everything anew, also what is there")
        parser.add_argument("--prune", action="store_true", help="also remove files, a day old, that nothing uses")

    def handle(self, *args: Any, **options: Any) -> None:
        ids = _chosen(options["ids"], everything=options["all"])
        failed = sum(not self._make(pk, f"[{number}/{len(ids)}] {pk}", options) for number, pk in enumerate(ids, 1))
        if options["prune"]:
            self.stdout.write(f"{pruning.prune()} unused files removed.")
        if failed:
            raise CommandError(f"{failed} of {len(ids)} pictures failed.", returncode=1)
        self.stdout.write(f"{len(ids)} pictures made; nothing is missing." if ids else "Nothing is missing.")

    def _make(self, pk: int, progress: str, options: dict[str, Any]) -> bool:
        try:
            image = Image.objects.get(pk=pk)
            written = processing.make_renditions(image, anew=options["all"])
        except Exception as problem:
            # One lost original must not keep the other pictures from their readers.
            self.stderr.write(f"{progress}: failed, {type(problem).__name__}: {problem}")
            return False
        self.stdout.write(f"{progress} {image.title}: {written} files")
        return True


def _chosen(ids: list[int], *, everything: bool) -> list[int]:
    """Which pictures to make, oldest first; `everything` also takes those that are complete."""
    images: QuerySet[Image] = Image.objects.order_by("pk").prefetch_related("renditions")
    if ids:
        images = images.filter(pk__in=ids)
        unknown = sorted(set(ids) - set(images.values_list("pk", flat=True)))
        if unknown:
            raise CommandError(f"No such picture: {', '.join(map(str, unknown))}.", returncode=2)
    return [image.pk for image in images.iterator(chunk_size=200) if everything or not processing.is_complete(image)]
