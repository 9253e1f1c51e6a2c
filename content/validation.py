"""Checking a document against the schema: never raises, always ends, says where each problem is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from content.attributes import BLOCK_ID, Attribute, problem_with_text
from content.schema import ARTICLE, INLINE, MARKS, NODES, SCHEMA_VERSION, NodeType, Profile

# Bounds that no honest article meets; they keep hostile input from costing time or memory.
DEEPEST = 16
MOST_NODES = 50_000
MOST_TEXT = 2_000_000
LONGEST_TEXT = 200_000
MOST_PROBLEMS = 50


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: `content[3].attrs.level`."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class _Enough(Exception):
    """There is no point in looking further."""


@dataclass
class _Walk:
    profile: Profile
    problems: list[Problem] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    nodes: int = 0
    characters: int = 0

    def report(self, path: str, message: str) -> None:
        self.problems.append(Problem(path, message))
        if len(self.problems) >= MOST_PROBLEMS:
            raise _Enough


def validate(document: Any, profile: Profile = ARTICLE) -> list[Problem]:
    """All problems of `document` in document order (at most 50); an empty list means that every function here takes it.

    Accepts anything whatever, in time and memory bounded by the size limits above; never raises.
    """
    walk = _Walk(profile)
    try:
        _check_root(walk, document)
    except _Enough:
        walk.problems.append(Problem("", "there are more problems than these"))
    return walk.problems


def _check_root(walk: _Walk, document: Any) -> None:
    if not isinstance(document, dict) or document.get("type") != "doc":
        return walk.report("", "is not a document: expected an object of type doc")
    _check_keys(walk, "", document, {"type", "attrs", "content"})
    if document.get("attrs") != {"schema": SCHEMA_VERSION} or type(document["attrs"]["schema"]) is not int:
        walk.report("attrs", f"must be exactly the schema version {SCHEMA_VERSION}")
    blocks = document.get("content")
    if not isinstance(blocks, list):
        return walk.report("content", "must be a list of blocks")
    for index, block in enumerate(blocks):
        _check_block(walk, f"content[{index}]", block)
    return None


def _check_block(walk: _Walk, path: str, block: Any) -> None:
    kind = _kind(block)
    if kind not in walk.profile.blocks:
        known = kind if kind in NODES else "this"
        return walk.report(path, f"{known} cannot be a block of a document of profile {walk.profile.name}")
    attrs = block.get("attrs")
    identity = attrs.get("id") if isinstance(attrs, dict) else None
    if not isinstance(identity, str) or not BLOCK_ID.match(identity):
        walk.report(f"{path}.attrs.id", "must be eight characters of a–z and 0–9")
    elif identity in walk.ids:
        walk.report(f"{path}.attrs.id", f"the id {identity} stands at two blocks")
    else:
        walk.ids.add(identity)
    return _check_node(walk, path, block, kind, depth=1, block=True)


def _check_node(walk: _Walk, path: str, node: dict[str, Any], kind: str, depth: int, block: bool = False) -> None:
    _count(walk, path, depth)
    _check_keys(walk, path, node, {"type", "attrs", "content"})
    _check_attrs(walk, f"{path}.attrs", node.get("attrs", {}), NODES[kind].attrs, {"id"} if block else set())
    children = node.get("content", [])
    if not isinstance(children, list):
        return walk.report(f"{path}.content", "must be a list")
    if len(children) < NODES[kind].minimum:
        walk.report(f"{path}.content", f"{kind} needs at least {NODES[kind].minimum} of content")
    for index, child in enumerate(children):
        _check_child(walk, f"{path}.content[{index}]", child, kind, index, depth + 1)
    return None


def _check_child(walk: _Walk, path: str, child: Any, parent: str, index: int, depth: int) -> None:
    kind, allowed = _kind(child), _allowed(NODES[parent], index)
    if kind not in allowed:
        found = kind if kind in NODES else "this"
        return walk.report(path, f"{found} cannot stand here in {parent}; expected {' or '.join(allowed) or 'nothing'}")
    if kind in INLINE:
        return _check_inline(walk, path, child, kind, depth)
    return _check_node(walk, path, child, kind, depth)


def _check_inline(walk: _Walk, path: str, node: dict[str, Any], kind: str, depth: int) -> None:
    _count(walk, path, depth)
    _check_keys(walk, path, node, {"type", "text", "marks"} if kind == "text" else {"type", "marks"})
    if kind == "text":
        text = node.get("text")
        if problem := problem_with_text(text, LONGEST_TEXT):
            walk.report(f"{path}.text", problem)
        elif not text:
            walk.report(f"{path}.text", "must not be empty")
        else:
            walk.characters += len(text)
    _check_marks(walk, f"{path}.marks", node.get("marks", []))


def _check_marks(walk: _Walk, path: str, marks: Any) -> None:
    if not isinstance(marks, list) or len(marks) > len(MARKS):
        return walk.report(path, "must be a short list of marks")
    seen = set()
    for index, mark in enumerate(marks):
        kind, here = _kind(mark), f"{path}[{index}]"
        if kind not in MARKS or kind not in walk.profile.marks:
            walk.report(here, f"is not a mark of profile {walk.profile.name}")
            continue
        if kind in seen:
            walk.report(here, f"{kind} stands twice on the same text")
        seen.add(kind)
        _check_keys(walk, here, mark, {"type", "attrs"})
        _check_attrs(walk, f"{here}.attrs", mark.get("attrs", {}), MARKS[kind].attrs, set())
    return None


def _check_attrs(walk: _Walk, path: str, attrs: Any, known: Any, extra: set[str]) -> None:
    if not isinstance(attrs, dict):
        return walk.report(path, "must be an object")
    _check_keys(walk, path, attrs, known.keys() | extra)
    for name, attribute in known.items():
        for message in _attribute_problems(attribute, name, attrs):
            walk.report(f"{path}.{name}", message)
    return None


def _attribute_problems(attribute: Attribute, name: str, attrs: dict[str, Any]) -> Iterator[str]:
    if name not in attrs:
        if attribute.required:
            yield "is missing"
    elif message := attribute.check(attrs[name]):
        yield message


def _check_keys(walk: _Walk, path: str, value: dict[Any, Any], known: set[str]) -> None:
    for key in value:
        if key not in known:
            where = f"{path}.{key[:40]}" if isinstance(key, str) else path
            walk.report(where.lstrip("."), "is not known here")


def _allowed(parent: NodeType, index: int) -> tuple[str, ...]:
    return (parent.first,) if parent.first and index == 0 else parent.children


def _kind(node: Any) -> str:
    kind = node.get("type") if isinstance(node, dict) else None
    return kind if isinstance(kind, str) else ""


def _count(walk: _Walk, path: str, depth: int) -> None:
    walk.nodes += 1
    if depth > DEEPEST:
        walk.report(path, f"is nested more than {DEEPEST} levels deep")
        raise _Enough
    if walk.nodes > MOST_NODES or walk.characters > MOST_TEXT:
        walk.report(path, f"the document is too large: at most {MOST_NODES:,} parts and {MOST_TEXT:,} characters")
        raise _Enough
