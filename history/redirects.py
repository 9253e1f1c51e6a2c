"""Leading on from a former address."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect


def moved(to: Any, *args: Any) -> HttpResponse:
    """A permanent redirect, `to` as django.shortcuts.redirect() takes it. A browser asks again each time: what has
    moved from A to B may move back, and one that keeps the first answer would then lead in a circle."""
    answer = redirect(to, *args, permanent=True)
    answer["Cache-Control"] = "no-cache"
    return answer
