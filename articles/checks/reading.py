"""A version as checks read it: what several of them need is made once."""

from dataclasses import dataclass

from articles.models import Article, Revision
from articles.snapshots import Snapshot


@dataclass(frozen=True)
class Reading:
    """`snapshot` of `article`, held by `revision` where it is a version already."""

    article: Article
    snapshot: Snapshot
    revision: Revision | None = None
