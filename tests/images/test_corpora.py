"""Pictures that nobody here made: accepted and rendered, or refused with a reason; never a crash."""

import io

import pytest

from images import decoding, processing, safety
from images.enums import Format
from images.plan import working_size
from tests.images import samples

pytestmark = pytest.mark.shared

PNGSUITE_DEEP_GREY = {"basn0g16.png", "ibasn0g16.png"}


def look(path) -> tuple[safety.Inspected, decoding.Pillow.Image]:
    with path.open("rb") as file:
        inspected = safety.inspect(file)
        return inspected, decoding.decode(file, working_size(inspected.width, inspected.height))


def corpus(shared_dir, folder: str, *endings: str) -> list:
    found = sorted(path for path in (shared_dir / "corpora/images" / folder).rglob("*") if path.suffix in endings)
    assert found, f"{folder} holds nothing"
    return found


def without(kind: bytes, png: bytes) -> bytes:
    """The PNG without its first chunk of a kind."""
    start = png.index(kind) - 4
    return png[:start] + png[start + 12 + int.from_bytes(png[start : start + 4]) :]


def test_every_pngsuite_picture_is_accepted_and_decoded(shared_dir):
    for path in corpus(shared_dir, "png/pngsuite", ".png"):
        inspected, picture = look(path)
        assert picture.size == (inspected.width, inspected.height), path.name
        assert picture.mode == "RGB", path.name


def test_interlaced_pngsuite_pictures_look_like_their_plain_twins(shared_dir):
    suite = shared_dir / "corpora/images/png/pngsuite"
    pairs = [
        (path, suite / f"i{path.name}") for path in sorted(suite.glob("*.png")) if (suite / f"i{path.name}").exists()
    ]
    assert len(pairs) > 15
    for plain, interlaced in pairs:
        # Only the plain ones say (gAMA) that they are not sRGB.
        twin = io.BytesIO(without(b"gAMA", plain.read_bytes()))
        assert decoding.decode(twin, (32, 32)).tobytes() == look(interlaced)[1].tobytes(), plain.name


def test_sixteen_bit_grey_uses_the_whole_range(shared_dir):
    for path in corpus(shared_dir, "png/pngsuite", ".png"):
        if path.name in PNGSUITE_DEEP_GREY:
            low, high = look(path)[1].getextrema()[0]
            assert (low, high) == (0, 255), path.name


def test_tiny_libpng_pictures_are_refused_with_a_reason(shared_dir):
    tiny = [path for path in corpus(shared_dir, "png/testpngs", ".png") if not path.name.startswith("rgb")]
    for path in tiny:
        if "alpha" not in path.name and "gray-16" not in path.name:
            with pytest.raises(safety.Refused, match="This picture is only"):
                look(path)


def test_tiny_libpng_pictures_can_all_be_decoded(shared_dir):
    for path in corpus(shared_dir, "png/testpngs", ".png"):
        with decoding.open_picture(path) as picture:
            size = picture.size
        with path.open("rb") as file:
            assert decoding.decode(file, size).mode == "RGB", path.name


@pytest.mark.parametrize(("shape", "size"), [("Landscape", (1800, 1200)), ("Portrait", (1200, 1800))])
def test_all_orientations_come_out_upright_and_alike(shared_dir, shape, size):
    smalls = []
    for number in range(9):
        path = shared_dir / f"corpora/images/exif-orientation/{shape}_{number}.jpg"
        inspected, picture = look(path)
        assert (inspected.width, inspected.height) == size, path.name
        assert picture.width * size[1] == pytest.approx(picture.height * size[0], rel=0.01)
        smalls.append(picture.convert("L").resize((12, 12)).tobytes())
    for small in smalls[1:]:
        # The pictures show their own number, which is the only difference.
        assert sum(abs(a - b) for a, b in zip(smalls[0], small, strict=True)) / 144 < 12


def test_heic_is_refused_and_avif_accepted(shared_dir):
    folder = shared_dir / "corpora/images/heic-avif"
    with pytest.raises(safety.Refused, match="HEIC"):
        look(folder / "image.heic")
    avif, jpeg = look(folder / "image.avif")[1], look(folder / "image.jpg")[1]
    assert avif.size == jpeg.size == (100, 100)


def test_health_figures_are_accepted(shared_dir):
    for path in corpus(shared_dir, "health-figures", ".png", ".jpg")[::6]:
        inspected, picture = look(path)
        small = picture.resize((64, 64))
        assert processing.encode(small, Format.AVIF)
        assert inspected.content_hash


def test_hostile_text_is_refused_with_a_reason(shared_dir):
    for path in (shared_dir / "corpora/security").rglob("*"):
        if path.is_file():
            with path.open("rb") as file, pytest.raises(safety.Refused):
                safety.inspect(file)


@pytest.mark.parametrize("keep", [10, 100, 1_000, 5_000])
def test_real_files_cut_short_are_refused(shared_dir, keep):
    for name in ("exif-orientation/Landscape_3.jpg", "heic-avif/image.avif", "health-figures/PH_Figure_12_03_003.png"):
        data = (shared_dir / "corpora/images" / name).read_bytes()[:keep]
        with pytest.raises(safety.Refused):
            safety.inspect(io.BytesIO(data))


def test_place_of_a_real_photograph_never_reaches_readers(shared_dir):
    data = (shared_dir / "corpora/images/heic-avif/image.jpg").read_bytes()
    picture = decoding.decode(io.BytesIO(data), (100, 100))
    assert all(b"Exif" not in processing.encode(picture, format_) for format_ in Format)
    assert samples.corners(picture)
