import os
import signal
import sys
import time

import pytest

from tools import supervise
from tools.supervise import Child

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def child():
    made = Child("sleeper", SLEEP)
    yield made
    if made.process:
        made.signal(signal.SIGKILL)
        made.process.wait()


def _killed(child):
    child.process.kill()
    child.process.wait()


def test_a_process_that_ended_is_started_again_after_its_pause(child, monkeypatch, capsys):
    child.look_after()
    _killed(child)
    child.look_after()
    assert "The sleeper ended with -9; starting it again in 1 s." in capsys.readouterr().out
    child.look_after()
    assert child.process is None
    child.due = time.monotonic()
    child.look_after()
    assert child.process.poll() is None


def test_each_pause_is_twice_the_last_up_to_half_a_minute(child, capsys):
    pauses = []
    for _ in range(7):
        child.due = 0
        child.look_after()
        _killed(child)
        pauses.append(child.pause)
        child.look_after()
    assert pauses == [1, 2, 4, 8, 16, 30, 30]


def test_one_that_ran_well_begins_again_with_the_short_pause(child, capsys):
    child.pause = 16
    child.look_after()
    child.started -= 61
    _killed(child)
    child.look_after()
    assert "again in 1 s" in capsys.readouterr().out


def test_what_a_killed_process_had_started_ends_too(capsys, tmp_path):
    note = tmp_path / "pid"
    script = f"import subprocess; p = subprocess.Popen({SLEEP!r}); open({str(note)!r}, 'w').write(str(p.pid)); p.wait()"
    child = Child("family", [sys.executable, "-c", script])
    child.look_after()
    _wait_for(lambda: note.exists() and note.read_text())
    _killed(child)
    child.look_after()
    _wait_for(lambda: not _alive(int(note.read_text())))


def test_all_end_together_also_those_that_do_not_listen(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(supervise, "PATIENCE", 0.3)
    note = tmp_path / "ready"
    deaf = (
        f"import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); open({str(note)!r}, 'w'); time.sleep(60)"
    )
    children = [Child("sleeper", SLEEP), Child("deaf", [sys.executable, "-c", deaf])]
    for child in children:
        child.look_after()
    _wait_for(note.exists)
    supervise._end(children)
    assert [child.process.returncode for child in children] == [-signal.SIGTERM, -signal.SIGKILL]
    assert capsys.readouterr().out == "» Ended.\n"


def _alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        return file.read().rpartition(")")[2].split()[0] != "Z"


def _wait_for(condition, seconds=5):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


@pytest.mark.parametrize(("host", "address"), [("0.0.0.0", "http://127.0.0.1:9/"), ("10.0.0.5", "http://10.0.0.5:9/")])
def test_the_announced_address_can_be_opened(monkeypatch, host, address):
    monkeypatch.setenv("HOST", host)
    monkeypatch.setenv("DEMO", "false")
    assert f" {address} " in supervise._announcement(9)


def test_the_announcement_names_a_login_for_each_role(monkeypatch):
    monkeypatch.setenv("DEMO", "true")
    line = supervise._announcement(9)
    assert "\n" not in line
    assert [role for role in ("writer", "editor", "medical reviewer", "administrator") if f"({role})" not in line] == []
