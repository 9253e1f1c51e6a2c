"""Bios that wait for somebody: for a moderator, or for their author."""

from typing import Any

from django.db.models import Exists, QuerySet

from authors.models import BioRevision, Verdict, newer_submissions


def unsettled() -> QuerySet[BioRevision]:
    """Bios that wait for a verdict, the oldest first; then those that were sent back and have not come again."""
    latest = BioRevision.objects.submitted().filter(~Exists(newer_submissions()), verdict__in=["", Verdict.SENT_BACK])
    long = ("packed", "hands", "stamps", "author_page__bio")
    shown = latest.select_related("author_page", "author", "submitted_by", "moderated_by").defer(*long)
    return shown.order_by("verdict", "moderated_at", "submitted_at", "pk")


def sent_back_to(user: Any) -> QuerySet[BioRevision]:
    """Those that were sent back and that this person can mend in person."""
    return unsettled().filter(verdict=Verdict.SENT_BACK, author_page__user=user)
