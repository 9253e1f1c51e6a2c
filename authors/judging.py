"""The moderator's page: a bio as it is public beside the one that waits, and the two verdicts."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from authors import moderation, permissions
from authors.models import BioRevision
from authors.moderation import AlreadyJudged, BioSnapshot
from content.text import write
from history.comparing import compare
from images.models import Image


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Old and new side by side; for who may not judge this one, the reason in place of the buttons."""
    return _page(request, _visible(request, pk))


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    revision = _visible(request, pk)
    try:
        moderation.approve_bio(revision, by=request.user)
        messages.success(request, f"The bio of {revision.author_page} is public.")
    except AlreadyJudged as late:
        messages.warning(request, f"{late} Nothing was changed.")
    return redirect("admin:authors_biorevision_changelist")


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse with a reason; without one the page comes back."""
    revision = _visible(request, pk)
    try:
        moderation.send_back_bio(revision, by=request.user, reason=request.POST.get("reason", ""))
        messages.success(request, f"The bio of {revision.author_page} is sent back.")
    except AlreadyJudged as late:
        messages.warning(request, f"{late} Nothing was changed.")
    except ValidationError as refusal:
        return _page(request, revision, errors=refusal.messages)
    return redirect("admin:authors_biorevision_changelist")


def _page(request: HttpRequest, revision: BioRevision, errors: list[str] | None = None) -> HttpResponse:
    author = revision.author_page
    public = BioSnapshot.of(author.live_bio) if author.live_bio else BioSnapshot()
    waiting = BioSnapshot.of(revision)
    context = admin.site.each_context(request) | {
        "title": f"Bio of {author}, version {revision.number}",
        "opts": BioRevision._meta,
        "revision": revision,
        "author": author,
        "rows": _rows(public, waiting),
        "may_judge": permissions.can_moderate(request.user, revision),
        "is_waiting": BioRevision.objects.waiting().filter(pk=revision.pk).exists(),
        "errors": errors or [],
    }
    return render(request, "admin/authors/biorevision/judge.html", context)


def _rows(public: BioSnapshot, waiting: BioSnapshot) -> list[tuple[str, list, list]]:
    """For each field: its name, the public lines and the waiting ones, marked where they differ."""
    old, new = _said(public), _said(waiting)
    rows = []
    for label in new:
        lines = compare(old[label], new[label])
        left = [line for line in lines if line.mark != "added"]
        rows.append((label, left, [line for line in lines if line.mark != "removed"]))
    return rows


def _said(snapshot: BioSnapshot) -> dict[str, str]:
    portrait = Image.objects.filter(pk=snapshot.portrait).first() if snapshot.portrait else None
    return {
        "Role": snapshot.role,
        "Credentials": snapshot.credentials,
        "Portrait": str(portrait) if portrait else "",
        "Bio": write(snapshot.bio),
    }


def _visible(request: HttpRequest, pk: int) -> BioRevision:
    if not permissions.can_see_queue(request.user):
        raise PermissionDenied
    related = ("author_page__live_bio", "author")
    return get_object_or_404(BioRevision.objects.sealed().select_related(*related), pk=pk)
