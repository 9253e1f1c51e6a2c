"""The desk's page of who works on an article, and the page for who does not."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from articles import access, collaborating, permissions
from articles.access import NotYours
from articles.models import Article
from authors.models import User
from history.desk import is_key


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Everyone who works on it; a POST brings in one `colleague` more."""
    article = access.opened(request.user, pk)
    errors: list[str] = []
    if request.method == "POST":
        said = request.POST.get("colleague", "")
        colleague = User.objects.filter(pk=said if is_key(said) else 0).first()
        try:
            if colleague is None:
                raise ValidationError("Choose a colleague.")
            collaborating.add(article, colleague, by=request.user)
            messages.success(request, f"{colleague} works on it now, and is told by mail.")
            return redirect("admin:articles_article_people", pk)
        except ValidationError as refusal:
            errors = refusal.messages
    return render(request, "admin/articles/article/people.html", _context(request, article, errors))


@require_POST
def remove(request: HttpRequest, pk: int, user: int) -> HttpResponse:
    """Take one of them out, or leave."""
    article, leaves = access.opened(request.user, pk), user == request.user.pk
    person = get_object_or_404(User, collaborations__article=article, pk=user)
    try:
        collaborating.remove(article, person, by=request.user)
        messages.success(request, f"{'You do' if leaves else f'{person} does'} not work on “{article}” any more.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    seen = permissions.can_see(request.user, article)
    return redirect("admin:articles_article_people", pk) if seen else redirect("admin:articles_article_changelist")


def not_yours(request: HttpRequest, refusal: NotYours) -> HttpResponse:
    """403: who works on the article, and whom to ask."""
    article = Article.objects.with_address().get(pk=refusal.article.pk)
    context = admin.site.each_context(request) | {
        "title": "Others work on this article",
        "refusal": str(refusal),
        "public_address": article.get_absolute_url() if article.is_published else "",
    }
    return render(request, "admin/articles/article/not_yours.html", context, status=403)


def _context(request: HttpRequest, article: Article, errors: list[str]) -> dict[str, Any]:
    may_add = permissions.edits(request.user)
    rows = [
        {"row": row, "may_go": row.user_id == request.user.pk or permissions.can_publish(request.user, article)}
        for row in article.collaborations.select_related("user", "added_by")
    ]
    return admin.site.each_context(request) | {
        "title": f"Who works on “{article}”",
        "opts": Article._meta,
        "article": article,
        "may_edit": may_add,
        "rows": rows,
        "colleagues": collaborating.colleagues(article) if may_add else [],
        "errors": errors,
    }
