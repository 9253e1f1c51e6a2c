"""The content language as the editor in the browser needs it: a ProseMirror schema as JSON, made of content/schema.py.

Nothing is declared here. A node, mark or attribute that the schema gains is loaded, kept and given back by the editor
without a change to this module; static/js/desk/editor/dom.js says how it looks there.
"""

import re
from collections.abc import Mapping
from typing import Any

from content.attributes import Attribute
from content.schema import ARTICLE, INLINE, MARKS, NODES, SCHEMA_VERSION, NodeType, Profile
from content.validation import Problem

# ProseMirror fills a document that must not be empty with a paragraph, so that there is a place to type.
_LEAST_OF_A_DOCUMENT = 1
_REPEATED = {0: "*", 1: "+"}
_BLOCK_PATH = re.compile(r"content\[(\d+)\]")
_LONGEST_EXCERPT = 40


def declaration(profile: Profile = ARTICLE) -> dict[str, Any]:
    """What the editor needs to know of `profile`, ready for JSON.

    {"schema": version, "document": content expression, "nodes": [{"name", "label", "group", "content", "attrs"}, …],
    "marks": [{"name", "label", "attrs", "repeats"}, …]}, nodes and marks in the order of the schema, in which
    marks enclose each other. `content` is a content expression as ProseMirror has it, empty for a leaf; each of
    `attrs` is {"required": true} or {"default": value}, and "refers" where it points at something.
    """
    return {
        "schema": SCHEMA_VERSION,
        "document": _several(profile.blocks, _LEAST_OF_A_DOCUMENT),
        "nodes": [_node(name, node, profile) for name, node in NODES.items() if profile.allows(name)],
        "marks": [
            {"name": name, "label": mark.label, "attrs": _attrs(mark.attrs), "repeats": mark.repeats}
            for name, mark in MARKS.items()
            if name in profile.marks
        ],
    }


def _node(name: str, node: NodeType, profile: Profile) -> dict[str, Any]:
    return {
        "name": name,
        "label": node.label,
        "group": node.group,
        "content": _expression(node, profile),
        "attrs": _attrs(node.attrs),
    }


def _expression(node: NodeType, profile: Profile) -> str:
    if node.holds_text:
        return _several(INLINE, 0)
    children = tuple(name for name in node.children if profile.allows(name))
    rest = _several(children, max(node.minimum - bool(node.first), 0)) if children else ""
    return f"{node.first} {rest}".strip()


def _several(names: tuple[str, ...], least: int) -> str:
    """Any of `names` in any order, at least that often. Raises KeyError where ProseMirror has no sign for it."""
    return f"({' | '.join(names)}){_REPEATED[least]}"


def _attrs(attrs: Mapping[str, Attribute]) -> dict[str, dict[str, Any]]:
    return {name: _attribute(attribute) for name, attribute in attrs.items()}


def _attribute(attribute: Attribute) -> dict[str, Any]:
    said = {"required": True} if attribute.required else {"default": attribute.default}
    return said | ({"refers": attribute.refers} if attribute.refers else {})


def explained(document: dict[str, Any], problem: Problem) -> str:
    """A problem in words for whoever wrote the document: in which block it is, by its kind and its first words.

    Never raises, whatever the document is.
    """
    block = block_at(document, problem)
    if block is None:
        return f"The text as a whole {problem.message}."
    kind = block.get("type")
    label = NODES[kind].label if isinstance(kind, str) and kind in NODES else "Something unknown"
    excerpt = _excerpt(block)
    return f"{label}{f' “{excerpt}”' if excerpt else ''}: {problem.path.rpartition('.')[2]} {problem.message}."


def block_at(document: dict[str, Any], problem: Problem) -> dict[str, Any] | None:
    """The block in which a problem is, or None where it is no block's."""
    found = _BLOCK_PATH.match(problem.path)
    blocks = document.get("content")
    index = int(found[1]) if found else -1
    block = blocks[index] if isinstance(blocks, list) and 0 <= index < len(blocks) else None
    return block if isinstance(block, dict) else None


def _excerpt(block: dict[str, Any]) -> str:
    words = " ".join(_texts(block, 6).split())
    return words if len(words) <= _LONGEST_EXCERPT else f"{words[:_LONGEST_EXCERPT].rstrip()}…"


def _texts(node: Any, depth: int) -> str:
    """The first words in a node, as deep as an honest one goes."""
    if not isinstance(node, dict) or depth == 0:
        return ""
    own = node.get("text")
    children = node.get("content")
    inside = (_texts(child, depth - 1) for child in children[:5]) if isinstance(children, list) else ()
    return f"{own if isinstance(own, str) else ''} {' '.join(inside)}".strip()
