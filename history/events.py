"""Writing down who did what."""

from typing import Any

from django.db import models

from history.models import Event


def record(act: str, target: models.Model, by: Any = None, **data: Any) -> Event:
    """Add an event row; call it inside the transaction of the act it records.

    `act` is a past participle in the product's words ("published", "bio approved"); `by` is a user or None for the
    system; `data` must be JSON.
    """
    return Event.objects.create(
        act=act,
        actor_id=by.pk if by else None,
        actor_label=str(by)[:254] if by else "",
        target_kind=target._meta.model_name,
        target_id=target.pk,
        target_label=str(target)[:254],
        data=data,
    )
