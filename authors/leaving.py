"""The desk's pages on which an author is retired, and taken back."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from authors import permissions, retiring
from authors.models import Author


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then retire."""
    author = _kept(request, pk)
    errors: list[str] = []
    if request.method == "POST":
        try:
            retiring.retire(author, by=request.user, reason=request.POST.get("reason", ""))
            messages.success(request, f"{author} is retired. Their page and their articles stay as they are.")
            return redirect("admin:authors_author_change", pk)
        except ValidationError as refusal:
            errors = refusal.messages
    context = admin.site.each_context(request) | {
        "title": f"Retire {author}",
        "opts": Author._meta,
        "author": author,
        "errors": errors,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "admin/authors/author/retire.html", context)


@require_POST
def unretire(request: HttpRequest, pk: int) -> HttpResponse:
    author = _kept(request, pk)
    try:
        retiring.unretire(author, by=request.user)
        messages.success(request, f"{author} is offered again where authors are chosen.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("admin:authors_author_change", pk)


def _kept(request: HttpRequest, pk: int) -> Author:
    if not permissions.can_keep_authors(request.user):
        raise PermissionDenied
    return get_object_or_404(Author, pk=pk)
