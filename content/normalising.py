"""Bringing a valid document into the one spelling that is stored."""

import unicodedata
from typing import Any

from content import ids
from content.attributes import BLOCK_ID
from content.schema import INLINE, MARKS, NODES

_MARK_ORDER = {name: place for place, name in enumerate(MARKS)}


def normalise(document: dict[str, Any]) -> dict[str, Any]:
    """A tidied copy: ids given where missing and renewed where doubled, defaults filled in, marks in schema order,
    neighbouring text of equal marks joined, empty text dropped, everything NFC. Doing it twice changes nothing.

    Tolerates what `validate()` reports about ids and defaults; the rest must be valid.
    """
    seen: set[str] = set()
    blocks = [_block(block, seen) for block in document.get("content", [])]
    return {"type": "doc", "attrs": dict(document.get("attrs", {})), "content": blocks}


def _block(block: dict[str, Any], seen: set[str]) -> dict[str, Any]:
    block = _node(block)
    identity = block["attrs"].get("id") if "attrs" in block else None
    if not isinstance(identity, str) or not BLOCK_ID.match(identity) or identity in seen:
        identity = ids.new_id()
    seen.add(identity)
    attrs = {key: value for key, value in block.get("attrs", {}).items() if key != "id"}
    rest = {key: value for key, value in block.items() if key not in ("type", "attrs")}
    return {"type": block["type"], "attrs": {"id": identity, **attrs}, **rest}


def _node(node: Any) -> Any:
    if not isinstance(node, dict) or node.get("type") not in NODES:
        return node
    kind = NODES[node["type"]]
    tidy: dict[str, Any] = {"type": node["type"]}
    given = node.get("attrs", {})
    if kind.attrs or given:
        defaults = {name: attribute.default for name, attribute in kind.attrs.items() if not attribute.required}
        tidy["attrs"] = {key: _nfc(value) for key, value in {**defaults, **given}.items()}
    children = node.get("content", [])
    if kind.children or kind.first:
        inline = kind.children == INLINE
        tidy["content"] = _inline(children) if inline else [_node(child) for child in children]
    tidy |= {key: value for key, value in node.items() if key not in ("type", "attrs", "content")}
    return tidy


def _inline(children: list[Any]) -> list[Any]:
    tidy: list[dict[str, Any]] = []
    for child in children:
        if child.get("type") == "text" and not child.get("text"):
            continue
        node = {"type": child["type"]}
        if child["type"] == "text":
            node["text"] = unicodedata.normalize("NFC", child["text"])
        if marks := child.get("marks"):
            node["marks"] = sorted(map(_mark, marks), key=lambda mark: _MARK_ORDER.get(mark["type"], 99))
        if tidy and node["type"] == tidy[-1]["type"] == "text" and node.get("marks") == tidy[-1].get("marks"):
            # Joining can bring a letter and its accent together, so the whole is composed again.
            node["text"] = unicodedata.normalize("NFC", tidy.pop()["text"] + node["text"])
        tidy.append(node)
    return tidy


def _mark(mark: dict[str, Any]) -> dict[str, Any]:
    known = MARKS[mark["type"]].attrs
    defaults = {name: attribute.default for name, attribute in known.items() if not attribute.required}
    attrs = {**defaults, **mark.get("attrs", {})}
    return {"type": mark["type"], "attrs": {k: _nfc(v) for k, v in attrs.items()}} if attrs else {"type": mark["type"]}


def _nfc(value: Any) -> Any:
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value
