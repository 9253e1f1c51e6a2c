"""What a text claims on the ground of a source: the words under a citation, and the sentence around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from content.references import holders

Node = dict[str, Any]

# A sentence ends at its sign and a blank before a capital, digit or quotation mark, unless the sign belongs to a title
# or a short form that goes on ("vs. 12", "Dr. Example", "e.g. walking").
_END = re.compile(r"(?<=[.!?…])[”’\")\]]*\s+(?=[“‘\"(\[]?[A-Z0-9À-Ý])|\n")
_GOES_ON = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|vs|cf|al|approx|ca|Dr|Mr|Mrs|Ms|Prof|St|No|Fig|Vol|pp?|[A-Z])\.$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One place that rests on a source. `words` lie under the citation, `sentence` stands around them."""

    source: int
    block_id: str
    words: str
    sentence: str
    locator: str = ""


def claims(document: Node) -> list[Claim]:
    """Every citation of the document in reading order; neighbouring text under one citation is one claim."""
    return [claim for block in document["content"] for holder in holders(block) for claim in _of_text(holder, block)]


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of one paragraph begin and end, blanks at their edges left out."""
    found, start = [], 0
    for end in _END.finditer(text):
        if end.group() != "\n" and _GOES_ON.search(text[start : end.start()]):
            continue
        found.append((start, end.end()))
        start = end.end()
    return [trimmed for one in [*found, (start, len(text))] if (trimmed := _trimmed(text, *one))]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    said = text[start:end]
    first, last = start + len(said) - len(said.lstrip()), start + len(said.rstrip())
    return (first, last) if first < last else None


def _of_text(holder: Node, block: Node) -> Iterator[Claim]:
    children = holder.get("content", ())
    text = "".join(child.get("text", "\n") for child in children)
    spans: dict[tuple[int, str], list[list[int]]] = {}
    offset = 0
    for child in children:
        after = offset + len(child.get("text", "\n"))
        for mark in child.get("marks", ()):
            if mark["type"] == "citation":
                key = (mark["attrs"]["source"], mark["attrs"].get("locator", ""))
                known = spans.setdefault(key, [])
                if known and known[-1][1] == offset:
                    known[-1][1] = after
                else:
                    known.append([offset, after])
        offset = after
    whole = sentences(text) if spans else []
    rows = [(start, end, key) for key, some in spans.items() for start, end in some]
    for start, end, (source, locator) in sorted(rows, key=lambda row: (row[1], row[0])):
        around = [text[a:b] for a, b in whole if a < end and b > start]
        yield Claim(source, block["attrs"]["id"], text[start:end].strip(), " ".join(around), locator)
