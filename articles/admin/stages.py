"""The way of a version to its readers, on the desk: what the page of an article offers, and what its buttons do."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from articles import (
    access,
    correcting,
    discarding,
    mentions,
    permissions,
    publishing,
    reviewing,
    scheduling,
    submitting,
)
from articles.admin import findings
from articles.admin.working import version_name
from articles.enums import RevisionStage
from articles.models import Article, Revision


class BinFilter(admin.SimpleListFilter):
    """Hides the drafts in the bin from the list, unless they are asked for."""

    title = "bin"
    parameter_name = "bin"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "In the bin")]

    def choices(self, changelist: Any) -> Any:
        everything, *others = super().choices(changelist)
        return [{**everything, "display": "Not in the bin"}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return queryset.discarded() if self.value() == "yes" else queryset.kept()


def context(request: HttpRequest, article: Article) -> dict[str, Any]:
    """What the page of `article`, a copy_of(), says about its way to readers, and which buttons it has."""
    user, latest = request.user, article.latest
    is_live = bool(latest) and article.is_published and latest.pk == article.live_revision_id
    waiting = article.revisions.in_review().select_related("submitted_by").defer("packed").first()
    return {
        **(findings.context(user, article, article.snapshot, latest) if latest and not is_live else findings.NOTHING),
        "refused": "refused" in request.GET,
        "waiting": waiting,
        "returned": latest if latest and latest.stage == RevisionStage.CHANGES_REQUESTED and not is_live else None,
        "plans": [scheduling.words(one) for one in article.schedules.waiting().select_related("revision", "successor")],
        "offers": _offers(user, article, waiting, is_live),
        "correction": request.session.get(_typed(article), ""),
        "longest_correction": correcting.LONGEST,
        **_review(user, article),
    }


def _review(user: Any, article: Article) -> dict[str, Any]:
    """What is known of the reviews of the latest version, and what may be done about them."""
    latest = article.latest
    calls = list(article.review_triggers.open().select_related("revision").defer("revision__packed"))
    if latest is None:
        return {"calls": calls}
    known = {"calls": calls, "others": list(reviewing.beside(article))}
    known["may_sign"] = latest.is_sealed and bool(permissions.signs(user))
    if not reviewing.requires(article.snapshot.kind, article.pillar):
        return known
    return {
        **known,
        "medical": reviewing.standing(article, article.snapshot, latest.pk),
        "may_ask": permissions.can_publish(user, article),
        "asked": article.review_requests.filter(answered_at=None, revoked_at=None, expires_at__gt=timezone.now())
        .select_related("reviewer", "revision")
        .first(),
    }


def after_save(request: HttpRequest, article: Article, revision: Revision) -> None:
    """Do what the pressed button asks for, with what was just saved; that stays saved where it is refused."""
    asked = request.POST
    try:
        if "_publish" in asked:
            publishing.publish(
                article,
                revision=revision,
                by=request.user,
                override_reason=asked.get("override_reason"),
                correction=asked.get("correction", ""),
            )
            request.session.pop(_typed(article), None)
            request.outcome = f"{version_name(revision).capitalize()} is published.{_could_link_here(article)}"
        elif "_submit" in asked:
            submitting.submit(article, by=request.user, note=asked.get("submission", ""))
            request.outcome = f"{version_name(revision).capitalize()} is submitted: the editors are told by mail."
    except publishing.NotPublishable:
        _keep(request, article)
        request.refused = True
        request.outcome += " It is not published yet: mend what is listed below."
    except ValidationError as refusal:
        _keep(request, article)
        request.refused = True
        act = "published" if "_publish" in asked else "submitted"
        request.outcome += f" It is not {act}: {' '.join(refusal.messages)}"


def _keep(request: HttpRequest, article: Article) -> None:
    """What was typed for readers, so that a refused publication does not lose it."""
    if words := request.POST.get("correction", "").strip()[:10_000]:
        request.session[_typed(article)] = words


def _typed(article: Article) -> str:
    return f"correction-{article.pk}"


def _could_link_here(article: Article) -> str:
    """What to do next, where other articles speak of this one already."""
    count = len(mentions.proposals(Article.objects.get(pk=article.pk)))
    sentences = "one sentence of another article" if count == 1 else f"{count} sentences of other articles"
    return f" Under Links: {sentences} could lead here." if count else ""


def next_page(request: HttpRequest, pk: Any) -> str:
    """Where a button of the page leads that does not go back to the list; "" for the others."""
    if "_schedule" in request.POST:
        return reverse("admin:articles_article_schedule", args=[pk])
    if request.POST.keys() & {"_continue", "_publish", "_submit"}:
        address = reverse("admin:articles_article_change", args=[pk])
        return f"{address}?refused=1" if "_publish" in request.POST and getattr(request, "refused", False) else address
    return ""


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the `revision` that its reader saw."""
    article, revision = _asked(request, pk)
    try:
        submitting.approve(article, revision, by=request.user)
        messages.success(request, f"Version {revision.number} is approved; its writers are told by mail.")
    except ValidationError as refusal:
        messages.error(request, f"It is not approved: {' '.join(refusal.messages)}")
    return redirect("admin:articles_article_change", pk)


@require_http_methods(["GET", "POST"])
def request_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what should change, then send the version back to its writers."""
    if not permissions.can_judge(request.user, access.opened(request.user, pk)):
        raise PermissionDenied
    article, revision = _asked(request, pk)
    errors: list[str] = []
    if request.method == "POST":
        try:
            comment = request.POST.get("comment", "")
            submitting.request_changes(article, revision, by=request.user, comment=comment)
            messages.success(request, f"Version {revision.number} is sent back; its writers are told by mail.")
            return redirect("admin:articles_article_change", pk)
        except ValidationError as refusal:
            errors = refusal.messages
    about = {"errors": errors, "revision": revision, "comment": request.POST.get("comment", "")}
    return _page(request, article, "request_changes.html", f"Request changes in “{article}”", **about)


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then put the draft into the bin."""
    article = access.opened(request.user, pk)
    if not permissions.can_discard(request.user, article):
        raise PermissionDenied
    refused = discarding.refused(article)
    if request.method == "POST" and not refused:
        discarding.discard(article, by=request.user)
        messages.success(
            request, f"“{article}” is in the bin. It can be taken out for {discarding.KEPT_FOR.days} days."
        )
        return redirect("admin:articles_article_changelist")
    about = {"refused": refused, "days": discarding.KEPT_FOR.days}
    return _page(request, article, "discard.html", f"Delete “{article}”", **about)


@require_POST
def recover(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the draft out of the bin."""
    article = access.opened(request.user, pk)
    try:
        discarding.recover(article, by=request.user)
        messages.success(request, f"“{article}” is out of the bin.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("admin:articles_article_change", pk)


def _offers(user: Any, article: Article, waiting: Revision | None, is_live: bool) -> dict[str, Any]:
    """By act: whether its button is there, and the words beside it, which say why it is not or what will happen."""
    latest, judges = article.latest, permissions.can_judge(user, article)
    returnable = waiting or (latest if latest and latest.stage in RevisionStage.RETURNABLE and not is_live else None)
    approves = bool(waiting) and judges and permissions.can_approve(user, waiting)
    return {
        "submit": permissions.can_submit(user, article) and not article.discarded_at,
        "submit_why": _about_submitting(article, waiting, is_live),
        "approve": approves,
        "approve_why": "" if approves or not (waiting and judges) else submitting.ALONE,
        "changes": returnable if judges else None,
        "schedule": judges and not article.discarded_at,
        "publish_why": "" if not is_live else "Readers see what was saved last.",
        "discard": not article.was_public and permissions.can_discard(user, article),
    }


def _about_submitting(article: Article, waiting: Revision | None, is_live: bool) -> str:
    if waiting and article.latest.pk == waiting.pk:
        return f"Version {waiting.number} is in review."
    if waiting:
        return f"It will replace version {waiting.number}, which is in review."
    if is_live:
        return "Readers see what was saved last; change it first."
    if article.latest and article.latest.stage == RevisionStage.APPROVED:
        return f"Version {article.latest.number} is approved."
    return ""


def _asked(request: HttpRequest, pk: int) -> tuple[Article, Revision]:
    article = access.opened(request.user, pk)
    said = request.POST.get("revision") or request.GET.get("revision", "")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0
    return article, get_object_or_404(article.revisions.sealed().defer("packed"), pk=number)


def _page(request: HttpRequest, article: Article, template: str, title: str, **about: Any) -> HttpResponse:
    about |= admin.site.each_context(request) | {"title": title, "opts": Article._meta, "article": article}
    return render(request, f"admin/articles/article/{template}", about)
