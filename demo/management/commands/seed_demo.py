"""The command that fills a site with the demo."""

import tomllib
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from articles.delivery import Refused
from articles.publishing import NotPublishable
from demo import script, seeding
from demo.script import Misprint


class Command(BaseCommand):
    help = (
        "Fill the site with the demo: topics, people, pictures, articles, and one login for each role. What exists is "
        "kept as it is; a run that was stopped goes on. Exit codes: 0 done, 1 the demo content cannot be played."
    )

    def handle(self, **options: Any) -> None:
        try:
            play = script.read()
            if seeding.is_current(play):
                self.stdout.write("The demo is there already; nothing was changed.")
                return
            seeding.seed(play, self.say)
        except (Misprint, OSError, KeyError, tomllib.TOMLDecodeError) as error:
            raise CommandError(f"The demo content cannot be read: {error!r}", returncode=1) from error
        except (Refused, NotPublishable, PermissionDenied, ValidationError) as error:
            raise CommandError(f"The demo stopped: {error}\nMend the cause and run it again.", returncode=1) from error
        self.stdout.write(f"The demo is ready. Every login has the password {play.password}")
        for login in play.logins:
            self.stdout.write(f"  {login.email:<32}{login.role}")

    def say(self, line: str) -> None:
        """Shows at once, for pictures take seconds each."""
        self.stdout.write(line)
        self.stdout.flush()
