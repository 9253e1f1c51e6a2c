"""Pictures for the editor: choosing from the library, taking a new one in, the focal point. Answers are JSON."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import modelform_factory
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from images import library, pictures, safety, uses
from images.forms import UploadForm
from images.models import Image

Shown = dict[str, Any]

MOST = 24
_FocalForm = modelform_factory(Image, fields=["focal_x", "focal_y"])


def shown(images: Iterable[Image]) -> list[Shown]:
    """What the editor shows of pictures. `src` is empty while their copies are in the making. One query."""
    images = list(images)
    ready = pictures.pictures([image.pk for image in images])
    return [_shown(image, ready.get(image.pk)) for image in images]


def shown_by_id(ids: Iterable[int]) -> list[Shown]:
    """Retired ones too: wherever a picture is used, it stays. Two queries, none for no ids."""
    ids = list(ids)
    return shown(Image.objects.filter(pk__in=ids).order_by("pk")) if ids else []


def choose(request: HttpRequest) -> JsonResponse:
    """GET: {"found": [newest first, at most 24], "total"}; `q` are words of title, description or credit.

    Each has its `uses`: the titles of where it stands. With `hash`, the SHA-256 of a file, the one of that content,
    even if it is retired.
    """
    if not request.user.has_perm("images.view_image"):
        raise PermissionDenied
    if "hash" in request.GET:
        return _answer(Image.objects.filter(content_hash=request.GET["hash"]), request.user)
    rows = Image.objects.available().order_by("-pk")
    for word in request.GET.get("q", "")[:200].split()[:10]:
        rows = (
            rows.filter(title__icontains=word) | rows.filter(alt__icontains=word) | rows.filter(credit__icontains=word)
        )
    return _answer(rows, request.user)


@require_POST
def take_in(request: HttpRequest) -> JsonResponse:
    """POST a `file` with `title`, `alt`, `credit`, `licence`.

    201 {"picture"}; 200 {"known"}: the library has the same content already, nothing is stored; 422 {"problems": words
    for people}.
    """
    if not request.user.has_perm("images.add_image"):
        raise PermissionDenied
    file = request.FILES.get("file")
    try:
        inspected = safety.inspect(file) if file else None
    except safety.Refused as refusal:
        return JsonResponse({"problems": [str(refusal)]}, status=422)
    known = Image.objects.filter(content_hash=inspected.content_hash).first() if inspected else None
    if known:
        return JsonResponse({"known": shown([known])[0]})
    form = UploadForm({**request.POST.dict(), "focal_x": 0.5, "focal_y": 0.5}, request.FILES)
    if not form.is_valid():
        return JsonResponse({"problems": _words(form)}, status=422)
    words = {name: form.cleaned_data[name] for name in ("title", "alt", "credit", "licence")}
    image = library.add(file, **words, by=request.user, inspected=inspected)
    return JsonResponse({"picture": shown([image])[0]}, status=201)


@require_POST
def move_focal_point(request: HttpRequest, image_id: int) -> JsonResponse:
    """POST `focal_x` and `focal_y`, fractions from the upper left. Crops are made again; 422 {"problems"}."""
    if not request.user.has_perm("images.change_image"):
        raise PermissionDenied
    form = _FocalForm(request.POST, instance=get_object_or_404(Image, pk=image_id))
    if not form.is_valid():
        return JsonResponse({"problems": _words(form)}, status=422)
    try:
        library.save(form.instance)
    except ValidationError as refusal:
        return JsonResponse({"problems": refusal.messages}, status=422)
    return JsonResponse({"picture": shown([form.instance])[0]})


def _answer(rows: QuerySet[Image], user: Any) -> JsonResponse:
    found = shown(rows[:MOST])
    places = uses.of([one["id"] for one in found], user)
    listed = [{**one, "uses": [place.title for place in places[one["id"]]]} for one in found]
    return JsonResponse({"found": listed, "total": rows.count()})


def _shown(image: Image, picture: pictures.Picture | None) -> Shown:
    fields = ("title", "alt", "credit", "width", "height", "focal_x", "focal_y")
    return {
        "id": image.pk,
        **{name: getattr(image, name) for name in fields},
        "src": picture.src if picture else "",
        "retired": image.retired_at is not None,
    }


def _words(form: Any) -> list[str]:
    """Each problem with the name of its field, as a person would say it."""
    return [f"{form.fields[name].label}: {error}" for name, errors in form.errors.items() for error in errors]
