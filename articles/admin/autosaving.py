"""What the open page of an article asks while someone writes (history.draft_views), and how a new one begins."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles import permissions, writing
from articles.autosaving import ArticleDraft
from articles.models import Article
from articles.snapshots import Snapshot
from content.validation import Problem
from history import draft_views, revisions
from history.draft_views import for_scripts, said_by
from history.drafting import Malformed


@require_POST
@for_scripts
def start(request: HttpRequest) -> HttpResponse:
    """Begin an article that so far has a title; its change page goes on from there. 201 with the address."""
    title = said_by(request).get("title")
    if not isinstance(title, str):
        raise Malformed("a title is needed")
    try:
        article = writing.start(Snapshot(title=title, slug=""), by=request.user)
    except ValidationError as refusal:
        problems = [Problem(f"fields.{name}", words[0]) for name, words in refusal.message_dict.items()]
        return JsonResponse({"problems": [vars(problem) for problem in problems]}, status=422)
    change = reverse("admin:articles_article_change", args=[article.pk])
    return JsonResponse({"pk": article.pk, "change": change, "token": revisions.latest(article).token}, status=201)


def config(article: Article | None, user: Any) -> dict[str, Any]:
    """What the scripts of the page of `article` need; None: the page on which one begins."""
    said = draft_views.config("articles_article", article.pk if article else None, user)
    said["urls"]["start"] = reverse("admin:articles_article_start")
    return said


def _draft(user: Any, pk: int) -> ArticleDraft:
    """In one query with whether the person sees it, and without the long columns, of which nothing here speaks."""
    rows = Article.objects.only("state", "title", "working_title").annotate(sees=permissions.sees(user))
    article = get_object_or_404(rows, pk=pk)
    return ArticleDraft(article, seen_by=user if article.sees else None)


VIEWS = draft_views.views(_draft)
