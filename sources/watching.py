"""What became of a source: from the retraction table, a registry, a link check or a person, to its readers.

A status follows from notices in the order of their days, so that a correction before a retraction hides nothing, and
a reinstatement undoes what came before it (STANDARDS A12, B6).
"""

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from history import events
from history.words import kept
from sources import identifiers, permissions, reports
from sources.enums import Nature, SourceStatus, StatusOrigin
from sources.models import RetractionNotice, Source
from sources.records import Notice

# On one day the graver one counts; taking a work back and reinstating it on one day leaves it reinstated.
_ORDER = (Nature.CORRECTION, Nature.CONCERN, Nature.RETRACTION, Nature.REINSTATEMENT)
_STATUS = {
    Nature.CORRECTION: SourceStatus.CORRECTED,
    Nature.CONCERN: SourceStatus.CONCERN,
    Nature.RETRACTION: SourceStatus.RETRACTED,
}
_GRAVITY = {status: place for place, status in enumerate(SourceStatus)}


class Standing(NamedTuple):
    """A status with its facts, as they stand in the columns of Source."""

    status: str = SourceStatus.FINE
    on: datetime.date | None = None
    origin: str = ""
    reason: str = ""
    notice: str = ""


def standing_of(notices: Iterable[Notice], origin: str) -> Standing:
    """What these notices together say of a work: FINE where there are none, or the last one reinstated it. Of several
    equally grave ones the first counts, for registries repeat each other."""
    now = Standing()
    for one in sorted(notices, key=lambda notice: (notice.on, _ORDER.index(notice.nature))):
        if one.nature == Nature.REINSTATEMENT:
            now = Standing()
        elif _GRAVITY[_STATUS[one.nature]] > _GRAVITY[now.status]:
            address = identifiers.address("doi", one.doi) if one.doi else ""
            now = Standing(_STATUS[one.nature], one.on, origin, one.reason, address)
    return now


def judge(
    source: Source, *, notices: Iterable[Notice] = (), origin: str = StatusOrigin.CROSSREF, by: Any = None
) -> bool:
    """Bring a source's status to what the retraction table and `notices`, which `origin` gave, say of it. Returns
    whether it changed."""
    rows = RetractionNotice.objects.filter(_about(source)) if source.doi or source.pmid else ()
    changed = settle(source, standing_of(map(as_notice, rows), StatusOrigin.TABLE), origin=StatusOrigin.TABLE, by=by)
    notices = list(notices)
    return (settle(source, standing_of(notices, origin), origin=origin, by=by) or changed) if notices else changed


def as_notice(row: RetractionNotice) -> Notice:
    return Notice(Nature(row.nature), row.on, row.notice_doi, row.reason)


@transaction.atomic
def settle(source: Source, found: Standing, *, origin: str, by: Any = None) -> bool:
    """Make what `origin` (a file, a registry, a check) found the status of a source. Returns whether anything changed;
    does nothing the second time.

    What is worse than what stands there counts whoever says it, what is better only from whoever said the worse. What
    a person has said counts against everything older.
    """
    fresh = Source.objects.select_for_update().get(pk=source.pk)
    before = standing(fresh)
    if before.origin == StatusOrigin.DESK and (found.on is None or found.on <= before.on):
        return False
    is_worse = _GRAVITY[found.status] > _GRAVITY[before.status]
    if found == before or not (is_worse or before.origin == origin):
        return False
    _write(fresh, found, by)
    source.refresh_from_db()
    return True


@transaction.atomic
def declare(source: Source, status: str, *, by: Any, reason: str, on: datetime.date, notice: str = "") -> Source:
    """A person says what became of a source; nothing older takes that back. FINE says that all else was an error.

    Raises PermissionDenied, ValidationError.
    """
    if not permissions.can_judge(by):
        raise PermissionDenied("Only an editor or a medical reviewer may say what became of a source.")
    reason = kept(reason, "reason", missing="Say how you know: readers of the articles will be told.")
    if status not in SourceStatus.values:
        raise ValidationError({"status": "Choose from what is offered."})
    source = Source.objects.select_for_update().get(pk=source.pk)
    found = Standing(status, on, StatusOrigin.DESK, reason, notice)
    if found == standing(source):
        return source
    _write(source, found, by, reason)
    return source


def standing(source: Source) -> Standing:
    return Standing(source.status, source.status_on, source.status_origin, source.status_reason, source.notice)


def _write(source: Source, found: Standing, by: Any, reason: str = "") -> None:
    before = source.status
    for name, value in zip(_COLUMNS, found, strict=True):
        setattr(source, name, value)
    source.save(update_fields=_COLUMNS)
    said = {"before": before, "status": source.status, "origin": source.status_origin, "reason": reason or found.reason}
    events.record("source status changed", source, by, **said, on=str(found.on or ""), notice=found.notice)
    if before != source.status:
        reports.tell(source, before, by)


_COLUMNS = ("status", "status_on", "status_origin", "status_reason", "notice")


def _about(source: Source) -> Q:
    wanted = Q(pk__in=[])
    if source.doi:
        wanted |= Q(doi=source.doi)
    if source.pmid:
        wanted |= Q(pmid=source.pmid)
    return wanted
