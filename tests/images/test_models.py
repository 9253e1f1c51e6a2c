import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from images.models import Image, Rendition

pytestmark = pytest.mark.django_db


def build(**fields) -> Image:
    values = {
        "original": "ab/ab.png",
        "title": "A spine",
        "alt": "A drawing of a spine",
        "width": 320,
        "height": 240,
        "content_hash": "ab",
    }
    return Image(**values | fields)


def rendition(image: Image, **fields) -> Rendition:
    values = {
        "kind": "wide",
        "format": "jpeg",
        "width": 320,
        "height": 240,
        "file": "renditions/ab.jpg",
        "size": 9,
        "recipe": "1",
    }
    return Rendition(image=image, **values | fields)


def refused_by_database(row, constraint: str) -> bool:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        row.save()
    return constraint in str(error.value)


@pytest.mark.parametrize("point", [{"focal_x": -0.01}, {"focal_x": 1.01}, {"focal_y": -1}, {"focal_y": 2}])
def test_focal_point_lies_inside_the_picture(point):
    assert refused_by_database(build(**point), "image_focal_point_inside")
    with pytest.raises(ValidationError):
        build(**point).clean_fields()


@pytest.mark.parametrize("point", [{"focal_x": 0, "focal_y": 1}, {"focal_x": 1, "focal_y": 0}])
def test_focal_point_may_lie_on_the_edge(point):
    build(**point).save()
    assert Image.objects.count() == 1


def test_focal_point_is_a_number():
    with pytest.raises(IntegrityError), transaction.atomic():
        build(focal_x=float("nan")).save()


@pytest.mark.parametrize("size", [{"width": 0}, {"height": 0}])
def test_image_has_a_size(size):
    assert refused_by_database(build(**size), "image_has_a_size")


@pytest.mark.parametrize("words", [{"title": ""}, {"alt": ""}])
def test_image_has_title_and_alternative_text(words):
    assert refused_by_database(build(**words), "image_is_described")


@pytest.mark.parametrize("content", [{"original": ""}, {"content_hash": ""}])
def test_image_has_content(content):
    assert refused_by_database(build(**content), "image_has_content")


def test_content_is_unique():
    build().save()
    assert refused_by_database(build(title="Another"), "content_hash")


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"width": 0}, "rendition_has_a_size"),
        ({"height": 0}, "rendition_has_a_size"),
        ({"size": 0}, "rendition_has_a_size"),
        ({"kind": "3x2"}, "rendition_kind_known"),
        ({"format": "gif"}, "rendition_format_known"),
        ({"file": ""}, "rendition_has_a_file"),
    ],
)
def test_rendition_is_whole(fields, constraint):
    image = build()
    image.save()
    assert refused_by_database(rendition(image, **fields), constraint)


def test_rendition_is_unique_for_image_kind_format_and_width():
    image = build()
    image.save()
    rendition(image).save()
    rendition(image, width=160).save()
    rendition(image, format="avif").save()
    with pytest.raises(IntegrityError), transaction.atomic():
        rendition(image, height=1).save()


def test_retired_images_are_not_available():
    build().save()
    build(content_hash="cd", retired_at=timezone.now()).save()
    assert [image.content_hash for image in Image.objects.available()] == ["ab"]


def test_user_of_an_image_cannot_be_deleted(django_user_model):
    user = django_user_model.objects.create_user("writer@example.org")
    build(created_by=user).save()
    with pytest.raises(ProtectedError):
        user.delete()


def test_image_is_named_by_its_title():
    image = build()
    assert str(image) == "A spine"
    assert str(rendition(image)) == "whole picture 320 × 240 JPEG"
