"""Files of references into the library. What it does is sources.importing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from sources import files, importing


class Command(BaseCommand):
    help = (
        "Bring the sources of RIS, BibTeX, Crossref JSON, PubMed XML or CSV files into the library. What it has "
        "already is left alone, so the same file may be imported again. Exit codes: 0 done, 1 some records were "
        "refused, 2 nothing could be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", type=Path, nargs="+", metavar="FILE")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="The login in whose name it is done.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, and change nothing.")

    def handle(self, *, paths: list[Path], by: str, dry_run: bool, **options: Any) -> None:
        user = get_user_model().objects.filter(email__iexact=by, is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {by}, or the login is switched off.", returncode=2)
        refused = 0
        for path in paths:
            refused += self._import(path, user, dry_run)
        if dry_run:
            self.stdout.write("Nothing was changed: this was a dry run.")
        if refused:
            raise CommandError(f"{refused} {'record was' if refused == 1 else 'records were'} refused.", returncode=1)

    def _import(self, path: Path, user: Any, dry_run: bool) -> int:
        self.stdout.write(f"Reading {path}")
        try:
            entries = files.read(path.read_bytes(), path.name)
            outcome = importing.import_entries(entries, by=user, rehearsal=dry_run, tell=self._tell)
        except (files.Unreadable, OSError, PermissionDenied) as error:
            raise CommandError(f"{path}: {error}", returncode=2) from None
        for where, why in outcome.refused:
            self.stderr.write(f"  refused, {where}: {why}")
        self.stdout.write(
            f"  {len(outcome.new)} new, {len(outcome.known)} known already, {len(outcome.refused)} refused"
        )
        return len(outcome.refused)

    def _tell(self, number: int) -> None:
        if number % 100 == 0:
            self.stdout.write(f"  {number} records")
