"""What all tests share: no network, folders of their own, the cast, and builders."""

import os
import socket
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from authors.models import Author, User
from healthusias import roles
from history import append_only
from tests.desk import Browser
from tests.shuffling import shuffled_rows  # noqa: F401

SHARED = Path(os.environ.get("HEALTHUSIAS_SHARED", Path(__file__).resolve().parents[2] / "shared"))
# A machine that is busy with something else must not fail a test.
hypothesis_settings.register_profile("patient", deadline=None)
hypothesis_settings.load_profile("patient")
_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason=f"there is no folder {SHARED} (HEALTHUSIAS_SHARED)")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(skip)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test may talk to this machine only."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"a test reached for {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    """Pictures of a test are its own."""
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "data" / "media"
    settings.RETRACTIONS_FILE = tmp_path / "data" / "retraction_watch.csv"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    return SHARED


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Makes a login with roles: `person("writer")`."""

    def make(*names: str, email: str = "") -> User:
        if names and not Group.objects.filter(name=names[0]).exists():
            roles.sync_roles()
        email = email or f"{'-'.join(names).replace(' ', '-') or 'outsider'}@example.org"
        user = User.objects.create_user(email, "a long password", is_staff=bool(names))
        user.groups.set(Group.objects.filter(name__in=names))
        return user

    return make


@pytest.fixture(autouse=True, scope="session")
def emptied_databases() -> Iterator[None]:
    """Tests that commit empty their tables afterwards, which the record refuses (history.append_only)."""
    whole = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        with append_only.removed(connection):
            whole(case)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = whole


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that threads can share: for SQLite a file, as on a running site, because the tests' is in memory."""
    if connection.vendor != "sqlite":
        yield
        return
    memory, name, path = connection.connection, connection.settings_dict["NAME"], tmp_path / "shared.sqlite3"
    with sqlite3.connect(path) as file:
        memory.backup(file)
    file.close()
    connection.connection, connection.settings_dict["NAME"] = None, str(path)
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = memory, name


@pytest.fixture
def writer(person: Callable[..., User]) -> User:
    return person(roles.WRITER)


@pytest.fixture
def editor(person: Callable[..., User]) -> User:
    return person(roles.EDITOR)


@pytest.fixture
def doctor(person: Callable[..., User]) -> User:
    return person(roles.MEDICAL_REVIEWER)


@pytest.fixture
def moderator(person: Callable[..., User]) -> User:
    return person(roles.MODERATOR)


@pytest.fixture
def administrator(person: Callable[..., User]) -> User:
    return person(roles.ADMINISTRATOR)


@pytest.fixture
def outsider(person: Callable[..., User]) -> User:
    """A login without any role."""
    return person()


@pytest.fixture
def author(db: None) -> Author:
    return Author.objects.create(name="Ada Example", slug="ada-example")


@pytest.fixture
def client() -> Browser:
    return Browser()


@pytest.fixture
def reader(client: Any) -> Iterator[Any]:
    """A browser without a login; at the end it must not have been given a cookie."""
    yield client
    assert not client.cookies, "a reader's page set a cookie"


@pytest.fixture
def at(client: Any) -> Callable[[User], Any]:
    """The browser of a person who has signed in to the desk."""

    def sign_in(person: User) -> Any:
        client.force_login(person)
        return client

    return sign_in
