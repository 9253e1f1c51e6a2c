"""Working at the desk in tests: open a page, read its form as a browser would, send it back."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest, HttpResponse
from django.test import Client


class Browser(Client):
    """Django's test client; `force_login` leaves a session as after a password and a second factor."""

    def force_login(self, user: Any, backend: str | None = None) -> None:
        super().force_login(user, backend)
        request = HttpRequest()
        request.session = self.session
        record_authentication(request, user, method="password")
        record_authentication(request, user, method="mfa", type="totp")
        request.session.save()


def filled(response: HttpResponse, **changes: Any) -> dict[str, Any]:
    """What the browser would send for the form of this page, with `changes` typed into it."""
    form = response.context["adminform"].form
    said = {name: form[name].value() for name in form.fields}
    # A field of several controls has one for each key.
    several = [name for name, value in said.items() if isinstance(value, dict)]
    said |= {f"{name}-{key}": value for name in several for key, value in said.pop(name).items()}
    return {name: value for name, value in (said | changes).items() if value is not None and value is not False}


def send(client: Client, address: str, button: str = "_save", **changes: Any) -> HttpResponse:
    """Open a form, change some of it and press `button`."""
    page = client.get(address)
    assert page.status_code == 200
    return client.post(address, {**filled(page, **changes), button: "1"})


def messages(response: HttpResponse) -> list[str]:
    return [str(message) for message in response.context["messages"]]
