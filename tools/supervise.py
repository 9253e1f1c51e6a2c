"""Keeps the web server and the task worker running, and ends both together.

A process that ends by itself is started again, later each time (1, 2, 4 … 30 seconds), with a line that says so.
Ctrl-C, SIGTERM, or the end of the process that started us stops both.
"""

import os
import signal
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

LONGEST_PAUSE = 30.0
PATIENCE = 10.0
PEOPLE = Path(__file__).resolve().parent.parent / "demo" / "content" / "people.toml"


@dataclass
class Child:
    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    pause: float = 1.0
    due: float = 0.0
    started: float = field(default=0.0)

    def start(self) -> None:
        # A group of its own: Ctrl-C in the terminal reaches us alone, and we end it in order.
        self.process = subprocess.Popen(self.command, start_new_session=True)
        self.started = time.monotonic()

    def look_after(self) -> None:
        """Start it when it is due; notice that it ended."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
        elif (code := self.process.poll()) is not None:
            # Workers of a server that was killed live on, and would keep its port.
            self.signal(signal.SIGKILL)
            # One that ran for a minute was well: begin again with the short pause.
            pause = 1.0 if now - self.started > 60 else self.pause
            print(f"» The {self.name} ended with {code}; starting it again in {pause:.0f} s.", flush=True)
            self.process, self.due, self.pause = None, now + pause, min(pause * 2, LONGEST_PAUSE)

    def signal(self, number: int) -> None:
        """To the process and everything it started, also when it has ended itself."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def main(port: int) -> None:
    """Run until told to stop; exit code 0 then."""
    children = [Child("web server", _web(port)), Child("task worker", _worker())]
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    parent = os.getppid()
    announced = False
    while not stopping and os.getppid() == parent:
        for child in children:
            child.look_after()
        if not announced and _answers(port):
            announced = True
            print(_announcement(port), flush=True)
        time.sleep(0.05 if not announced else 0.25)
    _end(children)


def _web(port: int) -> list[str]:
    workers = os.environ.get("WEB_WORKERS", "2")
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", os.environ.get("HOST", "127.0.0.1")),
        *("--port", str(port), "--workers", workers, "--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
        "healthusias.wsgi:application",
    ]


def _worker() -> list[str]:
    return [sys.executable, "manage.py", "work"]


def _answers(port: int) -> bool:
    # Asked by the site's own name: another is refused.
    name = urlsplit(os.environ.get("SITE_URL", "")).netloc or "127.0.0.1"
    request = urllib.request.Request(f"{_address(port)}healthz", headers={"Host": name})
    try:
        with urllib.request.urlopen(request, timeout=2) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _address(port: int) -> str:
    host = os.environ.get("HOST", "127.0.0.1")
    return f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/"


def _announcement(port: int) -> str:
    line = f"» {os.environ.get('SITE_NAME', 'Healthusias')} is at {_address(port)} · its desk at /admin/"
    if os.environ.get("DEMO", "true") == "false":
        return f"{line} · Ctrl-C ends it"
    people = tomllib.loads(PEOPLE.read_text(encoding="utf-8"))
    logins = ", ".join(f"{login['email']} ({login['role']})" for login in people["logins"])
    return f"{line} · sign in with the password {people['password']} as {logins} · Ctrl-C ends it"


def _end(children: list[Child]) -> None:
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for child in children:
        if child.process:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
            child.signal(signal.SIGKILL)
            child.process.wait()
    print("» Ended.", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
