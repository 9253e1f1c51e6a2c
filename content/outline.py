"""The sections of a document."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Heading:
    """A heading, with the level-3 headings below it when it comes from `outline()`."""

    block_id: str
    level: int
    text: str
    children: list["Heading"] = field(default_factory=list)


def headings(document: dict[str, Any]) -> list[Heading]:
    """All headings in order, flat. One without words, still to be written, is no section yet and is not rendered."""
    found = (
        Heading(block["attrs"]["id"], block["attrs"]["level"], heading_text(block))
        for block in document["content"]
        if block["type"] == "heading"
    )
    return [heading for heading in found if heading.text]


def outline(document: dict[str, Any]) -> list[Heading]:
    """The headings as a tree: level 3 below the level 2 before it; one without any stands at the top."""
    top: list[Heading] = []
    for heading in headings(document):
        (top[-1].children if heading.level == 3 and top and top[-1].level == 2 else top).append(heading)
    return top


def heading_text(block: dict[str, Any]) -> str:
    """The words of a heading, without marks; a line break in it counts as a blank."""
    return "".join(child.get("text", " ") for child in block.get("content", ())).strip()
