"""Addresses of static files."""

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

from healthusias.staticfiles import ManifestStorage


@pytest.fixture
def lookups(monkeypatch):
    asked = []

    def url(self, name, force=False):
        asked.append(name)
        return f"/static/{name}?{len(asked)}"

    monkeypatch.setattr(ManifestStaticFilesStorage, "url", url)
    return asked


def test_an_address_is_looked_up_once(lookups, settings):
    settings.DEBUG = False
    storage = ManifestStorage()
    assert [storage.url("a.css"), storage.url("b.css"), storage.url("a.css")] == [
        "/static/a.css?1",
        "/static/b.css?2",
        "/static/a.css?1",
    ]
    assert lookups == ["a.css", "b.css"]


def test_a_developer_sees_every_change(lookups, settings):
    settings.DEBUG = True
    storage = ManifestStorage()
    assert storage.url("a.css") != storage.url("a.css")
