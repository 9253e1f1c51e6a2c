"""Seals the open revisions in which nobody has written for a while."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles import autosaving


class Command(BaseCommand):
    help = "Seal open revisions in which nobody has written for 15 minutes. The worker does it by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{autosaving.seal_idle(timezone.now())} sealed.")
