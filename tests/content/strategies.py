"""Hypothesis strategies for content documents, derived from the schema: whatever is declared there is tried.

Hypothesis draws which blocks a document has, and makes a failing document as short as it can; each block grows from
one number. That is a hundred times faster than drawing every character, and thousands of documents find more.
"""

import os
import string
from random import Random
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from content.attributes import FORBIDDEN
from content.schema import ARTICLE, INLINE, MARKS, NODES, Profile, document

SOAK = int(os.environ.get("SOAK", "1"))

Node = dict[str, Any]

# Texts that look like the plain form, like HTML, or like nothing at all.
TRICKY = [
    *("- item", "• item", "1. first", "2. second", "10. tenth", "3.", "-", "***", "1. ", "– dash"),
    *("Label: Title", "Why? Read: What Is It?", ": x", "x: ", "a: b: c", "Note: it hurts.", "Step One: Rest"),
    *("A short line", "A sentence that ends.", "It “ends.”", "x" * 80, "x" * 81, "Title: " + "Word " * 38 + "end"),
    *("⟦figure abcd1234: words⟧", "⟦paragraph abcd1234", "⟦⟧", "⟦rule", "a ⟦b⟧ c", "⟦paragraph 00000000⟧"),
    *("<b>&amp;</b>", "]]>", "-->", "<!--", "</script>", "\"'><img src=x onerror=alert(1)>", "javascript:alert(1)"),
    *(
        "\ufefftext",
        "\u00a0",
        " edge",
        "edge\t",
        "e\u0301",
        "\u0301",
        "\u2028",
        "a\u00adb",
        "\u202eabc",
        "א ב",
        "👩🏽‍⚕️",
    ),
    *("ﬁ", "ſ", "İ", "K", "½", "日本語。", "क्ष", "\U0001f600", "a  b", "\u200b", "{% x %}", "%s", "\\", "/", "#"),
]
_LETTERS = 'aZ1 .:?!,-•⟦⟧“’&<"\t\u00a0\u0301éß漢'
_URLS = [
    *("https://example.org/", "http://xn--mnchen-3ya.de:8080/a?b=c&copy=d#e", "HTTPS://Example.ORG", "https://[::1]/"),
    *("https://example.org/(a)'b;c=%27é漢", "mailto:a@example.org?subject=%22x%22", "tel:+44-20-7946-0000"),
]


def examples(count: int) -> settings:
    """Settings for a property: the same `count` examples on every run, or SOAK times as many others."""
    return settings(max_examples=count * SOAK, deadline=None, derandomize=SOAK == 1, database=None)


def documents(profile: Profile = ARTICLE, max_size: int = 8) -> st.SearchStrategy[Node]:
    """Valid documents of one profile, normalised or not."""
    unique = st.lists(blocks(profile), max_size=max_size, unique_by=lambda block: block["attrs"]["id"])
    return unique.map(lambda found: document(*found))


def blocks(profile: Profile = ARTICLE) -> st.SearchStrategy[Node]:
    return st.integers(0, 2**32 - 1).map(lambda seed: Grower(seed, profile).block())


def texts() -> st.SearchStrategy[str]:
    """Texts that a document may hold, empty ones too."""
    return st.integers(0, 2**32 - 1).map(lambda seed: Grower(seed).text())


class Grower:
    """Makes valid nodes from a number: the same number, the same node."""

    def __init__(self, seed: int, profile: Profile = ARTICLE):
        self.random = Random(seed)
        self.profile = profile

    def block(self, kind: str = "") -> Node:
        """A block of any kind; the plain ones, which depend on their neighbours, come more often."""
        plain = [name for name in ("paragraph", "bullet_list", "ordered_list", "heading") if self.profile.allows(name)]
        kind = kind or self.random.choice([*self.profile.blocks, *plain])
        node = self.node(kind, simple=self.random.random() < 0.4)
        return {**node, "attrs": {"id": self.id(), **node.get("attrs", {})}}

    def node(self, kind: str, depth: int = 0, *, simple: bool = False) -> Node:
        """A node as it stands inside a block. A `simple` one has no marks and no nested lists."""
        node: Node = {"type": kind}
        if attrs := self.attrs(kind):
            node["attrs"] = attrs
        content = self._content(kind, depth, simple)
        if content or (not NODES[kind].is_leaf and self.random.random() < 0.5):
            node["content"] = content
        return node

    def attrs(self, kind: str) -> Node:
        """Every required attribute and some of the others."""
        declared = (NODES | MARKS)[kind].attrs
        given = [name for name, attribute in declared.items() if attribute.required or self.random.random() < 0.7]
        return {name: self._value(f"{kind}.{name}") for name in given if not name.endswith("span")}

    def text(self) -> str:
        kind = self.random.randrange(4)
        if kind < 2:
            return self.random.choice(TRICKY)
        letters = [self._letter() for _ in range(self.random.choice([0, 1, 5, 30, 90]))]
        return "".join(letters)

    def words(self) -> str:
        return next(text for text in iter(self.text, None) if text.strip())

    def id(self) -> str:
        return "".join(self.random.choices(string.ascii_lowercase + string.digits, k=8))

    def key(self) -> int:
        return self.random.choice([1, 2, 3, self.random.randint(1, 2**63 - 1)])

    def target(self) -> Node:
        kind = self.random.choice(["url", "article", "pillar", "author"])
        if kind == "url":
            return {"kind": "url", "href": self.random.choice(_URLS)}
        section = {"section": self.id()} if kind == "article" and self.random.random() < 0.5 else {}
        return {"kind": kind, "id": self.key(), **section}

    def marks(self) -> list[Node]:
        kinds = self.random.sample(self.profile.marks, self.random.randint(1, 3))
        return [{"type": kind, **({"attrs": attrs} if (attrs := self.attrs(kind)) else {})} for kind in kinds]

    def _value(self, name: str) -> Any:
        choose = self.random.choice
        fixed = {
            "heading.level": [2, 3],
            "ordered_list.start": [0, 1, 2, 99_999],
            "figure.decorative": [True, False],
            "care_card.urgency": ["non_urgent", "urgent", "emergency"],
            "language.lang": ["id", "en-GB", "zh-Hant"],
        }
        if name in fixed:
            return choose(fixed[name])
        if name in ("figure.image", "citation.source"):
            return self.key()
        if name in ("link.target", "related_link.target"):
            return None if name.startswith("related") and self.random.random() < 0.3 else self.target()
        return self.words()[:200] if name in ("related_link.title", "abbreviation.title") else self.text()[:200]

    def _letter(self) -> str:
        if self.random.random() < 0.8:
            return self.random.choice(_LETTERS)
        letter = chr(self.random.choice([self.random.randrange(0x20, 0x3000), self.random.randrange(0x20, 0x110000)]))
        return "?" if FORBIDDEN.match(letter) else letter

    def _content(self, kind: str, depth: int, simple: bool) -> list[Node]:
        schema = NODES[kind]
        if kind == "table":
            return self._rows()
        if schema.holds_text:
            return self._inline(simple)
        first = [self.node(schema.first, depth + 1, simple=simple)] if schema.first else []
        allowed = [name for name in schema.children if self.profile.allows(name)]
        fewest = max(0, schema.minimum - len(first))
        most = 0 if simple and kind == "list_item" else max(0, 3 - depth)
        count = self.random.randint(fewest, max(fewest, most)) if allowed else 0
        return first + [self.node(self.random.choice(allowed), depth + 1, simple=simple) for _ in range(count)]

    def _inline(self, simple: bool) -> list[Node]:
        if simple:
            return [{"type": "text", "text": self.words()}]
        return [self._leaf() for _ in range(self.random.choice([0, 1, 1, 2, 3, 5]))]

    def _leaf(self) -> Node:
        node: Node = {"type": self.random.choice([*INLINE, "text", "text"])}
        if node["type"] == "text":
            node["text"] = self.text() or "x"
        if self.random.random() < 0.5:
            node["marks"] = self.marks()
        return node

    def _rows(self) -> list[Node]:
        """Rows that fill a rectangle, with a wide and a tall cell now and then."""
        width, height = self.random.randint(1, 3), self.random.randint(1, 3)
        wide, tall = (self.random.random() < 0.3 and width > 2), (self.random.random() < 0.3 and height > 1)
        rows = []
        for number in range(height):
            one_kind = self.random.choice(["table_header", "table_cell", ""])
            row = [self._cell(one_kind) for _ in range(width)]
            if tall and width > 1 and number == 0:
                row[-1]["attrs"] = {"rowspan": height}
            if tall and width > 1 and number > 0:
                row.pop()
            if wide and not tall and number == 0:
                row[1:] = [row[1] | {"attrs": {"colspan": width - 1}}]
            rows.append({"type": "table_row", "content": row})
        return rows if height > 1 or not wide else [{"type": "table_row", "content": [self._cell("")]}]

    def _cell(self, kind: str) -> Node:
        kind = kind or self.random.choice(["table_header", "table_cell"])
        paragraphs = [self.node("paragraph", 9) for _ in range(self.random.choice([1, 1, 2]))]
        return {"type": kind, "content": paragraphs}
