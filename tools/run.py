"""`make run`: everything from a bare checkout to a running site."""

import os
import socket
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import environment as env
from tools.environment import ROOT, Stamp, fail, say


def main() -> None:
    os.chdir(ROOT)
    port = _port()
    env.prepare("requirements.txt")
    _environment(port)
    if not _database_stands():
        Stamp.forget("migrations", "demo")
    with Stamp("migrations", _files("migrations/*.py", "healthusias/roles.py"), also=os.environ["DATABASE_URL"]) as s:
        if not s.holds:
            say("Bringing the database up to date …")
            _manage("migrate", "--verbosity=0")
            _manage("sync_roles")
    if os.environ["DEMO"] != "false":
        with Stamp("demo", _demo_files(), also=os.environ["DATABASE_URL"]) as stamp:
            if not stamp.holds:
                say("Writing the demo content …")
                _manage("seed_demo")
    with Stamp("static", [*_tree("static"), ROOT / "requirements.txt"]) as stamp:
        if not stamp.holds:
            say("Collecting the static files …")
            _manage("collectstatic", "--noinput", "--verbosity=0")
    os.execv(env.PYTHON, [str(env.PYTHON), "-m", "tools.supervise", str(port)])


def _port() -> int:
    word = os.environ.get("PORT", "8000")
    if not word.isdigit() or not 0 < int(word) < 65536:
        fail(f"PORT={word} is no port; take a number from 1024 to 65535.")
    port = int(word)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((os.environ.get("HOST") or "127.0.0.1", port))
        except OSError:
            fail(f"Port {port} is in use. Stop what runs there, or take another: make run PORT={port + 1}")
    return port


def _environment(port: int) -> None:
    """What settings.py needs, unless the operator or a .env file said it."""
    for name, value in _env_file().items():
        if value and not os.environ.get(name):
            os.environ[name] = value
    os.environ["DATA_DIR"] = str(Path(os.environ.get("DATA_DIR") or "var").resolve())
    defaults = {
        "DEBUG": "false",
        "DEMO": "true",
        "HOST": "127.0.0.1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{env.data_dir() / 'healthusias.sqlite3'}",
        "LOG_LEVEL": "WARNING",
    }
    for name, value in defaults.items():
        os.environ[name] = os.environ.get(name) or value
    os.environ["SECRET_KEY"] = os.environ.get("SECRET_KEY") or env.secret_key()


def _env_file() -> dict[str, str]:
    path = ROOT / ".env"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    pairs = (line.partition("=") for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}


def _database_stands() -> bool:
    """Whether the database that the stamps speak of is still there; one that was dropped takes its stamps along."""
    url = os.environ["DATABASE_URL"]
    if url.startswith("sqlite:///"):
        return Path(url.removeprefix("sqlite:///")).exists()
    # Asked without Django, whose start alone would take half of the time that a second run may.
    question = "import psycopg, sys; psycopg.connect(sys.argv[1]).execute('SELECT 1 FROM django_migrations')"
    return subprocess.run([str(env.PYTHON), "-c", question, url], capture_output=True).returncode == 0


def _manage(*arguments: str) -> None:
    code = subprocess.run([str(env.PYTHON), "manage.py", *arguments], cwd=ROOT).returncode
    if code:
        fail(f"manage.py {arguments[0]} ended with {code}; its reason stands above. Mend it and run again.")


def _files(*patterns: str) -> list[Path]:
    apps = [path for path in ROOT.iterdir() if path.is_dir() and (path / "__init__.py").exists()]
    found = [file for app in apps for pattern in patterns if "/" in pattern for file in app.glob(pattern)]
    return found + [ROOT / pattern for pattern in patterns if (ROOT / pattern).is_file()]


def _demo_files() -> list[Path]:
    return [path for path in _tree("demo") if path.suffix in {".py", ".txt", ".toml"}]


def _tree(folder: str) -> list[Path]:
    return [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]


if __name__ == "__main__":
    main()
