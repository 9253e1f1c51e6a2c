"""Who needs a second factor to enter the desk, and whether this browser gave one."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

# Publish, review, moderate, verify, administer: who may do one of these can harm readers, or take over the desk.
POWERS = (
    "articles.publish_article",
    "articles.review_article",
    "authors.moderate_bio",
    "authors.verify_credential",
    "authors.change_user",
)


def is_demanded(user: Any) -> bool:
    """Asked by what somebody may do, not by the names of their roles. Demo logins are exempt: they guard nothing."""
    return user.is_active and not user.is_demo and any(map(user.has_perm, POWERS))


def is_missing(request: HttpRequest) -> bool:
    """Whether this browser has to give a second factor, or its user to set one up, before the desk opens."""
    return is_demanded(request.user) and not was_given(request)


def was_given(request: HttpRequest) -> bool:
    """Whether a second factor, or a passkey alone, was part of signing in on this browser. No query."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def way_in(request: HttpRequest, *, after: str) -> str:
    """The address where it is given, or set up by who has none; `after` is where to go on."""
    if not is_mfa_enabled(request.user):
        return reverse("mfa_index")
    ways = [way for way in get_adapter().get_reauthentication_methods(request.user) if way["id"] != "reauthenticate"]
    return f"{ways[0]['url']}?{urlencode({'next': after})}"
