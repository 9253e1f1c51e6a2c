import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from content import editor
from content.schema import ARTICLE, BIO, MARKS, NODES, NodeType
from content.validation import validate

from .builders import block, doc, paragraph

# What static/js/desk/editor/ imports; `pm` holds ProseMirror's own packages.
FOLDER = "js/desk"
MODULE = "django_prose_editor/editor.js"
PACKAGES = {
    "commands": {"joinBackward", "joinForward", "setBlockType", "toggleMark"},
    "history": {"closeHistory", "redoDepth", "undoDepth"},
    "model": {"DOMParser", "DOMSerializer", "Fragment", "Slice"},
    "state": {"NodeSelection", "Plugin", "PluginKey", "Selection", "TextSelection"},
    "tables": {"TableMap", "goToNextCell", "isInTable", "tableEditing"},
    "view": {"Decoration", "DecorationSet"},
}


def named(nodes: list[dict], name: str) -> dict:
    return next(node for node in nodes if node["name"] == name)


def test_every_node_and_mark_of_the_schema_is_declared_in_its_order():
    declared = editor.declaration(ARTICLE)
    assert [node["name"] for node in declared["nodes"]] == list(NODES)
    assert [mark["name"] for mark in declared["marks"]] == list(MARKS)


def test_attributes_say_whether_they_are_required_and_what_they_point_at():
    declared = editor.declaration(ARTICLE)
    assert named(declared["nodes"], "figure")["attrs"] == {
        "image": {"required": True, "refers": "image"},
        "alt": {"default": ""},
        "decorative": {"default": False},
    }
    assert named(declared["marks"], "link")["attrs"] == {"target": {"required": True, "refers": "target"}}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("paragraph", "(text | hard_break)*"),
        ("list_item", "paragraph (bullet_list | ordered_list)*"),
        ("care_card", "care_heading (paragraph | bullet_list)+"),
        ("table_row", "(table_header | table_cell)+"),
        ("rule", ""),
    ],
)
def test_content_expressions_follow_the_schema(name, content):
    assert named(editor.declaration(ARTICLE)["nodes"], name)["content"] == content


def test_a_smaller_profile_leaves_out_what_it_may_not_hold():
    declared = editor.declaration(BIO)
    assert declared["document"] == "(paragraph | bullet_list)+"
    assert named(declared["nodes"], "list_item")["content"] == "paragraph (bullet_list)*"
    assert [mark["name"] for mark in declared["marks"]] == list(BIO.marks)


def test_a_minimum_that_the_editor_cannot_say_is_refused():
    with pytest.raises(KeyError):
        editor._expression(NodeType("Trio", ("paragraph",), minimum=3), ARTICLE)


def test_the_pinned_package_exports_what_the_editor_imports():
    folder = finders.find(FOLDER)
    imported = set()
    for path in sources(folder):
        for names in re.findall(r'import \{([^}]*)\} from "[./]*' + MODULE + '"', path.read_text(encoding="utf-8")):
            imported |= {name.split(" as ")[0].strip() for name in names.split(",") if name.strip()}
    assert imported
    assert imported - exported() == set()


def test_the_pinned_package_holds_prosemirrors_packages():
    text = bundle()
    holding = dict(re.findall(r"(\w+):\(\)=>(\w)\b", text[text.index("r.d(i,") : text.index("r.d(i,") + 200]))
    for package, wanted in PACKAGES.items():
        start = text.index(f"r.d({holding[package]},{{")
        found = set(re.findall(r"(\w+):\(\)=>", text[start : text.index("})", start)]))
        assert (package, wanted - found) == (package, set())


def test_every_import_of_the_desk_can_be_hashed():
    """Static files under hashed names are rewritten only where the import is relative and its line ends so."""
    pattern = re.compile(r"^(?:import|export)\b(?:[^;]*?\bfrom)?\s*(\S+)$", re.M)
    wrong = [
        f"{path.name}: {found}"
        for path in sources(finders.find(FOLDER))
        for found in pattern.findall(path.read_text(encoding="utf-8"))
        if '"' in found and not re.fullmatch(r'"\.{1,2}/[^"]+\.js";', found)
    ]
    assert wrong == []


def test_no_module_of_the_desk_imports_itself_by_way_of_others():
    """A circle of imports has no hash: collecting static files would not end."""
    modules = {path.resolve(): path.read_text(encoding="utf-8") for path in sources(finders.find(FOLDER))}
    wanted = re.compile(r'^(?:import|export)\b[^;]*?"(\.[^"]+)";', re.M)
    left = {path: {(path.parent / name).resolve() for name in wanted.findall(text)} for path, text in modules.items()}
    while free := [path for path, needs in left.items() if not needs & left.keys()]:
        for path in free:
            del left[path]
    assert sorted(path.name for path in left) == []


def sources(folder: str) -> list:
    return sorted(Path(folder).rglob("*.js"))


def bundle() -> str:
    with open(finders.find(MODULE), encoding="utf-8") as file:
        return file.read()


def exported() -> set[str]:
    names = re.search(r"export\{([^}]*)\}", bundle()).group(1)
    return {name.split(" as ")[-1].strip() for name in names.split(",")}


def test_a_problem_is_told_by_kind_and_first_words():
    made = doc(paragraph("one", "Fine."), block("figure", "two", "A spine from the side", image=3, alt="x" * 1_001))
    (problem,) = validate(made)
    assert editor.explained(made, problem) == (
        "Picture “A spine from the side”: alt has 1,001 characters; at most 1,000 are allowed."
    )
    assert editor.block_at(made, problem)["attrs"]["id"] == "two00000"


def test_a_problem_of_the_whole_is_told_too():
    made = {**doc(), "attrs": {"schema": 99}}
    (problem,) = validate(made)
    assert editor.explained(made, problem) == "The text as a whole must say that the schema is 1, and nothing else."


@pytest.mark.parametrize(
    "strange", [{"content": [7]}, {"content": [{"type": []}]}, {"content": "x"}, {"content": [{"content": {"a": 1}}]}]
)
def test_whatever_is_wrong_can_be_told(strange):
    made = {"type": "doc", "attrs": {"schema": 1}, **strange}
    problems = validate(made)
    assert problems
    assert all(editor.explained(made, problem) for problem in problems)
