"""A real site for the browser: its own database with the demo content, served by Granian as in production."""

import json
import os
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "healthusias_browser"
_SITUATIONS = "from tests.browser import situations; situations.tell()"
PEOPLE = tomllib.loads((ROOT / "demo" / "content" / "people.toml").read_text(encoding="utf-8"))
LOGINS = {login["role"]: login["email"] for login in PEOPLE["logins"]}


@dataclass(frozen=True)
class Server:
    url: str
    environment: dict[str, str]
    # The addresses of what situations.py made, by name.
    made: dict[str, str] = field(default_factory=dict)

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        """Run a management command on this site."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        if check and done.returncode:
            raise RuntimeError(f"manage.py {arguments[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
        return done


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "DATABASE_URL": _database(folder),
        "DATA_DIR": str(folder),
        "DEBUG": "false",
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "LOG_LEVEL": "ERROR",
        "SITE_URL": url,
    }
    server = Server(url, environment)
    for arguments in (["migrate"], ["sync_roles"], ["seed_demo"], ["collectstatic", "--noinput"]):
        server.manage(*arguments, "--verbosity=0")
    told = server.manage("shell", "--no-imports", "-c", _SITUATIONS).stdout
    server.made.update(json.loads(told.splitlines()[-1]))
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(
        [*command, "--blocking-threads", "4", "--no-ws", "--log-level", "error", "healthusias.wsgi:application"],
        cwd=ROOT,
        env=environment,
    )
    try:
        _wait(url, process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def _database(folder: Path) -> str:
    """A fresh database beside the one that DATABASE_URL names; for SQLite a file in `folder`."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        return f"sqlite:///{folder / 'browser.sqlite3'}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
    return f"{given.rpartition('/')[0]}/{DATABASE}"


def _wait(url: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2) as response:
                if response.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server for the browser tests did not start")
