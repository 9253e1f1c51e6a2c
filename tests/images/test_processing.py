import hashlib
import re

import pytest
from PIL import Image as Pillow

from images import library, processing
from images.enums import Format, Kind
from images.models import Image, Rendition
from images.plan import plan
from images.processing import make_renditions
from tests.images import samples

pytestmark = pytest.mark.django_db


def names(image: Image, **which) -> set[str]:
    return set(Rendition.objects.filter(image=image, **which).values_list("file", flat=True))


def opened(row: Rendition) -> Pillow.Image:
    with row.file.storage.open(row.file.name) as file, Pillow.open(file) as picture:
        picture.load()
        return picture


@pytest.fixture
def moved(django_capture_on_commit_callbacks):
    """Move the focal point of an image without making its renditions."""

    def move(image: Image, x: float, y: float) -> None:
        Image.objects.filter(pk=image.pk).update(focal_x=x, focal_y=y)

    return move


def test_rows_and_files_are_what_was_planned(add):
    image = add()
    planned = {
        (spec.kind, format_, spec.width, spec.height) for spec in plan(320, 240, 0.5, 0.5) for format_ in spec.formats
    }
    rows = list(image.renditions.all())
    assert {(row.kind, row.format, row.width, row.height) for row in rows} == planned
    for row in rows:
        picture = opened(row)
        assert picture.size == (row.width, row.height)
        assert picture.format == Format(row.format).name
        assert row.file.storage.size(row.file.name) == row.size


def test_name_is_the_hash_of_the_content(add, places):
    for row in add().renditions.all():
        data = (places / "media" / row.file.name).read_bytes()
        assert row.file.name.split("/")[1].split(".")[0] == hashlib.sha256(data).hexdigest()[:24]
        assert re.fullmatch(r"renditions/[0-9a-f]{24}\.(avif|webp|jpg)", row.file.name)


def test_large_picture_gets_every_width(add):
    image = add(samples.quarters(1700, 1000))
    widths = image.renditions.filter(kind=Kind.WIDE, format=Format.WEBP).values_list("width", "height")
    assert sorted(widths) == [(400, 235), (800, 471), (1200, 706), (1600, 941)]


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_metadata_never_reaches_readers(add, places, format_):
    options = {"exif": samples.exif(1, with_place=True), "xmp": b"<x:xmpmeta>" + samples.PLACE + b"</x:xmpmeta>"}
    if format_ == "JPEG":
        options["comment"] = samples.PLACE
    data = samples.encoded(samples.photo(64, 48), format_, **options)
    assert samples.PLACE in data
    library.add(samples.file(data), title="t", alt="a", by=None, render_now=True)
    for path in (places / "media/renditions").iterdir():
        content = path.read_bytes()
        assert samples.PLACE not in content
        assert not any(mark in content for mark in (b"Exif", b"xmpmeta", b"ICC_PROFILE"))
        with Pillow.open(path) as picture:
            assert len(picture.getexif()) == 0


def test_what_hides_behind_a_picture_never_reaches_readers(places):
    payload = b"<script>alert(1)</script>"
    data = samples.encoded(samples.photo(64, 48), "JPEG", comment=payload) + b"PK\3\4" + payload
    library.add(samples.file(data), title="t", alt="a", by=None, render_now=True)
    assert all(payload not in path.read_bytes() for path in (places / "media/renditions").iterdir())


@pytest.mark.parametrize("orientation", [3, 6])
def test_renditions_are_upright(orientation):
    turn = {3: Pillow.Transpose.ROTATE_180, 6: Pillow.Transpose.ROTATE_90}[orientation]
    data = samples.encoded(samples.quarters().transpose(turn), "JPEG", exif=samples.exif(orientation))
    image = library.add(samples.file(data), title="t", alt="a", by=None, render_now=True)
    for row in image.renditions.filter(kind__in=[Kind.WIDE, Kind.CLASSIC]):
        assert samples.corners(opened(row)) == ["red", "green", "blue", "yellow"]


def test_crops_keep_the_focal_point(add):
    image = add(samples.quarters(640, 320), focal=(1.0, 0.5))
    square = image.renditions.get(kind=Kind.SQUARE, width=320)
    assert samples.corners(opened(square)) == ["green", "green", "yellow", "yellow"]


def test_drawing_keeps_the_edges_of_its_colours(add):
    image = add(samples.quarters(320, 240))
    for format_ in (Format.AVIF, Format.JPEG):
        picture = opened(image.renditions.get(kind=Kind.WIDE, format=format_)).convert("RGB")
        red, green, _ = picture.getpixel((157, 40))
        assert red > 220
        assert green < 40


def test_second_run_does_nothing(add, monkeypatch, django_assert_num_queries):
    image = add()
    before = names(image)
    monkeypatch.setattr(processing, "encode", None)
    with django_assert_num_queries(2):
        assert make_renditions(image) == 0
    assert names(image) == before


def test_lost_note_of_the_renditions_is_written_again(add, monkeypatch):
    image = add()
    noted = Image.objects.get(pk=image.pk).ready
    monkeypatch.setattr(processing, "encode", None)
    Image.objects.filter(pk=image.pk).update(ready="")
    assert not processing.is_complete(Image.objects.get(pk=image.pk))
    assert make_renditions(image) == 0
    assert Image.objects.get(pk=image.pk).ready == noted != ""


def test_everything_can_be_made_anew(add, files):
    image = add()
    before = files("media")
    assert make_renditions(image, anew=True) == image.renditions.count()
    assert files("media") == before


def test_lost_file_is_made_again(add, places):
    image = add()
    row = image.renditions.get(kind=Kind.WIDE, format=Format.AVIF)
    (places / "media" / row.file.name).unlink()
    assert make_renditions(image) == 1
    assert (places / "media" / row.file.name).exists()


def test_lost_row_is_made_again(add):
    image = add()
    before = names(image)
    image.renditions.filter(kind=Kind.SQUARE).delete()
    assert make_renditions(image) > 0
    assert names(image) == before


def test_new_encoder_settings_make_everything_out_of_date(add, monkeypatch):
    image = add()
    monkeypatch.setattr(processing, "ENCODING", processing.ENCODING + 1)
    assert not processing.is_complete(image)
    assert make_renditions(image) == image.renditions.count()
    assert processing.is_complete(image)


def test_moved_focal_point_makes_crops_again_and_removes_the_old(add, moved, files, django_capture_on_commit_callbacks):
    image = add(samples.quarters(640, 240))
    wide, squares = names(image, kind=Kind.WIDE), names(image, kind=Kind.SQUARE)
    moved(image, 0.0, 0.5)
    with django_capture_on_commit_callbacks(execute=True):
        make_renditions(image)
    assert names(image, kind=Kind.WIDE) == wide
    assert names(image, kind=Kind.SQUARE).isdisjoint(squares)
    assert files("media") == {f"media/{name}" for name in names(image)}


def test_old_files_stay_until_the_commit(add, moved, files, django_capture_on_commit_callbacks):
    image = add(samples.quarters(640, 240))
    before = files("media")
    moved(image, 0.0, 0.5)
    with django_capture_on_commit_callbacks():
        make_renditions(image)
    assert before < files("media")


def test_renditions_that_are_no_longer_planned_are_removed(add, monkeypatch, files, django_capture_on_commit_callbacks):
    image = add()
    monkeypatch.setattr("images.plan.PORTRAIT_SIDES", (96,))
    with django_capture_on_commit_callbacks(execute=True):
        assert make_renditions(image) == 0
    assert not image.renditions.filter(width=192).exists()
    assert files("media") == {f"media/{name}" for name in names(image)}


def test_file_that_another_image_shares_is_kept(add, moved, files, django_capture_on_commit_callbacks):
    # The same pixels in two originals give the same renditions.
    one, two = add(samples.quarters(640, 240)), add(samples.quarters(640, 240), format_="WEBP", title="Copy")
    (shared,) = names(one, kind=Kind.SQUARE, format=Format.JPEG, width=96)
    (own,) = names(one, kind=Kind.SQUARE, format=Format.JPEG, width=192)
    two.renditions.filter(kind=Kind.SQUARE, format=Format.JPEG, width=96).update(file=shared)
    two.renditions.filter(file=own).delete()
    moved(one, 0.0, 0.5)
    with django_capture_on_commit_callbacks(execute=True):
        make_renditions(one)
    assert names(one).isdisjoint({shared, own})
    assert f"media/{shared}" in files("media")
    assert f"media/{own}" not in files("media")


def test_killed_run_is_taken_up_again(add, monkeypatch, files, django_capture_on_commit_callbacks):
    image = add(render_now=False)
    encode, calls = processing.encode, []

    def killed(picture, format_):
        calls.append(format_)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return encode(picture, format_)

    monkeypatch.setattr(processing, "encode", killed)
    with pytest.raises(KeyboardInterrupt):
        make_renditions(image)
    assert image.renditions.count() == 0
    assert len(files("media")) == 3
    monkeypatch.setattr(processing, "encode", encode)
    with django_capture_on_commit_callbacks(execute=True):
        make_renditions(image)
    assert processing.is_complete(image)
    assert files("media") == {f"media/{name}" for name in names(image)}


def test_focal_point_that_moves_meanwhile_wins(add, moved, monkeypatch):
    image = add(samples.quarters(640, 240), render_now=False)
    encode = processing.encode
    moves = [(0.0, 0.5)]

    def moving(picture, format_):
        if moves:
            moved(image, *moves.pop())
        return encode(picture, format_)

    monkeypatch.setattr(processing, "encode", moving)
    make_renditions(image)
    image.refresh_from_db()
    assert image.focal_x == 0.0
    assert processing.is_complete(image)


def test_picture_that_never_holds_still_is_given_up(add, moved, monkeypatch):
    image = add(samples.quarters(640, 240), render_now=False)
    points = iter(range(10_000))
    monkeypatch.setattr(processing, "encode", lambda *args: moved(image, next(points) % 97 / 97, 0.5) or b"x")
    with pytest.raises(RuntimeError, match="changed 5 times"):
        make_renditions(image)
    assert image.renditions.count() == 0


def test_file_removed_by_another_worker_meanwhile_is_made_again(add, monkeypatch, places):
    image = add(render_now=False)
    put, removals = processing._put_in_place, [1]

    def raced(image, specs, made):
        if removals:
            removals.pop()
            (places / "media" / made[0].file.name).unlink()
        return put(image, specs, made)

    monkeypatch.setattr(processing, "_put_in_place", raced)
    make_renditions(image)
    assert processing.is_complete(image)


def test_lost_original_is_an_error_that_names_it(add, places):
    image = add(render_now=False)
    (places / "originals" / image.original.name).unlink()
    with pytest.raises(FileNotFoundError, match=image.content_hash):
        make_renditions(image)


def test_busy_photographs_are_encoded_fast_and_drawings_carefully(monkeypatch):
    speeds = []
    save = processing._save
    monkeypatch.setattr(processing, "_save", lambda *args, **options: speeds.append(options) or save(*args, **options))
    processing.encode(Pillow.effect_noise((64, 64), 90).convert("RGB"), Format.AVIF)
    assert speeds == [{}]
    processing.encode(samples.quarters(64, 64), Format.AVIF)
    assert speeds == [{}, {}, {"speed": 8}]


@pytest.mark.parametrize("size", [(32, 32), (33, 900), (900, 33), (2400, 32)])
def test_odd_proportions_are_rendered(add, size):
    image = add(samples.photo(*size))
    assert processing.is_complete(image)
