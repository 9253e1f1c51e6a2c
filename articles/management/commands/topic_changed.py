"""News about topics calls for reviews. What it does is articles.review_calls."""

import csv
import datetime
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles import review_calls

_COLUMNS = ("kind", "term", "on", "detail")


class Command(BaseCommand):
    help = (
        "Call for a new review of every published article that speaks of a topic whose guideline or label changed. The "
        "file is a table (CSV) whose first line names the columns kind (tag, mesh, drug), term, on (2026-05-04) and "
        "detail. The same news calls once, however often it is told. Exit codes: 0 done, 1 some lines were refused, "
        "2 nothing could be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE.csv")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, and change nothing.")

    def handle(self, *, path: Path, dry_run: bool, **options: Any) -> None:
        try:
            lines = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise CommandError(f"{path}: {error}", returncode=2) from None
        if not lines or set(_COLUMNS) - lines[0].keys():
            raise CommandError(f"{path}: the first line must name {', '.join(_COLUMNS)}.", returncode=2)
        with transaction.atomic():
            refused = sum(not self._tell(number, line) for number, line in enumerate(lines, start=2))
            if dry_run:
                transaction.set_rollback(True)
        if dry_run:
            self.stdout.write("Nothing was changed: this was a dry run.")
        if refused:
            raise CommandError(f"{refused} {'line was' if refused == 1 else 'lines were'} refused.", returncode=1)

    def _tell(self, number: int, line: dict[str, str]) -> bool:
        kind, term, on, detail = ((line.get(name) or "").strip() for name in _COLUMNS)
        try:
            found = review_calls.topic_changed(kind, term, detail, on=datetime.date.fromisoformat(on))
        except ValidationError as refusal:
            self.stderr.write(f"  refused, line {number}: {' '.join(refusal.messages)}")
        except ValueError:
            self.stderr.write(f"  refused, line {number}: “{on}” is no day like 2026-05-04")
        else:
            self.stdout.write(f"{kind} {term}: {len(found)} {'article' if len(found) == 1 else 'articles'}")
            for article in found:
                self.stdout.write(f"  {article}")
            return True
        return False
