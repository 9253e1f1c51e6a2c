"""The moderator's page: what a bio that waits would change for readers, and the verdicts."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from authors import flags, moderation, permissions, public
from authors.bios import BioDraft, BioSnapshot, named, topics
from authors.models import BioRevision, Reason
from authors.moderation import AlreadyJudged
from content import references
from content.comparing import Comparison, Sheet, compare, line, listing, picture
from content.rendering import Surroundings
from images.models import Image
from images.pictures import portraits

BIO = "Bio"
_LINES = ("honorific", "suffix", "role", "institution", "orcid", "disclosure")


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The comparison; for who may not judge this one, the reason in place of the buttons."""
    return _page(request, _visible(request, pk))


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    revision = _visible(request, pk)
    done = f"The bio of {revision.author_page} is public."
    return _judged(request, revision, lambda: moderation.approve_bio(revision, by=request.user), done)


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for another version, with reasons; without any the page comes back."""
    return _refused(request, pk, moderation.send_back_bio, "sent back")


@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse for good, with reasons; without any the page comes back."""
    return _refused(request, pk, moderation.reject_bio, "rejected")


def summary(revision: BioRevision) -> str:
    """How much is new, in words. No queries where the author's live bio is loaded."""
    both = (BioSnapshot.of(_before(revision)), BioSnapshot.of(revision))
    return compare(*(_sheet(snapshot, {}, snapshot.expertise) for snapshot in both), Surroundings()).summary


def compared(revision: BioRevision) -> Comparison:
    """What is public beside what `revision` says. At most seven queries: pictures twice, topics, and one for each kind
    of thing that the bios link to."""
    both = (BioSnapshot.of(_before(revision)), BioSnapshot.of(revision))
    ids = {snapshot.portrait for snapshot in both if snapshot.portrait}
    targets = {target for snapshot in both for target in references.targets(snapshot.bio)}
    around = Surroundings(destinations=references.resolve(targets), pictures=portraits(ids), heading_offset=1)
    # A portrait that is not drawn yet is told by its name.
    names = {image.pk: str(image) for image in Image.objects.filter(pk__in=ids)} if ids else {}
    return compare(*(_sheet(one, names, named(topics(), one.expertise)) for one in both), around)


def _before(revision: BioRevision) -> BioRevision | None:
    """What was public when the revision was judged, or is now: a verdict is shown against what it changed."""
    if not revision.verdict:
        return revision.author_page.live_bio
    if revision.corrects_id:
        return revision.corrects
    earlier = BioRevision.objects.filter(author_page=revision.author_page_id, pk__lt=revision.pk, verdict="approved")
    return earlier.latest_first().first()


def _refused(request: HttpRequest, pk: int, verb: Callable[..., None], words: str) -> HttpResponse:
    revision = _visible(request, pk)
    said = {"reasons": request.POST.getlist("reasons"), "reason": request.POST.get("reason", "")}
    done = f"The bio of {revision.author_page} is {words}; its author is told."
    try:
        return _judged(request, revision, lambda: verb(revision, by=request.user, **said), done)
    except ValidationError as refusal:
        return _page(request, revision, errors=refusal.messages, said=said)


def _judged(request: HttpRequest, revision: BioRevision, act: Callable[[], Any], done: str) -> HttpResponse:
    try:
        act()
        messages.success(request, done)
    except AlreadyJudged as late:
        messages.warning(request, f"{late} Nothing was changed.")
        return redirect("admin:authors_biorevision_judge", revision.pk)
    return redirect("admin:authors_biorevision_changelist")


def _page(
    request: HttpRequest, revision: BioRevision, errors: list[str] | None = None, said: dict[str, Any] | None = None
) -> HttpResponse:
    author = revision.author_page
    found = compared(revision)
    facts = [part for label, part in found.parts.items() if label != BIO]
    waits = BioRevision.objects.waiting().filter(pk=revision.pk).exists()
    snapshot = BioSnapshot.of(revision)
    context = admin.site.each_context(request) | {
        "title": f"Bio of {author}, version {revision.number}",
        "opts": BioRevision._meta,
        "revision": revision,
        "author": author,
        "comparison": found,
        "read": [found.parts[BIO]] if BIO in found.parts else [],
        "changed_facts": [part for part in facts if part.is_changed],
        "same_facts": [part for part in facts if not part.is_changed],
        "flags": flags.flags(snapshot, author) if waits else [],
        "sides": public.sides(author, snapshot) if waits else [],
        "may_judge": permissions.can_moderate(request.user, revision),
        "judges": permissions.can_moderate_bios(request.user),
        "is_waiting": waits,
        "reasons": Reason.choices,
        "corrected_by": getattr(revision, "corrected_by", None),
        "errors": errors or [],
        "said": said or {},
    }
    return render(request, "admin/authors/biorevision/judge.html", context)


def _sheet(snapshot: BioSnapshot, names: dict[int, str], expertise: Sequence[Any]) -> Sheet:
    """`names` are those of pictures that are not drawn yet, `expertise` the topics in words."""
    portrait, labels = snapshot.portrait, BioDraft.labels
    return {
        BIO: snapshot.bio,
        **{labels[name]: line(getattr(snapshot, name)) for name in _LINES},
        labels["portrait"]: picture(portrait, names.get(portrait, f"no longer there (number {portrait})")),
        labels["expertise"]: listing(map(str, expertise)),
        labels["languages"]: listing(snapshot.languages),
        labels["links"]: listing(snapshot.links),
    }


def _visible(request: HttpRequest, pk: int) -> BioRevision:
    """Who moderates sees all; the author in person and who keeps the authors see what became of what was sent."""
    related = ("author_page__live_bio", "author", "submitted_by", "moderated_by", "corrects")
    found = get_object_or_404(BioRevision.objects.submitted().select_related(*related), pk=pk)
    if not (permissions.can_see_queue(request.user) or permissions.can_edit_author(request.user, found.author_page)):
        raise PermissionDenied
    return found
