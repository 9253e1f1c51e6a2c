import os

import pytest
from django.core.files.base import ContentFile

from images import storage
from images.models import Image, Rendition
from images.storage import OriginalsStorage, RenditionsStorage


def content_of(name: str) -> bytes:
    with RenditionsStorage().open(name) as file:
        return file.read()


def test_originals_lie_outside_the_served_folder(settings, files):
    Image._meta.get_field("original").storage.save("ab/c.png", ContentFile(b"x"))
    assert files("originals") == {"originals/ab/c.png"}
    assert files("media") == set()


def test_originals_have_no_address():
    with pytest.raises(ValueError, match="no public address"):
        OriginalsStorage().url("ab/c.png")


def test_renditions_have_short_addresses(settings):
    settings.MEDIA_URL = "/media/"
    assert Rendition(file="renditions/ab.avif").file.url == "/media/renditions/ab.avif"


def test_name_is_kept_and_content_replaced(files):
    for content in (b"half", b"whole"):
        assert RenditionsStorage().save("renditions/a.jpg", ContentFile(content)) == "renditions/a.jpg"
    assert content_of("renditions/a.jpg") == b"whole"
    assert files("media") == {"media/renditions/a.jpg"}


def test_interrupted_write_leaves_nothing(files, monkeypatch):
    def stop(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        RenditionsStorage().save("renditions/a.jpg", ContentFile(b"x"))
    assert files("media") == set()


def test_interrupted_write_keeps_the_former_content(monkeypatch):
    store = RenditionsStorage()
    store.save("renditions/a.jpg", ContentFile(b"former"))
    monkeypatch.setattr(os, "fsync", lambda fileno: (_ for _ in ()).throw(OSError("no space")))
    with pytest.raises(OSError, match="no space"):
        store.save("renditions/a.jpg", ContentFile(b"next"))
    assert content_of("renditions/a.jpg") == b"former"


@pytest.mark.parametrize("name", ["../escape.jpg", "/etc/escape.jpg"])
def test_name_cannot_leave_the_folder(name):
    with pytest.raises(Exception, match=r"traversal|located outside"):
        OriginalsStorage().save(name, ContentFile(b"x"))


def test_files_can_be_read_by_a_proxy(places):
    RenditionsStorage().save("renditions/a.jpg", ContentFile(b"x"))
    assert (places / "media/renditions/a.jpg").stat().st_mode & 0o777 == 0o644


def test_deployment_may_name_other_storages(settings):
    assert isinstance(storage.originals(), OriginalsStorage)
    assert isinstance(storage.renditions(), RenditionsStorage)
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"originals": memory, "renditions": memory}
    assert type(storage.originals()).__name__ == type(storage.renditions()).__name__ == "InMemoryStorage"


def test_migrations_hold_no_path():
    for model, field in ((Image, "original"), (Rendition, "file")):
        _, _, _, arguments = model._meta.get_field(field).deconstruct()
        assert callable(arguments["storage"])
