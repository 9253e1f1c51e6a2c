"""Where somebody is signed in, and ending it there."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from authors.holdings import Holding
from history import events
from history.desk import is_key

# What a browser calls itself, and what people call it; the first that is found, as later ones pose as earlier ones.
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrom": "Chrome", "Safari": "Safari"}
_SYSTEMS = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "a Mac",
    "Linux": "Linux",
}


@login_required
@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """The list, newest first; `end` is the number of one to end, or "others" for all but this one."""
    found = sorted(UserSession.objects.purge_and_list(request.user), key=lambda one: one.created_at, reverse=True)
    if request.method == "POST":
        _end(request, found)
        return redirect("accounts_sessions")
    rows = [(one, described(one.user_agent)) for one in found]
    return render(request, "accounts/sessions.html", {"sessions": rows, "several": len(rows) > 1})


def end_all(user: Any, *, but: str = "") -> int:
    """Sign somebody out everywhere at once, `but` in the session of that key; how many places that were."""
    found = list(UserSession.objects.filter(user=user).exclude(session_key=but))
    for one in found:
        one.end()
    return len(found)


def places(user: Any) -> Holding:
    """For authors.holdings."""
    found = UserSession.objects.filter(user=user).order_by("-created_at")
    return Holding("They are signed out here.", [described(one.user_agent) for one in found])


def leave_places(user: Any, heir: Any, by: Any) -> None:
    end_all(user)


def described(user_agent: str) -> str:
    """A browser as people speak of it: "Firefox on Windows"."""
    browser = next((name for mark, name in _BROWSERS.items() if mark in user_agent), "Some browser")
    system = next((f" on {name}" for mark, name in _SYSTEMS.items() if mark in user_agent), "")
    return browser + system


def _end(request: HttpRequest, found: list[UserSession]) -> None:
    wanted = request.POST.get("end", "")
    if wanted == "others":
        chosen = [one for one in found if not one.is_current()]
    else:
        chosen = [one for one in found if is_key(wanted) and one.pk == int(wanted) and not one.is_current()]
    for one in chosen:
        one.end()
    if chosen:
        events.record("signed out elsewhere", request.user, request.user, places=len(chosen))
        messages.success(request, "You are signed out there.")
