import pytest
from django.core.exceptions import ImproperlyConfigured

from healthusias.env import env_bool, env_int, env_list, env_str, load_env_file


@pytest.mark.parametrize(("word", "value"), [("true", True), ("1", True), ("False", False), ("0", False), ("", True)])
def test_booleans_are_read(monkeypatch, word, value):
    monkeypatch.setenv("SWITCH", word)
    assert env_bool("SWITCH", True) is value


@pytest.mark.parametrize("word", ["yes", "on", "2", "tru e"])
def test_what_is_no_boolean_stops_the_start(monkeypatch, word):
    monkeypatch.setenv("SWITCH", word)
    with pytest.raises(ImproperlyConfigured, match="SWITCH"):
        env_bool("SWITCH", False)


def test_what_is_no_number_stops_the_start(monkeypatch):
    monkeypatch.setenv("SECONDS", "a year")
    with pytest.raises(ImproperlyConfigured, match="SECONDS"):
        env_int("SECONDS", 1)


def test_a_required_variable_that_is_missing_is_named(monkeypatch):
    monkeypatch.setenv("SECRET", "")
    with pytest.raises(ImproperlyConfigured, match="SECRET"):
        env_str("SECRET")


def test_lists_are_split_at_commas(monkeypatch):
    monkeypatch.setenv("HOSTS", " a.example , b.example,")
    assert env_list("HOSTS") == ["a.example", "b.example"]


def test_the_environment_wins_over_the_file(monkeypatch, tmp_path):
    path = tmp_path / ".env"
    path.write_text("# comment\nONE='1'\nTWO=2\n")
    monkeypatch.setenv("ONE", "from outside")
    monkeypatch.setenv("TWO", "")
    monkeypatch.delenv("TWO")
    load_env_file(path)
    assert (env_str("ONE"), env_str("TWO")) == ("from outside", "2")
    monkeypatch.delenv("TWO")


def test_a_broken_file_says_which_line(tmp_path):
    path = tmp_path / ".env"
    path.write_text("ONE=1\nwhat is this\n")
    with pytest.raises(ImproperlyConfigured, match=r"\.env:2"):
        load_env_file(path)
