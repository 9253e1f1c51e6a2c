"""The worker: background tasks, and what happens by itself."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from healthusias import queue, roles, ticking


class Command(BaseCommand):
    help = (
        "Run background tasks as they come, and what is due: scheduled publication, idle drafts, tasks of killed "
        "workers. Several may run at once. Ctrl-C ends it after the task at hand."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due and what is in the queue, then end.")

    def handle(self, *, once: bool, verbosity: int, **options: Any) -> None:
        roles.check_at_start()
        with queue.worker() as name:
            said = {"worker_id": name, "interval": 1, "reload": False, "verbosity": verbosity}
            if once:
                ticking.tick(timezone.now())
                call_command("db_worker", batch=True, startup_delay=False, **said)
                return
            clock = ticking.Clock()
            clock.start()
            try:
                call_command("db_worker", **said)
            finally:
                clock.stop()
