"""From the writer to the editor and back: asking for review, asking for changes, approving. One version at a time."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils import timezone

from articles import permissions, writing
from articles.enums import RevisionStage
from articles.models import Article, Revision
from articles.snapshots import Snapshot
from authors.models import User
from history import events, notices, revisions
from history.words import kept

_CLEAN = {"submitted_at": None, "submitted_by": None, "submission": "", **dict.fromkeys(("judged_at", "judged_by"))}
ALONE = "Nobody approves what they submitted or wrote alone: ask another editor."


@transaction.atomic
def submit(article: Article, *, by: Any, note: str = "") -> Revision:
    """Ask the editors to approve the latest version; words that are not sealed yet are sealed first. Returns it.

    An older version that still waits is taken back. Records an event and mails everyone who may approve. Raises
    PermissionDenied, history.revisions.Conflict, and ValidationError where there is nothing to submit: the version
    waits already, is approved or public, or was returned and `note` does not say why it comes back unchanged.
    """
    if not permissions.can_submit(by, article):
        raise PermissionDenied("You can submit what you have written in.")
    note = kept(note, "submission")
    article = _locked(article)
    revision = _sealed(article, by)
    if refusal := refused_submission(article, revision, note):
        raise refusal
    older = article.revisions.in_review().exclude(pk=revision.pk)
    older.update(stage=RevisionStage.OPEN, request="", **_CLEAN)
    said = {"submitted_at": timezone.now(), "submitted_by": by, "submission": note}
    _move(revision, RevisionStage.SUBMITTABLE, RevisionStage.IN_REVIEW, request="", **{**_CLEAN, **said})
    events.record("submitted", article, by, **_version(revision), note=note)
    text = f"{by} asks for your approval of version {revision.number} of “{article}”.\n\n{note}"
    _tell(notices.who_may("articles.publish_article"), f"For review: {article}", text, article, by)
    return revision


@transaction.atomic
def request_changes(article: Article, revision: Revision, *, by: Any, comment: str) -> Revision:
    """Send a version that waits, or was approved and is not public, back to its writers, who are told by mail."""
    if not permissions.can_judge(by, article):
        raise PermissionDenied("Only an editor may ask for changes.")
    comment = kept(comment, "comment", missing="Say what should change: its writers will read it.")
    article, revision = _locked(article), _fresh(article, revision)
    if article.is_published and article.live_revision_id == revision.pk:
        raise ValidationError("Readers see this version already: edit it, or withdraw the article.")
    _judge(revision, RevisionStage.RETURNABLE, RevisionStage.CHANGES_REQUESTED, by, request=comment)
    events.record("changes requested", article, by, **_version(revision), comment=comment)
    text = f"{by} asks for changes in version {revision.number} of “{article}”:\n\n{comment}"
    _tell(people_of(revision), f"Changes requested: {article}", text, article, by)
    return revision


@transaction.atomic
def approve(article: Article, revision: Revision, *, by: Any) -> Revision:
    """Say that a version that waits may go to readers; its writers are told by mail. Readers see no difference yet."""
    article, revision = _locked(article), _fresh(article, revision)
    if not permissions.can_judge(by, article):
        raise PermissionDenied("Only an editor may approve.")
    if not permissions.can_approve(by, revision):
        raise PermissionDenied(ALONE)
    _judge(revision, {RevisionStage.IN_REVIEW}, RevisionStage.APPROVED, by)
    events.record("approved", article, by, **_version(revision))
    text = f"{by} approved version {revision.number} of “{article}”."
    _tell(people_of(revision), f"Approved: {article}", text, article, by)
    return revision


def awaited() -> Exists:
    """Whether a version of the article was submitted and waits for an answer."""
    return Exists(Revision.objects.in_review().filter(article=OuterRef("pk")))


def end_by_publication(articles: Iterable[Article]) -> None:
    """What was submitted and readers see now, or see something later of, waits for nobody any more. One query, inside
    the transaction that published; the events keep who submitted what."""
    seen = Revision.objects.in_review().filter(article__in=articles, pk__lte=F("article__live_revision"))
    seen.update(stage=RevisionStage.OPEN, request="", **_CLEAN)


def refused_submission(article: Article, revision: Revision | None, note: str = "") -> ValidationError | None:
    """Why `revision`, the latest, cannot be submitted now; None where it can."""
    if revision is None:
        return ValidationError("Nobody has written anything yet.")
    if article.discarded_at:
        return ValidationError("The draft is in the bin: take it out first.")
    if article.is_published and revision.pk == article.live_revision_id:
        return ValidationError("Readers see this version already.")
    if revision.stage == RevisionStage.CHANGES_REQUESTED and not note.strip():
        message = "Nothing was changed since changes were requested. Change it, or say in a note why it should stay."
        return ValidationError({"submission": message})
    if revision.stage not in RevisionStage.SUBMITTABLE:
        return ValidationError(f"Version {revision.number} is {revision.get_stage_display()} already.")
    return None


def people_of(revision: Revision) -> Iterable[User]:
    """Who submitted the version, and everyone whose words it brought."""
    wanted = Revision.objects.since_agreed(revision).writers() | {revision.submitted_by_id}
    return User.objects.filter(pk__in=wanted - {None})


def _sealed(article: Article, by: Any) -> Revision | None:
    latest = revisions.latest(article)
    if latest is None or latest.is_sealed:
        return latest
    return writing.save(article, Snapshot.from_dict(latest.snapshot), by=by, base=latest.token)


def _judge(revision: Revision, before: Iterable[str], stage: str, by: Any, **values: Any) -> None:
    _move(revision, before, stage, judged_at=timezone.now(), judged_by=by, **values)


def _move(revision: Revision, before: Iterable[str], stage: str, **values: Any) -> None:
    """From one of the stages `before` to `stage`, if it still is in one of them: one UPDATE, on any database."""
    values["stage"] = stage
    if not Revision.objects.filter(pk=revision.pk, stage__in=before).update(**values):
        raise ValidationError(f"Version {revision.number} is {revision.get_stage_display()}: look at it again.")
    for name, value in values.items():
        setattr(revision, name, value)


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update().get(pk=article.pk)


def _fresh(article: Article, revision: Revision) -> Revision:
    if revision.article_id != article.pk:
        raise ValidationError("This version belongs to another article.")
    fresh = article.revisions.get(pk=revision.pk)
    fresh.article = article
    return fresh


def _version(revision: Revision) -> dict[str, int]:
    return {"revision": revision.pk, "number": revision.number}


def _tell(people: Iterable[User], subject: str, text: str, article: Article, by: Any) -> None:
    notices.tell(people, subject, text, link=reverse("admin:articles_article_change", args=[article.pk]), by=by)
