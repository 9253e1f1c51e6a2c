"""The content language: the only place where a node, a mark or one of their attributes is declared.

A document is JSON in ProseMirror's shape. Its top-level nodes are *blocks*; each carries a permanent id besides the
attributes below. Validation, references, rendering, the plain form and the editor all follow these tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from content import attributes as a

SCHEMA_VERSION = 1

# A block stands at the top of a document (some also inside others), a part only inside a block, inline in a text.
Group = Literal["block", "part", "inline"]

INLINE = ("text", "hard_break")
_LISTS = ("bullet_list", "ordered_list")
_BOX = ("paragraph", "bullet_list")


@dataclass(frozen=True)
class NodeType:
    """One kind of node. `first`: what its first child must be; `children`: what the other children may be."""

    label: str
    children: tuple[str, ...] = ()
    first: str = ""
    minimum: int = 0
    attrs: Mapping[str, a.Attribute] = field(default_factory=dict)
    group: Group = "block"

    @property
    def holds_text(self) -> bool:
        return self.children == INLINE

    @property
    def is_leaf(self) -> bool:
        return not self.children and not self.first


@dataclass(frozen=True)
class MarkType:
    """One kind of mark on text. Of one that `repeats`, several may lie on the same text, each pointing elsewhere."""

    label: str
    attrs: Mapping[str, a.Attribute] = field(default_factory=dict)
    repeats: bool = False


NODES: Mapping[str, NodeType] = MappingProxyType(
    {
        "paragraph": NodeType("Paragraph", INLINE),
        "heading": NodeType("Heading", INLINE, attrs={"level": a.choice(2, 3)}),
        "bullet_list": NodeType("Bullet list", ("list_item",), minimum=1),
        "ordered_list": NodeType(
            "Numbered list", ("list_item",), minimum=1, attrs={"start": a.integer(0, 100_000, default=1)}
        ),
        "figure": NodeType(
            "Picture",
            INLINE,
            attrs={"image": a.key("image"), "alt": a.text(1_000), "decorative": a.boolean(default=False)},
        ),
        "quotation": NodeType("Quotation", ("paragraph",), minimum=1, attrs={"source": a.text(500)}),
        "table": NodeType("Table", ("table_row",), minimum=1, attrs={"caption": a.text(500)}),
        "related_link": NodeType(
            "Related link",
            attrs={"label": a.text(500), "title": a.words(500), "target": a.target(settled=False)},
        ),
        "care_card": NodeType(
            "Care card",
            _BOX,
            first="care_heading",
            minimum=2,
            attrs={"urgency": a.choice("non_urgent", "urgent", "emergency")},
        ),
        "key_points": NodeType("Key points", _BOX, minimum=1),
        "experience": NodeType("Personal experience", _BOX, minimum=1),
        "callout": NodeType("Call-out", _BOX, minimum=1, attrs={"title": a.text(200)}),
        "rule": NodeType("Rule"),
        "list_item": NodeType("List item", _LISTS, first="paragraph", minimum=1, group="part"),
        "table_row": NodeType("Table row", ("table_header", "table_cell"), minimum=1, group="part"),
        "table_header": NodeType("Header cell", ("paragraph",), minimum=1, attrs=a.SPANS, group="part"),
        "table_cell": NodeType("Table cell", ("paragraph",), minimum=1, attrs=a.SPANS, group="part"),
        "care_heading": NodeType("Care card heading", INLINE, group="part"),
        "text": NodeType("Text", group="inline"),
        "hard_break": NodeType("Line break", group="inline"),
    }
)

# In the order in which they enclose each other. A citation encloses all, so that its number stands last; a link comes
# next, so that words of it in bold do not break it in two.
MARKS: Mapping[str, MarkType] = MappingProxyType(
    {
        "citation": MarkType("Citation", {"source": a.key("source"), "locator": a.text(200)}, repeats=True),
        "link": MarkType("Link", {"target": a.target()}),
        "language": MarkType("Language", {"lang": a.language()}),
        "abbreviation": MarkType("Abbreviation", {"title": a.words(200)}),
        "strong": MarkType("Strong"),
        "emphasis": MarkType("Emphasis"),
        "subscript": MarkType("Subscript"),
        "superscript": MarkType("Superscript"),
    }
)
MARK_ORDER: Mapping[str, int] = MappingProxyType({name: place for place, name in enumerate(MARKS)})

BLOCKS = tuple(name for name, node in NODES.items() if node.group == "block")
PARTS = tuple(name for name, node in NODES.items() if node.group == "part")


@dataclass(frozen=True)
class Profile:
    """Which blocks and marks a kind of document may use, at whatever depth."""

    name: str
    blocks: tuple[str, ...]
    marks: tuple[str, ...]

    def allows(self, node: str) -> bool:
        return node in self.blocks or (node in NODES and NODES[node].group != "block")


ARTICLE = Profile("article", BLOCKS, tuple(MARKS))
BIO = Profile("bio", ("paragraph", "bullet_list"), ("link", "language", "abbreviation", "strong", "emphasis"))
PROFILES: Mapping[str, Profile] = MappingProxyType({profile.name: profile for profile in (ARTICLE, BIO)})


def empty_document() -> dict[str, Any]:
    return document()


def document(*blocks: dict[str, Any]) -> dict[str, Any]:
    """A document of the current schema made of `blocks`."""
    return {"type": "doc", "attrs": {"schema": SCHEMA_VERSION}, "content": list(blocks)}
