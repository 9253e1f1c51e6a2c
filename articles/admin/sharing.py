"""The desk's page of links that show a draft to someone without a login."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from articles import access, permissions, sharing
from articles.models import Article

# Offered; the verb takes any number up to its own.
DAYS = (1, 7, 30, 90)
_USUAL = 7


@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """All links of the article; a POST makes one more, whose address this answer alone shows."""
    article = access.opened(request.user, pk, Article.objects.all())
    if not permissions.edits(request.user):
        raise PermissionDenied
    if request.method == "GET":
        return _page(request, article, {})
    said = {"label": request.POST.get("label", ""), "days": _number(request.POST.get("days", ""))}
    try:
        link, token = sharing.share(article, by=request.user, **said)
    except ValidationError as refusal:
        return _page(request, article, {**said, "errors": refusal.messages})
    # Not redirected: the secret would have to be kept somewhere until the next page.
    address = f"{settings.SITE_URL}{reverse('articles:shared_draft', args=[token])}"
    return _page(request, article, {"made": link, "address": address})


@require_POST
def revoke(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """Take one link back."""
    article = access.opened(request.user, pk)
    found = get_object_or_404(article.preview_links, pk=link)
    sharing.revoke(found, by=request.user)
    messages.success(request, f"The link for {found.label or 'whoever has it'} is taken back.")
    return redirect("admin:articles_article_share", pk)


def _page(request: HttpRequest, article: Article, said: dict[str, Any]) -> HttpResponse:
    links, now = list(article.preview_links.select_related("created_by", "revoked_by")), timezone.now()
    context = admin.site.each_context(request) | {
        "title": f"Links to the draft of “{article}”",
        "opts": Article._meta,
        "article": article,
        "may_edit": True,
        "working": [link for link in links if link.works(now)],
        "ended": [link for link in links if not link.works(now)],
        "offered": DAYS,
        "days": _USUAL,
        "longest_label": sharing.LONGEST_LABEL,
    }
    return render(request, "admin/articles/article/share.html", context | said)


def _number(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 9 else 0
