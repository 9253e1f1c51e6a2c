"""Where somebody is signed in; proving again that it is they."""

import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts import adapters
from accounts.sessions import described
from authors.models import User
from history.models import Event
from tests.accounts.conftest import PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (PHONE, "Safari on an iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("", "Some browser"),
        ("<script>", "Some browser"),
    ],
)
def test_a_browser_is_called_what_people_call_it(said, words):
    assert described(said) == words


@pytest.fixture
def places(writer, sign_in, stranger) -> tuple[Client, Client]:
    """This browser, and another in which the same writer has signed in."""
    other = Client(headers={"User-Agent": PHONE})
    other.post("/accounts/login/", {"login": writer.email, "password": PASSWORD})
    sign_in(writer.email)
    return stranger, other


def test_one_place_is_ended(places, writer):
    here, there = places
    page = here.get("/accounts/sessions/").content.decode()
    assert "Safari on an iPhone" in page
    assert page.count("This browser") == 1
    pk = UserSession.objects.get(user_agent=PHONE).pk
    assert here.post("/accounts/sessions/", {"end": pk}, follow=True).status_code == 200
    assert there.get("/admin/").status_code == 302
    assert here.get("/admin/").status_code == 200
    assert Event.objects.get(act="signed out elsewhere").data == {"places": 1}


def test_all_others_are_ended(places):
    here, there = places
    here.post("/accounts/sessions/", {"end": "others"})
    assert there.get("/admin/").status_code == 302
    assert here.get("/admin/").status_code == 200


def test_nobody_ends_or_sees_those_of_others(places, person):
    here, there = places
    stranger = Client()
    person("editor")
    stranger.post("/accounts/login/", {"login": "editor@example.org", "password": PASSWORD})
    for pk in UserSession.objects.values_list("pk", flat=True):
        stranger.post("/accounts/sessions/", {"end": pk})
    assert here.get("/admin/").status_code == there.get("/admin/").status_code == 200
    assert "Safari" not in stranger.get("/accounts/sessions/").content.decode()


@pytest.mark.parametrize("wrong", ["", "x", "-1", "9" * 40, "1.5", "None"])
def test_what_is_no_place_is_ignored(places, wrong):
    here, there = places
    assert here.post("/accounts/sessions/", {"end": wrong}).status_code == 302
    assert there.get("/admin/").status_code == 200


def test_the_page_is_for_who_is_signed_in(stranger):
    assert stranger.get("/accounts/sessions/")["Location"].startswith("/accounts/login/")


# Before powers are given


def grow_old(browser) -> None:
    session = browser.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] = time.time() - adapters.LATELY - 1
    session.save()


def test_who_gives_powers_proves_again_that_it_is_they(at, administrator, writer):
    browser, address = at(administrator), f"/admin/authors/user/{writer.pk}/change/"
    assert browser.get(address).status_code == 200
    grow_old(browser)
    asked = browser.get(address)
    assert asked["Location"].startswith("/accounts/confirm/?next=")
    assert "Confirm that it is you" in browser.get(asked["Location"]).content.decode()
    assert "This is not your password" in browser.post(asked["Location"], {"password": "no"}).content.decode()
    done = browser.post(asked["Location"], {"password": PASSWORD, "next": address})
    assert done["Location"] == address
    assert browser.get(address).status_code == 200


def test_what_was_typed_meanwhile_is_saved_after_it(at, administrator, writer):
    browser, address = at(administrator), f"/admin/authors/user/{writer.pk}/change/"
    said = {"email": writer.email, "name": "Ada Lovelace", "is_staff": "on", "is_active": "on", "_save": "1"}
    browser.get(address)
    grow_old(browser)
    asked = browser.post(address, said)
    assert asked["Location"].startswith("/accounts/confirm/?next=")
    browser.post(asked["Location"], {"password": PASSWORD, "next": address})
    assert User.objects.get(pk=writer.pk).name == "Ada Lovelace"


def test_a_password_of_somebody_else_is_set_after_it_too(at, administrator, writer):
    browser = at(administrator)
    grow_old(browser)
    assert browser.get(f"/admin/authors/user/{writer.pk}/password/")["Location"].startswith("/accounts/confirm/")
