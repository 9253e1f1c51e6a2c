import io
from pathlib import Path

import pytest

from images import library
from images.models import Image
from tests.images import samples


@pytest.fixture
def places(settings):
    """The folder that holds this test's originals and media."""
    return Path(settings.DATA_DIR)


@pytest.fixture
def files(places):
    """The names of all files under a folder of the test's data."""

    def names(folder: str) -> set[str]:
        return {str(path.relative_to(places)) for path in (places / folder).rglob("*") if path.is_file()}

    return names


@pytest.fixture
def add(db):
    """Take a picture into the library, with its renditions unless asked otherwise."""

    def add_image(picture=None, *, format_="PNG", render_now=True, by=None, **fields) -> Image:
        data = samples.encoded(picture or samples.photo(), format_)
        words = {"title": "A spine", "alt": "A drawing of a spine"} | fields
        return library.add(io.BytesIO(data), by=by, render_now=render_now, **words)

    return add_image
