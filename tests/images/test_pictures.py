import pytest

from images import pictures, ready
from images.models import Rendition
from images.pictures import Crop, Shown
from tests.images import samples

pytestmark = pytest.mark.django_db


def address(image, **which) -> str:
    return "/media/" + Rendition.objects.values_list("file", flat=True).get(image=image, **which)


@pytest.fixture
def stored(add):
    """An image with rows as a large picture has them, without the work of making the files."""

    def store(width: int = 1600, height: int = 1000, title: str = "A spine", **fields):
        image = add(samples.quarters(64, 40 + stored_before()), render_now=False, title=title, **fields)
        wide = [("wide", w, round(w * height / width), f) for w in (400, 800, 1200, 1600) for f in _FORMATS]
        squares = [("1x1", side, side, f) for side in (96, 192) for f in _FORMATS]
        cut = [("16x9", 1200, 675, "jpeg"), ("4x3", 1200, 900, "jpeg"), ("1x1", 1000, 1000, "jpeg")]
        Rendition.objects.bulk_create(
            Rendition(image=image, kind=k, format=f, width=w, height=h, size=1, recipe="1", file=_name(image, k, w, f))
            for k, w, h, f in wide + squares + cut
        )
        ready.note(image)
        return image

    def stored_before() -> int:
        return pictures.Image.objects.count()

    return store


_FORMATS = ("jpeg", "webp", "avif")


def _name(image, kind, width, format_):
    return f"renditions/{image.pk}-{kind}-{width}.{format_}"


def test_picture_has_what_the_page_needs(stored):
    image = stored(alt="A spine from behind", credit="C. R.")
    picture = pictures.pictures([image.pk], widths_hint="50vw")[image.pk]
    base = f"/media/renditions/{image.pk}-wide-"
    srcsets = {
        format_: ", ".join(f"{base}{width}.{format_} {width}w" for width in (400, 800, 1200, 1600))
        for format_ in _FORMATS
    }
    assert picture.sources == (
        ("image/avif", srcsets["avif"], "50vw"),
        ("image/webp", srcsets["webp"], "50vw"),
        ("image/jpeg", srcsets["jpeg"], "50vw"),
    )
    assert picture.src == f"{base}800.jpeg"
    assert (picture.width, picture.height) == (1600, 1000)
    assert (picture.alt, picture.credit) == ("A spine from behind", "C. R.")


def test_plain_address_is_a_jpeg_of_medium_size(add):
    image = add(samples.photo(1000, 60))
    picture = pictures.pictures([image.pk])[image.pk]
    assert picture.src == address(image, kind="wide", format="jpeg", width=800)
    assert (picture.width, picture.height) == (1000, 60)


def test_picture_wider_than_the_plain_width_only_is_still_shown(add):
    image = add(samples.photo(880, 64))
    Rendition.objects.filter(image=image, width__lt=880).delete()
    ready.note(image)
    assert pictures.pictures([image.pk])[image.pk].src == address(image, kind="wide", format="jpeg")


def test_image_without_renditions_is_absent(add, stored):
    made, waiting = stored(), add(samples.photo(70, 70), render_now=False)
    ids = [made.pk, waiting.pk, 4_000_000]
    assert list(pictures.pictures(ids)) == [made.pk]
    assert list(pictures.portraits(ids)) == [made.pk]
    assert list(pictures.crops(ids)) == [made.pk]


def test_portrait_is_a_small_square(stored):
    image = stored()
    portrait = pictures.portraits([image.pk])[image.pk]
    base = f"/media/renditions/{image.pk}-1x1-"
    assert portrait.sources[0] == ("image/avif", f"{base}96.avif 96w, {base}192.avif 192w", "96px")
    assert portrait.src == f"{base}192.jpeg"
    assert (portrait.width, portrait.height) == (192, 192)


def test_crops_come_in_the_order_of_structured_data(stored):
    image = stored()
    base = f"/media/renditions/{image.pk}-"
    assert pictures.crops([image.pk])[image.pk] == (
        Crop(f"{base}16x9-1200.jpeg", 1200, 675),
        Crop(f"{base}4x3-1200.jpeg", 1200, 900),
        Crop(f"{base}1x1-1000.jpeg", 1000, 1000),
    )


def test_crops_have_at_least_fifty_thousand_pixels(add):
    image = add(samples.photo(320, 200))
    found = pictures.crops([image.pk])[image.pk]
    assert [(crop.width, crop.height) for crop in found] == [(320, 180), (267, 200)]


@pytest.mark.parametrize("count", [1, 4])
def test_a_whole_page_takes_one_query(stored, count, django_assert_num_queries):
    ids = [stored().pk for _ in range(count)]
    with django_assert_num_queries(1):
        shown = pictures.show(pictures=ids, portraits=ids[:1], crops=ids[-1:])
    assert sorted(shown.pictures) == ids
    assert list(shown.portraits) == ids[:1]
    assert list(shown.crops) == ids[-1:]


def test_no_images_take_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert pictures.show() == Shown()
        assert pictures.pictures([]) == pictures.portraits(()) == pictures.crops(iter([])) == {}


def test_same_id_may_be_asked_for_twice(stored):
    image = stored()
    assert len(pictures.pictures([image.pk, image.pk])[image.pk].sources[0][1].split(", ")) == 4


def test_address_follows_the_media_address(stored, settings):
    settings.MEDIA_URL = "https://media.example.org/"
    image = stored()
    assert pictures.crops([image.pk])[image.pk][0].url.startswith("https://media.example.org/renditions/")


def test_percent_signs_and_quotes_in_words_are_kept(stored):
    image = stored(alt="100 % “pain” %s {}")
    assert pictures.pictures([image.pk])[image.pk].alt == "100 % “pain” %s {}"
