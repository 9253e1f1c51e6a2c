"""What became of the citations of a block: which came, which went, and where another source took the place of one."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from content.claims import Claim, claims
from content.combining import pieces
from content.diff import Mark
from content.plain import lines
from content.schema import document

Node = dict[str, Any]
Key = Callable[[Claim], Hashable]


class Recitation(StrEnum):
    """In the order in which they are told."""

    REPLACED = "Source changed"
    PLACE = "Place in the source changed"
    REMOVED = "Citation removed"
    ADDED = "Citation added"
    MOVED = "Citation moved"


@dataclass(frozen=True, slots=True)
class Recited:
    """`before` is None for a citation that was added, `after` for one that was removed."""

    what: Recitation
    before: Claim | None
    after: Claim | None


def recited(before: Node, after: Node, both: Node | None) -> list[Recited]:
    """What differs between the citations of two states of one block; `both` is what content.combining made of them.

    A citation is the same where its source and the place in it are; that the words under it were changed is no news of
    it. Another source under the same words, or in the same sentence, took the place of the one before.
    """
    gone, come = claims(document(before)), claims(document(after))
    _drop(gone, come, lambda one: (_cited(one), one.words))
    moved = _moved(before, after, both)
    found = [
        Recited(Recitation.MOVED, *pair)
        for pair in _pairs(gone, come, _cited)
        if moved is None or _cited(pair[1]) in moved
    ]
    found += [Recited(Recitation.PLACE, *pair) for pair in _pairs(gone, come, lambda one: one.source)]
    for key in (lambda one: one.words, lambda one: one.sentence):
        found += [Recited(Recitation.REPLACED, *pair) for pair in _pairs(gone, come, key)]
    found += [Recited(Recitation.REMOVED, one, None) for one in gone]
    found += [Recited(Recitation.ADDED, None, one) for one in come]
    order = list(Recitation)
    return sorted(found, key=lambda one: order.index(one.what))


def is_all(before: Node, after: Node) -> bool:
    """Whether the two states differ in their citations and in nothing else."""
    return before != after and _bare(before) == _bare(after)


def _cited(claim: Claim) -> tuple[int, str]:
    return claim.source, claim.locator


def _drop(gone: list[Claim], come: list[Claim], key: Key) -> None:
    for _ in _pairs(gone, come, key):
        pass


def _pairs(gone: list[Claim], come: list[Claim], key: Key) -> Iterator[tuple[Claim, Claim]]:
    """Take out of both lists, in order, what has the same key on both sides."""
    for one in list(gone):
        other = next((candidate for candidate in come if key(candidate) == key(one)), None)
        if other is not None:
            gone.remove(one)
            come.remove(other)
            yield one, other


def _moved(before: Node, after: Node, both: Node | None) -> set[tuple[int, str]] | None:
    """What is cited behind others of the words that stayed. None where all stayed: what has other words then moved."""
    if list(lines(before)) == list(lines(after)):
        return None
    found: set[tuple[int, str]] = set()
    for mark, leaves in pieces(both) if both else ():
        for leaf in leaves if mark == Mark.RESTYLED else ():
            if leaf.get("text", "").strip():
                found |= _citations(leaf["had"]) ^ _citations(leaf.get("marks", ()))
    return found


def _citations(marks: Sequence[Node]) -> set[tuple[int, str]]:
    cited = [mark["attrs"] for mark in marks if mark["type"] == "citation"]
    return {(attrs["source"], attrs.get("locator", "")) for attrs in cited}


def _bare(node: Node) -> Node:
    """A node without its citations and its id; text that they alone divided is one again."""
    made = {name: value for name, value in node.items() if name not in ("content", "marks")}
    made["attrs"] = {name: value for name, value in node.get("attrs", {}).items() if name != "id"}
    made["marks"] = [mark for mark in node.get("marks", ()) if mark["type"] != "citation"]
    inside: list[Node] = []
    for child in map(_bare, node.get("content", ())):
        if inside and "text" in child and "text" in inside[-1] and child["marks"] == inside[-1]["marks"]:
            inside[-1] = {**inside[-1], "text": inside[-1]["text"] + child["text"]}
        else:
            inside.append(child)
    return {**made, "content": inside}
