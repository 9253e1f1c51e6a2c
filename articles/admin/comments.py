"""Comments at the desk: a page that works without scripts, and the same for the pane beside the text, as JSON."""

import json
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from articles import access, comments, permissions
from articles.models import Article, Comment
from articles.models.comment import LONGEST_TEXT
from articles.passages import Anchor
from articles.snapshots import Snapshot
from history import revisions
from history.draft_views import for_scripts
from history.drafting import Malformed

# Stands for the article's number where there is none yet.
_ANY = 0
_SETTLE = {"resolve": comments.resolve, "reopen": comments.reopen}


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """All comments of an article, with forms to answer, settle and add."""
    article = access.opened(request.user, pk)
    said: dict[str, Any] = {"said": {}}
    if request.method == "POST":
        try:
            made = _do(article, request.POST.dict(), by=request.user)
            address = reverse("admin:articles_article_comments", args=[pk])
            return redirect(f"{address}#comment-{made.pk}")
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            said = {"said": request.POST.dict()}
    return render(request, "admin/articles/article/comments.html", _context(request, article) | said)


@require_http_methods(["GET", "POST"])
@for_scripts
def spoken(request: HttpRequest, pk: int) -> HttpResponse:
    """{"threads": […]}, oldest first; a POST does something first and adds "made", the key of what it made or changed.

    It says {"do": "say", "text", "block", "quote", "prefix", "suffix"}, {"do": "reply", "comment", "text"}, or
    {"do": "resolve" | "reopen", "comment"}. 422 with a message where that is refused.
    """
    article = access.opened(request.user, pk)
    answer: dict[str, Any] = {}
    if request.method == "POST":
        try:
            answer["made"] = _do(article, _said(request), by=request.user).pk
        except ValidationError as refusal:
            return JsonResponse({"message": " ".join(refusal.messages)}, status=422)
    return JsonResponse(answer | {"threads": [_told(thread, found) for thread, found in _placed(article)]})


def config(article: Article | None) -> dict[str, Any]:
    """Where the pane finds the comments, and the names that one may write behind an @. One query.

    In the address the autosave's placeholder stands for the article's number.
    """
    people = comments.readers(article)
    names = sorted({person.name or person.email.partition("@")[0] for person in people}, key=str.casefold)
    return {"url": reverse("admin:articles_article_spoken", args=[_ANY]), "names": names}


def _do(article: Article, said: dict[str, str], *, by: Any) -> Comment:
    """What a form or a script asks for; returns the comment that it made or changed."""
    do, text = said.get("do"), said.get("text", "")
    if do == "say":
        names = {"block_id": "block", "quote": "quote", "prefix": "prefix", "suffix": "suffix"}
        anchor = Anchor(**{name: said.get(key, "") for name, key in names.items()})
        return comments.say(article, text, by=by, anchor=anchor)
    key = str(said.get("comment", ""))
    comment = get_object_or_404(article.comments, pk=key if key.isdecimal() and len(key) < 19 else 0)
    if do == "reply":
        return comments.reply(comment, text, by=by)
    if do not in _SETTLE:
        raise ValidationError("Say what is to be done.")
    _SETTLE[do](comment, by=by)
    return comment


def _said(request: HttpRequest) -> dict[str, str]:
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Malformed("this is not JSON") from None
    if not isinstance(said, dict) or not all(isinstance(value, str) for value in said.values()):
        raise Malformed("expected an object of texts")
    return said


def _placed(article: Article) -> list[tuple[Comment, Any]]:
    """Each thread with its place in the latest version."""
    latest = revisions.latest(article)
    document = Snapshot.from_dict(latest.snapshot).body if latest else {"content": []}
    return [(thread, comments.place(thread, document)) for thread in comments.threads(article)]


def _told(thread: Comment, found: Any) -> dict[str, Any]:
    told = {
        **_one(thread),
        "quote": thread.quote,
        "block": thread.block_id,
        "place": vars(found) if found else None,
        "replies": [_one(answer) for answer in thread.answers],
        "resolved": None,
    }
    if thread.resolved_at:
        told["resolved"] = {"by": str(thread.resolved_by), "at": thread.resolved_at.isoformat()}
    return told


def _one(comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.pk,
        "text": comment.text,
        "by": str(comment.said_by),
        "at": comment.said_at.isoformat(),
    }


def _context(request: HttpRequest, article: Article) -> dict[str, Any]:
    placed = _placed(article)
    return admin.site.each_context(request) | {
        "title": f"Comments on “{article}”",
        "opts": Article._meta,
        "article": article,
        "may_edit": permissions.edits(request.user),
        "may_comment": permissions.speaks(request.user),
        "standing": [(thread, found) for thread, found in placed if not thread.resolved_at],
        "settled": [(thread, found) for thread, found in placed if thread.resolved_at],
        "longest": LONGEST_TEXT,
    }
