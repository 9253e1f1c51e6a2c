"""Articles as the desk shows them: with the values of their latest revision, and their state in words."""

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime

from articles import links
from articles.models import Article, Revision
from articles.snapshots import Snapshot
from history import revisions

_COLUMNS = ("title", "slug", "standfirst", "kind", "body", "search_description")


class OnlyByVerb(Exception):
    """A copy that the desk shows was about to be saved instead of a revision."""


def copy_of(article: Article) -> Article:
    """Fill `article` with its latest revision's values; it can be shown and edited, but its save() raises.

    Adds `snapshot`, `base` (the token to save against), `latest` (the revision or None), `live_number` and
    `public_address`. A planned article, which nobody has written yet, has an empty snapshot with its title, in the
    topic of the texts that promise it.
    """
    article.public_address = article.get_absolute_url() if article.is_published else ""
    article.live_number = article.live_revision.number if article.live_revision_id else None
    article.latest = revisions.latest(article)
    article.base = article.latest.token if article.latest else None
    stored = Snapshot.from_dict(article.latest.snapshot) if article.latest else None
    article.snapshot = stored or Snapshot(title=article.title, slug="", pillar=links.wanted_in(article))
    for name in _COLUMNS:
        setattr(article, name, getattr(article.snapshot, name))
    article.pillar_id = article.snapshot.pillar
    article.save = _refuse
    return article


def _refuse(*args: Any, **kwargs: Any) -> None:
    raise OnlyByVerb("Save a revision with articles.writing instead.")


def version_name(revision: Revision | None) -> str:
    """How the desk speaks of a revision."""
    if revision is None:
        return "nothing yet"
    return f"version {revision.number}" if revision.is_sealed else "an open version"


def state_words(article: Article) -> str:
    """The state of a copy_of() article in words. No queries."""
    if article.withdrawn_at:
        return f"Withdrawn {_day(article.withdrawn_at)}: {article.withdrawn_reason}"
    if not article.was_public:
        return "Draft" if article.latest else "Planned: others link to it, and nobody has written it yet"
    words = f"Published {_day(article.published_at)}"
    if article.latest.pk != article.live_revision_id:
        words += f"; changed since (version {article.live_number} is live, this is {version_name(article.latest)})"
    return words


def _day(moment: Any) -> str:
    return date_format(localtime(moment), "j F Y")
