import pytest

from tools import test as runner


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch):
    monkeypatch.setattr(runner.env, "prepare", lambda *files: None)
    monkeypatch.setattr(runner, "_environment", lambda stack: None)


def _leave_out(stack, left_out):
    left_out.append("the browser tests: no browser")
    return []


def test_what_was_left_out_is_said_at_the_end(monkeypatch, capsys):
    monkeypatch.setattr(runner, "CI", False)
    monkeypatch.setattr(runner, "_all", _leave_out)
    runner.main()
    assert capsys.readouterr().out == "✗ left out: the browser tests: no browser\n"


def test_for_ci_what_was_left_out_is_a_failure(monkeypatch):
    monkeypatch.setattr(runner, "CI", True)
    monkeypatch.setattr(runner, "_all", _leave_out)
    with pytest.raises(SystemExit, match="everything must run"):
        runner.main()


def test_each_failed_part_is_named(monkeypatch):
    monkeypatch.setattr(runner, "_all", lambda stack, left_out: ["ruff check", "tests (SQLite)"])
    with pytest.raises(SystemExit, match="ruff check, tests"):
        runner.main()
