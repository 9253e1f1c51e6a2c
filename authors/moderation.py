"""Moderation of bios: what an author says of themself is public only after a moderator approved these very words.

Words are kept in the open revision while they are written (authors.bios), submitted by sealing it, and judged; each
judgment is one conditional UPDATE, so that of two moderators at once the second is told.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from authors import credentials, permissions
from authors.bios import BioSnapshot, checked_snapshot
from authors.models import Author, BioRevision, Reason, User, Verdict
from content import references
from content.normalising import normalise
from content.schema import BIO
from content.validation import validate
from history import events, notices, revisions, snapshots
from history.drafting import Refused
from history.models import Event
from history.words import kept

# So long a bio may wait before the moderators are reminded, and again after as long.
PATIENCE = timedelta(days=3)
NOT_YOURS = "Only a moderator may judge a bio, and never their own, or words that they sent or last wrote."
HIDDEN, SHOWN_AGAIN = "bio hidden", "bio shown again"


class AlreadyJudged(Exception):
    """Another moderator's verdict, or newer words of the author, came first. Nothing was written."""


def latest_snapshot(author: Author) -> BioSnapshot:
    """What the author's latest revision says; empty for one without a bio."""
    return BioSnapshot.of(revisions.latest(author))


def keep_bio(author: Author, snapshot: BioSnapshot, *, by: Any, base: str | None) -> BioRevision:
    """Put `snapshot` into the author's open revision, which waits for nobody yet. Nothing where nothing is new.

    Raises PermissionDenied, ValidationError, history.revisions.Conflict if `base` is not the latest.
    """
    snapshot = _checked(author, snapshot, by)
    latest = revisions.latest(author)
    if latest and latest.token == base and _is_same(BioSnapshot.of(latest), snapshot):
        return latest
    return revisions.write(author, snapshot.as_dict(), by=by, base=base)


@transaction.atomic
def submit_bio(
    author: Author, snapshot: BioSnapshot, *, by: Any, base: str | None, submission: str = ""
) -> BioRevision:
    """Seal `snapshot` as a revision and put it into the moderators' queue; the public page stays as it is.

    `submission` is told to the moderators, who get a mail. What waits already, or is approved, stays as it is. Raises
    PermissionDenied; history.revisions.Conflict if `base` is not the latest; ValidationError with the problems of the
    words, or where they come back unchanged after a refusal and `submission` does not say why.
    """
    snapshot, submission = _checked(author, snapshot, by), kept(submission, "submission")
    if snapshot == BioSnapshot() and not author.live_bio_id:
        raise ValidationError("There is nothing to judge yet: say something of the author first.")
    latest = revisions.latest(author)
    if latest and latest.token == base and _is_same(BioSnapshot.of(latest), snapshot) and latest.submitted_at:
        if latest.verdict not in (Verdict.SENT_BACK, Verdict.REJECTED):
            return latest
        if not submission:
            message = "Nothing was changed since it was sent back. Change it, or say in a note why it should stay."
            raise ValidationError({"submission": message})
        revision = revisions.seal(revisions.write(author, snapshot.as_dict(), by=by, base=base))
    else:
        revision = revisions.save(author, snapshot.as_dict(), by=by, base=base)
    revision.author_page = author
    revision.submitted_at, revision.submitted_by, revision.submission = timezone.now(), by, submission
    revision.save(update_fields=["submitted_at", "submitted_by", "submission"])
    events.record("bio submitted", author, by, **_version(revision), note=submission)
    text = f"{by or 'The system'} asks for your approval of the bio of {author}.\n\n{submission}"
    notices.tell(moderators(), f"Bio to judge: {author}", text, link=_judging(revision), by=by)
    return revision


def approve_bio(revision: BioRevision, *, by: Any) -> Author:
    """Make what the revision says public. Records the verdict and an event; its people are told."""
    with transaction.atomic():
        _judge(revision, Verdict.APPROVED, by)
        author = project(revision)
        events.record("bio approved", author, by, **_version(revision))
        _tell(revision, by, f"Your bio is public: {author}", f"{by} approved the bio of {author}.")
    return author


def approve_corrected(revision: BioRevision, snapshot: BioSnapshot, *, by: Any, base: str) -> Author:
    """Make `snapshot`, what waits as `revision` with the moderator's own corrections, public.

    Both revisions stay: the one that was sent is judged `corrected`, a new one by the moderator names it. Raises
    PermissionDenied, ValidationError, AlreadyJudged; history.revisions.Conflict if `base` is not the latest, and
    ValidationError where somebody else has written since it was sent: their words would become public unread.
    """
    author = revision.author_page
    snapshot = _checked(author, snapshot, by)
    with transaction.atomic():
        latest = revisions.latest(author)
        if latest and latest.pk != revision.pk and _writers_since(revision) != {by.pk}:
            raise ValidationError("Somebody has gone on writing since this was sent: judge it as it was sent.")
        if _is_same(BioSnapshot.of(revision), snapshot):
            raise ValidationError("You have corrected nothing: approve it as it was sent.")
        _judge(revision, Verdict.CORRECTED, by)
        corrected = revisions.save(author, snapshot.as_dict(), by=by, base=base)
        now = revision.moderated_at
        corrected.author_page, corrected.corrects = author, revision
        corrected.submitted_at = corrected.moderated_at = now
        corrected.submitted_by = corrected.moderated_by = by
        corrected.verdict = Verdict.APPROVED
        fields = ["corrects", "submitted_at", "submitted_by", "moderated_at", "moderated_by", "verdict"]
        corrected.save(update_fields=fields)
        project(corrected)
        events.record("bio corrected and approved", author, by, **_version(corrected), corrects=revision.number)
        text = f"{by} corrected something in the bio of {author} and approved it. Have a look at what was changed."
        _tell(revision, by, f"Your bio is public, with corrections: {author}", text, link=_judging(corrected))
    return author


def send_back_bio(revision: BioRevision, *, by: Any, reasons: Iterable[str] = (), reason: str = "") -> None:
    """Ask for another version, with reasons that its author can read; the public page stays as it is."""
    _refuse(revision, Verdict.SENT_BACK, by, reasons, reason)


def reject_bio(revision: BioRevision, *, by: Any, reasons: Iterable[str] = (), reason: str = "") -> None:
    """Refuse the revision and ask for nothing more; the public page stays as it is."""
    _refuse(revision, Verdict.REJECTED, by, reasons, reason)


@transaction.atomic
def hide_bio(author: Author, *, by: Any, reason: str) -> Author:
    """Take all that a moderator approved out of readers' sight; the name and the bylines stay. Its people are told.

    Raises PermissionDenied; ValidationError without a reason, or where nothing is public.
    """
    if not permissions.can_hide(by, author):
        raise PermissionDenied("Only a moderator may hide a bio, and never their own.")
    reason = kept(reason, "reason", missing="Say why: the author will read it.")
    author = _locked(author)
    if not author.live_bio_id or author.bio_hidden_at:
        raise ValidationError("Nothing of this bio is public.")
    author.bio_hidden_at = timezone.now()
    _write(author, BioSnapshot())
    events.record(HIDDEN, author, by, revision=author.live_bio_id, reason=reason)
    text = f"{by} has hidden the bio of {author} from readers:\n\n{reason}"
    _tell(author.live_bio, by, f"Your bio is hidden: {author}", text)
    return author


@transaction.atomic
def show_bio(author: Author, *, by: Any) -> Author:
    """Bring back what was hidden. Raises PermissionDenied, and ValidationError where nothing is hidden."""
    if not permissions.can_hide(by, author):
        raise PermissionDenied("Only a moderator may show a bio again, and never their own.")
    author = _locked(author)
    if not author.bio_hidden_at:
        raise ValidationError("This bio is not hidden.")
    author.bio_hidden_at = None
    _write(author, BioSnapshot.of(author.live_bio))
    events.record(SHOWN_AGAIN, author, by, revision=author.live_bio_id)
    return author


def hiding(author: Author) -> Event | None:
    """Who hid the bio when, and why; None where it is not hidden. At most one query."""
    if not author.bio_hidden_at:
        return None
    return Event.objects.filter(target_kind="author", target_id=author.pk, act=HIDDEN).first()


def remind(now: datetime) -> int:
    """Mail the moderators about bios that have waited for PATIENCE, and again after as long; returns how many."""
    early = now - PATIENCE
    due = BioRevision.objects.waiting().filter(submitted_at__lte=early)
    late = due.filter(Q(reminded_at=None) | Q(reminded_at__lte=early)).select_related("author_page")
    return sum(_remind(revision, now) for revision in late.defer("packed"))


def project(revision: BioRevision) -> Author:
    """Write an approved revision into the author's public columns; what was hidden before is hidden no more."""
    author = revision.author_page
    author.live_bio, author.bio_approved_at, author.bio_hidden_at = revision, revision.moderated_at, None
    _write(author, BioSnapshot.of(revision))
    return author


def moderators() -> Iterable[User]:
    return notices.who_may("authors.moderate_bio")


def reasons_in_words(reasons: Iterable[str], reason: str) -> str:
    """The chosen reasons as sentences, then what was written."""
    said = [f"{Reason(one).label}." for one in reasons]
    return "\n".join([*said, *([reason] if reason else [])])


def _write(author: Author, snapshot: BioSnapshot) -> None:
    plain = ("honorific", "suffix", "role", "bio", "languages", "institution", "orcid", "links")
    for name in (*plain, "disclosure"):
        setattr(author, name, getattr(snapshot, name))
    # What was written before bios were settled.
    author.bio = references.settled(snapshot.bio)
    author.portrait_id = snapshot.portrait
    state = ("live_bio", "bio_approved_at", "bio_hidden_at")
    author.save(update_fields=[*plain, "disclosure", "portrait", *state])
    author.expertise.set(snapshot.expertise)
    credentials.project(author)


def _checked(author: Author, snapshot: BioSnapshot, by: Any) -> BioSnapshot:
    if not permissions.can_edit_author(by, author):
        raise PermissionDenied("Only who keeps the authors, or the author, may change a bio.")
    bio = normalise(snapshot.bio)
    if problems := validate(bio, BIO):
        raise ValidationError([f"{problem.path}: {problem.message}" for problem in problems])
    bio = references.settled(bio)
    try:
        return checked_snapshot(BioSnapshot(**{**snapshot.as_dict(), "bio": bio}))
    except Refused as refusal:
        raise ValidationError(str(refusal)) from None


def _is_same(one: BioSnapshot, other: BioSnapshot) -> bool:
    return snapshots.canonical(one.as_dict()) == snapshots.canonical(other.as_dict())


def _writers_since(revision: BioRevision) -> set[int | None]:
    later = BioRevision.objects.filter(author_page=revision.author_page_id, pk__gt=revision.pk)
    return {pk for author, hands in later.values_list("author_id", "hands") for pk in (author, *hands.values())}


def _refuse(revision: BioRevision, verdict: Verdict, by: Any, reasons: Iterable[str], reason: str) -> None:
    if not permissions.can_moderate(by, revision):
        raise PermissionDenied(NOT_YOURS)
    chosen = [one for one in Reason.values if one in set(reasons)]
    reason = kept(reason, "reason")
    if not chosen and not reason:
        raise ValidationError({"reason": "Say why, so that its author can mend it: choose a reason or write one."})
    said = reasons_in_words(chosen, reason)
    with transaction.atomic():
        _judge(revision, verdict, by, reasons=chosen, reason=said)
        words = verdict.label
        events.record(f"bio {words}", revision.author_page, by, **_version(revision), reason=said)
        text = f"{by} has {words} the bio of {revision.author_page}:\n\n{said}"
        _tell(revision, by, f"Your bio was {words}: {revision.author_page}", text)


def _judge(revision: BioRevision, verdict: Verdict, by: Any, **said: Any) -> None:
    if not permissions.can_moderate(by, revision):
        raise PermissionDenied(NOT_YOURS)
    # What follows a verdict is written in the order of the verdicts, whoever is slow.
    _locked(revision.author_page)
    said |= {"verdict": verdict, "moderated_at": timezone.now(), "moderated_by": by}
    # One conditional UPDATE: of two moderators at once the second finds no row.
    if not BioRevision.objects.waiting().order_by().filter(pk=revision.pk).update(**said):
        raise AlreadyJudged("Someone else has judged this bio, or its author has sent newer words.")
    for name, value in said.items():
        setattr(revision, name, value)


def _remind(revision: BioRevision, now: datetime) -> bool:
    with transaction.atomic():
        same = BioRevision.objects.filter(pk=revision.pk, reminded_at=revision.reminded_at)
        if not same.update(reminded_at=now):
            return False
        days = (now - revision.submitted_at).days
        text = f"The bio of {revision.author_page} has waited for {days} days."
        notices.tell(moderators(), f"Still to judge: {revision.author_page}", text, link=_judging(revision))
    return True


def _tell(revision: BioRevision, by: Any, subject: str, text: str, link: str = "") -> None:
    """The author in person, who sent the words and who wrote them."""
    author = revision.author_page
    people = User.objects.filter(pk__in={author.user_id, revision.submitted_by_id, revision.author_id} - {None})
    link = link or reverse("admin:authors_author_change", args=[author.pk])
    notices.tell(people, subject, text, link=link, by=by)


def _judging(revision: BioRevision) -> str:
    return reverse("admin:authors_biorevision_judge", args=[revision.pk])


def _version(revision: BioRevision) -> dict[str, int]:
    return {"revision": revision.pk, "number": revision.number}


def _locked(author: Author) -> Author:
    # Its live bio is asked for afterwards: joined, PostgreSQL gives the one from before the lock was waited for.
    return Author.objects.select_for_update(no_key=True).get(pk=author.pk)
