"""The command that tells whether the record of what happened is as it was sealed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from history import append_only, sealing
from history.models import Seal


class Command(BaseCommand):
    help = (
        "Check every seal of the record: no event changed, removed or slipped in, no seal gone. Names each fault. Note "
        "the hash that it prints somewhere else, and give it to --expect later. Exit codes: 0 all is well, 1 it is not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--expect", default="", metavar="HASH", help="a hash that an earlier run has printed")

        parser.add_argument("--guard", action="store_true", help="first put back triggers that are missing")

    def handle(self, *, expect: str, guard: bool, **options: Any) -> None:
        if guard:
            append_only.install(connection)
        faults = 0
        for fault in sealing.verify(expect):
            faults += 1
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"The record is not what it was: {faults} faults.", returncode=1)
        last = Seal.objects.order_by("-pk").first()
        self.stdout.write(f"{Seal.objects.count()} seals are whole; {sealing.unsealed()} events wait for the next one.")
        if last:
            self.stdout.write(f"The last seal: {last.hash}")
