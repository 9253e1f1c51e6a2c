"""Keeping an article while it is being written: parts go into the shared open revision, nothing else changes.

Neither addresses, redirects and dates nor search, links, planned articles and caches are touched; they follow when the
revision is sealed by articles.writing. Readers see no difference.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from articles import addresses, part_checks, permissions, writing
from articles.models import Article, Revision
from articles.part_checks import Refused
from articles.snapshots import Snapshot
from content import upgrades
from content.validation import Problem
from history import events, parts, revisions
from history.parts import BLOCK, ORDER, Change, Order
from history.revisions import Conflict, Merge


@dataclass(frozen=True)
class Wanted:
    """What a page wants to keep, each part judged by itself; `problems` are of those that cannot be kept."""

    changes: dict[str, Change] = field(default_factory=dict)
    order: Order | None = None
    problems: list[Problem] = field(default_factory=list)


class Malformed(ValueError):
    """The page did not speak as pages of this program do."""


def autosave(article: Article, wanted: Wanted, *, by: Any) -> tuple[Merge, list[Problem]]:
    """Take what `wanted` changes into the open revision, and return what became of it with all problems.

    What another person changed first is left as a conflict, what is invalid is left with its path, all the rest is
    taken. Where another's unsealed words are replaced they are sealed first, with an event. Raises PermissionDenied;
    history.revisions.Conflict when others write so fast that no attempt came through: nothing was taken then, and the
    same may be sent again.
    """
    if not permissions.can_edit(by, article):
        raise PermissionDenied("Your role may not edit this article.")
    problems = list(wanted.problems)
    try:
        merge = _merge(article, wanted.changes, wanted.order, by)
    except ValidationError as refusal:
        problems.append(Problem("blocks", refusal.messages[0]))
        fields = {key: change for key, change in wanted.changes.items() if not _adds(key, change)}
        merge = _merge(article, fields, None, by)
    if merge.kept:
        events.record("kept", article, by, revision=merge.kept.pk, number=merge.kept.number)
    return merge, problems


def wanted_from(said: Any, article: Article) -> Wanted:
    """Read {"blocks": {id: {"base", "block"}}, "order": {"base", "ids", "was"}, "fields": {name: {"base", "value"}}}.

    Raises Malformed for what is not of this shape; what a part says is judged, and problems are collected.
    """
    changes: dict[str, Change] = {}
    problems: list[Problem] = []
    for block_id, one in _entries(said, "blocks", "block"):
        block, found = (None, []) if one["block"] is None else part_checks.checked_block(block_id, one["block"])
        problems += found
        if not found:
            changes[parts.block_key(block_id)] = Change(_base(one), block)
    for name, one in _entries(said, "fields", "value"):
        try:
            changes[name] = Change(_base(one), part_checks.checked_field(name, one["value"], article))
        except Refused as refusal:
            problems.append(Problem(f"fields.{name[:40]}", str(refusal)))
    return Wanted(changes, _order(said), problems)


def stored(article: Article, snapshot: dict[str, Any] | None) -> dict[str, Any]:
    """A snapshot in the current form; for an article that nobody has written yet, its title and a free address."""
    if snapshot is None:
        return Snapshot(title=article.title, slug=addresses.free_slug(article.title, article)).as_dict()
    if snapshot.keys() != Snapshot.__dataclass_fields__.keys():
        return Snapshot.from_dict(snapshot).as_dict()
    return {**snapshot, "body": upgrades.upgrade(snapshot["body"])}


def changed_since(article: Article, token: str, revision: Revision, now: parts.Parts) -> set[str]:
    """The keys of the parts that are not what they were at the state `token`; all, where that state is unknown.

    `now` are the parts of `revision`, the latest. One query where the page knows an earlier revision.
    """
    pk, version = _numbers(token)
    if pk == revision.pk:
        return _stamped_after(revision, version)
    known = article.revisions.filter(pk=pk).first() if pk else None
    if known is None:
        return set(now)
    return parts.changed(parts.split(stored(article, known.snapshot)), now) | _stamped_after(known, version)


def seal_idle(now: datetime) -> int:
    """Seal the open revisions in which nobody has written for history.revisions.IDLE; returns how many.

    Each is saved as its last writer would have done it, so that working titles and links follow. Where that is
    refused (an address was taken meanwhile, a role was lost) it is sealed as it stands; one in which somebody has
    written again meanwhile is left.
    """
    idle = revisions.idle(Revision, now).select_related("article", "author")
    return sum(_seal(revision) for revision in idle)


def _seal(revision: Revision) -> bool:
    snapshot = Snapshot.from_dict(revision.snapshot)
    with suppress(Conflict):
        try:
            writing.save(revision.article, snapshot, by=revision.author or AnonymousUser(), base=revision.token)
        except (ValidationError, PermissionDenied):
            revisions.seal(revision)
        return True
    return False


def _merge(article: Article, changes: dict[str, Change], order: Order | None, by: Any) -> Merge:
    def check(snapshot: dict[str, Any]) -> None:
        if problem := part_checks.too_large(snapshot["body"]):
            raise ValidationError(problem)

    def read(snapshot: dict[str, Any] | None) -> dict[str, Any]:
        return stored(article, snapshot)

    return revisions.merge(article, changes, by=by, order=order, read=read, check=check)


def _adds(key: str, change: Change) -> bool:
    return key.startswith(BLOCK) and change.value is not None


def _entries(said: Any, name: str, value: str) -> Iterable[tuple[str, dict[str, Any]]]:
    entries = said.get(name, {}) if isinstance(said, dict) else None
    if not isinstance(entries, dict):
        raise Malformed(f"{name} must be an object")
    for key, one in entries.items():
        if not isinstance(one, dict) or value not in one:
            raise Malformed(f"{name}.{key[:40]} must say base and {value}")
        yield key, one


def _base(one: dict[str, Any]) -> str | None:
    base = one.get("base")
    if base is not None and not isinstance(base, str):
        raise Malformed("a base is a print or null")
    return base


def _order(said: dict[str, Any]) -> Order | None:
    order = said.get(ORDER)
    if order is None:
        return None
    if not isinstance(order, dict) or not _are_ids(order.get("ids")) or not _are_ids(order.get("was", [])):
        raise Malformed("order must say ids, and may say was")
    return Order(order["ids"], order.get("was"), _base(order))


def _are_ids(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _numbers(token: str) -> tuple[int, int]:
    """Primary key and version of a token; noughts for what is none."""
    pk, _, version = token.partition(":")
    sound = all(part.isascii() and part.isdigit() and len(part) < 19 for part in (pk, version))
    return (int(pk), int(version)) if sound else (0, 0)


def _stamped_after(revision: Revision, version: int) -> set[str]:
    return {key for key, stamp in revision.stamps.items() if stamp > version}
