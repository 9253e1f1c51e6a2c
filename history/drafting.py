"""Keeping a text while it is being written: parts go into the shared open revision, nothing else changes.

A kind of text (an article, a bio) derives from Draft and says what only it knows; what pages ask is answered by
history.draft_views.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models

from content.attributes import BLOCK_ID
from content.normalising import normalise
from content.schema import Profile, empty_document
from content.validation import Problem, validate
from history import events, parts, revisions
from history.models import AbstractRevision
from history.parts import BLOCK, ORDER, Change, Order
from history.revisions import Merge, Snapshot
from history.words import can_be_kept


@dataclass(frozen=True)
class Wanted:
    """What a page wants to keep, each part judged by itself; `problems` are of those that cannot be kept."""

    changes: dict[str, Change] = field(default_factory=dict)
    order: Order | None = None
    problems: list[Problem] = field(default_factory=list)


class Malformed(ValueError):
    """The page did not speak as pages of this program do."""


class Refused(ValueError):
    """The part cannot be kept as it is; the message says why to its writer."""


class Draft(ABC):
    """A subject whose text people write together at the desk."""

    profile: Profile
    # What the parts besides the text are called, by their names in a snapshot.
    labels: Mapping[str, str]
    # Said to whoever may not.
    forbidden: str

    def __init__(self, subject: models.Model):
        self.subject = subject

    @abstractmethod
    def may_see(self, user: Any) -> bool: ...

    @abstractmethod
    def may_edit(self, user: Any) -> bool: ...

    @abstractmethod
    def stored(self, snapshot: Snapshot | None) -> Snapshot:
        """A snapshot in the current form; None: what stands there before anybody wrote."""

    @abstractmethod
    def checked_field(self, name: str, value: Any) -> Any:
        """The value of a field tidied for storing. Raises Refused; queries only where the value points at rows."""

    @abstractmethod
    def words(self, name: str, value: Any) -> str:
        """A field's value, one that checked_field returned, as people read it."""

    def here(self, *, by: Any, tab: str) -> list[dict[str, Any]]:
        """Who has it open just now: [{"id", "name", "tabs"}]; nobody where that is not noted."""
        return []

    def leave(self, *, by: Any, tab: str) -> None:  # noqa: B027 - nothing to do where nobody is noted
        """The page is closed."""


def autosave(draft: Draft, wanted: Wanted, *, by: Any) -> tuple[Merge, list[Problem]]:
    """Take what `wanted` changes into the open revision, and return what became of it with all problems.

    What another person changed first is left as a conflict, what is invalid is left with its path, all the rest is
    taken. Where another's unsealed words are replaced they are sealed first, with an event. Raises PermissionDenied;
    history.revisions.Conflict when others write so fast that no attempt came through: nothing was taken then, and the
    same may be sent again.
    """
    if not draft.may_edit(by):
        raise PermissionDenied(draft.forbidden)
    problems = list(wanted.problems)
    try:
        merge = _merge(draft, wanted.changes, wanted.order, by)
    except ValidationError as refusal:
        problems.append(Problem("blocks", refusal.messages[0]))
        fields = {key: change for key, change in wanted.changes.items() if not _adds(key, change)}
        merge = _merge(draft, fields, None, by)
    if merge.kept:
        events.record("kept", draft.subject, by, revision=merge.kept.pk, number=merge.kept.number)
    return merge, problems


def wanted_from(said: Any, draft: Draft) -> Wanted:
    """Read {"blocks": {id: {"base", "block"}}, "order": {"base", "ids", "was"}, "fields": {name: {"base", "value"}}}.

    Raises Malformed for what is not of this shape; what a part says is judged, and problems are collected.
    """
    changes: dict[str, Change] = {}
    problems: list[Problem] = []
    for block_id, one in _entries(said, "blocks", "block"):
        gone = one["block"] is None
        block, found = (None, []) if gone else checked_block(block_id, one["block"], draft.profile)
        problems += found
        if not found:
            changes[parts.block_key(block_id)] = Change(_base(one), block)
    for name, one in _entries(said, "fields", "value"):
        try:
            changes[name] = Change(_base(one), draft.checked_field(name, one["value"]))
        except Refused as refusal:
            problems.append(Problem(f"fields.{name[:40]}", str(refusal)))
    return Wanted(changes, _order(said), problems)


def checked_block(block_id: str, block: Any, profile: Profile) -> tuple[Any, list[Problem]]:
    """The block tidied for storing, and what is wrong with it; paths begin with `blocks.<id>`."""
    attrs = block.get("attrs") if isinstance(block, dict) else None
    if not BLOCK_ID.match(block_id) or not isinstance(attrs, dict) or attrs.get("id") != block_id:
        return None, [Problem(f"blocks.{block_id[:20]}", "is not a block of that id")]
    document = normalise({**empty_document(), "content": [block]})
    found = validate(document, profile)
    return document["content"][0], [_within(problem, block_id) for problem in found]


def checked_text(value: Any, longest: int) -> str:
    """Text of at most so many characters, without the space around it. Raises Refused."""
    if not isinstance(value, str):
        raise Refused("must be text")
    if len(value) > longest:
        raise Refused(f"At most {longest} characters are possible here.")
    if not can_be_kept(value):
        raise Refused("contains a character that cannot be stored")
    return value.strip()


def checked_keys(value: Any, model: type[models.Model], most: int) -> list[int]:
    """Primary keys of rows that exist, each once. Raises Refused."""
    if not isinstance(value, list) or len(value) > most:
        raise Refused(f"must be a list of {most} at most")
    if any(type(key) is not int or not 0 < key < 2**63 for key in value):
        raise Refused("must be numbers of rows")
    if value and model.objects.filter(pk__in=value).count() != len(set(value)):
        raise Refused("names something that is no longer there")
    return list(dict.fromkeys(value))


def changed_since(draft: Draft, token: str, revision: AbstractRevision, now: parts.Parts) -> set[str]:
    """The keys of the parts that are not what they were at the state `token`; all, where that state is unknown.

    `now` are the parts of `revision`, the latest. One query where the page knows an earlier revision.
    """
    pk, version = _numbers(token)
    if pk == revision.pk:
        return _stamped_after(revision, version)
    known = draft.subject.revisions.filter(pk=pk).first() if pk else None
    if known is None:
        return set(now)
    return parts.changed(parts.split(draft.stored(known.snapshot)), now) | _stamped_after(known, version)


def _merge(draft: Draft, changes: dict[str, Change], order: Order | None, by: Any) -> Merge:
    def check(snapshot: Snapshot) -> None:
        """The whole may be too much although each of its blocks is sound."""
        for value in snapshot.values():
            if parts.is_document(value) and (problems := validate(value, draft.profile)):
                raise ValidationError(problems[0].message)

    return revisions.merge(draft.subject, changes, by=by, order=order, read=draft.stored, check=check)


def _within(problem: Problem, block_id: str) -> Problem:
    return Problem(f"blocks.{block_id}{problem.path.removeprefix('content[0]')}", problem.message)


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


def _stamped_after(revision: AbstractRevision, version: int) -> set[str]:
    return {key for key, stamp in revision.stamps.items() if stamp > version}
