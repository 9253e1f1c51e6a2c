"""The moderator's page: what a bio that waits would change for readers, and the two verdicts."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from authors import moderation, permissions
from authors.models import BioRevision
from authors.moderation import AlreadyJudged, BioSnapshot
from content import references
from content.comparing import Comparison, Sheet, compare, line, picture
from content.rendering import Surroundings
from images.models import Image
from images.pictures import portraits

BIO = "Bio"


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The comparison; for who may not judge this one, the reason in place of the buttons."""
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
    found = _compared(public, BioSnapshot.of(revision))
    facts = [part for label, part in found.parts.items() if label != BIO]
    context = admin.site.each_context(request) | {
        "title": f"Bio of {author}, version {revision.number}",
        "opts": BioRevision._meta,
        "revision": revision,
        "author": author,
        "comparison": found,
        "read": [found.parts[BIO]] if BIO in found.parts else [],
        "changed_facts": [part for part in facts if part.is_changed],
        "same_facts": [part for part in facts if not part.is_changed],
        "may_judge": permissions.can_moderate(request.user, revision),
        "is_waiting": BioRevision.objects.waiting().filter(pk=revision.pk).exists(),
        "errors": errors or [],
    }
    return render(request, "admin/authors/biorevision/judge.html", context)


def _compared(public: BioSnapshot, waiting: BioSnapshot) -> Comparison:
    """At most five queries: pictures twice, and one for each kind of thing that the bios link to."""
    both = (public, waiting)
    ids = {snapshot.portrait for snapshot in both if snapshot.portrait}
    targets = {target for snapshot in both for target in references.targets(snapshot.bio)}
    around = Surroundings(destinations=references.resolve(targets), pictures=portraits(ids), heading_offset=1)
    # A portrait that is not drawn yet is told by its name.
    names = {image.pk: str(image) for image in Image.objects.filter(pk__in=ids)} if ids else {}
    return compare(*(_sheet(snapshot, names) for snapshot in both), around)


def _sheet(snapshot: BioSnapshot, names: dict[int, str]) -> Sheet:
    portrait = snapshot.portrait
    return {
        BIO: snapshot.bio,
        "Role": line(snapshot.role),
        "Credentials": line(snapshot.credentials),
        "Portrait": picture(portrait, names.get(portrait, f"no longer there (number {portrait})")),
    }


def _visible(request: HttpRequest, pk: int) -> BioRevision:
    if not permissions.can_see_queue(request.user):
        raise PermissionDenied
    related = ("author_page__live_bio", "author")
    return get_object_or_404(BioRevision.objects.sealed().select_related(*related), pk=pk)
