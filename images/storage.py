"""Where the files lie. Names are made of the content, so the same name always means the same bytes."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages


class ContentNamedStorage(FileSystemStorage):
    """Files that appear whole or not at all, under exactly the name that was asked for."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as part:
            try:
                for chunk in content.chunks():
                    part.write(chunk)
                part.flush()
                # A row will point here: the bytes must be on the disk before it is.
                os.fsync(part.fileno())
                os.chmod(part.name, self.file_permissions_mode or 0o644)
                os.replace(part.name, target)
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
        return name


class OriginalsStorage(ContentNamedStorage):
    """Uploaded files as they came, beside the served folder and never inside it: they hold metadata such as places."""

    @property
    def base_location(self) -> Path:
        return Path(settings.DATA_DIR) / "originals"

    @property
    def location(self) -> str:
        return os.path.abspath(self.base_location)

    def url(self, name: str | None) -> str:
        raise ValueError("Originals have no public address.")


class RenditionsStorage(ContentNamedStorage):
    """Public files under MEDIA_ROOT."""

    def url(self, name: str | None) -> str:
        # Our names need no quoting; Django's way costs more than the rest of a picture's markup.
        return f"{self.base_url}{name}"


def originals() -> Storage:
    """The storage of uploaded files: STORAGES["originals"] where a deployment names one, else a folder."""
    return storages["originals"] if "originals" in settings.STORAGES else OriginalsStorage()


def renditions() -> Storage:
    """The storage of what readers get: STORAGES["renditions"] where a deployment names one, else a folder."""
    return storages["renditions"] if "renditions" in settings.STORAGES else RenditionsStorage()
