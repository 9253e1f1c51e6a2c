"""Credentials: what an author holds is a fact that somebody checked, until the day on which it ends.

What is not verified, has expired or was revoked is never shown as held, and lets nobody review (STANDARDS A2, A3).
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from authors import evidence, permissions, revocations
from authors.models import Author, Credential, CredentialKind, User
from history import events, notices
from history.words import kept

MEANINGS = {
    CredentialKind.LICENCE: "The state, or a register that it keeps, allows this person to practise.",
    CredentialKind.SPECIALTY: "A professional body examined this person in one field of their profession.",
    CredentialKind.DEGREE: "A university examined this person. It is no licence to treat anybody.",
    CredentialKind.CERTIFICATE: "This person was trained and passed an examination. It is no licence to treat anybody.",
    CredentialKind.MEMBERSHIP: "A professional body counts this person among its members. It examined nothing.",
}
# Its author is told so many days before the end; and so many before it stands in the list of who verifies.
REMINDERS = (60, 14)
# What a verification speaks of: a change of any of these ends it.
FACTS = ("kind", "name", "issuer", "country", "number", "is_clinical", "covers_everything", "valid_until")
_UNVERIFIED = {"verified_at": None, "verified_by": None, "verification": ""}


class Changed(Exception):
    """Somebody has changed the credential since it was looked at. Nothing was written."""


def today() -> datetime.date:
    """The day at the publisher's (TIME_ZONE): a credential is held to the end of its last one."""
    return timezone.localdate()


@transaction.atomic
def save(
    credential: Credential,
    *,
    topics: Iterable[Any],
    by: Any,
    upload: UploadedFile | None = None,
    version: int | None = None,
) -> Credential:
    """Store a new or changed credential; a change of its facts, topics or evidence ends the verification.

    `version` is the one that was looked at. Raises PermissionDenied, ValidationError by field, Changed.
    """
    if not permissions.can_edit_author(by, credential.author):
        raise PermissionDenied("Only who keeps the authors, or the author, may change a credential.")
    credential.country = credential.country.upper()
    credential.clean_fields(exclude=["changed_by", "verified_by"])
    if credential.country and not (credential.country.isascii() and credential.country.isalpha()):
        raise ValidationError({"country": "A country has two letters: GB, DE, US."})
    wanted = {topic.pk for topic in topics}
    if credential.is_clinical and not wanted and not credential.covers_everything:
        raise ValidationError({"topics": "Say which topics it covers, or that it covers all."})
    proof = evidence.checked(upload) if upload else None
    stored = _locked(credential) if credential.pk else None
    if stored and version not in (None, stored.version):
        raise Changed(f"Somebody has changed “{stored}” since you opened it.")
    if stored and not proof and _facts(stored) == _facts(credential, wanted):
        return stored
    if proof:
        credential.evidence = proof
        credential.evidence_name = upload.name[-evidence.LONGEST_NAME :]
    credential.version = stored.version + 1 if stored else 1
    credential.changed_at, credential.changed_by, credential.reminded = timezone.now(), by, None
    for name, value in _UNVERIFIED.items():
        setattr(credential, name, value)
    credential.save()
    credential.topics.set(wanted)
    events.record("credential changed" if stored else "credential added", credential.author, by, **_about(credential))
    project(credential.author)
    text = f"{by} asks you to check a credential of {credential.author}: {credential}."
    notices.tell(verifiers(), f"Credential to verify: {credential.author}", text, link=_link(credential), by=by)
    return credential


@transaction.atomic
def verify(credential: Credential, *, by: Any, version: int, how: str) -> Credential:
    """Say that these very facts were checked, and how. Raises PermissionDenied, ValidationError, Changed."""
    if not permissions.can_verify(by, credential):
        raise PermissionDenied(NOT_YOURS)
    how = kept(how, "how", missing="Say how you checked it: which register you looked into, which document you saw.")
    credential = _locked(credential)
    if credential.version != version:
        raise Changed(f"Somebody has changed “{credential}” since you opened it: look at it again.")
    if credential.revoked_at:
        raise ValidationError("It was revoked. Add it anew if it is held again.")
    if credential.valid_until and credential.valid_until < today():
        raise ValidationError("It has expired: ask for the new date first.")
    credential.verified_at, credential.verified_by, credential.verification = timezone.now(), by, how
    credential.save(update_fields=["verified_at", "verified_by", "verification"])
    events.record("credential verified", credential.author, by, **_about(credential), how=how)
    project(credential.author)
    _tell(credential, by, "Credential verified", f"{by} verified the credential {credential}.")
    return credential


@transaction.atomic
def revoke(credential: Credential, *, by: Any, reason: str) -> Credential:
    """It is held no longer, whatever its date says; the record keeps it. Its holder and who listens
    (authors.revocations) are told. Raises PermissionDenied, ValidationError."""
    if not permissions.can_verify(by, credential):
        raise PermissionDenied(NOT_YOURS)
    reason = kept(reason, "reason", missing="Say why: its holder will read it.")
    credential = _locked(credential)
    if credential.revoked_at:
        raise ValidationError("It was revoked before.")
    credential.revoked_at, credential.revocation = timezone.now(), reason
    credential.save(update_fields=["revoked_at", "revocation"])
    events.record("credential revoked", credential.author, by, **_about(credential), reason=reason)
    project(credential.author)
    _tell(credential, by, "Credential revoked", f"{by} revoked the credential {credential}:\n\n{reason}")
    revocations.tell(credential, by)
    return credential


def may_review(author: Author, topic: Any, day: datetime.date) -> bool:
    """Whether the author holds a clinical credential that covers the topic (a pillar), or the hub above it."""
    return for_review(author, topic, day) is not None


def for_review(author: Author, topic: Any, day: datetime.date) -> Credential | None:
    """The credential that lets the author review the topic on that day, the longest held first."""
    above = [pk for pk in (getattr(topic, "pk", None), getattr(topic, "parent_id", None)) if pk]
    held = author.held.held(day).filter(is_clinical=True)
    return held.filter(Q(covers_everything=True) | Q(topics__in=above)).order_by("pk").first()


def project(author: Author) -> None:
    """Write the names of what the author holds into the columns that readers' pages show, and until when they are
    right; nothing while their bio is hidden."""
    is_hidden = Author.objects.filter(pk=author.pk, bio_hidden_at__isnull=False).exists()
    held = [] if is_hidden else list(author.held.held(today()).order_by("pk"))
    ends = [one.valid_until for one in held if one.valid_until]
    line = ", ".join(dict.fromkeys(one.name for one in held))[:200]
    Author.objects.filter(pk=author.pk).update(credentials=line, credentials_until=min(ends, default=None))


def expire(now: datetime.datetime) -> int:
    """Write anew what the pages of those say of whom something has expired; returns how many. Until then their pages
    show none of their credentials."""
    due = Author.objects.filter(credentials_until__lt=timezone.localdate(now))
    for author in due:
        project(author)
    return len(due)


def remind(now: datetime.datetime) -> int:
    """Tell the holders of what ends soon, once at each of REMINDERS; returns how many."""
    day, told = timezone.localdate(now), 0
    for days in REMINDERS:
        due = Credential.objects.expiring(day, days).filter(Q(reminded=None) | Q(reminded__gt=days))
        for credential in due.select_related("author"):
            told += _remind(credential, days)
    return told


def state(credential: Credential) -> tuple[str, str]:
    """The mark of a credential's state and what it says."""
    until = f"{credential.valid_until:%-d %B %Y}" if credential.valid_until else ""
    if credential.revoked_at:
        return "withdrawn", f"revoked: {credential.revocation}"
    if credential.valid_until and credential.valid_until < today():
        return "failed", f"expired on {until}"
    if not credential.verified_at:
        return "in_review", "waits for verification; readers do not see it"
    return "published", f"verified, until {until}" if until else "verified"


def verifiers() -> Iterable[User]:
    return notices.who_may("authors.verify_credential")


NOT_YOURS = "Only who verifies credentials may do this, and never with their own."


@transaction.atomic
def _remind(credential: Credential, days: int) -> bool:
    same = Credential.objects.filter(pk=credential.pk, reminded=credential.reminded)
    if not same.update(reminded=days):
        return False
    text = (
        f"The credential {credential} of {credential.author} ends on {credential.valid_until:%-d %B %Y}. Renew it at \
the desk before: what has expired is not shown, and lets nobody review."
    )
    _tell(credential, None, "Credential ends soon", text)
    return True


def _facts(credential: Credential, topics: set[int] | None = None) -> tuple[Any, ...]:
    if topics is None:
        topics = set(credential.topics.values_list("pk", flat=True))
    return (*(getattr(credential, name) for name in FACTS), frozenset(topics))


def _about(credential: Credential) -> dict[str, Any]:
    return {"credential": credential.pk, "name": str(credential), "version": credential.version}


def _tell(credential: Credential, by: Any, subject: str, text: str) -> None:
    people = User.objects.filter(pk__in={credential.author.user_id, credential.changed_by_id} - {None})
    notices.tell(people, f"{subject}: {credential.author}", text, link=_link(credential), by=by)


def _link(credential: Credential) -> str:
    return reverse("admin:authors_credential_change", args=[credential.pk])


def _locked(credential: Credential) -> Credential:
    return Credential.objects.select_for_update(of=("self",)).select_related("author").get(pk=credential.pk)
