import re

import pytest
from django.contrib.auth.models import Permission
from django_tasks_db.models import DBTaskResult

from images import library
from images.models import Image
from tests.images import samples

pytestmark = pytest.mark.django_db

LIST = "/admin/images/image/"
ADD = "/admin/images/image/add/"
WORDS = {
    "title": "A spine",
    "alt": "A drawing of a spine",
    "credit": "C. R.",
    "licence": "own work",
    "focal_x": "0.25",
    "focal_y": "0.75",
}


@pytest.fixture
def enter(client, django_user_model):
    """Sign in as a member of staff with these permissions on pictures."""

    def sign_in(*permissions: str):
        user = django_user_model.objects.create_user(f"staff-{len(permissions)}@example.org", is_staff=True)
        names = [f"{permission}_image" for permission in permissions]
        user.user_permissions.set(Permission.objects.filter(content_type__app_label="images", codename__in=names))
        client.force_login(user)
        return user

    return sign_in


@pytest.fixture
def at_desk(client, writer):
    """A writer, signed in."""
    client.force_login(writer)
    return writer


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def upload(client, data: bytes, name: str = "spine.png", **words):
    return client.post(ADD, WORDS | words | {"file": samples.upload(data, name)})


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)


def test_writer_uploads_a_picture(client, at_desk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = upload(client, samples.encoded(samples.photo(), "JPEG"))
    assert response.status_code == 302
    image = Image.objects.get()
    assert {name: str(getattr(image, name)) for name in WORDS} == WORDS
    assert image.created_by == at_desk
    assert (image.width, image.height) == (320, 240)
    assert DBTaskResult.objects.get().args_kwargs["args"] == [image.pk]


def test_upload_can_go_on_to_the_picture_s_page(client, at_desk):
    response = upload(client, samples.encoded(samples.photo()), _continue="1")
    assert response.url == f"/admin/images/image/{Image.objects.get().pk}/change/"
    assert "in the making" in page(client, response.url)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<svg onload='alert(1)'/>", "SVG drawings are not accepted"),
        (b"just words", "This is text"),
        (samples.png(50_000, 50_000, pixels=b""), "This picture is too large"),
        (samples.encoded(samples.photo())[:900], "This picture is damaged"),
        (samples.encoded(samples.photo(), "GIF"), "GIF pictures are not accepted"),
    ],
)
def test_refused_file_says_why_and_keeps_what_was_typed(client, at_desk, data, reason):
    response = upload(client, data, alt="Typed with “care”")
    assert errors(response)["file"][0].startswith(reason)
    html = response.content.decode()
    assert "Typed with “care”" in html
    assert 'value="A spine"' in html
    assert 'value="0.25"' in html
    assert Image.objects.count() == 0


def test_too_large_file_is_refused(client, at_desk, settings):
    settings.IMAGE_MAX_BYTES = 2048
    assert errors(upload(client, samples.encoded(samples.photo())))["file"][0].startswith("This file is larger than")


def test_missing_file_and_words_are_asked_for(client, at_desk):
    response = client.post(ADD, {"focal_x": "0.5", "focal_y": "0.5"})
    assert sorted(errors(response)) == ["alt", "file", "title"]


@pytest.mark.parametrize("value", ["1.5", "-1", "nan", "inf", "left"])
def test_impossible_focal_point_is_refused(client, at_desk, value):
    assert "focal_x" in errors(upload(client, samples.encoded(samples.photo()), focal_x=value))


def test_known_picture_is_named_instead_of_stored_again(client, at_desk, add):
    image = add(samples.photo(), title="First upload", render_now=False)
    (message,) = errors(upload(client, samples.encoded(samples.photo())))["file"]
    assert message == (f"This picture is in the library already, as “First upload” (number {image.pk}). Use that one.")
    library.retire(image)
    assert "take it back" in errors(upload(client, samples.encoded(samples.photo())))["file"][0]


def test_words_and_focal_point_can_be_changed(client, at_desk, add, django_capture_on_commit_callbacks):
    image = add(render_now=False)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"/admin/images/image/{image.pk}/change/", WORDS | {"alt": "From behind"})
    assert response.status_code == 302
    image.refresh_from_db()
    assert (image.alt, image.focal_x) == ("From behind", 0.25)
    assert DBTaskResult.objects.count() == 1


def test_file_and_facts_cannot_be_changed(client, at_desk, add):
    image = add(render_now=False)
    forged = {"width": "9", "content_hash": "0", "original": "x", "file": samples.upload(b"x")}
    client.post(f"/admin/images/image/{image.pk}/change/", WORDS | forged)
    again = Image.objects.get()
    assert (again.width, again.content_hash, again.original) == (320, image.content_hash, image.original)


def test_forms_explain_the_alternative_text(client, at_desk):
    assert "under 125 characters" in page(client, ADD)


def test_list_shows_a_thumbnail_or_that_it_is_being_made(client, at_desk, add):
    ready = add(title="Ready")
    add(samples.photo(64, 64), title="Waiting", render_now=False)
    html = page(client, LIST)
    thumbnail = ready.renditions.get(kind="1x1", format="jpeg", width=96).file.url
    assert re.search(rf'<img src="{thumbnail}" width="96" height="96" alt="A drawing of a spine" loading="lazy">', html)
    assert html.count("in the making") == 1


def test_page_of_a_picture_shows_it_with_its_facts(client, at_desk, add):
    image = add(by=at_desk)
    html = page(client, f"/admin/images/image/{image.pk}/change/")
    assert image.renditions.get(kind="wide", format="jpeg").file.url in html
    assert "320 × 240" in html
    assert f"/admin/images/image/{image.pk}/original/" in html


@pytest.mark.parametrize("address", [LIST, ADD])
def test_pages_obey_the_content_security_policy(client, at_desk, add, address):
    add()
    html = page(client, address)
    assert not re.search(r"\sstyle=|<style|\son\w+=", html)


def test_words_with_markup_are_escaped(client, at_desk, add):
    image = add(title="<script>alert(1)</script>", alt='"><script>alert(1)</script>')
    for address in (LIST, f"/admin/images/image/{image.pk}/change/"):
        assert "<script>alert" not in page(client, address)


@pytest.mark.parametrize("count", [2, 8])
def test_list_takes_the_same_queries_at_any_length(client, at_desk, add, count, django_assert_max_num_queries):
    for number in range(count):
        add(samples.photo(64, 40 + number), by=at_desk, render_now=False)
    with django_assert_max_num_queries(8):
        page(client, LIST)


def test_nobody_deletes_a_picture(client, admin_user, add):
    client.force_login(admin_user)
    image = add(render_now=False)
    assert client.post(f"/admin/images/image/{image.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [image.pk], "post": "yes"})
    assert Image.objects.count() == 1


def test_pictures_are_retired_and_taken_back(client, at_desk, add):
    image = add(render_now=False)
    client.post(LIST, {"action": "retire", "_selected_action": [image.pk]})
    assert not Image.objects.available().exists()
    client.post(LIST, {"action": "take_back", "_selected_action": [image.pk]})
    assert Image.objects.available().exists()


def test_retired_pictures_stay_in_the_list(client, at_desk, add):
    library.retire(add(title="Old hat", render_now=False))
    assert "Old hat" in page(client, LIST)


def test_who_may_only_look_cannot_add_change_or_retire(client, enter, add):
    enter("view")
    image = add(render_now=False)
    assert client.get(ADD).status_code == 403
    assert upload(client, samples.encoded(samples.photo(64, 64))).status_code == 403
    assert client.post(f"/admin/images/image/{image.pk}/change/", WORDS).status_code == 403
    client.post(LIST, {"action": "retire", "_selected_action": [image.pk]})
    image.refresh_from_db()
    assert (image.title, image.focal_x, image.retired_at) == ("A spine", 0.5, None)
    assert Image.objects.count() == 1


def test_original_is_a_download_byte_by_byte(client, at_desk, places):
    data = samples.encoded(samples.photo(), "JPEG", exif=samples.exif(1, with_place=True))
    image = library.add(samples.file(data), title="A spine, from behind", alt="a", by=None)
    response = client.get(f"/admin/images/image/{image.pk}/original/")
    assert b"".join(response.streaming_content) == data
    assert response["Content-Disposition"] == f'attachment; filename="a-spine-from-behind-{image.pk}.jpg"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_original_is_for_staff_who_may_see_pictures(client, enter, add, django_user_model):
    address = f"/admin/images/image/{add(render_now=False).pk}/original/"
    assert client.get(address).status_code == 302
    client.force_login(django_user_model.objects.create_user("reader@example.org"))
    assert client.get(address).status_code == 302
    enter()
    assert client.get(address).status_code == 403


def test_original_that_is_not_there_is_not_found(client, at_desk, add, places):
    image = add(render_now=False)
    (places / "originals" / image.original.name).unlink()
    assert client.get(f"/admin/images/image/{image.pk}/original/").status_code == 404
    assert client.get("/admin/images/image/4000000/original/").status_code == 404
