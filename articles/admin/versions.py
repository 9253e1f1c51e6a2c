"""The versions of an article: the list, one version beside another, and restoring one."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from articles import permissions, restoring
from articles.admin.comparison import compared
from articles.admin.working import copy_of, state_words
from articles.models import Article, Revision
from articles.snapshots import Snapshot
from history.revisions import Conflict


@require_safe
def index(request: HttpRequest, object_id: str) -> HttpResponse:
    """All sealed versions, newest first; with ?old=&new= also what differs between two."""
    article = _visible(request, object_id)
    sealed = list(article.revisions.sealed().select_related("author").defer("packed").order_by("-number"))
    context = {"versions": sealed, "title": f"Versions of “{article}”"}
    pair = [_asked(sealed, request.GET.get(name)) for name in ("old", "new")]
    if all(pair):
        context |= {"old": pair[0], "new": pair[1], "differences": compared(*map(_snapshot, pair))}
    return _page(request, article, "versions.html", context)


@require_safe
def show(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version as a whole, and what it changed."""
    article = _visible(request, pk)
    revision = get_object_or_404(article.revisions.sealed().select_related("author"), number=number)
    return _show(request, article, revision)


def read_only(request: HttpRequest, object_id: str) -> HttpResponse:
    """For who may read and not write: the latest version, or the empty list for an article nobody has written."""
    article = _visible(request, object_id)
    latest = article.revisions.sealed().select_related("author").order_by("-number").first()
    return _show(request, article, latest) if latest else index(request, object_id)


@require_POST
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Save the content of an older version as a new one. Readers see no difference."""
    article = get_object_or_404(Article, pk=pk)
    revision = get_object_or_404(article.revisions.sealed(), number=number)
    try:
        made = restoring.restore(article, revision, by=request.user, base=request.POST.get("base") or None)
        messages.success(request, f"Version {number} is restored as version {made.number}.")
    except Conflict as conflict:
        messages.error(request, f"{conflict} Look at it first; nothing was restored.")
    except ValidationError as refusal:
        messages.error(request, f"Version {number} cannot be restored: {' '.join(refusal.messages)}")
    return redirect("admin:articles_article_history", pk)


def _show(request: HttpRequest, article: Article, revision: Revision) -> HttpResponse:
    before = article.revisions.sealed().filter(number__lt=revision.number).order_by("-number").first()
    context = {
        "title": f"Version {revision.number} of “{article}”",
        "version": revision,
        "before": before,
        "facts": compared(None, _snapshot(revision)),
        "differences": compared(_snapshot(before), _snapshot(revision)) if before else None,
    }
    return _page(request, article, "version.html", context)


def _page(request: HttpRequest, article: Article, template: str, context: dict[str, Any]) -> HttpResponse:
    shown = copy_of(article)
    context |= admin.site.each_context(request) | {
        "opts": Article._meta,
        "article": shown,
        "state": state_words(shown),
        "may_edit": permissions.can_edit(request.user, article),
    }
    return render(request, f"admin/articles/article/{template}", context)


def _visible(request: HttpRequest, object_id: str | int) -> Article:
    if not permissions.can_see_desk(request.user):
        raise PermissionDenied
    if not str(object_id).isdigit():
        raise Http404("no such article")
    return get_object_or_404(Article.objects.with_address().select_related("live_revision"), pk=object_id)


def _asked(sealed: list[Revision], number: str | None) -> Revision | None:
    return next((revision for revision in sealed if str(revision.number) == number), None)


def _snapshot(revision: Revision) -> Snapshot:
    return Snapshot.from_dict(revision.snapshot)
