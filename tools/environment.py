"""The virtual environment, and stamps that say what need not be done again. Only the standard library."""

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


def say(message: str) -> None:
    print(f"» {message}", flush=True)


def fail(message: str) -> None:
    """End with a message that says what to do."""
    sys.exit(f"✗ {message}")


def data_dir() -> Path:
    folder = Path(os.environ.get("DATA_DIR", ROOT / "var"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def require_python() -> None:
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        fail(f"This needs Python 3.11 or newer; {sys.executable} is {found}. Try: make run PYTHON=python3.12")


def prepare(*requirements: str) -> None:
    """A virtual environment with exactly these requirement files installed, hashes checked. Nothing if it stands."""
    require_python()
    if not _works():
        _create()
    files = [ROOT / name for name in requirements]
    name = f"requirements-{'-'.join(path.stem for path in files)}"
    with Stamp(name, files, folder=VENV) as stamp:
        if stamp.holds:
            return
        say("Installing the pinned packages …")
        options = [part for path in files for part in ("--requirement", str(path))]
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        if subprocess.run([*pip, *options]).returncode:
            fail("pip could not install the packages; its reason stands above. Nothing else was changed.")


def _works() -> bool:
    """Whether the environment's Python starts; a removed or upgraded system Python leaves a dead one."""
    if not PYTHON.exists():
        return False
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([str(PYTHON), "-c", check], capture_output=True).returncode == 0


def _create() -> None:
    say(f"Making a virtual environment with Python {sys.version.split()[0]} …")
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if not install_debian("python3-venv"):
        fail("python3 -m venv does not work here. On Debian or Ubuntu: sudo apt-get install python3-venv")
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)]).returncode:
        fail("The virtual environment could not be made; the reason stands above.")


def install_debian(*packages: str) -> bool:
    """Install Debian packages where we may: as root with apt-get. Whether they are there afterwards."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"Installing {', '.join(packages)} …")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=environment, **quiet)
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    return subprocess.run(command, env=environment, **quiet).returncode == 0


class Stamp:
    """Remembers that something was done for exactly these inputs; written only when the block ends well."""

    def __init__(self, name: str, inputs: Iterable[Path], *, folder: Path | None = None, also: str = ""):
        self.path = (folder or data_dir() / "stamps") / f"{name}.stamp"
        digest = hashlib.sha256(also.encode())
        for path in sorted(inputs):
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
        self.value = digest.hexdigest()
        self.holds = self.path.exists() and self.path.read_text() == self.value

    @staticmethod
    def forget(*names: str) -> None:
        for name in names:
            (data_dir() / "stamps" / f"{name}.stamp").unlink(missing_ok=True)

    def __enter__(self) -> "Stamp":
        return self

    def __exit__(self, failed: type | None, *rest: object) -> None:
        if failed is None and not self.holds:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(self.value)


def secret_key() -> str:
    """This site's secret, made once and readable by its owner only."""
    path = data_dir() / "secret_key"
    if not path.exists() or not path.read_text().strip():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()
