from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse

from accounts.sessions import end_all
from authors.models import User
from history import events, notices

_TEXT = """An administrator took away your second factors: passkeys, authenticator app and recovery codes.
You are signed out everywhere. Sign in with your password, and set up a new one.

If you did not ask for this, tell an administrator at once."""


class Command(BaseCommand):
    help = "Take away all second factors of a login that lost them, and sign it out everywhere. Ask who calls first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the login's e-mail address")
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and change nothing")

    def handle(self, *, email: str, dry_run: bool, **options: Any) -> None:
        try:
            user = User.objects.get_by_natural_key(email)
        except User.DoesNotExist:
            raise CommandError(f"There is no login {email}. The desk lists them under Logins.") from None
        found = Authenticator.objects.filter(user=user)
        names = ", ".join(str(one) for one in found) or "none"
        if dry_run:
            self.stdout.write(f"Second factors of {user.email}: {names}. Nothing was changed.")
            return
        with transaction.atomic():
            found.delete()
            places = end_all(user)
            events.record("second factors reset", user, None, places=places)
            notices.tell([user], "Your second factors were taken away", _TEXT, link=reverse("mfa_index"))
        self.stdout.write(f"Taken away from {user.email}: {names}. Signed out in {places} places, and told by mail.")
