"""`make test`: everything the project is held to, on both databases and in a real browser.

Installs and starts what it needs where it may, and ends with a list of what it could not run and why. With CI=true
anything that was not run is a failure.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import environment as env
from tools.environment import ROOT, fail, say
from tools.postgres import postgres
from tools.testtools import browser_tools

CI = os.environ.get("CI", "").lower() in {"true", "1"}


def main(what: str = "all") -> None:
    env.prepare("requirements.txt", "requirements-test.txt")
    left_out: list[str] = []
    with ExitStack() as stack:
        _environment(stack)
        failed = {"all": _all, "check": _check, "bench": _bench, "screenshots": _screenshots}[what](stack, left_out)
    for line in left_out:
        print(f"✗ left out: {line}", flush=True)
    if failed:
        fail(f"failed: {', '.join(failed)}")
    if left_out and CI:
        fail("with CI=true everything must run")
    if what != "all":
        # After the suite, pytest's own last line says it.
        say("In order.")


def _all(stack: ExitStack, left_out: list[str]) -> list[str]:
    shared = Path(os.environ["HEALTHUSIAS_SHARED"])
    if not shared.is_dir():
        left_out.append(f"tests marked `shared`: there is no folder {shared} (HEALTHUSIAS_SHARED)")
    failed = _check(stack, left_out)
    failed += _pytest("SQLite", [*_parallel(), "-m", "not browser"], {})
    database = stack.enter_context(postgres(left_out))
    if database:
        failed += _pytest("PostgreSQL", [*_parallel(), "-m", "not browser"], {"DATABASE_URL": database})
    tools = browser_tools(left_out) if database else None
    if not database:
        left_out.append("the tests on PostgreSQL and in the browser")
    elif tools:
        failed += _browser({"DATABASE_URL": database, **tools})
    return failed


def _browser(also: dict[str, str]) -> list[str]:
    """A browser on two cores may miss a second that it was given: what failed runs once more, alone, and says so."""
    if not _pytest("browser", ["-m", "browser"], also):
        return []
    say("What failed in the browser runs once more; look at it even if it passes now.")
    return _pytest("browser, again", ["-m", "browser", "--last-failed", "--last-failed-no-failures=none"], also)


def _check(stack: ExitStack, left_out: list[str]) -> list[str]:
    python = str(env.PYTHON)
    deployed = {"SITE_URL": "https://www.example.org", "SECRET_KEY": "k" * 40 + "0123456789abcdef", "DEBUG": "false"}
    commands = {
        "ruff check": ([python, "-m", "ruff", "check", "--quiet", "."], {}),
        "ruff format": ([python, "-m", "ruff", "format", "--check", "--quiet", "."], {}),
        "djlint": ([python, "-m", "djlint", "--lint", "--quiet", "templates"], {}),
        "migrations": ([python, "manage.py", "makemigrations", "--check", "--dry-run"], {}),
        "deployment": ([python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], deployed),
    }
    return [name for name, (command, also) in commands.items() if _run(name, command, also)]


def _bench(stack: ExitStack, left_out: list[str]) -> list[str]:
    tools = browser_tools(left_out)
    command = [str(env.PYTHON), "-m", "benchmarks", *sys.argv[2:]]
    return ["benchmarks"] if tools and _run("benchmarks", command, tools) else []


def _screenshots(stack: ExitStack, left_out: list[str]) -> list[str]:
    tools = browser_tools(left_out)
    command = [str(env.PYTHON), "-m", "tools.screenshots", *sys.argv[2:]]
    return ["screenshots"] if tools and _run("screenshots", command, tools) else []


def _pytest(name: str, options: list[str], also: dict[str, str]) -> list[str]:
    return [f"tests ({name})"] if _run(name, [str(env.PYTHON), "-m", "pytest", "-q", *options], also) else []


def _parallel() -> list[str]:
    return ["-n", str(min(4, os.cpu_count() or 1))]


def _run(name: str, command: list[str], also: dict[str, str]) -> int:
    say(f"{name} …")
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **also}).returncode


def _environment(stack: ExitStack) -> None:
    """Nothing of a developer's own site is read or written: a folder and a secret of its own."""
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="healthusias-test-"))
    os.environ.setdefault("HEALTHUSIAS_SHARED", str(ROOT.parent / "shared"))
    os.environ |= {
        "DATA_DIR": folder,
        "SECRET_KEY": "only for tests, and long enough to satisfy every check of the framework",
        "DEBUG": "false",
        "DATABASE_URL": f"sqlite:///{folder}/test.sqlite3",
        "SITE_URL": "http://127.0.0.1:8000",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    if not shutil.which("git"):
        say("git is not here; tests that list the tracked files look at the folder instead.")


if __name__ == "__main__":
    main(*sys.argv[1:2])
