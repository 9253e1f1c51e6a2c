"""The content language: the only place where a node, a mark or one of their attributes is named.

A document is JSON in ProseMirror's shape. Its top-level nodes are *blocks*; each carries a permanent id.
Validation, rendering, the plain form and the editor all follow these tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from content import attributes as a

SCHEMA_VERSION = 1

INLINE = ("text", "hard_break")
_LISTS = ("bullet_list", "ordered_list")
_BOX = ("paragraph", "bullet_list")


@dataclass(frozen=True)
class NodeType:
    """One kind of node. `first`: what the first child must be; `children`: what the (other) children may be."""

    label: str
    children: tuple[str, ...] = ()
    first: str = ""
    minimum: int = 0
    attrs: Mapping[str, a.Attribute] = field(default_factory=dict)


@dataclass(frozen=True)
class MarkType:
    """One kind of mark on text."""

    label: str
    attrs: Mapping[str, a.Attribute] = field(default_factory=dict)


NODES: Mapping[str, NodeType] = MappingProxyType(
    {
        "paragraph": NodeType("Paragraph", INLINE),
        "heading": NodeType("Heading", INLINE, minimum=1, attrs={"level": a.choice(2, 3)}),
        "bullet_list": NodeType("Bullet list", ("list_item",), minimum=1),
        "ordered_list": NodeType(
            "Numbered list", ("list_item",), minimum=1, attrs={"start": a.integer(0, 100_000, default=1)}
        ),
        "list_item": NodeType("List item", _LISTS, first="paragraph", minimum=1),
        "figure": NodeType(
            "Picture",
            INLINE,
            attrs={"image": a.identity(), "alt": a.text(1_000), "decorative": a.boolean(default=False)},
        ),
        "quotation": NodeType("Quotation", ("paragraph",), minimum=1, attrs={"source": a.text(500)}),
        "table": NodeType("Table", ("table_row",), minimum=1, attrs={"caption": a.text(500)}),
        "table_row": NodeType("Table row", ("table_header", "table_cell"), minimum=1),
        "table_header": NodeType("Header cell", ("paragraph",), minimum=1, attrs=a.SPANS),
        "table_cell": NodeType("Table cell", ("paragraph",), minimum=1, attrs=a.SPANS),
        "related_link": NodeType(
            "Related link",
            attrs={"label": a.text(500), "title": a.text(500, blank=False), "target": a.target(settled=False)},
        ),
        "care_card": NodeType(
            "Care card",
            _BOX,
            first="care_heading",
            minimum=2,
            attrs={"urgency": a.choice("non_urgent", "urgent", "emergency")},
        ),
        "care_heading": NodeType("Care card heading", INLINE, minimum=1),
        "key_points": NodeType("Key points", _BOX, minimum=1),
        "experience": NodeType("Personal experience", _BOX, minimum=1),
        "callout": NodeType("Call-out", _BOX, minimum=1, attrs={"title": a.text(200)}),
        "rule": NodeType("Rule"),
        "text": NodeType("Text"),
        "hard_break": NodeType("Line break"),
    }
)

MARKS: Mapping[str, MarkType] = MappingProxyType(
    {
        # In the order in which they enclose each other; a citation encloses all, so that its number stands last.
        "citation": MarkType("Citation", {"source": a.identity(), "locator": a.text(200)}),
        "strong": MarkType("Strong"),
        "emphasis": MarkType("Emphasis"),
        "link": MarkType("Link", {"target": a.target()}),
        "abbreviation": MarkType("Abbreviation", {"title": a.text(200, blank=False)}),
        "language": MarkType("Language", {"lang": a.language()}),
        "subscript": MarkType("Subscript"),
        "superscript": MarkType("Superscript"),
    }
)


@dataclass(frozen=True)
class Profile:
    """Which blocks and marks a kind of document may use."""

    name: str
    blocks: tuple[str, ...]
    marks: tuple[str, ...]


ARTICLE = Profile(
    "article",
    (
        "paragraph",
        "heading",
        "bullet_list",
        "ordered_list",
        "figure",
        "quotation",
        "table",
        "related_link",
        "care_card",
        "key_points",
        "experience",
        "callout",
        "rule",
    ),
    tuple(MARKS),
)
BIO = Profile("bio", ("paragraph", "bullet_list"), ("strong", "emphasis", "link", "abbreviation", "language"))
PROFILES: Mapping[str, Profile] = MappingProxyType({profile.name: profile for profile in (ARTICLE, BIO)})


def empty_document() -> dict[str, Any]:
    return document()


def document(*blocks: dict[str, Any]) -> dict[str, Any]:
    """A document of the current schema made of `blocks`."""
    return {"type": "doc", "attrs": {"schema": SCHEMA_VERSION}, "content": list(blocks)}
