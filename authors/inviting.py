"""Inviting somebody to the desk: an administrator says who and as what, the person chooses the password alone."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from authors import permissions
from authors.models import User
from history import events, notices

DAYS = 7
_SALT = "authors.inviting"
_TEXT = """{by} invites you to the desk{as_what}.

This link lets you choose a password. It works once, until {until}."""


@transaction.atomic
def invite(user: User, *, roles: Iterable[Group], by: Any) -> User:
    """Store a new login with its roles, without a password, and mail a link to it that works once, for DAYS days.

    Records an event. Raises PermissionDenied.
    """
    if not permissions.can_keep_logins(by):
        raise PermissionDenied("Only an administrator may invite.")
    user.is_staff = True
    user.set_unusable_password()
    user.save()
    user.groups.set(roles)
    return _send(user, by)


@transaction.atomic
def send_again(user: User, *, by: Any) -> User:
    """Mail a new link; the older one ends. Raises PermissionDenied; ValidationError for who has a password by now."""
    if not permissions.can_keep_logins(by, user):
        raise PermissionDenied("Only an administrator may invite.")
    user = User.objects.select_for_update().get(pk=user.pk)
    if not is_open(user):
        raise ValidationError(f"{user} does not wait for an invitation.")
    return _send(user, by)


def is_open(user: User) -> bool:
    """Whether somebody was invited who has not come yet; the link may have ended meanwhile."""
    return bool(user.invited_at) and user.is_active and not user.has_usable_password()


def until(user: User) -> Any:
    """When the last link ends, or ended."""
    return user.invited_at + timedelta(days=DAYS)


def link(user: User) -> str:
    """The address of the invitation that is open."""
    token = signing.dumps([user.pk, user.invited_at.isoformat()], salt=_SALT)
    return reverse("accounts_invitation", args=[token])


def invited(token: str) -> User | None:
    """Whom a link invites; None where it ended, was followed by another, was used or made up. At most one query."""
    try:
        said = signing.loads(token, salt=_SALT, max_age=timedelta(days=DAYS))
    except (signing.BadSignature, ValueError):
        return None
    match said:
        case [int(pk), str(at)]:
            user = User.objects.filter(pk=pk).first()
        case _:
            return None
    return user if user and is_open(user) and user.invited_at.isoformat() == at else None


@transaction.atomic
def accept(token: str, password: str) -> User:
    """The invited person chooses a password, and the link is used up. Records an event.

    Raises ValidationError for a weak password, and where the link has ended in the meantime.
    """
    found = invited(token)
    user = found and User.objects.select_for_update().get(pk=found.pk)
    if not user or not is_open(user):
        raise ValidationError("This invitation has ended. Ask for a new one.")
    validate_password(password, user)
    user.set_password(password)
    user.invited_at = None
    user.save(update_fields=["password", "invited_at"])
    events.record("invitation accepted", user, user)
    return user


def _send(user: User, by: Any) -> User:
    user.invited_at = timezone.now()
    user.save(update_fields=["invited_at"])
    names = sorted(user.groups.values_list("name", flat=True))
    events.record("invited", user, by, roles=names)
    as_what = f" as {' and '.join(names)}" if names else ""
    text = _TEXT.format(by=by, as_what=as_what, until=timezone.localtime(until(user)).strftime("%-d %B %Y, %H:%M %Z"))
    notices.tell([user], "Your place at the desk", text, link=link(user))
    return user
