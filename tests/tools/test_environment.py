import stat

import pytest

from tools import environment
from tools.environment import Stamp, secret_key


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "input.txt").write_text("one")
    return tmp_path


def test_a_stamp_holds_for_the_same_inputs(folder):
    with Stamp("work", [folder / "input.txt"]) as stamp:
        assert not stamp.holds
    assert Stamp("work", [folder / "input.txt"]).holds


@pytest.mark.parametrize("also", ["", "another database"])
def test_a_stamp_breaks_when_an_input_changes(folder, also):
    with Stamp("work", [folder / "input.txt"]):
        pass
    if not also:
        (folder / "input.txt").write_text("two")
    assert not Stamp("work", [folder / "input.txt"], also=also).holds


def test_work_that_failed_leaves_no_stamp(folder):
    with pytest.raises(SystemExit), Stamp("work", [folder / "input.txt"]):
        environment.fail("no")
    assert not Stamp("work", [folder / "input.txt"]).holds


def test_a_forgotten_stamp_does_not_hold(folder):
    with Stamp("work", [folder / "input.txt"]):
        pass
    Stamp.forget("work", "never-made")
    assert not Stamp("work", [folder / "input.txt"]).holds


def test_the_secret_is_made_once_and_is_its_owners(folder):
    secret = secret_key()
    assert len(secret) > 50
    assert secret_key() == secret
    assert stat.S_IMODE((folder / "data" / "secret_key").stat().st_mode) == 0o600


def test_an_empty_secret_of_a_killed_run_is_made_anew(folder):
    (folder / "data").mkdir()
    (folder / "data" / "secret_key").write_text("")
    assert secret_key()
