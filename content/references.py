"""What a document points at. References are kind + id; where they lead is looked up when the page is made."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Target:
    """What a link points at. `id` is a primary key, or the address where `kind` is "url"."""

    kind: str
    id: int | str
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a target is found by readers."""

    url: str
    title: str


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


def register(kind: str, resolver: Resolver) -> None:
    """Say how targets of `kind` are found; apps call it when they are ready. One call per page and kind."""
    _RESOLVERS[kind] = resolver


def resolve(targets: Iterable[Target]) -> dict[Target, Destination]:
    """Where each target leads; what readers cannot reach is left out. One bulk look-up per kind."""
    by_kind: dict[str, set[Target]] = {}
    for target in targets:
        by_kind.setdefault(target.kind, set()).add(target)
    found: dict[Target, Destination] = {}
    for kind, wanted in by_kind.items():
        if kind == "url":
            found |= {target: Destination(str(target.id), str(target.id)) for target in wanted}
        elif kind in _RESOLVERS:
            found |= _RESOLVERS[kind](wanted)
    return found


def target_from(attrs: dict[str, Any] | None) -> Target | None:
    """The Target for a `target` attribute."""
    if attrs is None:
        return None
    if attrs["kind"] == "url":
        return Target("url", attrs["href"])
    return Target(attrs["kind"], attrs["id"], attrs.get("section"))


def extract(document: dict[str, Any]) -> list[Occurrence]:
    """Every link of the document in order. Neighbouring text of one link is one occurrence."""
    return [occurrence for block in document["content"] for occurrence in _of_block(block)]


def targets(document: dict[str, Any]) -> set[Target]:
    return {occurrence.target for occurrence in extract(document) if occurrence.target}


def image_ids(document: dict[str, Any]) -> list[int]:
    """Ids of the pictures, in order, each once."""
    return list(dict.fromkeys(b["attrs"]["image"] for b in document["content"] if b["type"] == "figure"))


def source_ids(document: dict[str, Any]) -> list[int]:
    """Ids of the cited sources in order of first use, each once."""
    marks = (mark for node in _texts(document) for mark in node.get("marks", ()))
    return list(dict.fromkeys(mark["attrs"]["source"] for mark in marks if mark["type"] == "citation"))


def map_targets(
    document: dict[str, Any], change: Callable[[dict[str, Any] | None, str], dict[str, Any] | None]
) -> dict[str, Any]:
    """A copy in which each link's and call-out's target is `change(target, words)`."""

    def walk(node: dict[str, Any]) -> dict[str, Any]:
        node = dict(node)
        if node["type"] == "related_link":
            attrs = node["attrs"]
            node["attrs"] = {**attrs, "target": change(attrs.get("target"), attrs["title"])}
        if "marks" in node:
            node["marks"] = [_changed(mark, node.get("text", ""), change) for mark in node["marks"]]
        if "content" in node:
            node["content"] = [walk(child) for child in node["content"]]
        return node

    return walk(document)


def _changed(mark: dict[str, Any], words: str, change: Callable) -> dict[str, Any]:
    if mark["type"] != "link":
        return mark
    return {**mark, "attrs": {**mark["attrs"], "target": change(mark["attrs"]["target"], words)}}


def _of_block(block: dict[str, Any]) -> Iterator[Occurrence]:
    attrs = block["attrs"]
    if block["type"] == "related_link":
        yield Occurrence(
            target_from(attrs.get("target")), attrs["id"], attrs["title"], "callout", attrs.get("label", "")
        )
        return
    run: tuple[Target, str] | None = None
    for node in _texts(block):
        link = next((mark for mark in node.get("marks", ()) if mark["type"] == "link"), None)
        target = target_from(link["attrs"]["target"]) if link else None
        if run and target == run[0]:
            run = (run[0], run[1] + node.get("text", " "))
            continue
        if run:
            yield Occurrence(run[0], attrs["id"], run[1], "text")
        run = (target, node.get("text", " ")) if target else None
    if run:
        yield Occurrence(run[0], attrs["id"], run[1], "text")


def _texts(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for child in node.get("content", ()):
        if child["type"] in ("text", "hard_break"):
            yield child
        else:
            yield from _texts(child)
