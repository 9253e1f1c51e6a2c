"""The desk's page of links to consider: in this article, and in others to it. The editor asks for the first as JSON."""

import json
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from articles import access, linking, mentions, passages, permissions, suggesting
from articles.admin.lookup import about
from articles.linking import Spot
from articles.models import Article
from articles.snapshots import Snapshot
from articles.suggesting import Suggestion
from articles.word_links import Place
from content.schema import empty_document
from history import revisions
from history.desk import is_key
from history.draft_views import for_scripts
from history.drafting import Malformed
from history.revisions import Conflict

# Stands for the article's number where there is none yet.
_ANY = 0
_LONGEST = 20_000


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Both directions. A POST accepts, lists, declines or proposes one: `do`, `article`, `target`, `block`,
    `sentence`, `words`, of which this article is either `article` or `target`."""
    article = access.opened(request.user, pk)
    if request.method == "POST":
        try:
            messages.success(request, _do(request, article))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        except Conflict:
            messages.error(request, "Somebody saved the article a moment ago. Try again.")
        return redirect("admin:articles_article_suggested", pk)
    return render(request, "admin/articles/article/suggested.html", _context(request, article))


@require_http_methods(["GET", "POST"])
@for_scripts
def consider(request: HttpRequest, pk: int) -> HttpResponse:
    """{"found": [{"target", "title", "about", "place", "words", "sentence"}, …]} for the latest version, best first.

    `place` is as in articles.passages, null where no words of the text name the target. A POST says {"decline": key of
    an article} and has that remembered first.
    """
    article = access.opened(request.user, pk)
    if request.method == "POST":
        linking.decline(article, _named(_said(request).get("decline")), by=request.user)
    document, found = _suggestions(article)
    return JsonResponse({"found": [_told(one, document) for one in found]})


def config() -> dict[str, str]:
    """Where the editor asks; the autosave's placeholder stands for the article's number."""
    return {"url": reverse("admin:articles_article_consider", args=[_ANY])}


def _do(request: HttpRequest, article: Article) -> str:
    """What a form of the page asks for; returns what became of it."""
    said = request.POST
    origin, target = _named(said.get("article")), _named(said.get("target"))
    if article.pk not in (origin.pk, target.pk):
        raise ValidationError("This belongs to another page.")
    spot = Spot(*(said.get(name, "")[:_LONGEST] for name in ("block", "sentence", "words")))
    match said.get("do"):
        case "accept":
            linking.accept(origin, spot, target, by=request.user)
            return _waiting(f"“{spot.words}” leads to “{target}” in the latest version of “{origin}”.", origin)
        case "list":
            linking.list_further(origin, target, by=request.user)
            return _waiting(f"“{target}” stands under the further reading of “{origin}”.", origin)
        case "decline":
            linking.decline(origin, target, by=request.user)
            return f"A link from “{origin}” to “{target}” is not suggested again."
        case "propose":
            linking.propose(origin, spot, target, by=request.user)
            return f"It is proposed as a comment on “{origin}”."
    raise ValidationError("Say what is to be done.")


def _waiting(done: str, origin: Article) -> str:
    """What was done to an article, the way there, and what is left to do."""
    link = reverse("admin:articles_article_change", args=[origin.pk])
    return format_html(
        '{} Readers see it once that version is live: open <a href="{}">“{}”</a> to submit or publish it.',
        done,
        link,
        origin,
    )


def _named(key: Any) -> Article:
    key = str(key or "")
    return get_object_or_404(Article.objects.without_text(), pk=key if is_key(key) else 0)


def _said(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Malformed("this is not JSON") from None
    if not isinstance(said, dict):
        raise Malformed("expected an object")
    return said


def _suggestions(article: Article) -> tuple[dict[str, Any], list[Suggestion]]:
    """The latest text, and what it could link to."""
    latest = revisions.latest(article)
    if latest is None:
        return empty_document(), []
    snapshot = Snapshot.from_dict(latest.snapshot)
    return snapshot.body, suggesting.suggest(suggesting.draft_of(article, snapshot))


def _told(one: Suggestion, document: dict[str, Any]) -> dict[str, Any]:
    spot = linking.spot(one.place, one.sentence) if one.place else None
    place = passages.place(linking.anchor(spot), document) if spot else None
    return {
        "target": {"kind": "article", "id": one.target.pk},
        "title": str(one.target),
        "about": about(one.target),
        "place": place and {"block_id": place.block_id, "start": place.start, "end": place.end},
        "words": one.place.words if one.place else "",
        "sentence": one.sentence,
    }


def _context(request: HttpRequest, article: Article) -> dict[str, Any]:
    proposals = mentions.proposals(article) if article.is_published else []
    mine = Article.objects.filter(pk__in=[one.article.pk for one in proposals]).filter(permissions.seen(request.user))
    seen = set(mine.values_list("pk", flat=True))
    return admin.site.each_context(request) | {
        "title": f"Suggested links for “{article}”",
        "opts": Article._meta,
        "article": article,
        "may_edit": permissions.edits(request.user),
        "may_comment": permissions.speaks(request.user),
        "here": [_shown(one.place, one.sentence, article, one.target) for one in _suggestions(article)[1]],
        "there": [
            _shown(one.place, one.sentence, one.article, article) | {"is_seen": one.article.pk in seen}
            for one in proposals
        ],
    }


def _shown(place: Place | None, sentence: str, origin: Article, target: Article) -> dict[str, Any]:
    before, words, after = sentence.partition(place.words) if place else ("", "", "")
    block = place.block_id if place else ""
    return {"origin": origin, "target": target, "block": block, "sentence": sentence, "parts": (before, words, after)}
