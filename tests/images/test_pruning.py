import os
import time

import pytest
from django.core.files.base import ContentFile

from images import pruning
from images.storage import OriginalsStorage, RenditionsStorage

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(places):
    """Make every file two days old."""

    def age() -> None:
        then = time.time() - 2 * 86_400
        for path in places.rglob("*"):
            os.utime(path, (then, then))

    return age


def test_files_without_rows_are_removed(add, old, files):
    add()
    before = files(".")
    OriginalsStorage().save("ab/abcd.png", ContentFile(b"x"))
    RenditionsStorage().save("renditions/abcd.jpg", ContentFile(b"x"))
    RenditionsStorage().save("renditions/tmp1234.part", ContentFile(b"x"))
    old()
    assert pruning.prune() == 3
    assert files(".") == before


def test_young_files_are_left_alone(files):
    RenditionsStorage().save("renditions/abcd.jpg", ContentFile(b"x"))
    assert pruning.prune() == 0
    assert files("media") == {"media/renditions/abcd.jpg"}


def test_other_files_under_media_are_left_alone(old, files):
    RenditionsStorage().save("elsewhere/abcd.jpg", ContentFile(b"x"))
    old()
    assert pruning.prune() == 0
    assert files("media") == {"media/elsewhere/abcd.jpg"}


def test_nothing_stored_yet_is_no_error():
    assert pruning.prune() == 0
