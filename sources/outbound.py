"""The addresses elsewhere to which readers are led: which they are, and what is known of each (STANDARDS K6).

Other apps say which addresses they use, when they are ready; nothing here knows them. Asking is sources.link_checks.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.urls import reverse

from history import events, notices
from history.words import can_be_kept, kept
from sources import gone, permissions, web
from sources.enums import Answer
from sources.models import OutboundAddress, OutboundHost

EVERY = timedelta(days=7)
# A failure counts once another one came so much later, with none but failures between them.
FAILS_AFTER = timedelta(days=7)
# After the first failures it is asked again sooner; together the pauses are as long as FAILS_AFTER.
PAUSES = tuple(timedelta(days=days) for days in (1, 2, 4))
# What a person has looked at is asked for again so much later.
TRUSTED_FOR = timedelta(days=90)
# Of so many the mail to the editors tells; the desk has them all.
TOLD = 20
# Names that by agreement lead nowhere (RFC 2606, RFC 6761): demonstrations and instructions use them.
_RESERVED = (
    "example",
    "test",
    "invalid",
    "localhost",
    "local",
    "internal",
    "example.com",
    "example.net",
    "example.org",
)
_CHUNK = 500

Finder = Callable[[], Iterable[str]]
_FINDERS: list[Finder] = []


class Noted(NamedTuple):
    """How many addresses are used, and how many of them are new; how many are used no longer."""

    used: int
    new: int
    gone: int


def register(finder: Finder) -> None:
    """Say which addresses readers meet: `finder` gives them all, each as often as it likes."""
    _FINDERS.append(finder)


def key_of(url: str) -> int:
    """What stands for an address in an index: 63 bits of its hash."""
    return int.from_bytes(hashlib.sha256(url.encode("utf-8", "surrogatepass")).digest()[:8], "big") >> 1


def note(now: datetime) -> Noted:
    """Bring the list of addresses up to date with what readers meet. Doing it twice changes nothing; what is used no
    longer keeps what is known of it, and is not asked for."""
    wanted = {key_of(url): url for finder in _FINDERS for url in finder() if is_checked(url)}
    known = dict(OutboundAddress.objects.order_by().values_list("key", "is_used"))
    new = [key for key in wanted if key not in known]
    back = [key for key in wanted if known.get(key) is False]
    left = [key for key, is_used in known.items() if is_used and key not in wanted]
    for some in _chunks(new):
        _add({key: wanted[key] for key in some}, now)
    for some in _chunks(back):
        OutboundAddress.objects.filter(key__in=some).update(is_used=True, next_check_at=now)
    for some in _chunks(left):
        OutboundAddress.objects.filter(key__in=some).update(is_used=False)
    gone.take_back()
    return Noted(len(wanted), len(new), len(left))


def is_checked(url: str) -> bool:
    """Whether an address is one that can be asked for: of the web, not our own, and not one that leads nowhere by
    agreement."""
    if not (web.is_web(url) and can_be_kept(url)):
        return False
    try:
        name = web.host_of(url)
    except web.Failed:
        return False
    is_reserved = any(name == one or name.endswith(f".{one}") for one in _RESERVED)
    return not is_reserved and len(name) <= 255 and name != (urlsplit(settings.SITE_URL).hostname or "")


@transaction.atomic
def record(address: OutboundAddress, reply: web.Reply, now: datetime) -> OutboundAddress | None:
    """Write down what came of asking; returns the address as it is then, None where another worker was first.

    In one transaction: the answer, when to ask again, an event where that changes what people must know, and what
    follows for sources that stand at this address. A refusal of machines counts neither for nor against.
    """
    fresh = OutboundAddress.objects.select_for_update().unchanged(address).first()
    if fresh is None:
        return None
    was_failing, was_moved_to = fresh.is_failing, fresh.moved_to
    fresh.answer, fresh.status, fresh.checked_at = reply.answer, reply.status, now
    if reply.answer in Answer.FAILURES:
        _fail(fresh, now)
    elif reply.answer == Answer.FOUND:
        _clear(fresh)
        fresh.moved_to = reply.moved_to
    fresh.next_check_at = now + _pause(fresh, reply)
    fresh.save()
    if fresh.is_failing != was_failing:
        events.record("link failing" if fresh.is_failing else "link answered again", fresh, **_facts(fresh))
    if fresh.moved_to and fresh.moved_to != was_moved_to:
        events.record("link moved", fresh, **_facts(fresh))
    gone.follow(fresh)
    return fresh


@transaction.atomic
def name_copy(address: OutboundAddress, url: str, *, by: Any) -> OutboundAddress:
    """Say where an archived copy of the page is, "" for nowhere; readers are offered it while the address fails.

    Records an event, and tells it to the sources that stand there. Raises PermissionDenied, ValidationError.
    """
    _check_keeper(by)
    url = kept(url, "archived_url", longest=web.LONGEST)
    if url:
        _check_copy(url, address)
    fresh = OutboundAddress.objects.select_for_update().get(pk=address.pk)
    if fresh.archived_url != url:
        events.record("archived copy named", fresh, by, before=fresh.archived_url, archived_url=url)
        fresh.archived_url = url
        fresh.save(update_fields=["archived_url"])
        gone.follow(fresh)
    return fresh


@transaction.atomic
def vouch(address: OutboundAddress, *, by: Any, now: datetime) -> OutboundAddress:
    """A person has looked and found the page: nothing that was said against it counts, and it is left alone for a
    while. Records an event. Raises PermissionDenied."""
    _check_keeper(by)
    fresh = OutboundAddress.objects.select_for_update().get(pk=address.pk)
    events.record("link found by a person", fresh, by, **_facts(fresh))
    _clear(fresh)
    fresh.next_check_at = now + TRUSTED_FOR
    fresh.save()
    gone.follow(fresh)
    return fresh


@transaction.atomic
def tell_editors(now: datetime) -> int:
    """Mail the editors what fails and they were not told of yet; returns how many addresses that is."""
    rows = OutboundAddress.objects.failing().filter(told_at__isnull=True).order_by("confirmed_at", "pk")
    found = list(rows.select_for_update())
    if found:
        lines = [f"- {one.url}\n  {one.get_answer_display()}" for one in found[:TOLD]]
        lines += [f"… and {len(found) - TOLD} more."] if len(found) > TOLD else []
        text = "Readers are led to these addresses, and for a week nothing has been there:\n\n" + "\n".join(lines)
        subject = f"{len(found)} {'link leads' if len(found) == 1 else 'links lead'} nowhere any more"
        link = f"{reverse('admin:sources_outboundaddress_changelist')}?answers=failing"
        notices.tell(notices.who_may("sources.change_outboundaddress"), subject, text, link=link)
        OutboundAddress.objects.filter(pk__in=[one.pk for one in found]).update(told_at=now)
    return len(found)


def _fail(address: OutboundAddress, now: datetime) -> None:
    address.failures += 1
    address.failing_since = address.failing_since or now
    if address.confirmed_at is None and now - address.failing_since >= FAILS_AFTER:
        address.confirmed_at = now


def _clear(address: OutboundAddress) -> None:
    address.failures = 0
    address.failing_since = address.confirmed_at = address.told_at = None


def _pause(address: OutboundAddress, reply: web.Reply) -> timedelta:
    """How long until it is asked again. A host that wants to be left alone is, but no longer than usually."""
    if reply.wait:
        return min(timedelta(seconds=reply.wait), EVERY)
    early = 0 < address.failures <= len(PAUSES)
    return PAUSES[address.failures - 1] if early else EVERY


def _facts(address: OutboundAddress) -> dict[str, Any]:
    since = address.failing_since
    said = {"url": address.url, "answer": address.answer, "status": address.status, "moved_to": address.moved_to}
    return said | {"since": since.isoformat() if since else ""}


def _add(urls: dict[int, str], now: datetime) -> None:
    names = {key: web.host_of(url) for key, url in urls.items()}
    OutboundHost.objects.bulk_create([OutboundHost(name=name) for name in set(names.values())], ignore_conflicts=True)
    hosts = dict(OutboundHost.objects.filter(name__in=set(names.values())).values_list("name", "pk"))
    rows = [
        OutboundAddress(key=key, url=url, host_id=hosts[names[key]], noted_at=now, next_check_at=now)
        for key, url in urls.items()
    ]
    # Somebody else may be doing the same at this moment.
    OutboundAddress.objects.bulk_create(rows, ignore_conflicts=True)


def _check_keeper(by: Any) -> None:
    if not permissions.can_keep_addresses(by):
        raise PermissionDenied("Only an editor may say what became of an address elsewhere.")


def _check_copy(url: str, address: OutboundAddress) -> None:
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        raise ValidationError(
            {"archived_url": "Give the whole address of the copy, with https:// before it."}
        ) from None
    if url == address.url:
        raise ValidationError({"archived_url": "This is the address itself. A copy stands elsewhere."})


def _chunks(keys: list[int]) -> Iterable[list[int]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
