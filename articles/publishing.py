"""Publication: the only door through which a text reaches readers."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from articles import (
    addresses,
    checklist,
    correcting,
    dismissing,
    link_index,
    links,
    materiality,
    permissions,
    projection,
    related_reading,
    reviewing,
    search,
    submitting,
)
from articles.checks.finding import Finding
from articles.enums import ArticleState
from articles.models import Article, Revision
from articles.snapshots import Snapshot
from history import events
from history.words import kept

# With all that a publication reads of an article. What it writes is not to be read from these objects afterwards.
_READY = Article.objects.prefetch_related(
    *projection.READS, *reviewing.READS, dismissing.READS, "pillar", "dated_revision"
)


_AT_ONCE = 100


class NotPublishable(Exception):
    """The revision has blockers; nothing was written. Its words are a line for each."""

    def __init__(self, blockers: list[Finding]):
        self.blockers = blockers
        super().__init__("\n".join(blocker.message for blocker in blockers))


# What check() and publish() raise.
Refusal = NotPublishable | PermissionDenied | ValidationError


def worded(refusal: Refusal) -> str:
    """Why a version may not go live: a line for each reason."""
    said = "\n".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
    return said or "Refused."


def blockers(article: Article, snapshot: Snapshot, revision: Revision | None = None) -> list[Finding]:
    """Everything that must be mended before `snapshot`, which `revision` holds, can go live, in the form's order."""
    return checklist.blocking(checklist.findings(article, snapshot, revision))


def check(article: Article, revision: Revision, *, by: Any, override_reason: str | None = None) -> list[Finding]:
    """Refuse what may not go live; returns the findings that `override_reason` sets aside. Writes nothing.

    Raises PermissionDenied, ValidationError for a revision that is open or another article's, NotPublishable. A reason
    helps only where each finding may be overridden and `by` may do so.
    """
    return checklist.blocking(_checked(article, revision, by, override_reason))


def _checked(article: Article, revision: Revision, by: Any, override_reason: str | None) -> list[Finding]:
    """check(), with what is only worth a look."""
    if not permissions.can_publish(by, article):
        raise PermissionDenied("Only an editor may publish.")
    if not revision.is_sealed or revision.article_id != article.pk:
        raise ValidationError("Only a saved revision of this very article can be published.")
    found = checklist.findings(article, Snapshot.from_dict(revision.snapshot), revision)
    blocks = checklist.blocking(found)
    if blocks and not ((override_reason or "").strip() and all(finding.overridable for finding in blocks)):
        raise NotPublishable(blocks)
    if blocks and not permissions.can_override(by):
        raise PermissionDenied("Your role may not publish against the checklist.")
    return found


def publish(
    article: Article,
    *,
    revision: Revision,
    by: Any,
    at: datetime | None = None,
    override_reason: str | None = None,
    correction: str = "",
) -> Article:
    """Make the sealed `revision` what readers see. Returns the article as it is now.

    In one transaction, in this order: check() under a lock on the article; project columns, sections, contributors,
    tags, links and citations; keep the former address; set the dates (`published_at` once, `updated_at` when the change
    is significant or corrects an error); see which medical review holds for it; index for search and for suggested
    links; choose what is read after it, and have that of its neighbours chosen anew; tell readers of the `correction`,
    if there is one; record an event with what was worth a look, and one for each finding that was overridden; end what
    was submitted of this version or an earlier one. Raises as check() does, and ValidationError for a correction of
    what was never public.
    """
    override_reason = kept(override_reason or "", "override_reason")
    correction = correcting.checked(correction)
    with transaction.atomic():
        # PostgreSQL: two publications of one article wait for each other. SQLite has one writer anyway.
        rows = Article.objects.select_for_update().annotate(is_awaited=submitting.awaited())
        article = rows.get(pk=article.pk)
        # What an editor said of the version a moment ago counts.
        revision.refresh_from_db(fields=["stage", "request", "judged_by"])
        found = _checked(article, revision, by, override_reason)
        before = article.live_revision_id
        if correction and before is None:
            raise ValidationError({"correction": "Readers have not seen it yet, so there is nothing to correct."})
        links.drop_unwanted_plans(_show(article, revision, at or timezone.now(), is_correction=bool(correction)))
        related_reading.propose(article, link_index.index(article))
        related_reading.follow.enqueue(article.pk)
        if correction:
            correcting.record(article, revision, correction, by)
        _record(article, revision, before, by, found, override_reason)
        if article.is_awaited:
            submitting.end_by_publication([article])
    return article


def publish_together(revisions: Iterable[Revision], *, by: Any) -> tuple[list[Article], dict[int, Refusal]]:
    """publish() for many, each the latest of its article, inside the transaction of who holds the locks of all
    articles. Returns those that readers see now, and of the others, which stay as they were, why not, by key.

    What is read of the articles is read for a hundred at once. What links are suggested from, and what is read after,
    the worker brings up to date.
    """
    done, refused, unlinked = [], {}, set()
    for article, revision in _read_together(list(revisions)):
        try:
            found = _checked(article, revision, by, None)
        except (NotPublishable, PermissionDenied, ValidationError) as refusal:
            refused[article.pk] = refusal
            continue
        before = article.live_revision_id
        unlinked |= _show(article, revision, timezone.now(), latest=revision)
        _record(article, revision, before, by, found, "")
        done.append(article)
    links.drop_unwanted_plans(unlinked)
    related_reading.catch_up_with([article.pk for article in done])
    submitting.end_by_publication(done)
    return done, refused


def _read_together(revisions: list[Revision]) -> Iterator[tuple[Article, Revision]]:
    for start in range(0, len(revisions), _AT_ONCE):
        some = revisions[start : start + _AT_ONCE]
        articles = _READY.in_bulk([revision.article_id for revision in some])
        yield from ((articles[revision.article_id], revision) for revision in some)


def _show(
    article: Article, revision: Revision, at: datetime, *, is_correction: bool = False, latest: Revision | None = None
) -> set[int]:
    """Let readers have it, at once and in the search. Returns the articles to which it no longer links."""
    old_slug = article.slug
    _date(article, revision, at, is_correction=is_correction)
    unlinked = projection.project(article, revision, latest)
    addresses.move_article(article, old_slug)
    reviewing.project(article)
    search.index(article)
    return unlinked


def _record(
    article: Article,
    revision: Revision,
    before: int | None,
    by: Any,
    found: list[Finding],
    reason: str,
) -> None:
    version = {"revision": revision.pk, "number": revision.number}
    hints = [{"check": one.code, "message": one.message} for one in found if not one.blocks]
    about = {"stage": revision.stage, "before": before, "worth_a_look": hints}
    events.record("published", article, by, **version, **about)
    for finding in checklist.blocking(found):
        said = {"check": finding.code, "message": finding.message, "reason": reason}
        events.record("check overridden", article, by, **version, **said)


def withdraw(
    article: Article, *, by: Any, reason: str, successor: Article | None = None, instead: Iterable[Article] = ()
) -> Article:
    """Take a published article away from readers. Links to it become text.

    Its addresses, also the former ones, lead to the `successor` from now on, a published article; without one they
    answer 410 with the reason and with those of `instead` that readers can reach. In one transaction: check; write;
    give those whose successor it was its own (so no address leads from one to the next); forget it in the search;
    record an event. Raises PermissionDenied, ValidationError.
    """
    if not permissions.can_publish(by, article):
        raise PermissionDenied("Only an editor may withdraw an article.")
    reason = kept(reason, "reason", missing="Say why: readers who come to the address will see it.")
    with transaction.atomic():
        both = sorted({article.pk, successor.pk if successor else article.pk})
        # In the order of their keys: of two that are each other's successor at this moment, one waits.
        rows = {one.pk: one for one in Article.objects.select_for_update().filter(pk__in=both).order_by("pk")}
        article, successor = rows[article.pk], rows[successor.pk] if successor else None
        if not article.is_published:
            raise ValidationError("Only a published article can be withdrawn.")
        check_successor(article, successor)
        article.state = ArticleState.WITHDRAWN
        article.withdrawn_at, article.withdrawn_reason = timezone.now(), reason
        article.successor = successor
        article.save(update_fields=["state", "withdrawn_at", "withdrawn_reason", "successor"])
        article.instead.set([one for one in instead if one.pk != article.pk])
        if successor:
            article.predecessors.update(successor=successor)
        search.forget(article)
        link_index.forget(article)
        related_reading.forget(article)
        led = {"successor": successor.pk} if successor else {}
        events.record("withdrawn", article, by, reason=reason, **led)
    return article


def check_successor(article: Article, successor: Article | None) -> None:
    """Raises ValidationError where the addresses of `article` cannot lead there now."""
    if successor and (successor.pk == article.pk or not successor.is_published):
        raise ValidationError({"successor": "Its address can only lead to another article that readers see."})


def rebuild(article: Article) -> None:
    """Project the live revision of a published article anew. Changes nothing where all is well."""
    with transaction.atomic():
        links.drop_unwanted_plans(projection.project(article, article.live_revision))
        reviewing.project(article)
        correcting.project(article)
        search.index(article)
        link_index.index(article)


def _date(article: Article, revision: Revision, now: datetime, *, is_correction: bool) -> None:
    snapshot = Snapshot.from_dict(revision.snapshot)
    article.state = ArticleState.PUBLISHED
    article.withdrawn_at, article.withdrawn_reason, article.successor = None, "", None
    article.published_at = article.published_at or now
    # Measured against what was dated last, so that many small changes are told, too.
    base = article.dated_revision or article.live_revision
    changes = base is None or materiality.is_significant(Snapshot.from_dict(base.snapshot), snapshot)
    if changes or is_correction:
        article.updated_at = max(now, article.published_at)
        article.dated_revision = revision
