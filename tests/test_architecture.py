"""Rules of the house that a reader of the code relies on."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("content", "images", "history", "sources", "authors", "articles", "accounts", "demo", "healthusias")
MAY_IMPORT = {
    "content": set(),
    "images": set(),
    "history": {"content"},
    "sources": {"history"},
    "authors": {"content", "images", "history"},
    "articles": {"content", "images", "history", "sources", "authors"},
    "accounts": {"history", "authors"},
    "demo": set(PACKAGES),
    "healthusias": set(PACKAGES) - {"demo"},
}


def _files(*suffixes: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    paths = [ROOT / name for name in listed.stdout.splitlines()] if listed.returncode == 0 else ROOT.rglob("*")
    return [path for path in paths if path.suffix in suffixes and path.is_file() and ".venv" not in path.parts]


def _code(package: str) -> list[Path]:
    return [path for path in _files(".py") if path.relative_to(ROOT).parts[0] == package]


def _source() -> list[Path]:
    return [path for package in PACKAGES for path in _code(package) if "migrations" not in path.parts]


def _imports(path: Path) -> set[str]:
    return _modules(path) & set(PACKAGES)


def _modules(path: Path) -> set[str]:
    """The first names of everything that a file imports absolutely."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_what_the_design_allows(package):
    wrong = {
        str(path.relative_to(ROOT)): sorted(_imports(path) - MAY_IMPORT[package] - {package})
        for path in _code(package)
        if _imports(path) - MAY_IMPORT[package] - {package}
    }
    assert wrong == {}


def test_the_product_needs_neither_its_tests_nor_its_tools():
    pattern = re.compile(r"^\s*(from|import) (tests|tools|benchmarks|pytest|hypothesis|playwright|html5lib)\b", re.M)
    assert [str(p.relative_to(ROOT)) for p in _source() if pattern.search(p.read_text(encoding="utf-8"))] == []


def test_the_tools_start_on_a_bare_python():
    """What runs before anything is installed imports the standard library and its neighbours alone."""
    bare = ["environment", "run", "supervise", "test", "testtools", "postgres", "lock"]
    foreign = {
        name: sorted(_modules(ROOT / "tools" / f"{name}.py") - sys.stdlib_module_names - {"tools"}) for name in bare
    }
    assert {name: modules for name, modules in foreign.items() if modules} == {}


def test_content_makes_no_queries():
    wrong = [p.name for p in _code("content") if re.search(r"\.objects\b|django\.conf", p.read_text(encoding="utf-8"))]
    assert wrong == []


def test_unescaped_html_comes_from_one_module():
    pattern = re.compile(r"mark_safe|SafeString\(|SafeText|\|\s*safe\b|autoescape off|safeseq")
    wrong = [
        str(path.relative_to(ROOT))
        for path in _files(".py", ".html")
        if pattern.search(path.read_text(encoding="utf-8")) and path.relative_to(ROOT).parts[0] != "tests"
    ]
    assert wrong == ["content/rendering.py"]


def test_templates_hold_no_inline_style_or_script():
    script = re.compile(r"<script(?![^>]*\b(src|type=\"application/(?:ld\+)?json\"))")
    pattern = re.compile(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|javascript:")
    wrong = [
        str(path.relative_to(ROOT))
        for path in _files(".html")
        if pattern.search(text := path.read_text(encoding="utf-8")) or script.search(text)
    ]
    assert wrong == []


def test_published_is_asked_for_in_one_place():
    """`published()` says what readers may see; whoever spells the state out again forgets it one day in one feed."""
    spelt = {
        str(path.relative_to(ROOT))
        for path in _source()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr in {"PUBLISHED", "ONCE_PUBLIC"})
        or (isinstance(node, ast.keyword) and _asks_for_published(node))
    }
    # The set on the enum, the QuerySet with its constraints, and the verb that writes the state.
    assert spelt == {"articles/enums.py", "articles/models/article.py", "articles/publishing.py"}


def test_no_template_compares_the_state():
    pattern = re.compile(r"\bstate\s*(==|!=|in)\s*[\"']")
    assert [str(p.relative_to(ROOT)) for p in _files(".html") if pattern.search(p.read_text(encoding="utf-8"))] == []


def _asks_for_published(keyword: ast.keyword) -> bool:
    name = keyword.arg or ""
    return "state" in name.split("__") and '"published"' in ast.unparse(keyword.value).replace("'", '"')


def test_only_forms_of_readers_are_exempt_from_csrf():
    """They set no cookie, and ask the browser where the form came from (articles.public_forms)."""
    exempt = {p: p.read_text(encoding="utf-8") for package in PACKAGES for p in _code(package)}
    exempt = {str(p.relative_to(ROOT)): text for p, text in exempt.items() if "csrf_exempt" in text}
    assert exempt.keys() == {"articles/report_pages.py"}
    assert all(text.count("@csrf_exempt") == 1 and "is_from_here(request)" in text for text in exempt.values())


def test_apps_read_settings_through_django_only():
    wrong = [
        str(path)
        for package in PACKAGES[:-1]
        for path in _code(package)
        if "healthusias.settings" in path.read_text(encoding="utf-8")
    ]
    assert wrong == []


def test_no_signal_controls_the_flow():
    pattern = re.compile(r"@receiver|signals import|\bsignals\.(pre|post|m2m)_")
    wrong = [str(p) for package in PACKAGES for p in _code(package) if pattern.search(p.read_text(encoding="utf-8"))]
    assert wrong == []


def test_every_who_has_a_when():
    """A foreign key `x_by` without the moment `x_at` beside it is half a fact."""
    ours = [model for app in PACKAGES if apps.is_installed(app) for model in apps.get_app_config(app).get_models()]
    wrong = []
    for model in ours:
        names = {field.name for field in model._meta.get_fields() if isinstance(field, models.Field)}
        wrong += [
            f"{model.__name__}.{name}" for name in names if name.endswith("_by") and f"{name[:-3]}_at" not in names
        ]
    assert wrong == []


def test_every_test_folder_is_a_package():
    folders = {path.parent for path in _files(".py") if path.relative_to(ROOT).parts[0] == "tests"}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_the_project_speaks_of_itself_alone():
    """No path of a machine and no package registry's host in what is tracked."""
    pattern = re.compile(
        "/(wo" + "rk|fa" + "rm|ro" + "ot)/|pypi" + r"\.org|files\.python" + "hosted|registry" + r"\.npmjs"
    )
    suffixes = (".py", ".md", ".txt", ".toml", ".html", ".css", ".js", ".in")
    wrong = [str(p.relative_to(ROOT)) for p in _files(*suffixes) if pattern.search(p.read_text(encoding="utf-8"))]
    assert wrong == []


def test_no_module_and_no_function_grows_too_long():
    """Past these, one wants to be two: modules of 500 lines, test files of 600, functions of 60."""
    wrong = []
    for path in _files(".py"):
        if "migrations" in path.parts:
            continue
        text, name = path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))
        if (lines := text.count("\n")) > (600 if name.startswith("tests/") else 500):
            wrong.append(f"{name}: {lines} lines")
        wrong += [f"{name}: {f.name}() has {length} lines" for f, length in _functions(text) if length > 60]
    assert wrong == []


def _functions(text: str) -> list[tuple[ast.FunctionDef, int]]:
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    return [(node, node.end_lineno - node.lineno + 1) for node in functions]
