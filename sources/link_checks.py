"""Asking for the addresses elsewhere, a few at a time: which one is next, and whether a failure may be our own.

Each host is asked one thing at a time, whoever asks, also where a redirect leads: its row says until when it is not
free, and only one of two workers can move that. What was asked is written down at once, so whoever is killed loses the
request under way.
"""

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from sources import lookup, outbound, web
from sources.enums import Answer
from sources.models import OutboundAddress, OutboundHost

# How long a worker goes on before the queue has its turn again, in seconds.
SLICE = 20.0
# A host belongs to who asks it; a worker that was killed keeps it no longer than this. Longer than asking may take,
# with all that is asked for the sake of our own network.
LEASE = timedelta(minutes=5)
# Between two requests to one host, and after it did not answer, or asked for a pause without saying how long.
BETWEEN, AFTER_TROUBLE = timedelta(seconds=2), timedelta(hours=1)
# So fresh another host's answer shows that our own network works.
PROOF = timedelta(minutes=2)
# So many others are asked before our own network is taken for broken; and how long nothing is asked then.
CONTROLS, AFTER_OUTAGE = 3, timedelta(hours=1)
# The host asks to be left alone.
_TOO_MANY = 429

logger = logging.getLogger(__name__)


class Checked(NamedTuple):
    """An address that was asked for, and what came of it; `counts` is false where our own network seems broken."""

    address: OutboundAddress
    reply: web.Reply
    counts: bool


def is_on() -> bool:
    return bool(settings.LINK_CHECK)


def begin_due(now: datetime) -> int:
    """Put a slice of the check into the queue where something is due and none is there; returns 1 where it did. One
    query where nothing is due."""
    if not is_on() or not OutboundAddress.objects.due(now).exists():
        return 0
    path = check_some.module_path
    if DBTaskResult.objects.filter(task_path=path, status__in=("READY", "RUNNING")).exists():
        return 0
    check_some.enqueue()
    return 1


@task()
def check_some() -> None:
    """Ask for what is due, for SLICE seconds. Where our own network seems broken, the next slice is an hour away."""
    if not is_on():
        return
    until = time.monotonic() + SLICE
    for checked in check_due():
        if not checked.counts:
            logger.warning("No host of the web answers; links are asked for again in an hour.")
            check_some.using(run_after=timezone.now() + AFTER_OUTAGE).enqueue()
        if time.monotonic() >= until:
            return


def check_due(*, host: str = "", patience: float = 0, passed: set[int] | None = None) -> Iterator[Checked]:
    """Ask for one due address after the other, the longest due first; ends where none is due whose host is free, or
    will be within `patience` seconds, and after one that does not count. `passed` gets the keys of those that are put
    off because somebody else has their host, or one to which they lead."""
    passed = set() if passed is None else passed
    while address := _next(timezone.now(), host, passed) or _awaited(host, passed, patience):
        checked = _check(address)
        if checked:
            yield checked
            if not checked.counts:
                return
        else:
            # Another worker has its host, or was faster.
            passed.add(address.pk)


def gather(now: datetime) -> str:
    """Once a night: bring the list of addresses up to date, and tell the editors what fails; says in words what came of
    it, nothing where readers are led nowhere else."""
    if not is_on():
        return ""
    noted, told = outbound.note(now), outbound.tell_editors(now)
    news = f", {told:,} of them newly failing" if told else ""
    return f"Readers are led to {noted.used:,} addresses elsewhere{news}." if noted.used or noted.gone else ""


def make_due(now: datetime, *, host: str = "") -> int:
    """Everything is to be asked for now, whenever it was asked last; returns how many that is."""
    rows = OutboundAddress.objects.used().at(host)
    return rows.exclude(next_check_at__lte=now).update(next_check_at=now)


def _next(now: datetime, host: str, passed: set[int]) -> OutboundAddress | None:
    rows = OutboundAddress.objects.due(now).at(host).exclude(pk__in=passed)
    return rows.select_related("host").order_by("next_check_at", "pk").first()


def _awaited(host: str, passed: set[int], patience: float) -> OutboundAddress | None:
    """The next address once its host is free again, if that is soon enough."""
    if not patience:
        return None
    now = timezone.now()
    soon = now + timedelta(seconds=patience)
    rows = OutboundAddress.objects.used().at(host).filter(next_check_at__lte=now, host__free_at__lte=soon)
    found = rows.exclude(pk__in=passed).order_by("host__free_at", "next_check_at", "pk").select_related("host").first()
    if found:
        time.sleep(max((found.host.free_at - now).total_seconds(), 0))
    return found


def _check(address: OutboundAddress) -> Checked | None:
    """Ask and write down. None where somebody else is at it, or was."""
    if not _claim(address.host, timezone.now()):
        return None
    reply = None
    try:
        # Whoever had the host before may have asked for this very address, and has written it down by now. Whoever dies
        # of an address does not find it first the next time.
        mine = OutboundAddress.objects.used().unchanged(address).filter(next_check_at=address.next_check_at)
        if not mine.update(next_check_at=timezone.now() + LEASE):
            return None
        reply = _asked(address.url, address.host)
        return _written(address, reply)
    except web.Busy as busy:
        free_at = OutboundHost.objects.get(name=busy.name).free_at
        OutboundAddress.objects.filter(pk=address.pk).update(next_check_at=free_at)
        return None
    finally:
        _release(address.host, reply)


def _asked(url: str, first: OutboundHost) -> web.Reply:
    """Ask, claiming each host to which a redirect leads before it is asked too; `first` is the caller's. Raises
    web.Busy where one of them is not free."""
    held: list[OutboundHost] = []

    def enter(name: str) -> bool:
        if name == first.name:
            return True
        host, _ = OutboundHost.objects.get_or_create(name=name)
        # It has only just been asked, so nobody is at it.
        if timedelta(0) < (pause := host.free_at - timezone.now()) <= BETWEEN:
            time.sleep(pause.total_seconds())
        if not _claim(host, timezone.now()):
            return False
        held.append(host)
        return True

    reply = None
    try:
        reply = web.ask(url, enter=enter)
    finally:
        for host in held:
            _release(host, reply)
    return reply


def _written(address: OutboundAddress, reply: web.Reply) -> Checked | None:
    now = timezone.now()
    if _may_be_ours(reply, address, now):
        OutboundAddress.objects.filter(pk=address.pk).update(next_check_at=now + AFTER_OUTAGE)
        return Checked(address, reply, counts=False)
    fresh = outbound.record(address, reply, now)
    return fresh and Checked(fresh, reply, counts=True)


def _claim(host: OutboundHost, now: datetime) -> bool:
    """One UPDATE, which only the first of two workers can make."""
    return bool(OutboundHost.objects.filter(pk=host.pk, free_at__lte=now).update(free_at=now + LEASE))


def _release(host: OutboundHost, reply: web.Reply | None) -> None:
    """Give it a pause: the one that it asks for, a long one where it is in trouble."""
    now = timezone.now()
    pause, answered = BETWEEN, {}
    is_last = reply and not _has_led_on(host, reply)
    if is_last and reply.wait:
        pause = timedelta(seconds=reply.wait)
    elif is_last and (reply.answer in Answer.DOUBTFUL or reply.status == _TOO_MANY):
        pause = AFTER_TROUBLE
    if reply and (reply.status or not is_last):
        answered = {"answered_at": now}
    OutboundHost.objects.filter(pk=host.pk).update(free_at=now + pause, **answered)


def _has_led_on(host: OutboundHost, reply: web.Reply) -> bool:
    """Whether it answered with a redirect to another host, of which alone the reply then speaks."""
    return reply.host not in ("", host.name)


def _may_be_ours(reply: web.Reply, address: OutboundAddress, now: datetime) -> bool:
    """Whether a failure may be that of our own network: no other host has answered lately, nor does any now."""
    if reply.answer not in Answer.DOUBTFUL or _has_led_on(address.host, reply):
        return False
    others = OutboundHost.objects.exclude(pk=address.host_id)
    if others.filter(answered_at__gte=now - PROOF).exists():
        return False
    return not any(_answers(host, url) for host, url in _controls(address))


def _answers(host: OutboundHost, url: str) -> bool:
    """Ask another host for the sake of our own network alone; one that is not free says nothing."""
    if not _claim(host, timezone.now()):
        return False
    reply = None
    try:
        reply = _asked(url, host)
    except web.Busy:
        # A redirect is an answer.
        return True
    finally:
        _release(host, reply)
    return reply.status is not None or _has_led_on(host, reply)


def _controls(address: OutboundAddress) -> Iterator[tuple[OutboundHost, str]]:
    """Those who answered last, and then the registry that the site asks anyway."""
    others = OutboundHost.objects.exclude(pk=address.host_id)
    for host in others.filter(answered_at__isnull=False).order_by("-answered_at")[:CONTROLS]:
        if known := host.addresses.filter(failing_since__isnull=True).order_by("-checked_at").first():
            yield host, known.url
    if lookup.is_on():
        url = f"{settings.SOURCES_CROSSREF_URL}/"
        yield OutboundHost.objects.get_or_create(name=web.host_of(url))[0], url
