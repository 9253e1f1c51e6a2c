"""A version as checks read it: what several of them need is made once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from articles.models import Article, Pillar, Revision
from articles.snapshots import Snapshot
from content.claims import Claim, claims, sentences
from content.schema import NODES
from sources.models import Source

Node = dict[str, Any]

# Boxes whose words are of another kind than the text around them.
_BOXES = frozenset({"care_card", "key_points", "experience", "callout", "quotation", "table"})
_PARTS = {"list_item": "item", "table_header": "cell", "table_cell": "cell"}
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage. `start` and `end` count characters of articles.passages.words_of() its block."""

    text: str
    start: int
    end: int
    passage: "Passage"
    is_cited: bool = False

    @property
    def own_words(self) -> str:
        """Without what it quotes, which is somebody else's; as many characters as the whole."""
        return _QUOTED.sub(lambda quoted: " " * len(quoted.group()), self.text)


@dataclass(frozen=True, slots=True)
class Passage:
    """One text: `place` is title, standfirst, paragraph, heading, item, cell, figure (its caption) or care_heading;
    `box` the block around it ("" for none), `heading` the words above. Outside the body, `block_id` is empty."""

    text: str
    place: str
    block_id: str = ""
    box: str = ""
    heading: str = ""
    start: int = 0
    cited: tuple[tuple[int, int], ...] = ()

    @property
    def field(self) -> str:
        return "body" if self.block_id else self.place

    @property
    def is_told(self) -> bool:
        """Whether it says something in sentences, apart from headings."""
        return self.place not in {"title", "heading", "care_heading"}

    def sentences(self) -> list[Sentence]:
        return [self._sentence(start, end) for start, end in sentences(self.text)]

    def _sentence(self, start: int, end: int) -> Sentence:
        is_cited = any(first < end and last > start for first, last in self.cited)
        return Sentence(self.text[start:end], self.start + start, self.start + end, self, is_cited)


@dataclass(frozen=True)
class Reading:
    """`snapshot` of `article`, held by `revision` where it is a version already."""

    article: Article
    snapshot: Snapshot
    revision: Revision | None = None

    @property
    def blocks(self) -> list[Node]:
        return self.snapshot.body["content"]

    @cached_property
    def passages(self) -> list[Passage]:
        """Title, standfirst, then every text of the body in order; empty ones are left out."""
        before = [Passage(self.snapshot.title, "title"), Passage(self.snapshot.standfirst, "standfirst")]
        return [one for one in (*before, *_of_body(self.blocks)) if one.text.strip()]

    @cached_property
    def sentences(self) -> list[Sentence]:
        return [sentence for passage in self.passages for sentence in passage.sentences()]

    @cached_property
    def claims(self) -> list[Claim]:
        return claims(self.snapshot.body)

    @cached_property
    def pillar(self) -> Pillar | None:
        """That of the version. A query, unless the article has it loaded."""
        wanted, loaded = self.snapshot.pillar, Article.pillar.is_cached(self.article) and self.article.pillar
        return loaded if loaded and loaded.pk == wanted else Pillar.objects.filter(pk=wanted).first()

    @cached_property
    def sources(self) -> dict[int, Source]:
        """What the text cites, as far as the library has it. One query, none for a text without citations."""
        wanted = {claim.source for claim in self.claims}
        return Source.objects.defer("said", "mesh").in_bulk(wanted) if wanted else {}


def _of_body(blocks: list[Node]) -> Iterator[Passage]:
    heading = ""
    for block in blocks:
        found = list(_of_block(block, heading))
        if block["type"] == "heading":
            heading = " ".join(one.text for one in found)
        yield from found


def _of_block(block: Node, heading: str) -> Iterator[Passage]:
    kind, offset = block["type"], 0
    box = kind if kind in _BOXES else ""
    for place, holder in _holders(block, kind):
        children = holder.get("content", ())
        text = "".join(child.get("text", "\n") for child in children)
        yield Passage(text, place, block["attrs"]["id"], box, heading, offset, tuple(_cited(children)))
        offset += len(text) + 1


def _holders(node: Node, place: str) -> Iterator[tuple[str, Node]]:
    """The nodes that hold text, also empty ones, each with what it is."""
    if NODES[node["type"]].holds_text:
        yield (place if node["type"] == "paragraph" and place in _PARTS.values() else node["type"]), node
        return
    place = _PARTS.get(node["type"], place)
    for child in node.get("content", ()):
        yield from _holders(child, place)


def _cited(children: list[Node] | tuple) -> Iterator[tuple[int, int]]:
    offset = 0
    for child in children:
        after = offset + len(child.get("text", "\n"))
        if any(mark["type"] == "citation" for mark in child.get("marks", ())):
            yield offset, after
        offset = after
