"""The versions of an article: the list, one as readers would see it, two compared, and bringing back what one held."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles import access, naming, permissions, restoring
from articles.admin.working import copy_of, state_words
from articles.comparison import READ, compared, offers_of, shown
from articles.models import Article, Revision
from articles.snapshots import Snapshot
from content.comparing import Comparison
from history.models import Event
from history.revisions import Conflict

# What stands in the place of a number for the words that are not sealed yet.
NOW = "now"
# Older ones stand in the record.
MOST_EVENTS = 500


@require_safe
def index(request: HttpRequest, object_id: str) -> HttpResponse:
    """All sealed versions, newest first; with ?old=&new= what differs between two (numbers, or "now")."""
    article = copy_of(_visible(request, object_id))
    sealed = list(article.revisions.sealed().select_related("author").defer("packed").order_by("-number"))
    standing = article.latest if article.latest and not article.latest.is_sealed else None
    asked = [request.GET.get(name, "") for name in ("old", "new")]
    old, new = (standing if number == NOW else _numbered(sealed, number) for number in asked)
    context = {"title": f"Versions of “{article}”", "versions": sealed, "standing": standing, "old": old, "new": new}
    if old and new:
        return _compare(request, article, old, new, context)
    if any(asked):
        messages.warning(request, "There is no such version. Choose two of these.")
    return _page(request, article, "versions.html", context)


@require_safe
def events(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened to the article, also for who may not read the whole record."""
    article = access.opened(request.user, pk)
    found = Event.objects.filter(target_kind="article", target_id=pk)[:MOST_EVENTS]
    context = admin.site.each_context(request) | {
        "title": f"What happened to “{article}”",
        "opts": Article._meta,
        "article": article,
        "may_edit": permissions.edits(request.user),
        "events": found,
    }
    return render(request, "admin/articles/article/events.html", context)


@require_safe
def show(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version as readers would see it."""
    article = copy_of(_visible(request, pk))
    revision = get_object_or_404(article.revisions.sealed().select_related("author"), number=number)
    return _show(request, article, revision)


def read_only(request: HttpRequest, object_id: str) -> HttpResponse:
    """For who may read and not write: the latest version, or the empty list for an article nobody has written."""
    article = copy_of(_visible(request, object_id))
    latest = article.revisions.sealed().select_related("author").order_by("-number").first()
    return _show(request, article, latest) if latest else index(request, object_id)


@require_POST
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Save what an older version held as a new one: all of it, or one `block`. Readers see no difference."""
    article = access.opened(request.user, pk, Article.objects.all())
    revision = get_object_or_404(article.revisions.sealed(), number=number)
    base, block = request.POST.get("base") or None, request.POST.get("block")
    what = f"The passage of version {number}" if block else f"Version {number}"
    try:
        if block:
            made = restoring.restore_block(article, revision, block, by=request.user, base=base)
        else:
            made = restoring.restore(article, revision, by=request.user, base=base)
        messages.success(request, f"{what} is restored as version {made.number}.")
        if block:
            return _to_comparison(article, made)
    except Conflict as conflict:
        messages.error(request, f"{conflict} Look at it first; nothing was restored.")
    except ValidationError as refusal:
        messages.error(request, f"{what} cannot be restored: {' '.join(refusal.messages)}")
    return redirect("admin:articles_article_history", pk)


@require_POST
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the version of the `number`; without one what stands now, which is sealed first."""
    article = access.opened(request.user, pk, Article.objects.all())
    said, number = request.POST.get("name", ""), request.POST.get("number", "")
    try:
        if number:
            sealed = article.revisions.sealed().select_related("article")
            found = get_object_or_404(sealed, number=number if _is_key(number) else 0)
            named = naming.name_version(found, said, by=request.user)
        else:
            named = naming.name_latest(article, said, by=request.user)
        called = f"is called “{named.name}”" if named.name else "has no name any more"
        messages.success(request, f"Version {named.number} {called}.")
    except Conflict as conflict:
        messages.error(request, f"{conflict} Nothing was named; try again.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("admin:articles_article_history", pk)


def _compare(request: HttpRequest, article: Article, old: Revision, new: Revision, context: dict) -> HttpResponse:
    full = {one.pk: one for one in article.revisions.filter(pk__in={old.pk, new.pk})}
    snapshots = (_snapshot(full[old.pk]), _snapshot(full[new.pk]))
    may = permissions.edits(request.user)
    found = compared(*snapshots, offers_of(old, new, article.snapshot)) if may else compared(*snapshots)
    context |= {"comparison": found, "restorable": [one for one in full.values() if one.is_sealed]}
    return _page(request, article, "comparison.html", context | _columns(found))


def _show(request: HttpRequest, article: Article, revision: Revision) -> HttpResponse:
    earlier = article.revisions.sealed().filter(number__lt=revision.number)
    context = {
        "title": f"Version {revision.number} of “{article}”",
        "version": revision,
        "before": earlier.order_by("-number").defer("packed").first(),
    }
    return _page(request, article, "version.html", context | _columns(shown(_snapshot(revision))))


def _columns(comparison: Comparison) -> dict[str, Any]:
    """The parts in the column of text, and the facts beside it: those that differ, and the others."""
    facts = [part for label, part in comparison.parts.items() if label not in READ]
    return {
        "read": [comparison.parts[label] for label in READ if label in comparison.parts],
        "changed_facts": [part for part in facts if part.is_changed],
        "same_facts": [part for part in facts if not part.is_changed],
    }


def _to_comparison(article: Article, made: Revision) -> HttpResponse:
    """What a new version changed."""
    before = article.revisions.sealed().filter(number__lt=made.number).order_by("-number").values_list("number").first()
    pair = {"old": before[0] if before else made.number, "new": made.number}
    return redirect(f"{reverse('admin:articles_article_history', args=[article.pk])}?{urlencode(pair)}")


def _page(request: HttpRequest, article: Article, template: str, context: dict[str, Any]) -> HttpResponse:
    context |= admin.site.each_context(request) | {
        "opts": Article._meta,
        "article": article,
        "state": state_words(article),
        "may_edit": permissions.edits(request.user),
        "longest_name": naming.LONGEST,
    }
    return render(request, f"admin/articles/article/{template}", context)


def _visible(request: HttpRequest, object_id: str | int) -> Article:
    if not _is_key(str(object_id)):
        raise Http404("no such article")
    rows = Article.objects.with_address().select_related("live_revision")
    return access.opened(request.user, object_id, rows)


def _is_key(words: str) -> bool:
    return words.isdecimal() and len(words) < 19


def _numbered(sealed: list[Revision], number: str) -> Revision | None:
    return next((revision for revision in sealed if str(revision.number) == number), None)


def _snapshot(revision: Revision) -> Snapshot:
    return Snapshot.from_dict(revision.snapshot)
