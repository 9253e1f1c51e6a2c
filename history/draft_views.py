"""What the open page of a text asks while someone writes: keep this, what did others do, show both side by side.

JSON in, JSON out; never a redirect, because nobody sees it. The session and CSRF are those of the desk.
"""

import functools
import json
import logging
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from history import drafting, parts
from history.beside import beside
from history.drafting import Draft, Malformed
from history.models import AbstractRevision
from history.revisions import Conflict

# Ten times an article of 20,000 words.
LARGEST = 3 * 1024 * 1024
LONGEST_TAB = 32
# Stands for the subject's number in the addresses that a page is given.
ANY = 0

View = Callable[..., HttpResponse]
# From who asks and the number in the address to the draft; raises Http404.
Opener = Callable[[Any, int], Draft]
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


def views(open_draft: Opener) -> dict[str, View]:
    """The views of one kind of text, by name; each is called with the number of the subject."""
    posted = {"autosave": _autosave, "compare": _compare, "leave": _leave}
    found = {name: require_POST(for_scripts(_opening(open_draft, view))) for name, view in posted.items()}
    return found | {"others": require_GET(for_scripts(_opening(open_draft, _others)))}


def config(name: str, pk: int | None, user: Any) -> dict[str, Any]:
    """What the scripts of a page need for these views, whose addresses are called admin:<name>_autosave and so on."""
    return {
        "kind": name,
        "article": pk,
        "user": user.pk,
        "name": str(user),
        "any": str(ANY),
        "urls": {
            view: reverse(f"admin:{name}_{view}", args=[ANY]) for view in ("autosave", "others", "compare", "leave")
        },
    }


@require_GET
@never_cache
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where a person lands who signed in again beside a page that waits with unsaved words."""
    context = admin.site.each_context(request) | {"title": "You are signed in again"}
    return render(request, "admin/signed_in.html", context)


def said_by(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that a script sent. Raises Malformed."""
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


def _opening(open_draft: Opener, view: Callable[[HttpRequest, Draft], HttpResponse]) -> View:
    def opened(request: HttpRequest, pk: int) -> HttpResponse:
        return view(request, open_draft(request.user, pk))

    return opened


def _autosave(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Keep what the page changed. 422: something of it is invalid, 409: nothing came through; all else is as in 200."""
    said = said_by(request)
    if said.get("user") not in (None, request.user.pk):
        return _sign_in(f"{request.user} is signed in now; this text is somebody else's.")
    try:
        merge, problems = drafting.autosave(draft, drafting.wanted_from(said, draft), by=request.user)
    except Conflict as conflict:
        return JsonResponse({"message": str(conflict)}, status=409)
    merged, revision = merge.merged, merge.revision
    known = str(said.get("token", ""))
    others = _changed_by_others(draft, revision, merged.after, known, leave_out=_heard(said, merged))
    answer = {
        "token": revision.token if revision else "",
        "saved_at": (revision.modified_at if revision else timezone.now()).isoformat(),
        "prints": {key: parts.print_of(merged.after, key) for key in [*merged.taken, *merged.conflicts, *others]},
        "conflicts": _conflicts(draft, revision, merged),
        "others": others,
        "people": draft.here(by=request.user, tab=_tab(said.get("tab"))),
        "problems": [{"path": problem.path, "message": problem.message} for problem in problems],
    }
    return JsonResponse(answer, status=422 if problems else 200)


def _others(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Who is here, and what is different from the state `?token=`.

    A page that begins asks for `prints=1`: the prints of all parts and the values of the fields; one whose text does
    not stem from a saved state also for `state=1`: the values of all parts.
    """
    if not draft.may_see(request.user):
        raise PermissionDenied
    revision = draft.subject.revisions.latest_first().defer("packed").first()
    token, wants_prints = request.GET.get("token", ""), "prints" in request.GET
    answer = {
        "token": revision.token if revision else "",
        "others": {},
        "prints": {},
        "people": draft.here(by=request.user, tab=_tab(request.GET.get("tab"))),
        "csrf": get_token(request),
        "user": request.user.pk,
    }
    if wants_prints or answer["token"] != token:
        now = parts.split(draft.stored(revision.snapshot if revision else None))
        answer["others"] = _changed_by_others(draft, revision, now, token, leave_out=set())
        wanted = now if wants_prints else answer["others"]
        answer["prints"] = {key: parts.print_of(now, key) for key in wanted}
        if wants_prints:
            everything = "state" in request.GET
            answer["state"] = {key: now[key] for key in now if everything or not key.startswith(parts.BLOCK)}
    return JsonResponse(answer)


def _compare(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Parts in two states, word by word: {"parts": [{"key", "before", "after"}, …]}."""
    if not draft.may_see(request.user):
        raise PermissionDenied
    return JsonResponse({"parts": beside(said_by(request).get("parts"), draft)})


def _leave(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The page is closed."""
    draft.leave(by=request.user, tab=_tab(said_by(request).get("tab")))
    return JsonResponse({})


def _heard(said: dict[str, Any], merged: parts.Merged) -> set[str]:
    """What the page need not be told: its own changes, and conflicts, which are told apart. Of an order it is told
    what became of it, unless that is just what it wanted."""
    heard = {*merged.taken, *merged.conflicts}
    wanted = said.get(parts.ORDER) or {}
    return heard if wanted.get("ids") == merged.after.get(parts.ORDER) else heard - {parts.ORDER}


def _sign_in(message: str) -> JsonResponse:
    after = urlencode({"next": reverse("admin:signed_in")})
    return JsonResponse({"login": f"{reverse('admin:login')}?{after}", "message": message}, status=401)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _tab(value: Any) -> str:
    return value if isinstance(value, str) and value.isalnum() and len(value) <= LONGEST_TAB else ""


def _changed_by_others(
    draft: Draft, revision: AbstractRevision | None, now: parts.Parts, token: str, *, leave_out: set[str]
) -> dict[str, Any]:
    if revision is None or revision.token == token:
        return {}
    keys = drafting.changed_since(draft, token, revision, now) - leave_out
    return {key: now.get(key) for key in sorted(keys)}


def _conflicts(draft: Draft, revision: AbstractRevision | None, merged: parts.Merged) -> list[dict[str, Any]]:
    """What another person changed first: their words, whose they are, and since when they stand there."""
    if not merged.conflicts:
        return []
    hands = _hands(draft, merged.conflicts)
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


def _hands(draft: Draft, keys: list[str]) -> dict[str, int | None]:
    """Who changed each of these parts last, as far as the latest few revisions say."""
    recent = draft.subject.revisions.latest_first().values_list("hands", flat=True)[:20]
    found: dict[str, int | None] = {}
    for hands in recent:
        found = {key: hands[key] for key in keys if key in hands} | found
    return found
