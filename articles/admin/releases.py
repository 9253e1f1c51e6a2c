"""The desk's page for releases: several articles that readers get together or not at all."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles import permissions, releasing, wall_times
from articles.enums import PlanState
from articles.models import Release, ReleaseMember, Revision
from articles.plan_forms import ReleaseForm
from articles.releasing import NotReleasable
from history.desk import DeskAdmin


@admin.register(Release)
class ReleaseAdmin(DeskAdmin):
    form = ReleaseForm
    list_display = ["name", "state", "when", "articles"]
    list_filter = ["state"]
    list_per_page = 50
    search_fields = ["name"]
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["name", "articles", "newest"]}),
        ("When", {"fields": ["date", "time", "zone", "which", "override_reason"]}),
    ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_release(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        return permissions.can_release(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_release(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        return permissions.can_release(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Release]:
        return super().get_queryset(request).annotate(member_count=Count("members"))

    @admin.display(description="when", ordering="at")
    def when(self, release: Release) -> str:
        return wall_times.spoken(release.at, release.zone) if release.at else "–"

    @admin.display(description="articles", ordering="member_count")
    def articles(self, release: Release) -> int:
        return release.member_count

    def get_form(self, request: HttpRequest, obj: Release | None = None, change: bool = False, **kwargs: Any):
        return super().get_form(request, obj, change, **{**kwargs, "fields": ReleaseForm.Meta.fields})

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        release = kwargs.get("obj")
        context["zones"] = sorted(wall_times.names())
        if release:
            context |= {
                "release": release,
                "changeable": release.state in PlanState.CHANGEABLE,
                "is_waiting": release.state == PlanState.WAITING,
                "when": wall_times.spoken(release.at, release.zone) if release.at else "",
                "members": _members(release),
                "refusals": _refusals(release, request.user),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Release, form: ReleaseForm, change: bool) -> None:
        said = form.cleaned_data
        if "_take_back" in request.POST:
            releasing.cancel(_stored(obj), by=request.user)
            request.outcome = "The release is taken back: nothing will happen by itself."
            return
        release = _stored(obj) if change else releasing.create(said["name"], zone=said["zone"], by=request.user)
        obj.pk = release.pk
        versions = _versions(release, said["articles"], newest=said["newest"])
        release = releasing.change(release, versions, by=request.user, name=said["name"])
        request.outcome = f"The release “{release}” is saved."
        _act(request, release, said)

    def response_add(self, request: HttpRequest, obj: Release, post_url_continue: str | None = None) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Release) -> HttpResponse:
        self.message_user(request, request.outcome, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_release_change", args=[obj.pk]))


def _act(request: HttpRequest, release: Release, said: dict[str, Any]) -> None:
    """Schedule the release or publish it at once, as the pressed button says; a refusal undoes the saving too, and
    everything typed stays in the form."""
    reason = said["override_reason"]
    try:
        if "_schedule" in request.POST:
            if said["at"] is None:
                raise ValidationError({"date": "Say on which day and at what time."})
            releasing.schedule(release, at=said["at"], zone=said["zone"], by=request.user, override_reason=reason)
            request.outcome = f"Readers will get it on {wall_times.spoken(said['at'], said['zone'])}."
        elif "_release" in request.POST:
            releasing.publish_now(release, by=request.user, override_reason=reason)
            request.outcome = f"All articles of “{release}” are public."
    except NotReleasable as refusal:
        lines = [f"“{title}”: {why}" for title, why in refusal.refusals.items()]
        raise ValidationError(["None of the articles can go public while one cannot.", *lines]) from None


def _stored(release: Release) -> Release:
    return Release.objects.select_related("planned_by").get(pk=release.pk)


def _versions(release: Release, articles: list, *, newest: bool) -> list[Revision]:
    """Members keep their version, unless the newest is asked for; who is new comes in the newest."""
    kept = {} if newest else dict(release.members.values_list("article_id", "revision_id"))
    latest = Revision.objects.sealed().filter(article=OuterRef("pk")).order_by("-number").values("pk")[:1]
    wanted = [article.pk for article in articles]
    model = ReleaseMember._meta.get_field("article").related_model
    found = dict(model.objects.filter(pk__in=wanted).values_list("pk", Subquery(latest)))
    if empty := [str(article) for article in articles if found.get(article.pk) is None]:
        raise ValidationError({"articles": f"Nothing is saved yet of: {', '.join(empty)}."})
    rows = Revision.objects.in_bulk([kept.get(pk, found[pk]) for pk in wanted])
    return [rows[kept.get(pk, found[pk])] for pk in wanted]


def _members(release: Release) -> list[dict[str, Any]]:
    """Each article with the version that is in the release, and whether a newer one is saved."""
    newer = Revision.objects.sealed().filter(article=OuterRef("article"), number__gt=OuterRef("revision__number"))
    rows = release.members.select_related("article", "revision").annotate(
        newest=Subquery(newer.order_by("-number").values("number")[:1])
    )
    return [
        {"article": row.article, "revision": row.revision, "newest": row.newest}
        for row in rows.defer("article__body", "article__typeset", "revision__packed").order_by("pk")
    ]


def _refusals(release: Release, user: Any) -> list[tuple[str, str]]:
    if release.state == PlanState.DONE:
        return []
    return list(releasing.refusals_of(release, by=user).items())
