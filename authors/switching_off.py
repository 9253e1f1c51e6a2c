"""Switching a login off, so that nothing of its owner is left without an owner; and letting them in again."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from authors import holdings, permissions
from authors.models import User
from history import events, notices
from history.models import Event
from history.words import kept

SWITCHED_OFF, LET_IN = "login switched off", "login let in again"
_KEEPS_LOGINS = "authors.change_user"


def heirs(user: User, owned: list[holdings.Holding]) -> QuerySet[User]:
    """Who may take over what somebody owns: colleagues at the desk who may do with it what has to be done."""
    found = User.objects.filter(is_active=True, is_staff=True).exclude(pk=user.pk)
    for permission in holdings.needs(owned):
        found = found.filter(pk__in=notices.who_may(permission).values("pk"))
    return found.order_by("name", "email")


@transaction.atomic
def switch_off(user: User, *, by: Any, reason: str, heir: User | None = None) -> User:
    """From now on the login opens nothing, and what its owner had is passed on to `heir`, who is told by mail.

    Their words, their author page and their names stay. Records an event with the reason. Raises PermissionDenied;
    ValidationError by field without a reason, without an heir where one is needed, for oneself, for who is switched off
    already, and for the last one who keeps the logins.
    """
    user = _locked(user, by)
    reason = kept(reason, "reason", missing="Say why: who keeps the logins will read it.")
    if user.pk == by.pk:
        raise ValidationError("Nobody switches themselves off. Ask another administrator.")
    if not user.is_active:
        raise ValidationError(f"{user} is switched off already{_by_whom(user)}.")
    if not notices.who_may(_KEEPS_LOGINS).exclude(pk=user.pk).exists():
        raise ValidationError("Somebody must keep the logins: make another administrator first.")
    owned = holdings.of(user)
    if holdings.needs(owned) and (heir is None or not heirs(user, owned).filter(pk=heir.pk).exists()):
        raise ValidationError({"heir": "Choose a colleague who can take this over."})
    heir = heir if holdings.needs(owned) else None
    holdings.pass_on(user, heir, by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    events.record(SWITCHED_OFF, user, by, reason=reason, **({"heir": str(heir)} if heir else {}))
    if heir:
        words = "\n".join(f"- {one}" for holding in owned if holding.needs for one in holding.titles)
        text = f"{by} passed on to you what {user} was responsible for:\n\n{words}"
        notices.tell([heir], f"Yours now, from {user}", text, link=reverse("admin:index"), by=by)
    return user


@transaction.atomic
def let_in(user: User, *, by: Any) -> User:
    """The login opens the desk again; what was passed on stays where it is. Records an event.

    Raises PermissionDenied, and ValidationError for who may enter already.
    """
    user = _locked(user, by)
    if user.is_active and user.is_staff:
        raise ValidationError(f"{user} may enter already.")
    user.is_active = user.is_staff = True
    user.save(update_fields=["is_active", "is_staff"])
    events.record(LET_IN, user, by)
    return user


def _locked(user: User, by: Any) -> User:
    if not permissions.can_keep_logins(by, user):
        raise PermissionDenied("Only an administrator may change logins.")
    # All who keep the logins, always in the same order: else two could switch each other off at the same moment.
    keepers = Q(pk__in=notices.who_may(_KEEPS_LOGINS).values("pk"))
    rows = {row.pk: row for row in User.objects.select_for_update().filter(keepers | Q(pk=user.pk)).order_by("pk")}
    return rows[user.pk]


def _by_whom(user: User) -> str:
    event = Event.objects.filter(target_kind="user", target_id=user.pk, act=SWITCHED_OFF).order_by("pk").last()
    return f", by {event.actor_label}" if event and event.actor_label else ""
