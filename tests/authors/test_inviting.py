"""Invitations: mailed by an administrator, ended by time, by use, and by a newer one."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from accounts import mail as account_mail
from authors import inviting
from authors.models import User
from healthusias import roles
from history.models import Event
from tests.mail import delivered

LOGINS = "/admin/authors/user/"
PASSWORD = {"new_password1": "sea-calm-paper-green", "new_password2": "sea-calm-paper-green"}


def link() -> str:
    """The one of the last mail."""
    return re.search(r"http://127\.0\.0\.1:8000(/accounts/invitation/\S+)", delivered()[-1][2])[1]


@pytest.fixture
def guest(administrator) -> User:
    user = User(email="guest@example.org", name="Fern Hollybank")
    return inviting.invite(user, roles=Group.objects.filter(name=roles.WRITER), by=administrator)


def test_from_the_form_to_the_desk(at, administrator):
    role = Group.objects.get(name=roles.WRITER)
    said = {"email": "Fern@Example.org", "name": "Fern Hollybank", "groups": [role.pk], "_save": "1"}
    page = at(administrator).post(f"{LOGINS}add/", said, follow=True)
    assert "An invitation is on its way to fern@example.org, for 7 days." in page.content.decode()
    assert "invited until" in page.content.decode()
    ((to, subject, text),) = delivered()
    assert (to, subject) == ("fern@example.org", "Your place at the desk")
    assert "invites you to the desk as writer." in text
    browser = Client()
    address = re.search(r"8000(/accounts/invitation/\S+)", text)[1]
    assert "Your login is fern@example.org." in browser.get(address).content.decode()
    assert browser.post(address, PASSWORD)["Location"] == "/admin/"
    assert browser.get("/admin/").status_code == 200
    assert [e.act for e in Event.objects.order_by("pk")] == ["invited", "invitation accepted", "signed in"]
    # It is used up.
    again = Client().get(address)
    assert (again.status_code, "This invitation has ended" in again.content.decode()) == (410, True)


def test_an_invited_editor_sets_up_a_second_factor_first(administrator):
    user = User(email="ed@example.org")
    inviting.invite(user, roles=Group.objects.filter(name=roles.EDITOR), by=administrator)
    browser = Client()
    response = browser.post(link(), PASSWORD, follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/"
    assert "needs a second factor" in response.content.decode()


def test_it_ends_after_a_week(guest, monkeypatch):
    address, later = link(), time.time() + 7 * 86_400 + 1
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert Client().get(address).status_code == 410
    assert Client().post(address, PASSWORD).status_code == 410
    assert not User.objects.get(pk=guest.pk).has_usable_password()


def test_a_newer_one_ends_the_older(at, administrator, guest):
    older = link()
    page = at(administrator).post(f"{LOGINS}{guest.pk}/invite-again/", follow=True)
    assert "A new invitation is on its way" in page.content.decode()
    newer = link()
    assert Client().get(older).status_code == 410
    assert Client().get(newer).status_code == 200


def test_switching_the_login_off_takes_it_back(guest):
    address = link()
    User.objects.filter(pk=guest.pk).update(is_active=False)
    assert Client().post(address, PASSWORD).status_code == 410


def test_the_list_says_when_it_ended(at, administrator, guest):
    User.objects.filter(pk=guest.pk).update(invited_at=timezone.now() - timedelta(days=8))
    assert "invitation ended" in at(administrator).get(LOGINS).content.decode()


def test_who_came_is_not_invited_again(administrator, guest):
    user = User.objects.get(pk=guest.pk)
    user.set_password("a long password")
    user.save()
    with pytest.raises(ValidationError, match="does not wait for an invitation"):
        inviting.send_again(user, by=administrator)
    with pytest.raises(ValidationError, match="has ended"):
        inviting.accept(link().split("/")[-2], "another long password")


def test_only_an_administrator_invites(editor):
    with pytest.raises(PermissionDenied):
        inviting.invite(User(email="guest@example.org"), roles=[], by=editor)
    assert not User.objects.filter(email="guest@example.org").exists()


def test_a_forgotten_password_is_no_way_round_it(guest):
    delivered()
    account_mail.send_reset.func(guest.email)
    assert delivered() == []


def test_a_weak_password_is_refused_and_the_link_still_works(guest):
    address = link()
    said = {"new_password1": "short", "new_password2": "short"}
    assert "at least 12 characters" in Client().post(address, said).content.decode()
    assert Client().post(address, PASSWORD).status_code == 302


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "1" * 3000])
def test_a_made_up_link_is_no_invitation(db, token):
    assert Client().get(f"/accounts/invitation/{token}/").status_code in (404, 410)


def test_what_was_signed_for_something_else_is_no_invitation(db, guest):
    token = signing.dumps([guest.pk, guest.invited_at.isoformat()])
    assert Client().get(f"/accounts/invitation/{token}/").status_code == 410


@pytest.mark.parametrize("told", ["x", 7, [1], [1, 2, 3], {"a": 1}, [None, None], ["x", "y"]])
def test_a_signed_link_with_other_contents_is_none(db, told):
    assert inviting.invited(signing.dumps(told, salt="authors.inviting")) is None
