"""The Retraction Watch table: loading it, and holding every source of the library against it (STANDARDS B6).

The table is a CSV file of 60,000 and more lines that Crossref gives away. Its quirks: some bytes are no UTF-8; missing
identifiers are "0", "unavailable" or blank; days stand as month/day/year with a time; one work may have several lines.
"""

import csv
import datetime
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from django.db import transaction

from sources import identifiers, watching
from sources.enums import Nature, StatusOrigin
from sources.models import RetractionNotice, Source

# So many lines are written in one transaction: whoever is killed has these, and goes on from them.
CHUNK = 5_000
# A table that lost more than this share of its lines was cut off on its way here.
MOST_LOST = 0.05
# Of a small table, as a demonstration has one, a few lines are a large share.
FEW = 20
_NOTHING = frozenset({"", "0", "unavailable", "na", "n/a", "none"})
_NATURES = {
    "retraction": Nature.RETRACTION,
    "expression of concern": Nature.CONCERN,
    "correction": Nature.CORRECTION,
    "reinstatement": Nature.REINSTATEMENT,
}
_NEEDED = ("Record ID", "RetractionDate", "RetractionNature", "OriginalPaperDOI", "OriginalPaperPubMedID")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})|(\d{4})-(\d{2})-(\d{2})")
_COLUMNS = ("nature", "on", "doi", "pmid", "notice_doi", "notice_pmid", "reason")
Tell = Callable[[int], None]


class NotATable(ValueError):
    """The file is no Retraction Watch table, or not the whole of it. Nothing was changed, or what was is right."""


@dataclass
class Report:
    """What loading did, in lines. `refused` are "line 7: why", the first hundred; `skipped` bear no identifier."""

    read: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    skipped: int = 0
    refused: list[str] = field(default_factory=list)
    refusals: int = 0


@dataclass
class Watched:
    """What holding the sources against the table did: how many there are, and those whose status changed, in words."""

    sources: int = 0
    changed: list[str] = field(default_factory=list)


def rows(file: BinaryIO, report: Report) -> Iterator[RetractionNotice]:
    """The notices of a table. Counts into `report`. Raises NotATable."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    try:
        table = csv.DictReader(text)
        missing = [name for name in _NEEDED if name not in (table.fieldnames or ())]
        if missing:
            raise NotATable(f"These columns are missing: {', '.join(missing)}. Is this the Retraction Watch table?")
        for row in table:
            report.read += 1
            try:
                notice = _notice(row)
            except ValueError as error:
                report.refusals += 1
                if len(report.refused) < 100:
                    report.refused.append(f"line {table.line_num}: {error}")
                continue
            if notice is None:
                report.skipped += 1
            else:
                yield notice
    except csv.Error as error:
        raise NotATable(f"Line {table.line_num}: {error}") from None
    finally:
        text.detach()


def load(file: BinaryIO, *, even_if_shorter: bool = False, rehearsal: bool = False, tell: Tell = int) -> Report:
    """Make the stored table what the file says. Doing it twice changes nothing; killed in between, it is gone on with.

    What the file no longer has is removed last, and only if the file is not much shorter than the table. `tell` hears
    how many lines were read. Raises NotATable.
    """
    report, seen = Report(), set()
    known = {row.record: row for row in RetractionNotice.objects.iterator(chunk_size=CHUNK)}
    for chunk in _chunks(rows(file, report)):
        fresh = {row.record: row for row in chunk if row.record not in seen}
        seen |= fresh.keys()
        new = [row for row in fresh.values() if row.record not in known]
        changed = [row for row in fresh.values() if row.record in known and known[row.record].values() != row.values()]
        report.new, report.changed = report.new + len(new), report.changed + len(changed)
        for row in changed:
            row.pk = known[row.record].pk
        if not rehearsal:
            with transaction.atomic():
                RetractionNotice.objects.bulk_create(new, batch_size=1_000)
                RetractionNotice.objects.bulk_update(changed, _COLUMNS, batch_size=500)
        tell(report.read)
    lost = [row.pk for record, row in known.items() if record not in seen]
    if len(lost) > max(FEW, MOST_LOST * len(known)) and not even_if_shorter:
        raise NotATable(
            f"The file lacks {len(lost):,} of the {len(known):,} notices that are known: it may be cut off. "
            "What it has was taken in and nothing removed. Get it anew, or say --even-if-shorter."
        )
    report.gone = len(lost)
    for start in range(0, 0 if rehearsal else len(lost), 500):
        RetractionNotice.objects.filter(pk__in=lost[start : start + 500]).delete()
    return report


def watch(*, rehearsal: bool = False) -> Watched:
    """Hold every source against the stored table; returns what changed. Doing it twice changes nothing."""
    found = Watched()
    notices = _by_source(found)
    suspects = {*notices, *Source.objects.filter(status_origin=StatusOrigin.TABLE).values_list("pk", flat=True)}
    for start in range(0, len(suspects), 500):
        for source in Source.objects.filter(pk__in=sorted(suspects)[start : start + 500]).order_by("pk"):
            standing = watching.standing_of(map(watching.as_notice, notices.get(source.pk, ())), StatusOrigin.TABLE)
            before = source.get_status_display()
            if rehearsal:
                is_changed = standing != watching.standing(source)
            else:
                is_changed = watching.settle(source, standing, origin=StatusOrigin.TABLE)
            if is_changed:
                found.changed.append(f"{source}: {before} → {standing.status}")
    return found


def _by_source(found: Watched) -> dict[int, list[RetractionNotice]]:
    """The notices of each source that has any: all sources' identifiers in memory, the table streamed past them."""
    by_doi: dict[str, int] = {}
    by_pmid: dict[str, int] = {}
    for pk, doi, pmid in Source.objects.order_by().values_list("pk", "doi", "pmid").iterator(chunk_size=5_000):
        found.sources += 1
        if doi:
            by_doi[doi] = pk
        if pmid:
            by_pmid[pmid] = pk
    notices: dict[int, list[RetractionNotice]] = {}
    known = RetractionNotice.objects.order_by().values_list("pk", "doi", "pmid").iterator(chunk_size=5_000)
    hits = {row: {by_doi.get(doi), by_pmid.get(pmid)} - {None} for row, doi, pmid in known}
    hits = {row: sources for row, sources in hits.items() if sources}
    for start in range(0, len(hits), 500):
        for notice in RetractionNotice.objects.filter(pk__in=list(hits)[start : start + 500]):
            for source in hits[notice.pk]:
                notices.setdefault(source, []).append(notice)
    return notices


def _chunks(notices: Iterable[RetractionNotice]) -> Iterator[list[RetractionNotice]]:
    chunk = []
    for notice in notices:
        chunk.append(notice)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    yield chunk


def _notice(row: dict[str, str]) -> RetractionNotice | None:
    """The notice of one line; None for one that names no work. Raises ValueError."""
    said = {name: (value or "").strip() if isinstance(value, str) else "" for name, value in row.items() if name}
    record = said["Record ID"]
    if not (record.isascii() and record.isdigit() and len(record) < 16):
        raise ValueError(f"“{record[:40]}” is no record id")
    nature = _NATURES.get(said["RetractionNature"].lower())
    if nature is None:
        raise ValueError(f"“{said['RetractionNature'][:40]}” is no nature of a notice")
    doi, pmid = _doi(said["OriginalPaperDOI"]), _pmid(said["OriginalPaperPubMedID"])
    if not (doi or pmid):
        return None
    reasons = [part.strip().lstrip("+").strip() for part in said.get("Reason", "").split(";")]
    return RetractionNotice(
        record=int(record),
        nature=nature,
        on=_day(said["RetractionDate"]),
        doi=doi,
        pmid=pmid,
        notice_doi=_doi(said.get("RetractionDOI", "")),
        notice_pmid=_pmid(said.get("RetractionPubMedID", "")),
        reason="; ".join(filter(None, reasons)).replace("\x00", "")[:2_000],
    )


def _doi(said: str) -> str:
    # Most are plain; reading each with all its disguises would take three times as long as all the rest.
    if said.startswith("10.") and said.isascii() and said[-1].isalnum() and " " not in said and len(said) < 300:
        return said.lower()
    return "" if said.lower() in _NOTHING else identifiers.doi(said)


def _pmid(said: str) -> str:
    return "" if said.lower() in _NOTHING else identifiers.pmid(said)


def _day(said: str) -> datetime.date:
    found = _DAY.match(said)
    if not found:
        raise ValueError(f"“{said[:40]}” is no day")
    month, day, year, iso_year, iso_month, iso_day = found.groups()
    return datetime.date(int(year or iso_year), int(month or iso_month), int(day or iso_day))
