"""The watch over the sources by hand. What it does is sources.retractions."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sources import retractions


class Command(BaseCommand):
    help = (
        "Load the Retraction Watch table, if one is given, and hold every source of the library against what is known. "
        "Doing it twice changes nothing; one that was killed is simply begun again. Exit codes: 0 done, 1 the file is "
        "no table, or only a part of one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--retractions", type=Path, metavar="FILE.csv", help="The table, as Crossref gives it.")
        parser.add_argument(
            "--even-if-shorter", action="store_true", help="Remove what the file lacks, however much that is."
        )
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, and change nothing.")

    def handle(self, *, retractions: Path | None, even_if_shorter: bool, dry_run: bool, **options: Any) -> None:
        if retractions:
            self._load(retractions, even_if_shorter, dry_run)
        self._watch(dry_run)
        if dry_run:
            self.stdout.write("Nothing was changed: this was a dry run. A new table counts only once it is loaded.")

    def _load(self, path: Path, even_if_shorter: bool, dry_run: bool) -> None:
        self.stdout.write(f"Reading {path}")
        try:
            with path.open("rb") as file:
                report = retractions.load(file, even_if_shorter=even_if_shorter, rehearsal=dry_run, tell=self._tell)
        except (OSError, retractions.NotATable) as error:
            raise CommandError(str(error), returncode=1) from None
        for line in report.refused:
            self.stderr.write(f"  refused, {line}")
        if report.refusals > len(report.refused):
            self.stderr.write(f"  and {report.refusals - len(report.refused):,} more")
        self.stdout.write(
            f"  {report.read:,} notices: {report.new:,} new, {report.changed:,} changed, {report.gone:,} gone, "
            f"{report.skipped:,} without DOI and PMID, {report.refusals:,} refused"
        )

    def _watch(self, dry_run: bool) -> None:
        found = retractions.watch(rehearsal=dry_run)
        for words in found.changed:
            self.stdout.write(f"  {words}")
        self.stdout.write(f"{found.sources:,} sources watched, {len(found.changed):,} changed")

    def _tell(self, read: int) -> None:
        self.stdout.write(f"  {read:,} lines")
