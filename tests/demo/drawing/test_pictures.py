"""Every picture can be drawn, in its size, the same each time, and shows something."""

import pytest
from PIL import Image, ImageChops

from demo.drawing import PICTURES, draw
from demo.drawing.__main__ import main
from demo.drawing.registry import picture


def size_of(key: str) -> tuple[int, int]:
    if key.startswith("portrait-"):
        return 800, 800
    return (512, 512) if key == "logo" else (1600, 1000)


@pytest.mark.parametrize("key", PICTURES)
def test_picture_is_drawn(key):
    image = draw(key)
    assert (image.mode, image.size) == ("RGB", size_of(key))
    # The ground covers less than all of it, and the whole is no noise: few shapes in flat colours.
    counts = sorted((count for count, _ in image.getcolors(1 << 20)), reverse=True)
    share = image.width * image.height
    assert counts[0] < 0.9 * share
    assert sum(counts[:40]) > 0.6 * share


def test_there_are_enough_pictures():
    kinds = [size_of(key) for key in PICTURES]
    assert kinds.count((1600, 1000)) >= 16
    assert kinds.count((800, 800)) == 4


def test_picture_drawn_twice_has_the_same_pixels():
    assert ImageChops.difference(draw("portrait-clover"), draw("portrait-clover")).getbbox() is None


def test_pictures_differ():
    small = [draw(key).resize((8, 8)).tobytes() for key in ("cup", "bowl", "portrait-rowan", "portrait-linden")]
    assert len(set(small)) == 4


def test_unknown_picture_is_a_key_error():
    with pytest.raises(KeyError):
        draw("unicorn")


def test_two_pictures_cannot_share_a_key():
    with pytest.raises(ValueError, match="two pictures called logo"):
        picture("logo", "#ffffff")(lambda sheet: None)


def test_command_writes_the_pictures_asked_for(tmp_path, capsys):
    assert main([str(tmp_path / "out"), "logo"]) == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["logo.png"]
    with Image.open(tmp_path / "out" / "logo.png") as image:
        assert image.size == (512, 512)
    assert capsys.readouterr().out.endswith("logo.png\n")


def test_command_without_a_folder_says_how_to_use_it(capsys):
    assert main([]) == 2
    assert "python -m demo.drawing" in capsys.readouterr().err
