"""Short ways to write documents in tests."""

import json
from pathlib import Path
from typing import Any

from content.schema import document

Node = dict[str, Any]

_EXAMPLE = Path(__file__).parent / "examples" / "schema-1.json"


def example() -> Node:
    """The frozen document of schema version 1, which holds every node and mark."""
    return json.loads(_EXAMPLE.read_text(encoding="utf-8"))


def text(words: str, *marks: Node) -> Node:
    return {"type": "text", "text": words, **({"marks": list(marks)} if marks else {})}


def mark(kind: str, **attrs: Any) -> Node:
    return {"type": kind, **({"attrs": attrs} if attrs else {})}


def link(href: str) -> Node:
    return mark("link", target={"kind": "url", "href": href})


def to_article(key: int, section: str | None = None) -> Node:
    return mark("link", target={"kind": "article", "id": key, **({"section": section} if section else {})})


def node(kind: str, *content: Node, **attrs: Any) -> Node:
    """A node without id, as it stands inside a block."""
    return {"type": kind, **({"attrs": attrs} if attrs else {}), "content": list(content)}


def block(kind: str, block_id: str, *content: Node | str, **attrs: Any) -> Node:
    """A block; strings are plain text. The id is filled up to eight characters."""
    made = {"type": kind, "attrs": {"id": block_id.ljust(8, "0"), **attrs}}
    inside = [text(child) if isinstance(child, str) else child for child in content]
    return made if kind in ("related_link", "rule") else {**made, "content": inside}


def paragraph(block_id: str, *content: Node | str) -> Node:
    return block("paragraph", block_id, *content)


def heading(block_id: str, words: str, level: int = 2) -> Node:
    return block("heading", block_id, words, level=level)


def bullets(block_id: str, *items: str) -> Node:
    return block("bullet_list", block_id, *(item(words) for words in items))


def numbers(block_id: str, *items: str, start: int = 1) -> Node:
    return block("ordered_list", block_id, *(item(words) for words in items), start=start)


def item(words: str, *nested: Node) -> Node:
    return node("list_item", node("paragraph", text(words)), *nested)


def related(block_id: str, title: str, target: Node | None = None, label: str = "Read") -> Node:
    return block("related_link", block_id, label=label, title=title, target=target)


def table(block_id: str, *rows: list[Node], caption: str = "") -> Node:
    return block("table", block_id, *(node("table_row", *row) for row in rows), caption=caption)


def cell(words: str = "x", kind: str = "table_cell", **spans: int) -> Node:
    return node(kind, node("paragraph", text(words)), **spans)


def doc(*blocks: Node) -> Node:
    return document(*blocks)


def ids(made: Node) -> list[str]:
    return [found["attrs"]["id"].rstrip("0") for found in made["content"]]
