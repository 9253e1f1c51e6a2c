"""Sources that are no longer at their address: the status `gone` follows the checks of links, and goes with them.

Only of sources whose readers are sent to that very address: a DOI outlives addresses.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from sources import keeping, watching
from sources.enums import Answer, SourceStatus, StatusOrigin
from sources.models import OutboundAddress, Source
from sources.watching import Standing

_REASON = "Two checks of its address failed, seven days apart."


def in_use() -> Iterable[str]:
    """The addresses to which readers of references are sent. For sources.outbound."""
    return _at_their_address().order_by().values_list("url", flat=True).iterator(chunk_size=5_000)


def follow(address: OutboundAddress) -> None:
    """Note at the sources of an address what came of asking, and make them `gone`, or no longer, as it is failing; an
    archived copy stands as their notice. Call it in the transaction that wrote down what is known of the address."""
    found = at(address)
    found.update(checked_at=address.checked_at, failed_at=address.failing_since)
    if address.confirmed_at:
        on = timezone.localtime(address.failing_since).date()
        standing = Standing(SourceStatus.GONE, on, StatusOrigin.LINK_CHECK, _REASON, address.archived_url)
        for source in found:
            watching.settle(source, standing, origin=StatusOrigin.LINK_CHECK)
    elif address.answer == Answer.FOUND or address.failing_since is None:
        for source in found.filter(status_origin=StatusOrigin.LINK_CHECK):
            _found_again(source)


def at(address: OutboundAddress) -> QuerySet[Source]:
    """The sources whose readers are sent to an address."""
    return _at_their_address().filter(url=address.url).order_by("pk")


def move(source: Source, address: OutboundAddress, *, by: Any) -> Source:
    """Say that a source is where its address has moved. Raises ValidationError, and like keeping.change."""
    if source.url != address.url or not address.moved_to:
        raise ValidationError("The source stands at another address by now.")
    return keeping.change(source, replace(source.record(), url=address.moved_to), by=by, version=source.version)


def take_back() -> int:
    """End `gone` where the source stands elsewhere by now, or its address does not count as failing; returns how
    many."""
    suspects = Source.objects.filter(status_origin=StatusOrigin.LINK_CHECK).order_by("pk")
    if not suspects:
        return 0
    failing = set(
        OutboundAddress.objects.failing().filter(url__in=[one.url for one in suspects]).values_list("url", flat=True)
    )
    return sum(_found_again(one) for one in suspects if one.link != one.url or one.url not in failing)


@transaction.atomic
def _found_again(source: Source) -> bool:
    """What the table of retractions says counts again, which `gone` had covered."""
    changed = watching.settle(source, Standing(), origin=StatusOrigin.LINK_CHECK)
    if changed:
        Source.objects.filter(pk=source.pk).update(failed_at=None)
        watching.judge(source)
    return changed


def _at_their_address() -> QuerySet[Source]:
    return Source.objects.exclude(url="").filter(link=F("url"))
