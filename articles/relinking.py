"""Changing one cross-link where it stands: its words or its target, in the latest revision of its article."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError

from articles import writing
from articles.enums import LinkOrigin
from articles.models import RelatedLink, Revision
from articles.snapshots import Snapshot
from content.references import target_from

GONE = "The latest version of the article no longer has this link here. Change it in the article."


def relink(link: RelatedLink, *, words: str, label: str, target: dict[str, Any], by: Any, base: str | None) -> Revision:
    """Save a revision of the link's article in which this link reads `words` and leads to `target`.

    `target` is a target attribute of the content language; `label` counts for call-outs only; of a listed link only
    the article listed can change. `base` is the token that the form was filled from. Readers see it after publication.
    Raises ValidationError where the latest revision has no such link, and like writing.save.
    """
    if not words.strip():
        raise ValidationError({"words": "A link needs words."})
    snapshot, _ = writing.current(link.article)
    if link.origin == LinkOrigin.LISTED:
        snapshot = _relisted(snapshot, link, target)
    else:
        snapshot = replace(snapshot, body=_rewritten(snapshot.body, link, words.strip(), label.strip(), target))
    return writing.save(link.article, snapshot, by=by, base=base, note=f"Link changed: {words.strip()}"[:300])


def _relisted(snapshot: Snapshot, link: RelatedLink, target: dict[str, Any]) -> Snapshot:
    if link.target_article_id not in snapshot.listed:
        raise ValidationError(GONE)
    if target["kind"] != "article":
        raise ValidationError("Only articles are listed at the end.")
    listed = tuple(target["id"] if pk == link.target_article_id else pk for pk in snapshot.listed)
    return replace(snapshot, listed=listed)


def _rewritten(
    document: dict[str, Any], link: RelatedLink, words: str, label: str, target: dict[str, Any]
) -> dict[str, Any]:
    document = deepcopy(document)
    block = next((block for block in document["content"] if block["attrs"]["id"] == link.block_id), None)
    if block is None:
        raise ValidationError(GONE)
    if block["type"] == "related_link":
        _rewrite_callout(block["attrs"], link, words, label, target)
    else:
        _rewrite_run(_run_of(block, link), words, target)
    return document


def _rewrite_callout(attrs: dict[str, Any], link: RelatedLink, words: str, label: str, target: dict[str, Any]) -> None:
    if (attrs["title"], _identity(attrs.get("target"))) != (link.words, _identity_of(link)):
        raise ValidationError(GONE)
    attrs.update(title=words, label=label, target=target)


Run = list[tuple[list[dict[str, Any]], dict[str, Any]]]


def _run_of(block: dict[str, Any], link: RelatedLink) -> Run:
    """The texts of this link: of several equal ones in the block, the one at the link's place among them."""
    equal = RelatedLink.objects.filter(
        article=link.article_id, block_id=link.block_id, words=link.words, position__lt=link.position
    )
    place = sum(_identity_of(row) == _identity_of(link) for row in equal)
    same = [run for run in _runs(block) if (_words(run), _target(run)) == (link.words, _identity_of(link))]
    if place >= len(same):
        raise ValidationError(GONE)
    return same[place]


def _rewrite_run(run: Run, words: str, target: dict[str, Any]) -> None:
    """Words that stay keep their own marks; new ones take those of the first text."""
    if words != _words(run):
        _, first = run[0]
        first["text"] = words
        for siblings, node in run[1:]:
            siblings[:] = [other for other in siblings if other is not node]
        run = run[:1]
    for _, node in run:
        next(mark for mark in node["marks"] if mark["type"] == "link")["attrs"]["target"] = target


def _runs(block: dict[str, Any]) -> list[Run]:
    """Neighbouring texts of one link, as content.references counts occurrences."""
    runs: list[Run] = []
    before = None
    for siblings, node in _texts(block):
        target = _target([(siblings, node)])
        if target and target == before:
            runs[-1].append((siblings, node))
        elif target:
            runs.append([(siblings, node)])
        before = target
    return runs


def _texts(node: dict[str, Any]) -> Iterator[tuple[list[dict[str, Any]], dict[str, Any]]]:
    siblings = node.get("content", [])
    for child in siblings:
        if child["type"] in ("text", "hard_break"):
            yield siblings, child
        else:
            yield from _texts(child)


def _words(run: Run) -> str:
    return "".join(node.get("text", " ") for _, node in run)


def _target(run: Run) -> tuple | None:
    link = next((mark for mark in run[0][1].get("marks", ()) if mark["type"] == "link"), None)
    return _identity(link["attrs"]["target"]) if link else None


def _identity(attrs: dict[str, Any] | None) -> tuple | None:
    target = target_from(attrs)
    return (target.kind, target.id, target.section or "") if target else None


def _identity_of(link: RelatedLink) -> tuple:
    for kind in ("article", "pillar", "author"):
        if pk := getattr(link, f"target_{kind}_id"):
            return (kind, pk, link.target_block_id)
    return ("url", link.url, "")
