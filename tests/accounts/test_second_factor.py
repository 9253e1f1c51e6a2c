"""The second factor: of whom it is demanded, how it is given, and what happens when it is lost."""

import io
import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import Client

from accounts import checks, second_factor
from authors.models import User
from healthusias import roles
from history.models import Event
from tests.accounts.conftest import secret_of
from tests.codes import code_of, enrol
from tests.mail import delivered

NEED_IT = {roles.EDITOR, roles.MEDICAL_REVIEWER, roles.MODERATOR, roles.ADMINISTRATOR}


def enter_code(browser: Client, code: str):
    return browser.post("/accounts/second-factor/", {"code": code})


# Of whom


@pytest.mark.parametrize("role", roles.ROLES)
def test_it_is_demanded_of_who_can_publish_review_moderate_or_administer(person, sign_in, stranger, role):
    user = person(role)
    assert second_factor.is_demanded(user) == (role in NEED_IT)
    sign_in(user.email)
    response = stranger.get("/admin/", follow=True)
    if role in NEED_IT:
        assert response.redirect_chain[-1][0] == "/accounts/"
        assert "needs a second factor beside the password" in response.content.decode()
    else:
        assert response.redirect_chain == []


def test_it_is_demanded_by_what_one_may_do_not_by_the_name_of_a_role(person):
    from django.contrib.auth.models import Permission

    user = person(roles.WRITER)
    user.user_permissions.add(Permission.objects.get(codename="publish_article"))
    assert second_factor.is_demanded(User.objects.get(pk=user.pk))
    assert second_factor.is_demanded(User(is_active=True, is_superuser=True))


def test_a_script_is_told_as_if_signed_out(sign_in, editor, stranger):
    sign_in(editor.email)
    answer = stranger.post("/admin/articles/article/start/", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["login"].split("?")[0]) == (401, "/admin/login/")


def test_demo_logins_are_exempt_and_say_so(sign_in, editor, stranger):
    User.objects.filter(pk=editor.pk).update(is_demo=True)
    sign_in(editor.email)
    page = stranger.get("/admin/")
    assert page.status_code == 200
    assert "demo login" in page.content.decode()
    assert "everyone can read its password" in stranger.get("/accounts/").content.decode()


def test_nobody_makes_a_demo_login_of_theirs(at, administrator, writer):
    page = at(administrator).get(f"/admin/authors/user/{writer.pk}/change/")
    assert "is_demo" not in page.context["adminform"].form.fields


@pytest.mark.django_db
def test_a_site_with_demo_logins_is_warned_of_before_it_is_deployed(person):
    assert checks.no_demo_logins(None, databases=["default"]) == []
    User.objects.filter(pk=person(roles.EDITOR).pk).update(is_demo=True)
    (warning,) = checks.no_demo_logins(None, databases=["default"])
    assert (warning.id, "editor@example.org" in warning.msg) == ("accounts.W001", True)
    found = run_checks(tags=["database"], include_deployment_checks=True, databases=["default"])
    assert "accounts.W001" in {one.id for one in found}


# Setting it up


@pytest.mark.django_db(transaction=True)
def test_an_editor_sets_up_an_app_and_enters(sign_in, editor, stranger):
    sign_in(editor.email)
    page = stranger.get("/accounts/app/")
    secret = re.search(r"account-key\">(\w+)<", page.content.decode())[1]
    assert "data:image/svg+xml" in page.content.decode()
    assert "img-src 'self' data:" in page["Content-Security-Policy"]
    wrong = stranger.post("/accounts/app/", {"code": "000000"})
    assert "This code is not right" in wrong.content.decode()
    done = stranger.post("/accounts/app/", {"code": code_of(secret)})
    assert done["Location"] == "/accounts/codes/"
    codes = re.findall(r"<code>(\d{8})</code>", stranger.get("/accounts/codes/").content.decode())
    assert len(set(codes)) == 10
    # Whoever has just set it up has shown that they hold it.
    assert stranger.get("/admin/").status_code == 200
    assert Event.objects.filter(act="second factor added", actor_id=editor.pk).count() == 1
    assert [(to, subject) for to, subject, _ in delivered()] == [
        (editor.email, "An authenticator app now belongs to your login")
    ]
    assert stranger.get("/accounts/codes/file/").content.decode().split() == codes


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_signs_out_whoever_else_has_the_password(sign_in, editor, stranger):
    thief = Client()
    thief.post("/accounts/login/", {"login": editor.email, "password": "a long password"})
    sign_in(editor.email)
    secret = re.search(r"account-key\">(\w+)<", stranger.get("/accounts/app/").content.decode())[1]
    stranger.post("/accounts/app/", {"code": code_of(secret)})
    assert stranger.get("/accounts/").status_code == 200
    assert thief.get("/accounts/passkeys/add/")["Location"].startswith("/accounts/login/")


@pytest.mark.django_db(transaction=True)
def test_who_removes_it_has_to_set_up_another(sign_in, editor, stranger):
    secret = enrol(editor)
    sign_in(editor.email)
    enter_code(stranger, code_of(secret))
    assert stranger.get("/admin/").status_code == 200
    assert "Remove the authenticator app?" in stranger.get("/accounts/app/remove/").content.decode()
    assert stranger.post("/accounts/app/remove/")["Location"] == "/accounts/"
    assert not Authenticator.objects.filter(user=editor).exists()
    stranger.post("/accounts/logout/")
    sign_in(editor.email)
    assert stranger.get("/admin/", follow=True).redirect_chain[-1][0] == "/accounts/"


# Giving it


def test_the_password_alone_is_half_the_way(sign_in, editor, stranger):
    secret = enrol(editor)
    assert sign_in(editor.email, next="/admin/history/event/")["Location"].startswith("/accounts/second-factor/")
    assert stranger.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/second-factor/")
    assert "This code is not right" in enter_code(stranger, "123456").content.decode()
    assert enter_code(stranger, code_of(secret))["Location"] == "/admin/history/event/"
    assert stranger.get("/admin/").status_code == 200
    assert Event.objects.get(act="signed in").data == {"given": ["password", "totp"]}


def test_a_code_works_once(sign_in, editor, stranger):
    code = code_of(enrol(editor))
    sign_in(editor.email)
    assert enter_code(stranger, code).status_code == 302
    other = Client()
    other.post("/accounts/login/", {"login": editor.email, "password": "a long password"})
    assert "This code is not right" in enter_code(other, code).content.decode()


def test_a_recovery_code_works_once(sign_in, editor, stranger):
    enrol(editor)
    code = RecoveryCodes(Authenticator.objects.get(user=editor, type="recovery_codes")).get_unused_codes()[0]
    sign_in(editor.email)
    assert enter_code(stranger, code).status_code == 302
    assert stranger.get("/admin/").status_code == 200
    other = Client()
    other.post("/accounts/login/", {"login": editor.email, "password": "a long password"})
    assert "This code is not right" in enter_code(other, code).content.decode()


def test_codes_are_not_guessed(sign_in, editor, stranger):
    secret = enrol(editor)
    sign_in(editor.email)
    for _ in range(5):
        enter_code(stranger, "000000")
    assert "That was too often" in enter_code(stranger, code_of(secret)).content.decode()
    assert stranger.get("/admin/").status_code == 302


def test_who_was_signed_in_before_gives_it_when_a_power_is_added(sign_in, writer, stranger, person):
    """A writer with an app who never had to use it becomes an editor: the open browser is asked for a code."""
    sign_in(writer.email)
    assert stranger.get("/admin/").status_code == 200
    secret = enrol(writer)
    person(roles.EDITOR)
    writer.groups.set(User.objects.get(email="editor@example.org").groups.all())
    response = stranger.get("/admin/articles/article/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/second-factor/confirm/?next=%2Fadmin%2Farticles%2Farticle%2F"
    done = stranger.post(
        "/accounts/second-factor/confirm/", {"code": code_of(secret), "next": "/admin/articles/article/"}
    )
    assert done["Location"] == "/admin/articles/article/"
    assert stranger.get("/admin/articles/article/").status_code == 200


# How it is kept


def test_its_secret_does_not_lie_open_in_the_database(editor):
    secret = enrol(editor)
    assert secret not in str(Authenticator.objects.get(user=editor, type="totp").data)
    assert secret_of(editor) == secret


def test_under_another_key_no_code_fits_and_nothing_fails(sign_in, editor, stranger, settings, caplog):
    secret = enrol(editor)
    settings.SECRET_KEY = "another key, after the first one was lost"
    sign_in(editor.email)
    for code in (code_of(secret), code_of(""), "000000"):
        cache.clear()
        assert "This code is not right" in enter_code(stranger, code).content.decode()
    assert "reset_mfa" in caplog.text
    assert get_adapter().decrypt("nothing") != get_adapter().decrypt("nothing")


# Losing it


def test_an_operator_takes_it_away(sign_in, editor, stranger):
    secret = enrol(editor)
    sign_in(editor.email)
    enter_code(stranger, code_of(secret))
    said = io.StringIO()
    call_command("reset_mfa", "Editor@Example.org", stdout=said)
    assert "Signed out in 1 places" in said.getvalue()
    assert not Authenticator.objects.filter(user=editor).exists()
    assert stranger.get("/admin/").status_code == 302
    assert Event.objects.filter(act="second factors reset", target_id=editor.pk, actor_id=None).exists()
    ((to, subject, text),) = delivered()
    assert (to, subject) == (editor.email, "Your second factors were taken away")
    assert "set up a new one" in text


def test_a_rehearsal_changes_nothing(editor):
    enrol(editor)
    said = io.StringIO()
    call_command("reset_mfa", editor.email, "--dry-run", stdout=said)
    assert "Recovery codes" in said.getvalue()
    assert "Nothing was changed" in said.getvalue()
    assert Authenticator.objects.filter(user=editor).count() == 2
    assert delivered() == []


def test_an_unknown_address_is_an_error(db):
    with pytest.raises(CommandError, match=r"There is no login nobody@example\.org"):
        call_command("reset_mfa", "nobody@example.org")


def test_the_list_of_logins_says_who_has_one(at, administrator, editor):
    enrol(editor)
    page = at(administrator).get("/admin/authors/user/").content.decode()
    assert '<td class="field-second_factor">app</td>' in page
