"""A browser in which nobody has signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

PASSWORD = "a long password"  # as tests.conftest.person gives it


def secret_of(user: Any) -> str:
    return get_adapter().decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])


@pytest.fixture
def stranger(db: None) -> Client:
    return Client()


@pytest.fixture
def sign_in(stranger: Client) -> Callable[..., HttpResponse]:
    """Sends the form of the page: sign_in("writer@example.org", next="/admin/")."""

    def send(email: str, password: str = PASSWORD, **more: str) -> HttpResponse:
        return stranger.post("/accounts/login/", {"login": email, "password": password, **more})

    return send


@pytest.fixture(autouse=True)
def nothing_counted(request: pytest.FixtureRequest) -> None:
    """Attempts of other tests do not count."""
    request.getfixturevalue("db")
    cache.clear()
