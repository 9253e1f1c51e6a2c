"""Logins of the desk: who may enter, and in which roles."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction

from authors import permissions
from authors.models import User
from history import events


@transaction.atomic
def save_login(user: User, *, roles: Iterable[Group], by: Any) -> User:
    """Store a new or changed login with its roles, and record an event. Raises PermissionDenied."""
    if not permissions.can_keep_logins(by, _stored(user)):
        raise PermissionDenied("Only an administrator may change logins.")
    act = "login changed" if user.pk else "login created"
    user.save()
    user.groups.set(roles)
    events.record(act, user, by, roles=sorted(role.name for role in roles), active=user.is_active)
    return user


def _stored(user: User) -> User | None:
    """The login as it is, so that nobody gains a right by the change that needs it."""
    return User.objects.filter(pk=user.pk).first()
