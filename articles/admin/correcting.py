"""The desk's page of what readers were told was wrong, where one more correction of a public version is added."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from articles import access, correcting, permissions
from articles.models import Article


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at the corrections of an article, and tell readers of one that its public version has right already."""
    article = access.opened(request.user, pk, Article.objects.without_text().select_related("live_revision"))
    if not permissions.can_publish(request.user, article):
        raise PermissionDenied("Only an editor may tell readers of a correction.")
    text, errors = request.POST.get("text", ""), []
    if request.method == "POST":
        try:
            correcting.correct(article, text=text, by=request.user)
        except ValidationError as refusal:
            errors = refusal.messages
        else:
            messages.success(request, f"Readers of “{article}” are told.")
            return redirect(request.path)
    context = {
        "title": f"Corrections of “{article}”",
        "opts": Article._meta,
        "article": article,
        "corrections": article.corrections.select_related("revision", "corrected_by").defer("revision__packed"),
        "text": text,
        "errors": errors,
        "longest": correcting.LONGEST,
    }
    return render(request, "admin/articles/article/correct.html", admin.site.each_context(request) | context)
