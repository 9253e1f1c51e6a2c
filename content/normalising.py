"""Bringing a document into the one spelling that is stored."""

import unicodedata
from itertools import groupby
from typing import Any

from content import ids
from content.attributes import BLOCK_ID, Attribute
from content.schema import BLOCKS, MARK_ORDER, MARKS, NODES
from content.validation import DEEPEST

Node = dict[str, Any]


def normalise(document: Any) -> Any:
    """A tidied copy: ids given where missing and renewed where doubled, taken from what is no block; defaults filled
    in, marks in schema order, neighbouring text of equal marks joined, empty text dropped, everything NFC.

    Doing it twice changes nothing. What it does not understand it leaves as it is, for `validate()` to report; so it
    may come before that.
    """
    if not isinstance(document, dict) or not isinstance(document.get("content"), list):
        return document
    seen: set[str] = set()
    return {**document, "content": [_block(block, seen) for block in document["content"]]}


def _block(block: Any, seen: set[str]) -> Any:
    if not _is_known(block) or block["type"] not in BLOCKS or not isinstance(block.get("attrs", {}), dict):
        return block
    identity = block.get("attrs", {}).get("id")
    if not isinstance(identity, str) or not BLOCK_ID.match(identity) or identity in seen:
        identity = ids.new_id()
    seen.add(identity)
    tidy = _node(block, 1)
    tidy["attrs"] = {"id": identity, **tidy.get("attrs", {})}
    return tidy


def _node(node: Any, depth: int) -> Any:
    """A copy without the id, which only blocks have."""
    if not _is_known(node) or depth > DEEPEST:
        return node
    schema = NODES[node["type"]]
    tidy: Node = {"type": node["type"]}
    attrs = node.get("attrs", {})
    if isinstance(attrs, dict):
        attrs = _with_defaults({name: value for name, value in attrs.items() if name != "id"}, schema.attrs)
    # Top-level nodes get theirs anyway; the key stands here for the order.
    if attrs or depth == 1:
        tidy["attrs"] = attrs
    children = node.get("content", [])
    if not schema.is_leaf:
        tidy["content"] = _children(children, schema.holds_text, depth) if isinstance(children, list) else children
    return tidy | {key: value for key, value in node.items() if key not in ("type", "attrs", "content")}


def _children(children: list[Any], are_inline: bool, depth: int) -> list[Any]:
    return _inline(children) if are_inline else [_node(child, depth + 1) for child in children]


def _inline(children: list[Any]) -> list[Any]:
    tidy = [node for node in map(_tidy_inline, children) if node is not None]
    joined: list[Any] = []
    for frame, nodes in groupby(tidy, key=_frame):
        if frame is None:
            joined += nodes
        else:
            # Joining can bring a letter and its accent together, so the whole is composed again.
            joined.append({"type": "text", "text": _nfc("".join(node["text"] for node in nodes)), **frame})
    return joined


def _tidy_inline(child: Any) -> Any:
    """A copy of text or a line break; None for empty text."""
    if not _is_known(child):
        return child
    if child.get("text") == "":
        return None
    node = {key: _nfc(value) if key == "text" else value for key, value in child.items() if key != "marks"}
    marks = child.get("marks")
    if isinstance(marks, list) and all(_is_mark(mark) for mark in marks):
        marks = sorted(map(_mark, marks), key=lambda mark: MARK_ORDER[mark["type"]])
    return {**node, "marks": marks} if marks else node


def _mark(mark: Node) -> Node:
    attrs = mark.get("attrs", {})
    attrs = _with_defaults(attrs, MARKS[mark["type"]].attrs) if isinstance(attrs, dict) else attrs
    rest = {key: value for key, value in mark.items() if key != "attrs"}
    return {**rest, "attrs": attrs} if attrs else rest


def _with_defaults(given: Node, known: dict[str, Attribute]) -> Node:
    if not known and not given:
        return {}
    tidy = {name: attribute.default for name, attribute in known.items() if not attribute.required}
    return tidy | {name: _nfc(value) if isinstance(value, str) else value for name, value in given.items()}


def _frame(node: Any) -> Node | None:
    """What text must share with its neighbour to be joined with it; None for what is never joined."""
    if not isinstance(node, dict) or node.get("type") != "text" or not isinstance(node.get("text"), str):
        return None
    return {key: value for key, value in node.items() if key != "text"}


def _is_known(node: Any) -> bool:
    kind = node.get("type") if isinstance(node, dict) else None
    return isinstance(kind, str) and kind in NODES


def _is_mark(mark: Any) -> bool:
    kind = mark.get("type") if isinstance(mark, dict) else None
    return isinstance(kind, str) and kind in MARKS


def _nfc(text: Any) -> Any:
    return unicodedata.normalize("NFC", text) if isinstance(text, str) else text
