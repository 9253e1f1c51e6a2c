"""The check of outbound links by hand. What it does is sources.link_checks."""

from argparse import ArgumentParser
from collections.abc import Collection
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sources import link_checks, outbound
from sources.link_checks import Checked
from sources.models import OutboundAddress

# In seconds: a host that was asked just now is waited for, one that is in trouble is not.
_PATIENCE = 5.0


class Command(BaseCommand):
    help = (
        "Ask for the addresses elsewhere to which readers are led, those that are due, and write down what came of it. "
        "One that was killed has lost the request under way: begun again, it goes on. Exit codes: 0 done, 1 our own "
        "network seems broken and what failed was not counted, 2 the check is switched off."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="Make all due first. To go on afterwards, leave it out.")
        parser.add_argument("--host", default="", metavar="NAME", help="Only what this host has.")
        parser.add_argument("--limit", type=int, metavar="N", help="Ask for at most so many.")
        parser.add_argument("--dry-run", action="store_true", help="Say what is due; ask nobody, and change nothing.")

    def handle(self, *, all: bool, host: str, limit: int | None, dry_run: bool, **options: Any) -> None:
        if not link_checks.is_on():
            raise CommandError("The check is switched off (LINK_CHECK=false).", returncode=2)
        if limit is not None and limit < 1:
            raise CommandError("--limit is a number of addresses, from 1 on.", returncode=2)
        with transaction.atomic():
            now = timezone.now()
            outbound.note(now)
            if all:
                link_checks.make_due(now, host=host)
            if dry_run:
                self._rehearse(host, limit)
                transaction.set_rollback(True)
        if not dry_run:
            self._ask(host, limit)

    def _rehearse(self, host: str, limit: int | None) -> None:
        rows = OutboundAddress.objects.used().at(host).filter(next_check_at__lte=timezone.now())
        for url in rows.order_by("next_check_at", "pk").values_list("url", flat=True)[:limit]:
            self.stdout.write(url)
        self.stdout.write("Nobody was asked and nothing was changed: this was a dry run.")

    def _ask(self, host: str, limit: int | None) -> None:
        total = self._due(host)
        total = min(total, limit) if limit else total
        failed = done = 0
        begun, passed = timezone.now(), set[int]()
        for checked in islice(link_checks.check_due(host=host, patience=_PATIENCE, passed=passed), limit):
            done += 1
            failed += checked.address.failures > 0
            self._tell(done, total, checked)
            if not checked.counts:
                raise CommandError("No host of the web answers: is this machine cut off? Nothing counts.", returncode=1)
        left = 0 if done == limit else self._due(host, passed, begun)
        later = f" {left:,} are left; their hosts want a pause, or another worker has them." if left else ""
        self.stdout.write(f"{done:,} addresses asked for, {failed:,} not found.{later}")

    def _due(self, host: str, passed: Collection[int] = (), begun: datetime | None = None) -> int:
        """How many are due now, with those that were put off and that nobody else has asked for since it was begun."""
        rows, is_due = OutboundAddress.objects.used().at(host), Q(next_check_at__lte=timezone.now())
        put_off = Q(pk__in=passed) & (Q(checked_at=None) | Q(checked_at__lt=begun))
        return rows.filter(is_due | put_off if passed else is_due).count()

    def _tell(self, done: int, total: int, checked: Checked) -> None:
        status = f" ({checked.reply.status})" if checked.reply.status else ""
        moved = f", now at {checked.reply.moved_to}" if checked.reply.moved_to else ""
        words = f"{checked.reply.answer.label}{status}{moved}"
        self.stderr.write(f"  {done:,} of {max(done, total):,}: {checked.address.url} {words}", self.style.NOTICE)
