"""Publication: the only door through which a text reaches readers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from articles import addresses, materiality, permissions, projection, search
from articles.enums import ArticleKind, ArticleState
from articles.models import Article, Revision
from articles.snapshots import Snapshot
from authors.models import Author
from content.text import plain_text
from history import events


@dataclass(frozen=True)
class Blocker:
    """A reason why a revision cannot go live. `field` names the form field to mend."""

    field: str
    message: str


class NotPublishable(Exception):
    """The revision has blockers; nothing was written."""

    def __init__(self, blockers: list[Blocker]):
        self.blockers = blockers
        super().__init__(" ".join(blocker.message for blocker in blockers))


def blockers(article: Article, snapshot: Snapshot) -> list[Blocker]:
    """Everything that must be mended before `snapshot` can go live, in the order of the form."""
    found = []
    if addresses.is_taken(snapshot.slug, article):
        found.append(Blocker("slug", f"Another article has, or had, the address “{snapshot.slug}”."))
    if not snapshot.standfirst:
        found.append(Blocker("standfirst", "Write a standfirst: one or two sentences under the title."))
    if snapshot.kind == ArticleKind.PAGE and snapshot.pillar:
        found.append(Blocker("pillar", "A page about the site stands outside the topics: leave the pillar empty."))
    if snapshot.kind != ArticleKind.PAGE and not snapshot.pillar:
        found.append(Blocker("pillar", "Choose the pillar to which the article belongs."))
    if snapshot.kind == ArticleKind.GUIDE and _other_guide(article, snapshot):
        found.append(Blocker("pillar", "This pillar has a published guide already."))
    if snapshot.kind != ArticleKind.PAGE and not _has_author(snapshot):
        found.append(Blocker("contributors", "Name at least one author (JAMA: authorship is shown)."))
    if not snapshot.body["content"]:
        found.append(Blocker("body", "The article has no text yet."))
    for words in _undescribed_figures(snapshot.body):
        found.append(Blocker("body", f"Describe the picture “{words}” or mark it as decorative."))
    return found


def publish(article: Article, *, revision: Revision, by: Any, at: datetime | None = None) -> Article:
    """Make the sealed `revision` what readers see. Returns the article as it is now.

    In one transaction, in this order: check the permission, the seal and the blockers; project columns, sections,
    contributors, tags and links; keep the former address; set the dates (`published_at` once, `updated_at` when the
    change is significant); index for search; record an event. Raises PermissionDenied, ValidationError for a revision
    that is open or another article's, NotPublishable.
    """
    if not permissions.can_publish(by, article):
        raise PermissionDenied("Only an editor may publish.")
    if not revision.is_sealed or revision.article_id != article.pk:
        raise ValidationError("Only a saved revision of this very article can be published.")
    snapshot = Snapshot.from_dict(revision.snapshot)
    with transaction.atomic():
        # PostgreSQL: two publications of one article wait for each other. SQLite has one writer anyway.
        article = Article.objects.select_for_update().get(pk=article.pk)
        if found := blockers(article, snapshot):
            raise NotPublishable(found)
        before = article.live_revision
        old_slug = article.slug
        _date(article, snapshot, before, at or timezone.now())
        projection.project(article, revision)
        addresses.move_article(article, old_slug)
        search.index(article)
        events.record(
            "published", article, by, revision=revision.pk, number=revision.number, before=before.pk if before else None
        )
    return article


def withdraw(article: Article, *, by: Any, reason: str) -> Article:
    """Take a published article away from readers; its address answers 410 with the reason. Links to it become text."""
    if not permissions.can_publish(by, article):
        raise PermissionDenied("Only an editor may withdraw an article.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why: readers who come to the address will see it."})
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=article.pk)
        if not article.is_published:
            raise ValidationError("Only a published article can be withdrawn.")
        article.state = ArticleState.WITHDRAWN
        article.withdrawn_at, article.withdrawn_reason = timezone.now(), reason.strip()
        article.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
        search.forget(article)
        events.record("withdrawn", article, by, reason=reason.strip())
    return article


def rebuild(article: Article) -> None:
    """Project the live revision of a published article anew. Changes nothing where all is well."""
    with transaction.atomic():
        projection.project(article, article.live_revision)
        search.index(article)


def _date(article: Article, snapshot: Snapshot, before: Revision | None, now: datetime) -> None:
    article.state = ArticleState.PUBLISHED
    article.withdrawn_at, article.withdrawn_reason = None, ""
    article.published_at = article.published_at or now
    if before is None or materiality.is_significant(Snapshot.from_dict(before.snapshot), snapshot):
        article.updated_at = max(now, article.published_at)


def _other_guide(article: Article, snapshot: Snapshot) -> bool:
    guides = Article.objects.published().filter(kind=ArticleKind.GUIDE, pillar=snapshot.pillar)
    return guides.exclude(pk=article.pk).exists()


def _has_author(snapshot: Snapshot) -> bool:
    return Author.objects.filter(pk__in=[contributor.author for contributor in snapshot.contributors]).exists()


def _undescribed_figures(body: dict[str, Any]) -> list[str]:
    """Captions (or ids) of figures whose alternative text is neither written nor declared needless."""
    return [
        plain_text({**body, "content": [block]}).strip() or block["attrs"]["id"]
        for block in body["content"]
        if block["type"] == "figure" and not block["attrs"]["alt"].strip() and not block["attrs"]["decorative"]
    ]
