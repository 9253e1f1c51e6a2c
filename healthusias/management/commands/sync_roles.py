from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from healthusias.roles import differing, sync_roles


class Command(BaseCommand):
    help = "Write the roles (groups and their permissions) as the code defines them. Changes nothing where they agree."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; end with 1 where roles differ")

    def handle(self, *, check: bool, **options: Any) -> None:
        if check and (wrong := differing()):
            raise CommandError(f"Not as they should be: {', '.join(wrong)}.")
        changed = [] if check else sync_roles()
        self.stdout.write(f"Roles written: {', '.join(changed)}." if changed else "Roles are as they should be.")
