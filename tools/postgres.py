"""A throw-away PostgreSQL for the tests: an own cluster in a temporary folder, without fsync, on a free port."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.environment import install_debian, say


@contextmanager
def postgres(left_out: list[str]) -> Iterator[str | None]:
    """The address of an empty database, or None with the reason in `left_out`. TEST_DATABASE_URL names one to use."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    programs = _programs() or (install_debian("postgresql") and _programs()) or None
    if programs is None:
        left_out.append("PostgreSQL: no initdb on the PATH or below /usr/lib/postgresql; install it and run again")
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="healthusias-pg-") as folder:
        yield from _cluster(programs, Path(folder), left_out)


def _cluster(programs: Path, folder: Path, left_out: list[str]) -> Iterator[str | None]:
    user, prefix = _user()
    if user != "root":
        shutil.chown(folder, user)
    port = _free_port()
    data, log = folder / "data", folder / "log"
    options = (
        f"-F -p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off "
        "-c full_page_writes=off -c synchronous_commit=off"
    )
    say("Starting a PostgreSQL of our own …")
    initdb = [*prefix, str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    control = [*prefix, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    try:
        _quietly([*initdb, "--locale=C.UTF-8"], folder)
        _quietly([*control, "-l", str(log), "-o", options, "start"], folder)
    except subprocess.CalledProcessError as error:
        left_out.append(f"PostgreSQL did not start: {error.stderr.strip() or error.stdout.strip()}")
        yield None
        return
    try:
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], cwd=folder, capture_output=True)


def _quietly(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def _programs() -> Path | None:
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


def _user() -> tuple[str, list[str]]:
    """Who runs the server: initdb refuses root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name, []
    return "postgres", ["runuser", "-u", "postgres", "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
