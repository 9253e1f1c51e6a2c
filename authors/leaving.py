"""The desk's pages on which an author is retired, and taken back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from authors import permissions, pointing, retiring
from authors.models import FORMER, Author
from history.desk import ask_reason


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason and whether they stay named, then retire."""
    author = _kept(request, pk)
    anonymous = request.POST.get("anonymous") == "yes"
    stays = "Readers meet them no more." if anonymous else "Their page and their articles stay as they are."
    articles = author.articles.listed().count()
    return ask_reason(
        request,
        "admin/authors/author/retire.html",
        lambda reason: retiring.retire(author, by=request.user, reason=reason, anonymous=anonymous),
        {
            "title": f"Retire {author}",
            "opts": Author._meta,
            "author": author,
            "anonymous": anonymous,
            "articles": articles,
            "former": FORMER,
            "pointing": pointing.at(author, request.user),
        },
        done=f"{author} is retired. {stays}",
        to=reverse("admin:authors_author_change", args=[pk]),
    )


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
