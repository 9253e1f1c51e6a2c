"""Moderation of bios: what an author says of themself is public only after a moderator approved these very words."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from authors import permissions
from authors.models import Author, BioRevision, Verdict
from content import upgrades
from content.normalising import normalise
from content.schema import BIO, empty_document
from content.validation import validate
from history import events, revisions
from history.words import kept


@dataclass(frozen=True)
class BioSnapshot:
    """What a bio revision holds. `bio` is a content document of the BIO profile, `portrait` an image's id."""

    role: str = ""
    credentials: str = ""
    bio: dict[str, Any] = field(default_factory=empty_document)
    portrait: int | None = None

    @classmethod
    def of(cls, revision: BioRevision) -> "BioSnapshot":
        values = revision.snapshot
        return cls(**{**values, "bio": upgrades.upgrade(values["bio"])})


class AlreadyJudged(Exception):
    """Another moderator's verdict, or newer words of the author, came first. Nothing was written."""


def latest_snapshot(author: Author) -> BioSnapshot:
    """What the author's latest revision says; empty for one without a bio."""
    revision = revisions.latest(author)
    return BioSnapshot.of(revision) if revision else BioSnapshot()


@transaction.atomic
def submit_bio(author: Author, snapshot: BioSnapshot, *, by: Any, base: str | None) -> BioRevision:
    """Seal `snapshot` as a revision and put it into the moderators' queue; the public page stays as it is.

    Raises ValidationError with the problems of the document, history.revisions.Conflict if `base` is not the latest.
    """
    if not permissions.can_edit_author(by, author):
        raise PermissionDenied("Only who keeps the authors, or the author, may change a bio.")
    bio = normalise(snapshot.bio)
    if problems := validate(bio, BIO):
        raise ValidationError([f"{problem.path}: {problem.message}" for problem in problems])
    before = revisions.latest(author)
    revision = revisions.save(author, {**asdict(snapshot), "bio": bio}, by=by, base=base)
    if before is None or revision.pk != before.pk:
        events.record("bio submitted", author, by, revision=revision.pk, number=revision.number)
    return revision


def approve_bio(revision: BioRevision, *, by: Any) -> Author:
    """Make the revision's role, credentials, bio and portrait public. Records the verdict and an event."""
    with transaction.atomic():
        _judge(revision, Verdict.APPROVED, by, reason="")
        author = project(revision)
        events.record("bio approved", author, by, revision=revision.pk, number=revision.number)
    return author


def send_back_bio(revision: BioRevision, *, by: Any, reason: str) -> None:
    """Refuse the revision with a reason that its author can read; the public page stays as it is."""
    reason = kept(reason, "reason", missing="Say why the bio is sent back, so that its author can mend it.")
    with transaction.atomic():
        _judge(revision, Verdict.SENT_BACK, by, reason=reason)
        events.record("bio sent back", revision.author_page, by, revision=revision.pk, reason=reason)


def project(revision: BioRevision) -> Author:
    """Write an approved revision into the author's public columns."""
    snapshot = BioSnapshot.of(revision)
    author = revision.author_page
    author.role, author.credentials = snapshot.role, snapshot.credentials
    author.bio, author.portrait_id = snapshot.bio, snapshot.portrait
    author.live_bio, author.bio_approved_at = revision, revision.moderated_at
    author.save(update_fields=["role", "credentials", "bio", "portrait", "live_bio", "bio_approved_at"])
    return author


def _judge(revision: BioRevision, verdict: Verdict, by: Any, *, reason: str) -> None:
    if not permissions.can_moderate(by, revision):
        raise PermissionDenied("Only a moderator may judge a bio, and never their own.")
    now = timezone.now()
    # One conditional UPDATE: of two moderators at once the second finds no row.
    judged = (
        BioRevision.objects.waiting()
        .order_by()
        .filter(pk=revision.pk)
        .update(verdict=verdict, moderated_at=now, moderated_by=by, reason=reason)
    )
    if not judged:
        raise AlreadyJudged("Someone else has judged this bio, or its author has sent newer words.")
    revision.verdict, revision.moderated_at, revision.moderated_by, revision.reason = verdict, now, by, reason
