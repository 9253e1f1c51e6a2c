"""A draft beside its editor: the public page of the latest revision, for the desk only."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from articles import permissions, previewing
from articles.models import Article
from history import revisions


# The only pages that may stand in a frame, and only in one of our own.
@csp_update({"frame-ancestors": [SELF]})
@xframe_options_sameorigin
@never_cache
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The page that readers would get now. 404 for who may not see the desk, and where nothing is written yet."""
    article = get_object_or_404(Article, pk=pk)
    revision = revisions.latest(article)
    if revision is None or not permissions.can_see_desk(request.user):
        raise Http404("there is no draft to show")
    template, context = previewing.page_of(article, revision, mark_blocks=True)
    response = render(request, template, context)
    response["X-Robots-Tag"] = "noindex"
    return response
