"""Bios that wait for somebody: for a moderator, or for their author."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, Q, QuerySet

from authors.models import BioRevision, Credential, Verdict, newer_submissions


def unsettled() -> QuerySet[BioRevision]:
    """Bios that wait for a verdict, the oldest first; then those that were sent back and have not come again."""
    latest = BioRevision.objects.submitted().filter(~Exists(newer_submissions()), verdict__in=["", Verdict.SENT_BACK])
    long = ("packed", "hands", "stamps", "author_page__bio")
    shown = latest.select_related("author_page", "author", "submitted_by", "moderated_by").defer(*long)
    return shown.order_by("verdict", "moderated_at", "submitted_at", "pk")


def sent_back_to(user: Any) -> QuerySet[BioRevision]:
    """Those that were sent back and that this person can mend in person."""
    return unsettled().filter(verdict=Verdict.SENT_BACK, author_page__user=user)


def credentials_waiting(user: Any, today: date, days: int) -> QuerySet[Credential]:
    """Credentials that this person may verify, the oldest first; then those that end within so many days."""
    to_check = Credential.objects.unverified().order_by().exclude(author__user=user).exclude(changed_by=user)
    ending = Credential.objects.expiring(today, days).order_by()
    # What waits has no time of verification, and so stands first on both databases.
    return (
        Credential.objects.filter(Q(pk__in=to_check.values("pk")) | Q(pk__in=ending.values("pk")))
        .select_related("author", "changed_by")
        .order_by(F("verified_at").asc(nulls_first=True), "changed_at", "pk")
    )
