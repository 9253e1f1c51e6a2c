"""What the open page of an article asks while someone writes: keep this, what did others do, start a new one.

JSON in, JSON out; never a redirect, because nobody sees it. The session and CSRF are those of the desk.
"""

import functools
import json
import logging
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from articles import autosaving, permissions, presence, writing
from articles.admin.beside import beside
from articles.autosaving import Malformed
from articles.models import Article, Revision
from articles.snapshots import Snapshot
from content.validation import Problem
from history import parts, revisions
from history.revisions import Conflict

# Ten times an article of 20,000 words.
LARGEST = 3 * 1024 * 1024
LONGEST_TAB = 32
# Stands for the article's number in the addresses that a page is given before there is an article.
_ANY = 0

View = Callable[..., HttpResponse]
_log = logging.getLogger(__name__)


def for_scripts(view: View) -> View:
    """Opens a view to who may enter the desk; everyone else is told where to sign in (401), as JSON. 503: try again."""

    @never_cache
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not admin.site.has_permission(request):
            return _sign_in("You are signed out.")
        try:
            return view(request, *args, **kwargs)
        except Malformed as error:
            return JsonResponse({"message": str(error)}, status=400)
        except PermissionDenied as error:
            return JsonResponse({"message": str(error) or "Your role may not do this."}, status=403)
        except OperationalError:
            # Others held the database for longer than one waits, or it is away. The page asks again, letter for letter;
            # what was taken before the answer failed is then no conflict with itself.
            _log.warning("A page of the desk is told to try again.", exc_info=True)
            return JsonResponse({"message": "The server is busy at this moment. Try again."}, status=503)

    return guarded


@require_POST
@for_scripts
def autosave(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the page changed. 422: something of it is invalid, 409: nothing came through; all else is as in 200."""
    said = _said(request)
    if said.get("user") not in (None, request.user.pk):
        return _sign_in(f"{request.user} is signed in now; this text is somebody else's.")
    article = _article(pk)
    try:
        merge, problems = autosaving.autosave(article, autosaving.wanted_from(said, article), by=request.user)
    except Conflict as conflict:
        return JsonResponse({"message": str(conflict)}, status=409)
    merged, revision = merge.merged, merge.revision
    known = str(said.get("token", ""))
    others = _others(article, revision, merged.after, known, leave_out=_heard(said, merged))
    answer = {
        "token": revision.token if revision else "",
        "saved_at": (revision.modified_at if revision else timezone.now()).isoformat(),
        "prints": {key: parts.print_of(merged.after, key) for key in [*merged.taken, *merged.conflicts, *others]},
        "conflicts": _conflicts(article, revision, merged),
        "others": others,
        "people": _people(request, article, said.get("tab")),
        "problems": [{"path": problem.path, "message": problem.message} for problem in problems],
    }
    return JsonResponse(answer, status=422 if problems else 200)


@require_GET
@for_scripts
def others(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is here, and what is different from the state `?token=`.

    A page that begins asks for `prints=1`: the prints of all parts and the values of the fields; one whose text does
    not stem from a saved state also for `state=1`: the values of all parts.
    """
    if not permissions.can_see_desk(request.user):
        raise PermissionDenied
    article = _article(pk)
    revision = article.revisions.latest_first().defer("packed").first()
    token, wants_prints = request.GET.get("token", ""), "prints" in request.GET
    answer = {
        "token": revision.token if revision else "",
        "others": {},
        "prints": {},
        "people": _people(request, article, request.GET.get("tab")),
        "csrf": get_token(request),
        "user": request.user.pk,
    }
    if wants_prints or answer["token"] != token:
        now = parts.split(autosaving.stored(article, revision.snapshot if revision else None))
        answer["others"] = _others(article, revision, now, token, leave_out=set())
        wanted = now if wants_prints else answer["others"]
        answer["prints"] = {key: parts.print_of(now, key) for key in wanted}
        if wants_prints:
            everything = "state" in request.GET
            answer["state"] = {key: now[key] for key in now if everything or not key.startswith(parts.BLOCK)}
    return JsonResponse(answer)


@require_POST
@for_scripts
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Parts in two states, word by word: {"parts": [{"key", "before", "after"}, …]}."""
    if not permissions.can_see_desk(request.user):
        raise PermissionDenied
    return JsonResponse({"parts": beside(_said(request).get("parts"), _article(pk))})


@require_POST
@for_scripts
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """The page is closed."""
    presence.leave(_article(pk), by=request.user, tab=_tab(_said(request).get("tab")))
    return JsonResponse({})


@require_POST
@for_scripts
def start(request: HttpRequest) -> HttpResponse:
    """Begin an article that so far has a title; its change page goes on from there. 201 with the address."""
    title = _said(request).get("title")
    if not isinstance(title, str):
        raise Malformed("a title is needed")
    try:
        article = writing.start(Snapshot(title=title, slug=""), by=request.user)
    except ValidationError as refusal:
        problems = [Problem(f"fields.{name}", words[0]) for name, words in refusal.message_dict.items()]
        return JsonResponse({"problems": [vars(problem) for problem in problems]}, status=422)
    change = reverse("admin:articles_article_change", args=[article.pk])
    return JsonResponse({"pk": article.pk, "change": change, "token": revisions.latest(article).token}, status=201)


@require_GET
@never_cache
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where a person lands who signed in again beside a page that waits with unsaved words."""
    context = admin.site.each_context(request) | {"title": "You are signed in again"}
    return render(request, "admin/articles/article/signed_in.html", context)


def config(article: Article | None, user: Any) -> dict[str, Any]:
    """What the scripts of the page of `article` need for these views; None: the page on which one begins."""
    names = ("autosave", "others", "compare", "leave")
    urls = {name: reverse(f"admin:articles_article_{name}", args=[_ANY]) for name in names}
    return {
        "article": article.pk if article else None,
        "user": user.pk,
        "name": str(user),
        "any": str(_ANY),
        "urls": urls | {"start": reverse("admin:articles_article_start")},
    }


def _article(pk: int) -> Article:
    """Without the long columns, of which nothing here speaks."""
    return get_object_or_404(Article.objects.only("title", "working_title"), pk=pk)


def _heard(said: dict[str, Any], merged: parts.Merged) -> set[str]:
    """What the page need not be told: its own changes, and conflicts, which are told apart. Of an order it is told
    what became of it, unless that is just what it wanted."""
    heard = {*merged.taken, *merged.conflicts}
    wanted = said.get(parts.ORDER) or {}
    return heard if wanted.get("ids") == merged.after.get(parts.ORDER) else heard - {parts.ORDER}


def _sign_in(message: str) -> JsonResponse:
    after = urlencode({"next": reverse("admin:articles_article_signed_in")})
    return JsonResponse({"login": f"{reverse('admin:login')}?{after}", "message": message}, status=401)


def _said(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise Malformed("expected JSON")
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        raise Malformed(f"at most {LARGEST} bytes are read")
    try:
        said = json.loads(request.body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Malformed("this is not JSON") from None
    if not isinstance(said, dict):
        raise Malformed("expected an object")
    return said


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _tab(value: Any) -> str:
    return value if isinstance(value, str) and value.isalnum() and len(value) <= LONGEST_TAB else ""


def _people(request: HttpRequest, article: Article, tab: Any) -> list[dict[str, Any]]:
    return presence.here(article, by=request.user, tab=_tab(tab), now=timezone.now())


def _others(
    article: Article, revision: Revision | None, now: parts.Parts, token: str, *, leave_out: set[str]
) -> dict[str, Any]:
    if revision is None or revision.token == token:
        return {}
    keys = autosaving.changed_since(article, token, revision, now) - leave_out
    return {key: now.get(key) for key in sorted(keys)}


def _conflicts(article: Article, revision: Revision | None, merged: parts.Merged) -> list[dict[str, Any]]:
    """What another person changed first: their words, whose they are, and since when they stand there."""
    if not merged.conflicts:
        return []
    hands = _hands(article, merged.conflicts)
    names = {pk: str(user) for pk, user in get_user_model().objects.in_bulk(set(hands.values()) - {None}).items()}
    return [
        {
            "key": key,
            "theirs": merged.after.get(key),
            "print": parts.print_of(merged.after, key),
            "by": names.get(hands.get(key), ""),
            "at": revision.modified_at.isoformat() if revision else None,
        }
        for key in merged.conflicts
    ]


def _hands(article: Article, keys: list[str]) -> dict[str, int | None]:
    """Who changed each of these parts last, as far as the latest few revisions say."""
    recent = article.revisions.latest_first().values_list("hands", flat=True)[:20]
    found: dict[str, int | None] = {}
    for hands in recent:
        found = {key: hands[key] for key in keys if key in hands} | found
    return found
