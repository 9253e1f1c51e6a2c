"""The library: bringing a source into it, and changing what is said of it."""

import json
from dataclasses import asdict, replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from history import events
from sources import ama, identifiers, permissions, watching
from sources.enums import SourceKind
from sources.models import Source
from sources.records import IDENTIFIERS, SAME_TITLE, Record, likeness

_LABELS = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID", "nct": "trial number", "isbn": "ISBN"}
_SHAPES = {
    "doi": "A DOI begins with 10. and has a slash: 10.1056/NEJMoa1706198.",
    "pmid": "A PMID has one to eight digits.",
    "pmcid": "A PMCID is PMC and digits.",
    "nct": "A trial number is NCT and eight digits.",
    "isbn": "This is no ISBN: its digits and its check digit do not fit. Copy it anew.",
}


class Changed(Exception):
    """Somebody has changed the source since it was looked at. Nothing was written."""


def find(record: Record) -> Source | None:
    """The source of the library with one of the record's identifiers, or with its address."""
    known = record.identifiers
    if record.kind != SourceKind.BOOK:
        known.pop("isbn", None)
    found = Source.objects.identified(known).order_by("pk").first()
    if found is None and record.url and not known:
        found = Source.objects.filter(url=record.url).order_by("pk").first()
    return found


@transaction.atomic
def bring(record: Record, *, by: Any, looked_up: bool = False, **more: Any) -> tuple[Source, bool]:
    """The library's source for this record, and whether it is new.

    `more` are the columns that no record has (`accessed_on`, `is_seminal`, `seminal_reason`). In one transaction: the
    source, an event, and what the retraction table knows of it. Raises PermissionDenied, and ValidationError by field.
    """
    if not permissions.can_add(by):
        raise PermissionDenied("Your role does not add sources.")
    record = record.tidy()
    if known := find(record):
        return known, False
    source = Source(added_by=by, looked_up_at=timezone.now() if looked_up else None)
    _fill(source, record, more)
    source.save()
    events.record("source added", source, by, **_about(source))
    watching.judge(source, notices=record.notices, by=None)
    return source, True


@transaction.atomic
def change(source: Source, record: Record, *, by: Any, version: int, **more: Any) -> Source:
    """Say something else of a source. Raises PermissionDenied, ValidationError by field, Changed."""
    if not permissions.can_change(by):
        raise PermissionDenied("Your role does not change sources.")
    source = Source.objects.select_for_update().get(pk=source.pk)
    if source.version != version:
        raise Changed(f"Somebody has changed “{source}” since you opened it.")
    before = source.record()
    _fill(source, record.tidy(), more)
    source.version += 1
    source.save()
    changed = [name for name, value in asdict(before).items() if value != asdict(source.record())[name]]
    events.record(
        "source changed", source, by, **_about(source), changed=[name for name in changed if name != "notices"]
    )
    if before.identifiers != source.identifiers:
        watching.judge(source, by=None)
    return source


def with_looked_up(typed: Record, found: Record) -> Record:
    """What was typed, with the gaps filled from what a registry knows. Raises ValidationError where the identifier
    belongs to another work: its title is too unlike the one that was typed (STANDARDS B5)."""
    if typed.title and likeness(typed.title, found.title) < SAME_TITLE:
        name, value = next(iter(typed.identifiers.items()))
        message = f"The {_LABELS[name]} {value} belongs to another work: “{found.title}”. Check both."
        raise ValidationError({name: message})
    always = ("title", "kind", "notices")
    gaps = {name: value for name, value in vars(found).items() if name in always or not getattr(typed, name)}
    return replace(typed, **gaps)


def checked_identifier(name: str, typed: str) -> str:
    """The one spelling of an identifier. Raises ValidationError that says what is wrong with it; "" stays "" ."""
    value = getattr(identifiers, name)(typed) if typed.strip() else ""
    if typed.strip() and not value:
        raise ValidationError(_SHAPES[name])
    return value


def restate() -> int:
    """Write anew every reference that the code would write otherwise today; returns how many."""
    changed = 0
    for source in Source.objects.order_by("pk").iterator(chunk_size=500):
        before = (source.said, source.link)
        state(source)
        if (source.said, source.link) != before:
            Source.objects.filter(pk=source.pk).update(said=source.said, link=source.link)
            changed += 1
    return changed


def state(source: Source) -> None:
    """Set the reference as readers see it; saves nothing."""
    pieces, source.link = ama.reference(source)
    source.said = json.dumps(pieces, ensure_ascii=False, separators=(",", ":"))


def _fill(source: Source, record: Record, more: dict[str, Any]) -> None:
    for name in Record.__dataclass_fields__:
        if name not in ("authors", "mesh", "notices"):
            setattr(source, name, getattr(record, name))
    source.authors = [{"family": one.family, "given": one.given} for one in record.authors]
    source.mesh = list(record.mesh)
    for name, value in more.items():
        setattr(source, name, value)
    state(source)
    _check(source)


def _check(source: Source) -> None:
    if not source.title:
        raise ValidationError({"title": "Give the title of the work."})
    if source.kind in (SourceKind.WEB_PAGE, SourceKind.NEWS) and not source.link:
        raise ValidationError({"url": "Say where the page is: readers will want to look."})
    if source.year is not None and not 1000 <= source.year <= timezone.localdate().year + 1:
        raise ValidationError({"year": "Give the year in four digits."})
    source.clean_fields(exclude=["added_by", "said", "authors", "mesh"])
    for name in IDENTIFIERS:
        value = getattr(source, name)
        same = Source.objects.identified({name: value} if value else {}).exclude(pk=source.pk).first()
        if same and (name != "isbn" or source.kind == SourceKind.BOOK):
            raise ValidationError({name: f"The library has a source with this {_LABELS[name]} already: {same}."})
    source.validate_constraints()


def _about(source: Source) -> dict[str, Any]:
    return {"source": source.pk, **source.identifiers}
