"""Bios that wait for somebody: for a moderator, or for their author."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from authors.models import BioRevision, Verdict


def waiting_for_a_moderator(user: Any) -> QuerySet[BioRevision]:
    """Bios that this moderator may judge, the oldest first. Nobody judges their own."""
    return _shown(BioRevision.objects.waiting().exclude(author_page__user=user))


def sent_back() -> QuerySet[BioRevision]:
    """Bios that were sent back and have not come again; the verdict that stands longest first."""
    newer = BioRevision.objects.filter(author_page=OuterRef("author_page"), pk__gt=OuterRef("pk"))
    returned = BioRevision.objects.filter(~Exists(newer), verdict=Verdict.SENT_BACK, author_page__retired_at=None)
    return _shown(returned.order_by("moderated_at", "pk"))


def sent_back_to(user: Any) -> QuerySet[BioRevision]:
    """Those that this person can mend in person."""
    return sent_back().filter(author_page__user=user)


def _shown(revisions: QuerySet[BioRevision]) -> QuerySet[BioRevision]:
    long = ("packed", "hands", "stamps", "author_page__bio")
    return revisions.select_related("author_page", "author", "moderated_by").defer(*long)
