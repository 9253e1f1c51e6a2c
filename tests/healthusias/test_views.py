import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.urls import get_resolver

from articles.models.pillar import RESERVED_SLUGS
from healthusias import roles


def test_robots_names_the_sitemap_and_closes_the_desk(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text


def test_healthz_asks_the_database_nothing(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


def test_readyz_is_ready_with_all_migrations(client, db):
    assert client.get("/readyz").json() == {"ready": True, "failing": []}


def test_readyz_sees_a_place_that_cannot_be_written(client, db, monkeypatch):
    monkeypatch.setattr("healthusias.views.os.access", lambda place, mode: False)
    assert client.get("/readyz").json() == {"ready": False, "failing": ["media"]}


def test_readyz_says_what_fails(client, db, monkeypatch):
    monkeypatch.setattr("healthusias.views.MigrationExecutor", lambda connection: 1 / 0)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["failing"]) == (503, ["database"])


def test_no_hub_can_take_an_address_of_the_site():
    """Every first segment that the site itself uses is reserved."""
    first = {str(pattern.pattern).split("/")[0].strip("^") for pattern in get_resolver().url_patterns}
    articles = next(
        pattern for pattern in get_resolver().url_patterns if getattr(pattern, "app_name", "") == "articles"
    )
    first |= {str(pattern.pattern).split("/")[0] for pattern in articles.url_patterns}
    words = {word for word in first if word and "<" not in word and "." not in word}
    assert words - RESERVED_SLUGS == set()


@pytest.mark.django_db
def test_roles_are_written_once_and_then_agree():
    assert sorted(roles.sync_roles()) == sorted(roles.ROLES)
    assert roles.sync_roles() == []


@pytest.mark.django_db
def test_roles_that_somebody_changed_are_told_of_at_the_start_and_by_a_check(caplog):
    roles.sync_roles()
    roles.check_at_start()
    call_command("sync_roles", "--check", verbosity=0)
    assert caplog.text == ""
    Group.objects.get(name=roles.WRITER).permissions.add(Permission.objects.get(codename="publish_article"))
    Group.objects.get(name=roles.AUDITOR).delete()
    roles.check_at_start()
    assert "not as they should be: writer, auditor. Run `manage.py sync_roles`." in caplog.text
    with pytest.raises(CommandError, match="writer, auditor"):
        call_command("sync_roles", "--check")
    assert roles.sync_roles() == [roles.WRITER, roles.AUDITOR]
    assert roles.differing() == {}


@pytest.mark.django_db
def test_first_login_may_do_everything_and_is_case_insensitive(monkeypatch, client):
    monkeypatch.setenv("ADMIN_PASSWORD", "correct horse battery")
    call_command("create_admin", "First@Example.org", verbosity=0)
    assert client.login(username="first@example.ORG", password="correct horse battery")
    with pytest.raises(Exception, match="has a login already"):
        call_command("create_admin", "FIRST@example.org")


@pytest.mark.django_db
def test_a_weak_first_password_is_refused(monkeypatch):
    monkeypatch.setenv("ADMIN_PASSWORD", "password")
    with pytest.raises(Exception, match="too common"):
        call_command("create_admin", "first@example.org")
