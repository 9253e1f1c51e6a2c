import os
import socket
from pathlib import Path

import pytest

from tools import run


@pytest.fixture(autouse=True)
def surroundings(tmp_path, monkeypatch):
    """An empty project, and an environment that is put back afterwards."""
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(os, "environ", {"PATH": os.environ["PATH"]})
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("word", ["0", "65536", "http", "-1", "8 000", ""])
def test_a_port_that_is_none_is_refused(word):
    os.environ["PORT"] = word
    with pytest.raises(SystemExit, match="is no port"):
        run._port()


def test_a_port_in_use_is_said_with_a_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        os.environ["PORT"] = str(port)
        with pytest.raises(SystemExit, match=f"Port {port} is in use.*PORT={port + 1}"):
            run._port()


def test_the_site_address_follows_the_port(surroundings):
    run._environment(8123)
    assert os.environ["SITE_URL"] == "http://127.0.0.1:8123"
    assert os.environ["DATABASE_URL"] == f"sqlite:///{surroundings / 'var' / 'healthusias.sqlite3'}"
    assert os.environ["DEBUG"] == "false"


def test_the_environment_wins_over_the_file_and_the_file_over_the_defaults(surroundings):
    (surroundings / ".env").write_text(
        "# ours\nSITE_URL=https://file.example\nDATA_DIR=elsewhere\nSECRET_KEY=\nHOST=\nWEB_WORKERS=1\n"
    )
    os.environ["DATABASE_URL"] = "postgres://db.example/site"
    run._environment(8000)
    assert os.environ["SITE_URL"] == "https://file.example"
    assert os.environ["DATA_DIR"] == str(surroundings / "elsewhere")
    assert os.environ["DATABASE_URL"] == "postgres://db.example/site"
    assert (os.environ["HOST"], os.environ["WEB_WORKERS"]) == ("127.0.0.1", "1")
    assert os.environ["SECRET_KEY"] == Path("elsewhere/secret_key").read_text()


def test_a_removed_sqlite_file_is_noticed(surroundings):
    run._environment(8000)
    assert not run._database_stands()
    (surroundings / "var" / "healthusias.sqlite3").touch()
    assert run._database_stands()
