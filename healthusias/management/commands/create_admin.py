"""The first login of a new site."""

import getpass
import os

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from authors.models import User
from history import events


class Command(BaseCommand):
    help = "Create a login that may do everything. The password is asked for, or read from ADMIN_PASSWORD."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="The person's full name.")

    def handle(self, email: str, name: str, **options: object) -> None:
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"Someone with the address {email} has a login already.", returncode=2)
        password = os.environ.get("ADMIN_PASSWORD") or self._ask()
        user = User(email=email, name=name)
        try:
            validate_password(password, user)
            with transaction.atomic():
                user = User.objects.create_superuser(email, password, name=name)
                events.record("login created", user)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages), returncode=2) from None
        self.stdout.write(f"{user.email} can sign in at /admin/.")

    def _ask(self) -> str:
        password = getpass.getpass("Password: ")
        if password != getpass.getpass("Password, again: "):
            raise CommandError("The two passwords differ; nothing was created.", returncode=2)
        return password
