"""What exists is documented."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
OURS = ("accounts", "articles", "authors", "demo", "healthusias", "history", "images", "sources")


def _docs() -> str:
    pages = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def test_every_management_command_is_documented():
    commands = [name for name, app in get_commands().items() if app in OURS]
    assert [name for name in sorted(commands) if f"`{name}" not in _docs() and f"manage.py {name}" not in _docs()] == []


def test_every_make_target_is_documented():
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert len(targets) >= 6
    assert [target for target in targets if f"make {target}" not in _docs()] == []


def test_every_environment_variable_is_documented_and_has_an_example():
    settings = (ROOT / "healthusias" / "settings.py").read_text(encoding="utf-8")
    names = set(re.findall(r"env_\w+\(\s*\"([A-Z_]+)\"", settings))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert len(names) > 10
    assert sorted(name for name in names if f"`{name}`" not in _docs()) == []
    assert sorted(name for name in names if f"{name}=" not in example) == []


def test_every_variable_that_a_command_reads_is_documented():
    """Those of make and of management commands; the settings' own have the test above."""
    files = [*(ROOT / "tools").glob("*.py"), *ROOT.glob("*/management/commands/*.py")]
    pattern = re.compile(r"environ(?:\.get\(|\.setdefault\(|\[)\"([A-Z_]+)\"")
    names = {name for file in files for name in pattern.findall(file.read_text(encoding="utf-8"))}
    assert {"PORT", "DEMO", "HOST", "TEST_DATABASE_URL"} <= names
    assert sorted(name for name in names if not re.search(rf"\b{name}\b", _docs())) == []


@pytest.mark.parametrize("page", ["writers", "reviewers", "signing-in", "operators", "developers", "architecture"])
def test_links_between_pages_lead_somewhere(page):
    path = ROOT / "docs" / f"{page}.md"
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []
