import io

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django_tasks_db.models import DBTaskResult

from images import library, processing, safety
from images.models import Image
from tests.images import samples

pytestmark = pytest.mark.django_db


def enqueued() -> list[list[int]]:
    rows = DBTaskResult.objects.filter(task_path="images.tasks.make_renditions")
    return [row.args_kwargs["args"] for row in rows]


def take(data: bytes, **fields) -> Image:
    words = {"title": "A spine", "alt": "A drawing of a spine", "by": None} | fields
    return library.add(io.BytesIO(data), **words)


def test_image_holds_what_was_said_of_it(django_user_model):
    user = django_user_model.objects.create_user("writer@example.org")
    image = take(samples.encoded(samples.photo()), by=user, credit="C. R.", licence="own", focal=(0.2, 0.8))
    image.refresh_from_db()
    assert (image.title, image.alt, image.credit, image.licence) == ("A spine", "A drawing of a spine", "C. R.", "own")
    assert (image.width, image.height, image.focal_x, image.focal_y) == (320, 240, 0.2, 0.8)
    assert image.created_by == user
    assert image.created_at is not None


def test_original_is_kept_byte_by_byte(places):
    data = samples.encoded(samples.photo(), "JPEG", exif=samples.exif(1, with_place=True))
    image = take(data)
    assert (places / "originals" / image.original.name).read_bytes() == data
    assert image.original.name == f"{image.content_hash[:2]}/{image.content_hash}.jpg"


def test_rendering_is_enqueued_on_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = take(samples.encoded(samples.photo()))
        assert enqueued() == []
    assert enqueued() == [[image.pk]]


def test_rendering_at_once_enqueues_nothing(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = take(samples.encoded(samples.photo()), render_now=True)
    assert processing.is_complete(image)
    assert enqueued() == []


def test_same_content_is_one_image():
    data = samples.encoded(samples.photo())
    image = take(data)
    again = take(data, title="Another title", alt="other", focal=(0.0, 0.0))
    assert again == image
    assert (again.title, again.focal_x) == ("A spine", 0.5)
    assert Image.objects.count() == 1


def test_known_image_gets_its_missing_renditions():
    data = samples.encoded(samples.photo())
    take(data)
    assert processing.is_complete(take(data, render_now=True))


def test_lost_original_comes_back_with_the_next_upload(places):
    data = samples.encoded(samples.photo())
    image = take(data)
    path = places / "originals" / image.original.name
    path.unlink()
    take(data)
    assert path.read_bytes() == data


def test_two_people_with_the_same_picture_at_once_share_one_image(monkeypatch):
    data = samples.encoded(samples.photo())
    first, find = take(data), Image.objects.filter
    hidden = iter([Image.objects.none()])
    # The second person looks before the first has committed.
    monkeypatch.setattr(Image.objects, "filter", lambda **which: next(hidden, None) or find(**which), raising=False)
    assert take(data, title="Second") == first


def test_another_violation_is_not_taken_for_a_race(monkeypatch):
    monkeypatch.setattr(Image, "clean_fields", lambda *args, **kwargs: None)
    with pytest.raises(IntegrityError):
        take(samples.encoded(samples.photo()), focal=(2.0, 0.5))


@pytest.mark.parametrize("fields", [{"title": ""}, {"alt": ""}, {"title": "t" * 201}, {"focal": (1.5, 0.5)}])
def test_refused_words_store_nothing(fields, files):
    with pytest.raises(ValidationError):
        take(samples.encoded(samples.photo()), **fields)
    assert Image.objects.count() == 0
    assert files("originals") == set()


def test_refused_file_stores_nothing(files):
    with pytest.raises(safety.Refused):
        take(b"<svg/>")
    assert Image.objects.count() == 0
    assert files("originals") == set()


def test_failing_disk_leaves_no_row(monkeypatch):
    def full(*args):
        raise OSError("no space")

    monkeypatch.setattr("images.storage.OriginalsStorage._save", full)
    with pytest.raises(OSError, match="no space"):
        take(samples.encoded(samples.photo()))
    assert Image.objects.count() == 0


def test_file_inspected_before_is_not_inspected_again(monkeypatch):
    file = io.BytesIO(samples.encoded(samples.photo()))
    inspected = safety.inspect(file)
    monkeypatch.setattr(safety, "inspect", None)
    image = library.add(file, title="t", alt="a", by=None, inspected=inspected)
    assert image.content_hash == inspected.content_hash


def test_moved_focal_point_enqueues_rendering(django_capture_on_commit_callbacks):
    image = take(samples.encoded(samples.photo()))
    image.focal_x = 0.1
    with django_capture_on_commit_callbacks(execute=True):
        library.save(image)
    assert enqueued() == [[image.pk]]


def test_changed_words_enqueue_nothing(django_capture_on_commit_callbacks):
    image = take(samples.encoded(samples.photo()))
    image.alt = "A spine from behind"
    with django_capture_on_commit_callbacks(execute=True):
        library.save(image)
    image.refresh_from_db()
    assert image.alt == "A spine from behind"
    assert enqueued() == []


def test_impossible_focal_point_is_refused():
    image = take(samples.encoded(samples.photo()))
    image.focal_y = -0.1
    with pytest.raises(ValidationError):
        library.save(image)


def test_retired_image_can_be_taken_back():
    image = take(samples.encoded(samples.photo()))
    library.retire(image)
    first = image.retired_at
    library.retire(image)
    assert image.retired_at == first
    assert not Image.objects.available().exists()
    library.take_back(image)
    assert Image.objects.available().get() == image
