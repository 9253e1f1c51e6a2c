"""The files that prove a credential: kept outside of everything that is served, handed out to the desk alone."""

import secrets
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.deconstruct import deconstructible

from images.storage import ContentNamedStorage

LARGEST = 8 * 1024 * 1024
LONGEST_NAME = 120
# By the first bytes, whatever the file is called: what it is served as, and under which ending.
KINDS = {
    b"%PDF-": ("application/pdf", "pdf"),
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
}


@deconstructible
class EvidenceStorage(ContentNamedStorage):
    """DATA_DIR/evidence, which nothing serves. Back it up with the database."""

    @property
    def base_location(self) -> Path:
        return Path(settings.DATA_DIR) / "evidence"

    @property
    def location(self) -> str:
        return str(self.base_location)

    def url(self, name: str | None) -> str:
        raise ValueError("evidence has no address")


evidence_storage = EvidenceStorage(file_permissions_mode=0o600)


def checked(upload: UploadedFile) -> ContentFile:
    """The file under a name that nobody can guess. Raises ValidationError where it is none of KINDS."""
    if upload.size > LARGEST:
        raise ValidationError(f"The file has more than {LARGEST // 1024 // 1024} MB. Make a smaller copy of it.")
    data = upload.read()
    found = [ending for begins, (_, ending) in KINDS.items() if data.startswith(begins)]
    if not found:
        raise ValidationError("Choose a PDF, a JPEG or a PNG: this file is none of them.")
    return ContentFile(data, name=f"{secrets.token_hex(16)}.{found[0]}")


def media_type(name: str) -> str:
    """What a kept file is served as."""
    endings = {ending: kind for kind, ending in KINDS.values()}
    return endings[name.rpartition(".")[2]]
