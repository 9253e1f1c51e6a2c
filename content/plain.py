"""The words of a document alone: for search, counting, comparing, excerpts."""

from collections.abc import Iterator, Mapping
from typing import Any

from content.schema import NODES

# Texts that readers see although they stand in attributes: before the content, or after it.
_BEFORE: Mapping[str, str] = {"callout": "title", "table": "caption"}
_AFTER: Mapping[str, str] = {"quotation": "source"}
_HOLDS_TEXT = {name: node.holds_text for name, node in NODES.items()}


def plain_text(document: dict[str, Any]) -> str:
    """The words of a document as readers see them, one line a paragraph, item, cell or call-out; no empty lines."""
    return "\n".join(line for block in document["content"] for line in lines(block))


def lines(node: dict[str, Any]) -> Iterator[str]:
    """The lines of one node. Raises KeyError for a node that the schema does not know."""
    kind, attrs = node["type"], node.get("attrs", {})
    if kind == "related_link":
        yield f"{attrs['label']}: {attrs['title']}" if attrs.get("label") else attrs["title"]
        return
    if said := attrs.get(_BEFORE.get(kind, "")):
        yield said
    if _HOLDS_TEXT[kind]:
        if words := "".join(child.get("text", "\n") for child in node.get("content", ())):
            yield words
    else:
        for child in node.get("content", ()):
            yield from lines(child)
    if said := attrs.get(_AFTER.get(kind, "")):
        yield said
