"""The desk's page on which an article is taken away from readers."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from articles import permissions, publishing
from articles.models import Article


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, which readers will see; then withdraw."""
    article = get_object_or_404(Article.objects.with_address(), pk=pk)
    if not permissions.can_publish(request.user, article):
        raise PermissionDenied
    errors: list[str] = []
    if request.method == "POST":
        try:
            publishing.withdraw(article, by=request.user, reason=request.POST.get("reason", ""))
            messages.success(request, f"“{article}” is withdrawn.")
            return redirect("admin:articles_article_change", pk)
        except ValidationError as refusal:
            errors = refusal.messages
    context = admin.site.each_context(request) | {
        "title": f"Withdraw “{article}”",
        "opts": Article._meta,
        "article": article,
        "errors": errors,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "admin/articles/article/withdraw.html", context)
