"""Sources for the editor: finding one in the library, looking one up, typing one in. Answers are JSON."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, JsonResponse
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from history.words import can_be_kept
from sources import ama, identifiers, keeping, lookup, permissions
from sources.forms import SourceForm
from sources.models import Source
from sources.records import IDENTIFIERS

Shown = dict[str, Any]

MOST = 8
_LONGEST = 300


def shown(source: Source) -> Shown:
    """What the editor shows of a source: its title, where it appeared, and what became of it."""
    people = ama.authors(source.authors)
    place = source.container_short or source.container or source.publisher
    about = " · ".join(filter(None, [people.rstrip("."), place, str(source.year or ""), source.get_tier_display()]))
    alarm = source.get_status_display() if source.is_alarming else ""
    return {"id": source.pk, "title": source.title, "about": about, "alarm": alarm}


def shown_by_id(ids: Iterable[int]) -> list[Shown]:
    """One query, none for no ids."""
    ids = list(ids)
    return [shown(one) for one in Source.objects.filter(pk__in=ids).defer("said").order_by("pk")] if ids else []


def matching(words: str) -> QuerySet[Source]:
    """Sources whose title, authors, journal, year or identifiers hold every one of the words, the newest first."""
    rows = Source.objects.annotate(names=Cast("authors", TextField()))
    for word in words.split()[:10]:
        wanted = Q(title__icontains=word) | Q(names__icontains=word) | Q(container__icontains=word)
        wanted |= Q(doi__icontains=word) | Q(pmid=word) | Q(container_short__icontains=word)
        rows = rows.filter(
            wanted | Q(year=int(word)) if word.isascii() and word.isdigit() and len(word) == 4 else wanted
        )
    return rows.order_by("-pk")


@require_safe
def find(request: HttpRequest) -> JsonResponse:
    """GET `q`, words or an identifier: {"found": [at most 8], "identifier": {"kind", "value"} or null, "can_ask"}.

    With an identifier, what the library has of it is found; `can_ask` says whether a registry can be asked instead.
    """
    if not permissions.can_see(request.user):
        raise PermissionDenied
    asked = request.GET.get("q", "")[:_LONGEST]
    if not can_be_kept(asked):
        return JsonResponse({"found": [], "identifier": None, "can_ask": False})
    identifier = identifiers.identify(asked)
    rows = Source.objects.identified({identifier.kind: identifier.value}) if identifier else matching(asked)
    found = [shown(one) for one in rows.defer("said")[:MOST]]
    said = identifier and {"kind": identifier.kind, "value": identifier.value}
    can_ask = bool(identifier) and not found and lookup.can_ask(identifier) and permissions.can_add(request.user)
    return JsonResponse({"found": found, "identifier": said, "can_ask": can_ask})


@require_POST
def ask(request: HttpRequest) -> JsonResponse:
    """POST an `identifier`: 201 {"source"} that a registry knew, 200 where the library had it; 200 {"problems": words
    for people} for what is no identifier, is known to nobody, or where nobody answers."""
    if not permissions.can_add(request.user):
        raise PermissionDenied
    identifier = identifiers.identify(request.POST.get("identifier", ""))
    if identifier is None:
        return _refused("This is no DOI, PMID, PMCID, trial number or ISBN.")
    if known := Source.objects.identified({identifier.kind: identifier.value}).first():
        return JsonResponse({"source": shown(known)})
    try:
        record = lookup.look_up(identifier)
        source, is_new = keeping.bring(record, by=request.user, looked_up=True)
    except lookup.Unknown as unknown:
        return _refused(str(unknown))
    except lookup.Unavailable as away:
        return _refused(f"{away} You can type the source in.")
    except ValidationError as refusal:
        return _refused(*refusal.messages)
    return JsonResponse({"source": shown(source)}, status=201 if is_new else 200)


@require_POST
def enter(request: HttpRequest) -> JsonResponse:
    """POST the fields of a source: 201 {"source"}, 200 where the library has it, or 200 {"problems"}, each with its
    field named.

    Where an identifier was typed and a registry answers, the title must be that of its work (STANDARDS B5), and the
    gaps are filled.
    """
    if not permissions.can_add(request.user):
        raise PermissionDenied
    form = SourceForm(request.POST)
    if not form.is_valid():
        return _refused(*_words(form))
    try:
        record = complete(form.record())
        source, is_new = keeping.bring(record, by=request.user, **form.more())
    except ValidationError as refusal:
        return _refused(*refusal.messages)
    return JsonResponse({"source": shown(source)}, status=201 if is_new else 200)


def complete(typed: Any) -> Any:
    """The record with what a registry knows of its identifier, where one answers. Raises ValidationError."""
    for kind in IDENTIFIERS:
        identifier = identifiers.Identifier(kind, getattr(typed, kind))
        if identifier.value and lookup.can_ask(identifier) and keeping.find(typed) is None:
            try:
                return keeping.with_looked_up(typed, lookup.look_up(identifier))
            except lookup.Unknown as unknown:
                raise ValidationError({kind: str(unknown)}) from None
            except lookup.Unavailable:
                # What was typed stands; the nightly watch goes on asking.
                return typed
    return typed


def _refused(*problems: str) -> JsonResponse:
    """No error of the exchange: browsers would report one to the console."""
    return JsonResponse({"problems": list(problems)})


def _words(form: SourceForm) -> list[str]:
    return [
        f"{capfirst(form.fields[name].label) if name in form.fields else ''}: {message}".lstrip(": ")
        for name, messages in form.errors.items()
        for message in messages
    ]
