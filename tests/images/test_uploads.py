import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from images import safety
from tests.images import samples

HANDLERS = [
    "images.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]


def post(settings, *files: bytes) -> HttpRequest:
    settings.FILE_UPLOAD_HANDLERS = HANDLERS
    uploads = [samples.upload(data, f"{number}.png") for number, data in enumerate(files)]
    return RequestFactory().post("/", {"file": uploads, "title": "A spine"})


def test_picture_within_the_cap_arrives_whole(settings):
    data = samples.encoded(samples.photo())
    request = post(settings, data)
    assert request.FILES["file"].read() == data
    assert request.POST["title"] == "A spine"


@pytest.mark.parametrize("memory", [0, 2_621_440])
def test_upload_beyond_the_cap_takes_no_more_than_the_cap(settings, memory):
    settings.IMAGE_MAX_BYTES, settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100_000, memory
    file = post(settings, b"\xff\xd8\xff" + bytes(1_000_000)).FILES["file"]
    assert file.size == 100_001
    with pytest.raises(safety.Refused, match="larger than"):
        safety.inspect(file)
    file.close()


def test_every_file_of_a_form_has_its_own_room(settings):
    settings.IMAGE_MAX_BYTES = 100_000
    sizes = [file.size for file in post(settings, bytes(150_000), bytes(90_000)).FILES.getlist("file")]
    assert sizes == [100_001, 90_000]


def test_empty_file_is_still_a_file(settings):
    assert post(settings, b"").FILES["file"].size == 0


def test_the_site_caps_its_uploads(settings):
    assert settings.FILE_UPLOAD_HANDLERS == HANDLERS
