"""The desk's page on which an article is taken away from readers."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from articles import access, permissions, publishing
from articles.models import Article
from history.desk import ask_reason


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, which readers will see; then withdraw."""
    article = access.opened(request.user, pk, Article.objects.with_address())
    if not permissions.can_publish(request.user, article):
        raise PermissionDenied
    return ask_reason(
        request,
        "admin/articles/article/withdraw.html",
        lambda reason: publishing.withdraw(article, by=request.user, reason=reason),
        {"title": f"Withdraw “{article}”", "opts": Article._meta, "article": article},
        done=f"“{article}” is withdrawn.",
        to=reverse("admin:articles_article_change", args=[pk]),
    )
