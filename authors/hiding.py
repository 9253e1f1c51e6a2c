"""The desk's pages on which an approved bio is hidden from readers, and shown again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from authors import moderation, permissions, pointing
from authors.models import Author
from history.desk import ask_reason


@require_http_methods(["GET", "POST"])
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then hide."""
    author = _moderated(request, pk)
    return ask_reason(
        request,
        "admin/authors/author/hide.html",
        lambda reason: moderation.hide_bio(author, by=request.user, reason=reason),
        {
            "title": f"Hide the bio of {author}",
            "opts": Author._meta,
            "author": author,
            "pointing": pointing.at(author, request.user),
        },
        done=f"Readers no longer see the bio of {author}.",
        to=reverse("admin:authors_author_change", args=[pk]),
    )


@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    author = _moderated(request, pk)
    try:
        moderation.show_bio(author, by=request.user)
        messages.success(request, f"Readers see the bio of {author} again.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("admin:authors_author_change", pk)


def _moderated(request: HttpRequest, pk: int) -> Author:
    if not permissions.can_moderate_bios(request.user):
        raise PermissionDenied
    author = get_object_or_404(Author, pk=pk)
    if not permissions.can_hide(request.user, author):
        raise PermissionDenied("This is your own bio: another moderator hides it.")
    return author
