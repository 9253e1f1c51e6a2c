"""Checking a document against the schema: never raises, always ends, says where each problem is."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from content.attributes import BLOCK_ID, Attribute, forbidden_character, shown
from content.schema import ARTICLE, INLINE, MARKS, NODES, SCHEMA_VERSION, NodeType, Profile
from content.tables import problem_with_grid

# Bounds that no honest article meets; they keep hostile input from costing time or memory.
DEEPEST = 16
MOST_NODES = 50_000
MOST_CHARACTERS = 2_000_000
MOST_PROBLEMS = 50
MOST_MARKS = 20

# Where the walk is: None at the root, else (the path so far, key or index). Spelled out only for a problem.
Path = tuple["Path", str | int] | None

_ROOT_KEYS = frozenset({"type", "attrs", "content"})
_NODE_KEYS = _ROOT_KEYS
_LEAF_KEYS = frozenset({"type", "attrs"})
_INLINE_KEYS = {"text": frozenset({"type", "text", "marks"}), "hard_break": frozenset({"type", "marks"})}
_ID: Mapping[str, Attribute] = {
    "id": Attribute(lambda value: None if _is_id(value) else "must be eight characters of a–z and 0–9")
}
_BLOCK_ATTRS = {name: {**_ID, **node.attrs} for name, node in NODES.items()}


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: `content[3].attrs.level`."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class _Enough(Exception):
    """There is no point in looking further."""


@dataclass(slots=True)
class _Walk:
    profile: Profile
    problems: list[Problem] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    nodes: int = 0
    characters: int = 0

    def report(self, path: Path, message: str) -> None:
        if len(self.problems) >= MOST_PROBLEMS:
            self.problems.append(Problem("", "there are more problems than these"))
            raise _Enough
        self.problems.append(Problem(_spelled(path), message))

    def enter(self, path: Path, depth: int, characters: int = 0) -> None:
        self.nodes += 1
        self.characters += characters
        if depth > DEEPEST:
            self.problems.append(Problem(_spelled(path), f"is nested more than {DEEPEST} levels deep"))
            raise _Enough
        if self.nodes > MOST_NODES or self.characters > MOST_CHARACTERS:
            most = f"at most {MOST_NODES:,} parts and {MOST_CHARACTERS:,} characters are allowed"
            self.problems.append(Problem(_spelled(path), f"here the document becomes too large: {most}"))
            raise _Enough


def validate(document: Any, profile: Profile = ARTICLE) -> list[Problem]:
    """All problems of `document` in document order (some 50 at most); none means that every function here takes it.

    Takes anything that JSON can hold, in time and memory bounded by the limits above, and never raises. Whether the
    articles, images and sources that it names exist is for those to say who keep them.
    """
    walk = _Walk(profile)
    with suppress(_Enough):
        _check_root(walk, document)
    return walk.problems


def _check_root(walk: _Walk, document: Any) -> None:
    if not isinstance(document, dict) or document.get("type") != "doc":
        return walk.report(None, "is not a document: expected an object of type doc")
    _check_keys(walk, None, document, _ROOT_KEYS)
    attrs = document.get("attrs")
    version = attrs.get("schema") if isinstance(attrs, dict) else None
    if type(version) is not int or version != SCHEMA_VERSION or len(attrs) != 1:
        walk.report((None, "attrs"), f"must say that the schema is {SCHEMA_VERSION}, and nothing else")
    blocks, path = document.get("content"), (None, "content")
    if not isinstance(blocks, list):
        return walk.report(path, "must be a list of blocks")
    for index, block in enumerate(blocks):
        _check_block(walk, (path, index), block)
    return None


def _check_block(walk: _Walk, path: Path, block: Any) -> None:
    kind = _kind(block)
    if kind not in walk.profile.blocks:
        return walk.report(path, f"{_named(kind)} cannot be a block of this document ({walk.profile.name})")
    _check_node(walk, path, block, kind, 1, _BLOCK_ATTRS[kind])
    attrs = block.get("attrs")
    identity = attrs.get("id") if isinstance(attrs, dict) else None
    if _is_id(identity):
        if identity in walk.ids:
            walk.report(((path, "attrs"), "id"), f"is the id of an earlier block too ({identity})")
        walk.ids.add(identity)
    return None


def _check_node(
    walk: _Walk, path: Path, node: dict[str, Any], kind: str, depth: int, attrs: Mapping[str, Attribute]
) -> None:
    walk.enter(path, depth)
    schema = NODES[kind]
    _check_keys(walk, path, node, _LEAF_KEYS if schema.is_leaf else _NODE_KEYS)
    _check_attrs(walk, path, node, attrs)
    children = node.get("content", [])
    if not isinstance(children, list):
        return walk.report((path, "content"), "must be a list")
    if len(children) < schema.minimum:
        walk.report((path, "content"), f"{kind} needs at least {schema.minimum} of content")
    before = len(walk.problems)
    _check_children(walk, (path, "content"), children, kind, schema, depth + 1)
    # A grid can be judged only where every cell is sound.
    if kind == "table" and children and len(walk.problems) == before and (problem := problem_with_grid(children)):
        walk.report((path, "content"), problem)
    return None


def _check_children(walk: _Walk, path: Path, children: list[Any], parent: str, schema: NodeType, depth: int) -> None:
    for index, child in enumerate(children):
        kind = _kind(child)
        allowed = (schema.first,) if schema.first and index == 0 else schema.children
        if kind not in allowed or not walk.profile.allows(kind):
            expected = " or ".join(name for name in allowed if walk.profile.allows(name)) or "nothing"
            walk.report((path, index), f"{_named(kind)} cannot stand here in {parent}; expected {expected}")
        elif kind in INLINE:
            _check_inline(walk, (path, index), child, kind, depth)
        else:
            _check_node(walk, (path, index), child, kind, depth, NODES[kind].attrs)


def _check_inline(walk: _Walk, path: Path, node: dict[str, Any], kind: str, depth: int) -> None:
    text = node.get("text")
    walk.enter(path, depth, len(text) if isinstance(text, str) else 0)
    _check_keys(walk, path, node, _INLINE_KEYS[kind])
    if kind == "text":
        if not isinstance(text, str) or not text:
            walk.report((path, "text"), "must be text, and not empty")
        elif found := forbidden_character(text):
            code = f"U+{ord(found.group()):04X}"
            walk.report((path, "text"), f"contains the character {code} at {found.start()}, which cannot be shown")
    if "marks" in node:
        _check_marks(walk, (path, "marks"), node["marks"])


def _check_marks(walk: _Walk, path: Path, marks: Any) -> None:
    if not isinstance(marks, list) or len(marks) > MOST_MARKS:
        return walk.report(path, f"must be a list of {MOST_MARKS} marks at most")
    seen = set()
    for index, mark in enumerate(marks):
        kind, here = _kind(mark), (path, index)
        if kind not in walk.profile.marks:
            walk.report(here, f"{_named(kind, MARKS)} is no mark of this document ({walk.profile.name})")
        elif (only := _once(mark, kind)) in seen:
            walk.report(here, f"{kind} stands twice on the same text")
        else:
            seen.add(only)
            _check_keys(walk, here, mark, _LEAF_KEYS)
            _check_attrs(walk, here, mark, MARKS[kind].attrs)
    return None


def _once(mark: dict[str, Any], kind: str) -> tuple[str, Any]:
    """What no other mark on the same text may share with it: its kind, or also what it points at."""
    attrs = mark.get("attrs")
    if not MARKS[kind].repeats or not isinstance(attrs, dict):
        return kind, None
    pointed = [attrs.get(name) for name, attribute in MARKS[kind].attrs.items() if attribute.refers]
    return kind, repr(pointed)[:100]


def _check_attrs(walk: _Walk, path: Path, holder: dict[str, Any], known: Mapping[str, Attribute]) -> None:
    attrs = holder.get("attrs", {})
    if not isinstance(attrs, dict):
        return walk.report((path, "attrs"), "must be an object")
    _check_keys(walk, (path, "attrs"), attrs, known)
    for name, attribute in known.items():
        if name not in attrs:
            if attribute.required:
                walk.report(((path, "attrs"), name), "is missing")
        elif problem := attribute.check(attrs[name]):
            walk.report(((path, "attrs"), name), problem)
        elif isinstance(attrs[name], str):
            walk.characters += len(attrs[name])
    return None


def _check_keys(walk: _Walk, path: Path, value: dict[Any, Any], known: Any) -> None:
    for key in value:
        if key not in known:
            walk.report((path, shown(key)), "is not known here")


def _kind(node: Any) -> str:
    kind = node.get("type") if isinstance(node, dict) else None
    return kind if isinstance(kind, str) else ""


def _named(kind: str, known: Mapping[str, Any] = NODES) -> str:
    return kind if kind in known else f"an unknown thing ({shown(kind)})" if kind else "what has no type"


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and BLOCK_ID.match(value) is not None


def _spelled(path: Path) -> str:
    steps = []
    while path is not None:
        path, step = path
        steps.append(f"[{step}]" if isinstance(step, int) else f".{step}")
    return "".join(reversed(steps)).removeprefix(".")
