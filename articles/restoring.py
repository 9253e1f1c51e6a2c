"""Bringing an older version back."""

from typing import Any

from articles import writing
from articles.models import Article, Revision
from articles.snapshots import Snapshot


def restore(article: Article, revision: Revision, *, by: Any, base: str | None) -> Revision:
    """Save what the sealed `revision` holds as the newest version; all versions between stay. Raises like writing.save.

    `base` is the token of the version that stood when the person decided.
    """
    if revision.article_id != article.pk:
        raise ValueError("a revision of another article")
    snapshot = Snapshot.from_dict(revision.snapshot)
    return writing.save(article, snapshot, by=by, base=base, note=f"Version {revision.number} restored")
