"""Telling people by mail what concerns them. One verb, used by every act that tells somebody.

The mail is a task of the queue, which lies in the same database: it is written with the act and sent by the worker once
the act is committed, again where the mail server failed. So no mail speaks of what was rolled back, and none is lost.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.mail import send_mail
from django.db.models import Q, QuerySet
from django_tasks import task

# Longer subjects are cut by mail programs anyway.
LONGEST_SUBJECT = 150


def tell(people: Iterable[Any], subject: str, text: str, *, link: str, by: Any = None) -> list[Any]:
    """Mail `text` and the address `link` (a path of this site) to each of `people`, and return who gets it.

    Call it in the transaction of the act. Nobody gets it twice; `by`, who did the act, and logins that are switched off
    get nothing.
    """
    told = {person.pk: person for person in people if person.is_active and person.email and person != by}
    subject = " ".join(subject.split())[:LONGEST_SUBJECT]
    body = f"{text.strip()}\n\n{settings.SITE_URL}{link}\n\n{settings.SITE_NAME}, the desk\n"
    for person in told.values():
        send.enqueue(person.email, subject, body)
    return list(told.values())


@task()
def send(address: str, subject: str, body: str) -> None:
    """Send one mail. A worker that is killed after the mail server took it will send it again."""
    send_mail(subject, body, None, [address])


def who_may(permission: str) -> QuerySet:
    """Everyone who has the permission ("articles.publish_article"), by role or by name."""
    app, _, codename = permission.partition(".")
    wanted = Permission.objects.filter(codename=codename, content_type__app_label=app)
    by_role = Q(groups__permissions__in=wanted) | Q(user_permissions__in=wanted)
    return get_user_model().objects.filter(Q(is_superuser=True) | by_role, is_active=True).distinct()
