"""What the holder of a link to a draft gets. No login, no cookie; no cache keeps it and no search engine lists it."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import previewing, sharing
from articles.models import PreviewLink
from history import revisions

_HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    # The address is the key: whoever is linked to from the draft must not learn it.
    "Referrer-Policy": "no-referrer",
}


def _unseen(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        for name, value in _HEADERS.items():
            response[name] = value
        return response

    return guarded


@require_safe
@_unseen
def draft(request: HttpRequest, token: str) -> HttpResponse:
    """The latest version, called a draft; the public page where readers see that version; 410 when the link ended."""
    link = sharing.find(token)
    if link is None:
        return render(request, "404.html", status=404)
    article = link.article
    if not link.works(timezone.now()) or article.discarded_at:
        return render(request, "preview/ended.html", status=410)
    revision = revisions.latest(article)
    sharing.note_use(link)
    if article.is_published and revision.pk == article.live_revision_id:
        return redirect(article)
    return _show(request, link, revision)


def _show(request: HttpRequest, link: PreviewLink, revision: Any) -> HttpResponse:
    template, context = previewing.page_of(link.article, revision)
    context |= {"page_template": template, "link": link, "revision": revision}
    return render(request, "preview/shared.html", context)
