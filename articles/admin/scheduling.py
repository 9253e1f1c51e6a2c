"""The desk's page on which something is planned for an article, and taken back."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from articles import access, permissions, scheduling, wall_times
from articles.admin import findings
from articles.admin.moving import titles_near
from articles.enums import RevisionStage
from articles.models import Article, Revision, Schedule
from articles.moving_forms import TITLES
from articles.plan_forms import ScheduleForm
from articles.publishing import NotPublishable
from articles.snapshots import Snapshot

# How many versions are offered, newest first.
_OFFERED = 10


@require_http_methods(["GET", "POST"])
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """What is planned, with its buttons; and the form for one thing more."""
    rows = Article.objects.without_text().select_related("live_revision")
    article = access.opened(request.user, pk, rows)
    if not permissions.can_publish(request.user, article):
        raise PermissionDenied
    versions = _versions(article)
    acts = scheduling.possible_acts(article)
    form = ScheduleForm(article, versions, acts, request.POST or None, initial={"revision": _best(versions)})
    refused = []
    if request.method == "POST" and form.is_valid():
        try:
            planned = _plan(request, article, form.cleaned_data)
            messages.success(request, f"Planned: {scheduling.words(planned)}.")
            return redirect("admin:articles_article_schedule", pk)
        except NotPublishable as refusal:
            refused = refusal.blockers
        except ValidationError as refusal:
            form.refuse(refusal)
    return _page(request, article, form, refused)


@require_POST
def cancel(request: HttpRequest, pk: int, plan: int) -> HttpResponse:
    """Take one of them back."""
    article = access.opened(request.user, pk)
    planned = get_object_or_404(
        article.schedules.select_related("article", "revision", "successor", "planned_by"), pk=plan
    )
    try:
        scheduling.cancel(planned, by=request.user)
        messages.success(request, "It is taken back: nothing will happen then.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("admin:articles_article_schedule", pk)


def _plan(request: HttpRequest, article: Article, said: dict[str, Any]) -> Schedule:
    revision = said["revision"] if said["act"] != "withdraw" else None
    values = {name: said[name] for name in ("act", "at", "zone", "override_reason")}
    if revision is None:
        values |= {name: said[name] for name in ("reason", "successor", "instead") if name in said}
    return scheduling.schedule(article, revision=revision, by=request.user, **values)


def _versions(article: Article) -> QuerySet[Revision]:
    """Those newer than what readers see; the newest first."""
    live = article.live_revision.number if article.live_revision_id else 0
    newer = article.revisions.sealed().select_related("author").order_by("-number")
    first = newer.values_list("pk", flat=True)[:_OFFERED]
    return newer.filter(number__gt=live, pk__in=list(first))


def _best(versions: QuerySet[Revision]) -> Revision | None:
    """The newest that was approved, else the newest."""
    found = list(versions)
    return next((one for one in found if one.stage == RevisionStage.APPROVED), found[0] if found else None)


def _page(request: HttpRequest, article: Article, form: ScheduleForm, refused: list) -> HttpResponse:
    chosen = form.cleaned_data.get("revision") if form.is_bound and form.is_valid() else form.initial["revision"]
    snapshot = Snapshot.from_dict(chosen.snapshot) if chosen else None
    waiting = article.schedules.waiting().select_related("revision", "successor", "planned_by")
    settled = (
        article.schedules.exclude(pk__in=waiting)
        .select_related("revision", "successor", "planned_by")
        .order_by("-settled_at")
    )
    context = admin.site.each_context(request) | {
        "title": f"Schedule “{article}”",
        "opts": Article._meta,
        "article": article,
        "form": form,
        "refused": bool(refused),
        "chosen": chosen,
        **(findings.context(request.user, article, snapshot, chosen) if snapshot else findings.NOTHING),
        "waiting": [(one, scheduling.words(one)) for one in waiting],
        "settled": [(one, scheduling.words(one)) for one in settled[:5]],
        "zones": sorted(wall_times.names()),
        "titles": titles_near(article),
        "titles_id": TITLES,
    }
    return render(request, "admin/articles/article/schedule.html", context)
