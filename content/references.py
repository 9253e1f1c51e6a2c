"""What a document points at. References are kind + id; where they lead is looked up when the page is made.

Which attribute points at what, the schema says (`Attribute.refers`); nothing here names a node or a mark but the link
and the call-out, whose words are part of the answer.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from content.schema import INLINE, MARKS, NODES

Node = dict[str, Any]


class Target(NamedTuple):
    """What a link points at. `id` is a primary key, the address where `kind` is "url", the title where "planned"."""

    kind: str
    id: int | str
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a target is found by readers. `archived` is a copy of what is no longer there, "" where none is needed or
    known."""

    url: str
    title: str
    archived: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One link of a document. `origin` is "text" or "callout"; `target` is None for a call-out not settled yet."""

    target: Target | None
    block_id: str
    words: str
    origin: str
    label: str = ""


Resolver = Callable[[Iterable[Target]], dict[Target, Destination]]
_RESOLVERS: dict[str, Resolver] = {}
# From an address to the target attribute for what stands there, None where it is none of ours.
Finder = Callable[[str], Node | None]
_FINDERS: list[Finder] = []

# By node or mark, and by what is pointed at: the name of the attribute.
_POINTERS: Mapping[str, Mapping[str, str]] = {
    kind: {attribute.refers: name for name, attribute in declared.attrs.items() if attribute.refers}
    for kind, declared in (NODES | MARKS).items()
}


def register(kind: str, resolver: Resolver) -> None:
    """Say how targets of `kind` are found; apps call it when they are ready. A resolver is called once for a page, with
    the targets of all kinds that it is registered for."""
    _RESOLVERS[kind] = resolver


def register_own(finder: Finder) -> None:
    """Say which of our own addresses stand for what; apps call it when they are ready."""
    _FINDERS.append(finder)


def settled(document: Node) -> Node:
    """A copy in which links to our own addresses, as far as something stands there, are references. What the finders
    ask for each such link."""

    def known(target: Node | None, words: str) -> Node | None:
        if target is None or target["kind"] != "url":
            return target
        return next((found for finder in _FINDERS if (found := finder(target["href"]))), target)

    return map_targets(document, known)


def resolve(targets: Iterable[Target]) -> dict[Target, Destination]:
    """Where each target leads; what readers cannot reach is left out. An address elsewhere leads to itself, a resolver
    for "url" adds what is known of it. One bulk look-up per resolver."""
    found: dict[Target, Destination] = {}
    by_resolver: dict[Resolver, set[Target]] = {}
    for target in targets:
        if target.kind == "url":
            found[target] = Destination(str(target.id), str(target.id))
        if resolver := _RESOLVERS.get(target.kind):
            by_resolver.setdefault(resolver, set()).add(target)
    for resolver, wanted in by_resolver.items():
        found |= resolver(wanted)
    return found


def target_from(attrs: Node | None) -> Target | None:
    """The Target for a `target` attribute."""
    if attrs is None:
        return None
    if attrs["kind"] == "url":
        return Target("url", attrs["href"])
    if attrs["kind"] == "planned":
        return Target("planned", attrs["title"])
    return Target(attrs["kind"], attrs["id"], attrs.get("section"))


def extract(document: Node) -> list[Occurrence]:
    """Every link of the document in order. Neighbouring text of one link is one occurrence."""
    return [occurrence for block in document["content"] for occurrence in _of_block(block)]


def targets(document: Node) -> set[Target]:
    """What the document links to, each once."""
    return {occurrence.target for occurrence in extract(document) if occurrence.target}


def addresses(document: Node) -> set[str]:
    """The addresses elsewhere among these."""
    return {str(target.id) for target in targets(document) if target.kind == "url"}


def image_ids(document: Node) -> list[int]:
    """Ids of the pictures, in order, each once."""
    return list(dict.fromkeys(_pointed(document, "image")))


def source_ids(document: Node) -> list[int]:
    """Ids of the cited sources in order of first use, each once."""
    return list(dict.fromkeys(_pointed(document, "source")))


def numbering(document: Node) -> dict[int, int]:
    """Source id → number of its reference, from 1 in order of first use."""
    return {source: number for number, source in enumerate(source_ids(document), start=1)}


def map_targets(document: Node, change: Callable[[Node | None, str], Node | None]) -> Node:
    """A copy in which each link's and call-out's target is `change(target, words)`."""
    copy = dict(document)
    if name := _POINTERS.get(document["type"], {}).get("target"):
        attrs = document["attrs"]
        copy["attrs"] = {**attrs, name: change(attrs.get(name), attrs["title"])}
    if "marks" in document:
        copy["marks"] = [_changed(mark, document.get("text", ""), change) for mark in document["marks"]]
    if "content" in document:
        copy["content"] = [map_targets(child, change) for child in document["content"]]
    return copy


def _changed(mark: Node, words: str, change: Callable[[Node | None, str], Node | None]) -> Node:
    if name := _POINTERS[mark["type"]].get("target"):
        return {**mark, "attrs": {**mark["attrs"], name: change(mark["attrs"][name], words)}}
    return mark


def _of_block(block: Node) -> Iterator[Occurrence]:
    attrs = block["attrs"]
    if name := _POINTERS[block["type"]].get("target"):
        target = target_from(attrs.get(name))
        yield Occurrence(target, attrs["id"], attrs["title"], "callout", attrs.get("label", ""))
    for holder in holders(block):
        for target, nodes in groupby(holder.get("content", ()), key=_target_of):
            if target:
                words = "".join(node.get("text", " ") for node in nodes)
                yield Occurrence(target, attrs["id"], words, "text")


def _target_of(node: Node) -> Target | None:
    for mark in node.get("marks", ()):
        if name := _POINTERS[mark["type"]].get("target"):
            return target_from(mark["attrs"][name])
    return None


def _pointed(node: Node, what: str) -> Iterator[Any]:
    """What nodes and marks point at, in document order, as often as they do."""
    for holder in (node, *node.get("marks", ())):
        if name := _POINTERS.get(holder["type"], {}).get(what):
            yield holder["attrs"][name]
    for child in node.get("content", ()):
        yield from _pointed(child, what)


def holders(node: Node) -> Iterator[Node]:
    """The nodes inside `node`, itself included, that hold text."""
    children = node.get("content", ())
    if any(child["type"] in INLINE for child in children):
        yield node
    else:
        for child in children:
            yield from holders(child)
