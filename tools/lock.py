"""Write requirements*.txt with hashes for every platform from requirements*.in. Needs `uv` on the path or in .venv."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = shutil.which("uv") or str(ROOT / ".venv" / "bin" / "uv")


def main() -> None:
    for name in ("requirements", "requirements-test"):
        source, target = ROOT / f"{name}.in", ROOT / f"{name}.txt"
        command = [UV, "pip", "compile", source.name, "--output-file", target.name, "--universal", "--generate-hashes"]
        quiet = ["--quiet", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--python-version", "3.11"]
        if subprocess.run([*command, *quiet, *sys.argv[1:]], cwd=ROOT).returncode:
            sys.exit(f"{source.name} could not be resolved")
        target.write_text(_with_reasons(target.read_text(), _reasons(source.read_text())))


def _reasons(text: str) -> dict[str, list[str]]:
    """The comment lines above each requirement."""
    reasons: dict[str, list[str]] = {}
    comments: list[str] = []
    for line in text.splitlines():
        if line.startswith("#"):
            comments.append(line)
            continue
        if line and not line.startswith("-"):
            reasons[re.split(r"[\[~=<>]", line)[0]] = comments
        if not line or line[0].isalpha():
            comments = []
    return reasons


def _with_reasons(locked: str, reasons: dict[str, list[str]]) -> str:
    lines = ["# Written by tools/lock.py; change requirements*.in instead.", ""]
    for line in locked.splitlines():
        found = re.match(r"([a-z0-9-]+)(\[.*\])?==", line)
        lines += reasons.get(found[1], []) if found else []
        lines.append(line)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
