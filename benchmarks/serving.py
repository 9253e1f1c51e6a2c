"""CPU per request of the article page against three baselines, interleaved, through one Granian worker."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROUNDS = 12
REQUESTS = 120


def run() -> None:
    """Seed a throw-away site, measure, print a table and the cold start."""
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(Path(folder))
        _manage(environment, "migrate", "--verbosity=0")
        _manage(environment, "seed_demo")
        path = _manage(environment, "shell", "--verbosity=0", "--command", _LONGEST).strip().splitlines()[-1]
        _manage(environment, "collectstatic", "--noinput", "--verbosity=0")
        body = Path(environment["BENCHMARK_BODY"])
        with _server(environment, "healthusias.wsgi:application") as (port, _, _):
            body.write_bytes(_get(http.client.HTTPConnection("127.0.0.1", port), path))
        _manage(environment, "shell", "--verbosity=0", "--command", _STORE)
        starts = [_start(environment) for _ in range(5)]
        with _server(environment, "benchmarks.wsgi:application") as (port, pid, _):
            _report(_measure(port, pid, path), len(body.read_bytes()))
        print(f"cold start until the first answer: {statistics.median(starts):.2f} s (median of 5)")


_LONGEST = """
from articles.models import Article
print(Article.objects.listed().order_by("-word_count").with_address().first().get_absolute_url())
"""

_STORE = """
import os
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("DROP TABLE IF EXISTS benchmark_page")
    cursor.execute("CREATE TABLE benchmark_page (id integer PRIMARY KEY, html text)")
    html = open(os.environ["BENCHMARK_BODY"], encoding="utf-8").read()
    cursor.execute("INSERT INTO benchmark_page VALUES (1, %s)", [html])
"""


def _environment(folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'benchmark.sqlite3'}",
        **os.environ,
        "DATA_DIR": str(folder),
        "DEBUG": "false",
        "SECRET_KEY": "only for the benchmark",
        "LOG_LEVEL": "ERROR",
        "BENCHMARK_BODY": str(folder / "body.html"),
    }


def _manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def _measure(port: int, pid: int, path: str) -> dict[str, list[float]]:
    """Milliseconds of CPU per request and round, by name."""
    paths = {
        "(a) constant, no Django": "/benchmark/raw/",
        "(b) constant, Django view": "/benchmark/constant/",
        "(c) one SELECT": "/benchmark/one-select/",
        "(d) article page": path,
    }
    found: dict[str, list[float]] = {name: [] for name in paths}
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for number in range(ROUNDS + 1):
        for name, address in paths.items():
            before = _cpu_seconds(pid)
            for _ in range(REQUESTS):
                _get(connection, address)
            if number:  # the first round warms up
                found[name].append((_cpu_seconds(pid) - before) / REQUESTS * 1000)
    return found


def _report(found: dict[str, list[float]], size: int) -> None:
    medians = {name: statistics.median(values) for name, values in found.items()}
    base = next(value for name, value in medians.items() if name.startswith("(c)"))
    print(f"page of {size:,} bytes; {ROUNDS} rounds of {REQUESTS} requests each, interleaved; CPU of the server")
    for name, value in medians.items():
        print(f"{name:28} {value:7.3f} ms a request   {value / base:5.2f} × (c)")


def _cpu_seconds(pid: int) -> float:
    """Time on a processor of a process and its descendants. Ticks would be coarser than a request; this is exact."""
    threads = (task for one in [pid, *_descendants(pid)] for task in Path(f"/proc/{one}/task").iterdir())
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9


def _descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [each for child in map(int, children) for each in (child, *_descendants(child))]


def _get(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise SystemExit(f"{path} answered {response.status}")
    return body


def _start(environment: dict[str, str]) -> float:
    with _server(environment, "healthusias.wsgi:application") as (_, _, seconds):
        return seconds


@contextmanager
def _server(environment: dict[str, str], application: str) -> Iterator[tuple[int, int, float]]:
    """A Granian worker; gives its port, its process and the seconds until it answered."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1"]
    began = time.monotonic()
    process = subprocess.Popen(
        [*command, "--no-ws", "--log-level", "error", application],
        env={**environment, "DJANGO_SETTINGS_MODULE": _settings(application)},
    )
    try:
        _wait(port, process)
        yield port, process.pid, time.monotonic() - began
    finally:
        process.terminate()
        process.wait()


def _settings(application: str) -> str:
    return f"{application.partition('.')[0]}.settings"


def _wait(port: int, process: subprocess.Popen) -> None:
    while process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            return bool(_get(connection, "/healthz")) and None
        except OSError:
            time.sleep(0.01)
    raise SystemExit("the server did not start")
