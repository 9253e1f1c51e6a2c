"""The desk's pages of one credential: looking at its evidence, verifying it, revoking it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from authors import credentials, evidence, permissions
from authors.credentials import Changed
from authors.models import Credential
from history import events
from history.desk import ask_reason, is_key


@require_POST
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that what stands on the page was checked. Without a word on how, or where it changed, the page is back."""
    credential = seen(request, pk)
    version = request.POST.get("version", "")
    how = request.POST.get("how", "")
    try:
        credentials.verify(credential, by=request.user, version=int(version) if is_key(version) else 0, how=how)
    except Changed as late:
        messages.warning(request, str(late))
    except ValidationError as refusal:
        return show(request, credential, errors=refusal.messages, how=how)
    else:
        messages.success(request, f"{credential} of {credential.author} is verified; readers see it.")
    return redirect("admin:authors_credential_change", pk)


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then revoke."""
    credential = seen(request, pk)
    if not permissions.can_verify(request.user, credential):
        raise PermissionDenied(credentials.NOT_YOURS)
    return ask_reason(
        request,
        "admin/authors/credential/revoke.html",
        lambda reason: credentials.revoke(credential, by=request.user, reason=reason),
        {"title": f"Revoke {credential}", "opts": Credential._meta, "credential": credential},
        done=f"{credential} of {credential.author} is revoked: readers no longer see it.",
        to=reverse("admin:authors_credential_change", args=[pk]),
    )


@require_safe
@never_cache
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The evidence as a file to keep, never as a page; each look is recorded."""
    credential = seen(request, pk)
    if not credential.evidence:
        raise Http404("no evidence was added")
    events.record("evidence looked at", credential.author, request.user, credential=credential.pk)
    name = credential.evidence.name
    answer = FileResponse(credential.evidence.open("rb"), as_attachment=True, filename=f"evidence-{pk}.{name[-3:]}")
    answer["Content-Type"] = evidence.media_type(name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def show(request: HttpRequest, credential: Credential, errors: list[str] | None = None, how: str = "") -> HttpResponse:
    """The facts as they were checked or are to be, with what may be done."""
    context = admin.site.each_context(request) | {
        "title": f"{credential} of {credential.author}",
        "opts": Credential._meta,
        "credential": credential,
        "meaning": credentials.MEANINGS[credential.kind],
        "topics": [str(topic) for topic in credential.topics.all()],
        "state": credentials.state(credential),
        "may_verify": permissions.can_verify(request.user, credential),
        "may_change": permissions.can_edit_author(request.user, credential.author),
        "errors": errors or [],
        "how": how,
    }
    return render(request, "admin/authors/credential/credential.html", context)


def seen(request: HttpRequest, pk: int) -> Credential:
    """The credential for whom it concerns: who verifies or keeps authors, the author in person, an auditor."""
    found = get_object_or_404(Credential.objects.select_related("author", "verified_by", "changed_by"), pk=pk)
    if not (permissions.can_see_credentials(request.user) or permissions.can_edit_author(request.user, found.author)):
        raise PermissionDenied
    return found
