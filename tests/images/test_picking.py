"""Pictures as the editor chooses and takes them in."""

import pytest

from images import library, safety
from images.models import Image
from tests.images import samples

pytestmark = pytest.mark.django_db

LIBRARY = "/admin/images/image/library/"
UPLOAD = "/admin/images/image/upload/"
WORDS = {"title": "A spine", "alt": "A drawing of a spine", "credit": "C. R.", "licence": ""}


def send(client, picture=None, **words):
    data = samples.encoded(picture or samples.photo(), "PNG")
    return client.post(UPLOAD, WORDS | words | {"file": samples.upload(data, "spine.png")})


def test_the_newest_come_first_and_retired_ones_not_at_all(at, writer, add):
    first, second = add(samples.photo(300)), add(samples.photo(310), title="A chair")
    library.retire(add(samples.photo(320), title="An old one"))
    answer = at(writer).get(LIBRARY).json()
    assert ([one["id"] for one in answer["found"]], answer["total"]) == ([second.pk, first.pk], 2)


def test_an_entry_says_what_the_editor_shows(at, writer, add):
    image = add(credit="C. R.")
    (found,) = at(writer).get(LIBRARY).json()["found"]
    assert found == {
        "id": image.pk,
        "title": "A spine",
        "alt": "A drawing of a spine",
        "credit": "C. R.",
        "width": 320,
        "height": 240,
        "focal_x": 0.5,
        "focal_y": 0.5,
        "src": found["src"],
        "retired": False,
        "uses": [],
    }
    assert found["src"].startswith("/media/")


def test_every_word_must_be_found_somewhere(at, writer, add):
    add(samples.photo(300), title="Spine", alt="from the left")
    add(samples.photo(310), title="Spine", alt="from the right", credit="Left Hand")
    add(samples.photo(320), title="Chair")
    titles = [one["alt"] for one in at(writer).get(LIBRARY, {"q": "SPINE left"}).json()["found"]]
    assert titles == ["from the right", "from the left"]


def test_many_pictures_take_no_more_queries(at, writer, add, django_assert_max_num_queries):
    for width in range(300, 306):
        add(samples.photo(width))
    client = at(writer)
    client.get(LIBRARY)
    with django_assert_max_num_queries(9):
        client.get(LIBRARY)


def test_a_new_picture_is_taken_in(at, writer):
    answer = send(at(writer))
    image = Image.objects.get()
    assert answer.status_code == 201
    assert (answer.json()["picture"]["id"], image.created_by, image.credit) == (image.pk, writer, "C. R.")


def test_the_same_content_is_offered_and_not_stored_twice(at, writer, add):
    image = add()
    answer = send(at(writer), title="Another name")
    assert (answer.status_code, answer.json()["known"]["id"]) == (200, image.pk)
    assert Image.objects.get().title == "A spine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"alt": ""}, "Alternative text: This field is required."),
        ({"title": " "}, "Title: This field is required."),
    ],
)
def test_missing_words_are_asked_for(at, writer, words, said):
    answer = send(at(writer), **words)
    assert (answer.status_code, answer.json()) == (422, {"problems": [said]})
    assert not Image.objects.exists()


def test_what_is_no_picture_is_refused_with_the_reason(at, writer):
    answer = at(writer).post(UPLOAD, WORDS | {"file": samples.upload(b"<svg/>", "spine.png")})
    assert answer.status_code == 422
    with pytest.raises(safety.Refused) as refusal:
        safety.inspect(samples.upload(b"<svg/>", "spine.png"))
    assert answer.json() == {"problems": [str(refusal.value)]}


def test_an_upload_without_a_file_says_so(at, writer):
    answer = at(writer).post(UPLOAD, WORDS)
    assert (answer.status_code, answer.json()) == (422, {"problems": ["Picture: This field is required."]})


def test_the_focal_point_is_moved(at, writer, add):
    image = add()
    answer = at(writer).post(f"/admin/images/image/{image.pk}/focal/", {"focal_x": "0.25", "focal_y": "1"})
    image.refresh_from_db()
    assert (answer.status_code, image.focal_x, image.focal_y) == (200, 0.25, 1.0)


@pytest.mark.parametrize("point", [{"focal_x": "2", "focal_y": "0"}, {"focal_x": "nan", "focal_y": "0"}, {}])
def test_a_point_outside_is_refused(at, writer, add, point):
    image = add()
    answer = at(writer).post(f"/admin/images/image/{image.pk}/focal/", point)
    image.refresh_from_db()
    assert (answer.status_code, image.focal_x) == (422, 0.5)


def test_who_may_not_add_pictures_cannot(at, doctor, outsider, add):
    image = add()
    client = at(doctor)
    assert send(client).status_code == 403
    assert client.post(f"/admin/images/image/{image.pk}/focal/", {"focal_x": "0", "focal_y": "0"}).status_code == 403
    assert client.get(LIBRARY).status_code == 200
    assert at(outsider).get(LIBRARY).status_code == 302
    assert client.get(UPLOAD).status_code == 302


def test_reading_does_not_change_anything(at, writer, add):
    image = add()
    assert at(writer).get(f"/admin/images/image/{image.pk}/focal/").status_code == 405
    assert at(writer).get(UPLOAD).status_code == 405


def test_a_file_is_known_by_its_print_even_when_retired(at, writer, add):
    image = add(samples.photo(300))
    library.retire(image)
    add(samples.photo(310))
    client = at(writer)
    found = client.get(LIBRARY, {"hash": image.content_hash}).json()["found"]
    assert [(one["id"], one["retired"]) for one in found] == [(image.pk, True)]
    for unknown in ("", "0" * 64, "x" * 5_000, "\x00"):
        assert client.get(LIBRARY, {"hash": unknown}).json() == {"found": [], "total": 0}
