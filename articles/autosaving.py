"""Articles while they are being written (history.drafting).

Neither addresses, redirects and dates nor search, links, planned articles and caches are touched; they follow when the
revision is sealed by articles.writing. Readers see no difference.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import addresses, links, part_checks, permissions, presence, writing
from articles.enums import AiUse, ArticleKind, ContributorRole
from articles.models import Article, Pillar, Revision
from articles.snapshots import Snapshot
from authors.models import Author
from content import upgrades
from content.schema import ARTICLE
from history import revisions
from history.drafting import Draft
from history.revisions import Conflict


class ArticleDraft(Draft):
    """An article, with who has it open. `seen_by` is a person of whom it is known that they see it."""

    subject: Article
    profile = ARTICLE
    labels = {
        "title": "Title",
        "slug": "Address",
        "standfirst": "Standfirst",
        "kind": "Kind",
        "pillar": "Pillar",
        "tags": "Tags",
        "contributors": "Who took part",
        "listed": "Further reading",
        "search_description": "Search description",
        "interests": "Conflicts of interest",
        "ai_use": "Use of AI",
        "ai_how": "How AI was used",
        "ai_editor": "Responsible editor",
        "sponsor": "Sponsor",
        "sponsored_for": "What the sponsor paid for",
    }
    forbidden = permissions.NO_EDIT

    def __init__(self, subject: Article, *, seen_by: Any = None):
        super().__init__(subject)
        self._seen_by = seen_by

    def may_see(self, user: Any) -> bool:
        return user == self._seen_by or permissions.can_see(user, self.subject)

    def may_edit(self, user: Any) -> bool:
        return permissions.edits(user) and self.may_see(user)

    def stored(self, snapshot: dict[str, Any] | None) -> dict[str, Any]:
        """An article that nobody has written yet has its title, a free address, and the topic of what promises it."""
        if snapshot is None:
            title, pillar = self.subject.title, links.wanted_in(self.subject)
            return Snapshot(title=title, slug=addresses.free_slug(title, self.subject), pillar=pillar).as_dict()
        if snapshot.keys() != Snapshot.__dataclass_fields__.keys():
            return Snapshot.from_dict(snapshot).as_dict()
        return {**snapshot, "body": upgrades.upgrade(snapshot["body"])}

    def checked_field(self, name: str, value: Any) -> Any:
        return part_checks.checked_field(name, value, self.subject)

    def words(self, name: str, value: Any) -> str:
        match name:
            case "kind":
                return ArticleKind(value).label
            case "tags":
                return ", ".join(value)
            case "pillar":
                return _named(Pillar, "title", [value]) if value else ""
            case "listed":
                return _named(Article, "working_title", value)
            case "ai_use":
                return AiUse(value).label if value else ""
            case "ai_editor":
                return _named(Author, "name", [value]) if value else ""
            case "interests":
                names = _named(Author, "name", [row["author"] for row in value]).split("\n") if value else []
                return "\n".join(f"{name}: {row['statement']}" for name, row in zip(names, value, strict=True))
            case "contributors":
                names = _named(Author, "name", [row["author"] for row in value]).split("\n")
                roles = [ContributorRole(row["role"]).label for row in value]
                return "\n".join(f"{name} ({role})" for name, role in zip(names, roles, strict=True)) if value else ""
        return value

    def here(self, *, by: Any, tab: str) -> list[dict[str, Any]]:
        return presence.here(self.subject, by=by, tab=tab, now=timezone.now())

    def leave(self, *, by: Any, tab: str) -> None:
        presence.leave(self.subject, by=by, tab=tab)


def seal_idle(now: datetime) -> int:
    """Seal the open revisions in which nobody has written for history.revisions.IDLE; returns how many.

    Each is saved as its last writer would have done it, so that working titles and links follow. Where that is
    refused (an address was taken meanwhile, a role was lost) it is sealed as it stands; one in which somebody has
    written again meanwhile is left.
    """
    idle = revisions.idle(Revision, now).select_related("article", "author")
    return sum(seal(revision) for revision in idle)


def seal(revision: Revision) -> bool:
    """Seal an open revision as its last writer would have done it; False where somebody wrote in it meanwhile."""
    snapshot = Snapshot.from_dict(revision.snapshot)
    with suppress(Conflict):
        try:
            writing.save(revision.article, snapshot, by=revision.author or AnonymousUser(), base=revision.token)
        except (ValidationError, PermissionDenied):
            revisions.seal(revision)
        return True
    return False


def _named(model: type, column: str, keys: list[int]) -> str:
    names = dict(model.objects.filter(pk__in=keys).values_list("pk", column))
    return "\n".join(names[key] for key in keys)
