"""Passkeys with Chromium's virtual authenticator: adding one, signing in with it, proving again who one is."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.editing import PEOPLE, give_password
from tests.browser.server import Server
from tests.browser.watching import watch

MAKE = """
from django.contrib.auth.models import Group
from authors.models import User
user = User.objects.create_user("{email}", "{password}", name="Fern Hollybank", is_staff=True)
user.groups.set(Group.objects.filter(name="{role}"))
"""
OPTIONS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
_NUMBERS = itertools.count(1)
SIGN_IN = re.compile(r"/accounts/login/")
DESK = re.compile(r"/admin/$")


@pytest.fixture
def device(browser: Browser, server: Server) -> Iterator[tuple[Page, CDPSession, str]]:
    """A quiet page at the name `localhost`, the key of its device, and the address of a new editor."""
    email = f"fern-{next(_NUMBERS)}@healthusias.example"
    made = MAKE.format(email=email, password=PEOPLE["password"], role="administrator")
    server.manage("shell", "--no-imports", "-c", made)
    site = server.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    problems: list[str] = []
    watch(page, site, problems)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    yield page, devtools, email
    context.close()
    assert problems == []


def plug_in(devtools: CDPSession, **more: Any) -> str:
    return devtools.send("WebAuthn.addVirtualAuthenticator", {"options": OPTIONS | more})["authenticatorId"]


def set_up(page: Page, email: str) -> None:
    """From the first password to the desk."""
    page.goto("/admin/")
    give_password(page, email)
    expect(page.locator("#content")).to_contain_text("needs a second factor beside the password")
    page.locator(".account-ask").get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    expect(page.locator(".account-codes li")).to_have_count(10)
    page.get_by_role("link", name="on to the desk").click()
    expect(page).to_have_url(DESK)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(SIGN_IN)


def test_a_passkey_alone_signs_in(device):
    page, devtools, email = device
    plug_in(devtools)
    set_up(page, email)
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(DESK)
    page.goto("/accounts/")
    expect(page.locator(".account-parts")).to_contain_text("Passkey 1, since")


def test_with_the_keys_alone(device):
    page, devtools, email = device
    plug_in(devtools)
    set_up(page, email)
    sign_out(page)
    page.locator("#id_password").focus()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(DESK)


def test_it_is_the_second_factor_beside_the_password(device):
    page, devtools, email = device
    plug_in(devtools)
    set_up(page, email)
    sign_out(page)
    page.goto("/admin/login/?next=/admin/authors/user/")
    give_password(page, email)
    expect(page.get_by_role("heading", name="One more thing")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile("/admin/authors/user/$"))


def test_it_proves_again_who_one_is(device):
    page, devtools, email = device
    plug_in(devtools)
    set_up(page, email)
    page.goto("/accounts/confirm/?next=/admin/authors/user/")
    page.get_by_role("link", name="Use your passkey").click()
    page.get_by_role("button", name="Use your passkey").click()
    expect(page).to_have_url(re.compile("/admin/authors/user/$"))


def test_a_key_that_knows_no_finger_is_a_second_factor_and_no_more(device):
    page, devtools, email = device
    plug_in(devtools, transport="usb", hasResidentKey=False, hasUserVerification=False, isUserVerified=False)
    page.goto("/admin/")
    give_password(page, email)
    page.locator(".account-ask").get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Sign in with it alone").uncheck()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    sign_out(page)
    give_password(page, email)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(DESK)


def test_without_its_key_one_is_told_what_else_there_is(device):
    page, devtools, email = device
    key = plug_in(devtools)
    set_up(page, email)
    code = page.request.get("/accounts/codes/file/").text().split()[0]
    sign_out(page)
    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    plug_in(devtools)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used", timeout=90_000)
    give_password(page, email)
    page.get_by_label("Code").fill(code)
    page.keyboard.press("Enter")
    expect(page).to_have_url(DESK)


def test_a_removed_passkey_signs_nobody_in(device):
    page, devtools, email = device
    plug_in(devtools)
    set_up(page, email)
    page.goto("/accounts/")
    page.get_by_role("link", name="Remove Passkey 1").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".messagelist")).to_contain_text("A passkey no longer belongs to your login")
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("#content-start")).to_contain_text("This code is not right")
    expect(page).to_have_url(SIGN_IN)


def test_where_they_cannot_work_they_are_not_offered(window):
    page = window()
    page.goto("/accounts/login/")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
