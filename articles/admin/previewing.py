"""A draft beside its editor: the public page of the latest revision, for the desk only."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from articles import access, previewing
from articles.models import Article
from history import revisions

# Stands for the article's number where there is none yet.
_ANY = 0


# The only page that may stand in a frame, and only in one of our own. Replaced, because an update would leave the
# 'none' of all pages beside it, and the desk's own update of the policy (healthusias/desk.py) would undo it.
@csp_replace({"frame-ancestors": [SELF]})
@xframe_options_sameorigin
@never_cache
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The page that readers would get now. 404 where nothing is written yet."""
    rows = Article.objects.without_text().select_related("live_revision", "dated_revision")
    article = access.opened(request.user, pk, rows)
    revision = revisions.latest(article)
    if revision is None:
        raise Http404("there is no draft to show")
    template, context = previewing.page_of(article, revision, mark_blocks=True)
    response = render(request, template, context)
    response["X-Robots-Tag"] = "noindex"
    return response


def config() -> dict[str, str]:
    """Where a page of the desk finds the preview; `any` stands for the article's number, which may come later."""
    return {"url": reverse("admin:articles_article_preview", args=[_ANY]), "any": str(_ANY)}
