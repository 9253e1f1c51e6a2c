"""Bringing an older version back, or one passage of it."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError

from articles import writing
from articles.models import Article, Revision
from articles.snapshots import Snapshot
from history import revisions
from history.revisions import Conflict

Block = dict[str, Any]


def restore(article: Article, revision: Revision, *, by: Any, base: str | None) -> Revision:
    """Save what the sealed `revision` holds as the newest version; all versions between stay. Raises like writing.save.

    `base` is the token of the version that stood when the person decided.
    """
    note = f"Version {revision.number} restored"
    return writing.save(article, _content(article, revision), by=by, base=base, note=note)


def restore_block(article: Article, revision: Revision, block_id: str, *, by: Any, base: str | None) -> Revision:
    """Bring one block of the sealed `revision` back into the text as it stands, and save that as the newest version.

    Where the block still stands it says again what it said, in its present place. Otherwise it comes after the nearest
    block that stood before it and still stands; else before the nearest one that stood after it; else at the end.
    Raises ValidationError if the revision has no such block, and like writing.save. `base` as in restore().
    """
    old = _content(article, revision).body["content"]
    if (place := next((at for at, block in enumerate(old) if block["attrs"]["id"] == block_id), None)) is None:
        raise ValidationError(f"Version {revision.number} has no such passage.")
    latest = revisions.latest(article)
    if latest is None or latest.token != base:
        raise Conflict(latest)
    snapshot = Snapshot.from_dict(latest.snapshot)
    body = {**snapshot.body, "content": _with(snapshot.body["content"], old, place)}
    note = f"A passage of version {revision.number} restored"
    return writing.save(article, replace(snapshot, body=body), by=by, base=base, note=note)


def _content(article: Article, revision: Revision) -> Snapshot:
    if revision.article_id != article.pk:
        raise ValueError("a revision of another article")
    return Snapshot.from_dict(revision.snapshot)


def _with(now: list[Block], old: list[Block], place: int) -> list[Block]:
    """The blocks `now` with the one that stood at `place` in `old`."""
    here = {block["attrs"]["id"]: at for at, block in enumerate(now)}
    ids = [block["attrs"]["id"] for block in old]
    if (stands := here.get(ids[place])) is not None:
        return [*now[:stands], old[place], *now[stands + 1 :]]
    before = next((here[one] + 1 for one in reversed(ids[:place]) if one in here), None)
    after = next((here[one] for one in ids[place + 1 :] if one in here), len(now))
    at = after if before is None else before
    return [*now[:at], old[place], *now[at:]]
