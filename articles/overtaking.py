"""Whether what was planned has been overtaken by what people did since: then the plan must not undo it."""

from datetime import datetime

from articles.models import Article, Revision


def is_live(article: Article, revision: Revision) -> bool:
    """Whether readers see this very version: nothing is left to do then."""
    return article.is_published and article.live_revision_id == revision.pk


def reason_against(article: Article, revision: Revision, planned_at: datetime) -> str:
    """Why publishing `revision`, as planned at that time, would put the wrong text before readers; "" where it would
    not."""
    live = article.live_revision
    if article.withdrawn_at and article.withdrawn_at > planned_at:
        return "It was withdrawn after this was planned. Plan it anew if readers should have it again."
    if live and live.number > revision.number:
        return f"Version {live.number} is public, which is newer than version {revision.number}."
    return ""
