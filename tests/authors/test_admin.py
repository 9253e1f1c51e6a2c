"""Authors, waiting bios and logins on the desk."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from authors import moderation
from authors.bios import BioSnapshot
from authors.models import Author, BioRevision, FormerAuthorSlug, User
from content.text import plain_text
from healthusias import roles
from history import revisions
from history.models import Event
from tests.desk import filled, send

AUTHORS, QUEUE, LOGINS = "/admin/authors/author/", "/admin/authors/biorevision/", "/admin/authors/user/"


def change(author: Author) -> str:
    return f"{AUTHORS}{author.pk}/change/"


def test_editor_creates_an_author_with_a_bio_that_waits(at, editor):
    answer = at(editor).post(f"{AUTHORS}add/", {"name": "Bea Sample", "_save": "1"})
    author = Author.objects.get()
    assert answer["Location"] == change(author)
    send(at(editor), change(author), "_submit", role="nurse", bio="She is kind.\n")
    author.refresh_from_db()
    assert (author.slug, author.role, plain_text(author.bio)) == ("bea-sample", "", "")
    assert BioSnapshot.of(BioRevision.objects.waiting().get()).role == "nurse"
    assert [event.act for event in Event.objects.order_by("pk")] == ["created", "bio submitted"]


def test_renamed_author_keeps_the_former_address(at, editor, author):
    send(at(editor), change(author), slug="ada-sample")
    assert FormerAuthorSlug.objects.get().slug == "ada-example"
    send(at(editor), change(author), slug="ada-example")
    assert FormerAuthorSlug.objects.get().slug == "ada-sample"
    assert not BioRevision.objects.exists()


def test_address_that_another_had_is_refused(at, editor, author):
    send(at(editor), change(author), slug="ada-sample")
    other = Author.objects.create(name="Bea", slug="bea")
    response = send(at(editor), change(other), slug="ada-example", name="Typed")
    form = response.context["adminform"].form
    assert "Choose another" in form.errors["slug"][0]
    assert form["name"].value() == "Typed"


def test_bio_with_a_heading_is_refused_at_the_form(at, editor, author):
    response = send(at(editor), change(author), bio="A heading\n\nShe is kind.\n")
    assert response.context["adminform"].form.errors
    assert not BioRevision.objects.exists()


def test_emptied_address_beside_a_mistake_comes_back_as_typed(at, editor, author):
    response = send(at(editor), change(author), bio="A heading\n\nShe is kind.\n", slug="")
    assert response.context["adminform"].form["slug"].value() == ""


def test_endless_address_is_no_login(db, client):
    answer = client.post("/accounts/login/", {"login": f"{'a' * 60_000}@example.org", "password": "no"})
    assert answer.context["form"].errors


def test_writer_proposes_their_own_bio_and_nothing_else(at, writer, author):
    author.user = writer
    author.save()
    send(at(writer), change(author), bio="I am kind.\n", name="Dr Great", slug="great")
    author.refresh_from_db()
    assert (author.name, author.slug, plain_text(author.bio)) == ("Ada Example", "ada-example", "")
    assert plain_text(BioSnapshot.of(revisions.latest(author)).bio) == "I am kind."


def test_writer_reads_other_authors_and_cannot_change_them(at, writer, author):
    assert "Ada Example" in at(writer).get(change(author)).content.decode()
    assert at(writer).post(change(author), {"bio": "Hm.", "_save": "1"}).status_code == 403


def test_stale_bio_comes_back_with_everything_typed(at, editor, author):
    page = at(editor).get(change(author))
    moderation.submit_bio(author, BioSnapshot(role="nurse"), by=editor, base=None)
    response = at(editor).post(change(author), {**filled(page, bio="Typed.\n"), "_save": "1"})
    assert response.context["adminform"].form["bio"].value() == "Typed.\n"
    assert 'name="on_top"' in response.content.decode()
    typed = filled(page, bio="Typed.\n", seen=revisions.latest(author).token, on_top="on")
    at(editor).post(change(author), {**typed, "_submit": "1"})
    assert [one.number for one in author.revisions.order_by("pk")] == [1, 2]


@pytest.mark.parametrize("address", [AUTHORS, QUEUE])
def test_lists_cost_the_same_for_any_number(at, moderator, editor, address):
    browser, counts = at(moderator), []
    for rows in (2, 8):
        for number in range(Author.objects.count(), rows):
            author = Author.objects.create(name=f"A {number}", slug=f"a-{number}")
            moderation.submit_bio(author, BioSnapshot(role="nurse"), by=editor, base=None)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# Logins


def test_administrator_invites_somebody_and_gives_them_a_role(at, administrator):
    at(administrator).post(f"{LOGINS}add/", {"email": "New@example.org", "_save": "1"})
    user = User.objects.get(email="new@example.org")
    role = Group.objects.get(name=roles.WRITER)
    data = {"email": user.email, "groups": [role.pk], "_save": "1"}
    assert at(administrator).post(f"{LOGINS}{user.pk}/change/", data).status_code == 302
    assert list(user.groups.all()) == [role]
    assert [event.act for event in Event.objects.order_by("pk")] == ["invited", "login changed"]


def test_address_in_other_letters_is_taken(at, administrator, writer):
    response = at(administrator).post(f"{LOGINS}add/", {"email": writer.email.upper(), "_save": "1"})
    assert "has a login already" in str(response.context["adminform"].form.errors)


def test_new_password_is_recorded(at, administrator, writer):
    words = "correct horse battery"
    address = f"{LOGINS}{writer.pk}/password/"
    response = at(administrator).post(address, {"password1": words, "password2": words})
    assert response.status_code == 302
    writer.refresh_from_db()
    assert writer.check_password(words)
    assert Event.objects.get().act == "password set"


def test_login_that_may_do_everything_is_changed_only_by_its_like(at, administrator, django_user_model):
    chief = django_user_model.objects.create_superuser("chief@example.org", "a long password")
    data = {"email": "mine@example.org", "_save": "1"}
    assert at(administrator).post(f"{LOGINS}{chief.pk}/change/", data).status_code == 403
    password = {"password1": "correct horse battery", "password2": "correct horse battery"}
    assert at(administrator).post(f"{LOGINS}{chief.pk}/password/", password).status_code == 403


def test_forged_field_does_not_make_a_superuser(at, administrator, writer):
    data = {"email": writer.email, "is_active": "on", "is_superuser": "on", "_save": "1"}
    at(administrator).post(f"{LOGINS}{writer.pk}/change/", data)
    writer.refresh_from_db()
    assert not writer.is_superuser


@pytest.mark.parametrize("role", ["writer", "editor", "doctor", "moderator"])
def test_only_administrators_see_logins(role, request, at):
    client = at(request.getfixturevalue(role))
    user = User.objects.get()
    addresses = [LOGINS, f"{LOGINS}add/", f"{LOGINS}{user.pk}/change/", f"{LOGINS}{user.pk}/password/"]
    assert {client.get(address).status_code for address in addresses} == {403}
