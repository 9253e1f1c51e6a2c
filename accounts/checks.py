"""Warnings before a site meets its readers: `manage.py check --deploy --database default`."""

from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError

from authors.models import User


@register(Tags.database, deploy=True)
def no_demo_logins(app_configs: Any, databases: list[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Demo logins have a password that everyone can read, and need no second factor."""
    if not databases:
        return []
    try:
        found = list(User.objects.filter(is_demo=True, is_active=True).values_list("email", flat=True))
    except DatabaseError:
        return []
    if not found:
        return []
    hint = "Switch them off in the list of logins, or begin with an empty database and DEMO=false."
    return [Warning(f"Demo logins may enter the desk: {', '.join(found)}.", hint=hint, id="accounts.W001")]
