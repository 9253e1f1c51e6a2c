"""What the browser tests need beside Python: Chromium, axe-core, and the HTML checker with its Java."""

import json
import shutil
import subprocess

from tools.environment import ROOT, install_debian, say

PINNED = {"axe-core": "4.14.1", "vnu-jar": "26.9.27"}
FOLDER = ROOT / "var" / "test-tools"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser_tools(left_out: list[str]) -> dict[str, str] | None:
    """Environment variables that say where each tool is, or None with the reasons in `left_out`."""
    browser = _first(_BROWSERS) or (install_debian("chromium") and _first(_BROWSERS)) or None
    java = shutil.which("java") or (install_debian("default-jre-headless") and shutil.which("java")) or None
    modules = _modules()
    missing = {
        "browser tests: no Chromium; install the package chromium": browser,
        "browser tests: no Java for the HTML checker; install default-jre-headless": java,
        "browser tests: axe-core and vnu-jar could not be installed with npm": modules,
    }
    reasons = [reason for reason, found in missing.items() if not found]
    left_out += reasons
    if reasons:
        return None
    return {"CHROMIUM": browser, "JAVA": java, "TEST_TOOLS": str(FOLDER / "node_modules")}


def _modules() -> bool:
    if all(_installed(name) == version for name, version in PINNED.items()):
        return True
    if not shutil.which("npm") and not install_debian("npm"):
        return False
    say("Installing axe-core and the HTML checker …")
    FOLDER.mkdir(parents=True, exist_ok=True)
    packages = [f"{name}@{version}" for name, version in PINNED.items()]
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefix", str(FOLDER)]
    return subprocess.run([*command, *packages], cwd=FOLDER).returncode == 0


def _installed(name: str) -> str | None:
    manifest = FOLDER / "node_modules" / name / "package.json"
    return json.loads(manifest.read_text())["version"] if manifest.exists() else None


def _first(names: tuple[str, ...]) -> str | None:
    return next((found for name in names if (found := shutil.which(name))), None)
