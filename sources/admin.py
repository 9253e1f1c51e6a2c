"""The desk's pages for sources: the library, what rests on each, and what became of it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Exists, OuterRef, QuerySet, TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from history.desk import DeskAdmin, ReadOnlyAdmin
from sources import ama, choosing, importing_pages, keeping, permissions, uses, watching
from sources.enums import SourceKind, SourceStatus, Tier
from sources.forms import FIELDS, SourceForm, StatusForm
from sources.keeping import Changed
from sources.models import Source, WatchRun

_MARKS = {SourceStatus.RETRACTED: "failed", SourceStatus.CONCERN: "changes_requested", SourceStatus.GONE: "withdrawn"}


class Choices(admin.SimpleListFilter):
    """Rows of which a column says one of these."""

    choices_of: type[TextChoices]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return self.choices_of.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> QuerySet[Source]:
        is_one = self.value() in self.choices_of.values
        return queryset.filter(**{self.parameter_name: self.value()}) if is_one else queryset


class StatusFilter(Choices):
    title, parameter_name, choices_of = "what became of it", "status", SourceStatus


class KindFilter(Choices):
    title, parameter_name, choices_of = "type", "kind", SourceKind


class TierFilter(Choices):
    title, parameter_name, choices_of = "evidence", "tier", Tier


class UseFilter(admin.SimpleListFilter):
    title, parameter_name = "use", "used"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "cited"), ("no", "not cited yet")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> QuerySet[Source]:
        wanted = {"yes": {"places__gt": 0}, "no": {"places": 0}}.get(self.value(), {})
        return queryset.filter(**wanted)


class AgeFilter(admin.SimpleListFilter):
    title, parameter_name = "age", "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("5", "older than 5 years"), ("10", "older than 10 years")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> QuerySet[Source]:
        if self.value() not in ("5", "10"):
            return queryset
        return queryset.filter(year__lt=timezone.localdate().year - int(self.value()))


@admin.register(Source)
class SourceAdmin(DeskAdmin):
    form = SourceForm
    menu_name = "Sources"
    change_form_template = "admin/sources/source/change_form.html"
    change_list_template = "admin/sources/source/change_list.html"
    list_display = ["reference", "became", "evidence", "places"]
    list_display_links = None
    list_filter = [StatusFilter, KindFilter, TierFilter, UseFilter, AgeFilter]
    list_per_page = 50
    search_fields = ["title"]
    search_help_text = "in title, authors, journal, year, DOI and PMID"
    show_full_result_count = False
    ordering = ["-pk"]
    fieldsets = [
        (None, {"fields": ["kind", "title", "people", "container", "container_short", "year"]}),
        ("Where in it", {"fields": ["volume", "issue", "pages", "publisher", "edition", "language"]}),
        ("Identifiers", {"fields": ["doi", "pmid", "pmcid", "nct", "isbn", "url", "accessed_on"]}),
        ("As evidence", {"fields": ["tier", "is_seminal", "seminal_reason", "terms"]}),
    ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        return permissions.can_see(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_add(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        return permissions.can_change(request.user)

    def get_urls(self) -> list:
        own = [
            ("find/", choosing.find, "find"),
            ("ask/", choosing.ask, "ask"),
            ("enter/", choosing.enter, "enter"),
            ("import/", importing_pages.import_file, "import"),
            ("<int:pk>/status/", declare, "status"),
        ]
        wrap = self.admin_site.admin_view
        return [path(p, wrap(view), name=f"sources_source_{name}") for p, view, name in own] + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return super().get_queryset(request).annotate(places=Count("citations"))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Source], search_term: str) -> tuple:
        if not search_term.strip():
            return queryset, False
        return queryset.filter(Exists(choosing.matching(search_term[:300]).order_by().filter(pk=OuterRef("pk")))), False

    def get_form(self, request: HttpRequest, obj: Source | None = None, change: bool = False, **kwargs: Any):
        return super().get_form(request, obj, change, **{**kwargs, "fields": FIELDS})

    def get_fieldsets(self, request: HttpRequest, obj: Source | None = None) -> list:
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": ["reference", "became", "evidence"]})]
        return self.fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> list[str]:
        return [] if obj is None or self.has_change_permission(request, obj) else ["reference", "became", "evidence"]

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        if source := kwargs.get("obj"):
            context["said"] = ama.plain(source)
            context["uses"] = uses.of([source.pk], request.user)[source.pk]
            context["became"] = became(source)
            context["may_judge"] = permissions.can_judge(request.user)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Source, form: SourceForm, change: bool) -> None:
        if change:
            try:
                version = form.cleaned_data["version"] or 0
                source = keeping.change(
                    Source.objects.get(pk=obj.pk), form.record(), by=request.user, version=version, **form.more()
                )
            except Changed as late:
                raise ValidationError(f"{late} Your changes are still below. Open the page anew beside it.") from None
            request.outcome = f"“{source}” is saved."
            return
        source, is_new = keeping.bring(choosing.complete(form.record()), by=request.user, **form.more())
        obj.pk = source.pk
        request.outcome = f"“{source}” is in the library{'' if is_new else ' already; nothing was changed'}."

    def response_add(self, request: HttpRequest, obj: Source, post_url_continue: str | None = None) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Source) -> HttpResponse:
        self.message_user(request, request.outcome, messages.SUCCESS)
        return redirect("admin:sources_source_change", obj.pk)

    @admin.display(description="source", ordering="title")
    def reference(self, source: Source) -> str:
        return format_html('<a href="{}">{}</a>', reverse("admin:sources_source_change", args=[source.pk]), str(source))

    @admin.display(description="what became of it", ordering="status")
    def became(self, source: Source) -> str:
        mark, words = became(source)
        return format_html('<span class="state state-{}">{}</span>', mark, words)

    @admin.display(description="evidence", ordering="tier")
    def evidence(self, source: Source) -> str:
        return f"{source.get_kind_display()}{f', {source.get_tier_display()}' if source.tier else ''}"

    @admin.display(description="places that rest on it", ordering="places")
    def places(self, source: Source) -> int:
        return source.places


def became(source: Source) -> tuple[str, str]:
    """The mark of a source's status and what it says."""
    if source.status == SourceStatus.FINE:
        return "published", source.get_status_display()
    since = f" since {source.status_on.day} {source.status_on:%B %Y}"
    who = source.get_status_origin_display()
    return _MARKS.get(source.status, "draft"), f"{source.get_status_display()}{since} ({who})"


def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what became of a source and how one knows; readers of every article that cites it are told."""
    source = get_object_or_404(Source, pk=pk)
    if not permissions.can_judge(request.user):
        raise PermissionDenied("Only an editor or a medical reviewer may say what became of a source.")
    first = {"status": source.status, "on": timezone.localdate(), "notice": source.notice}
    form = StatusForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            watching.declare(source, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, f"“{source}”: {SourceStatus(form.cleaned_data['status']).label}.")
            return redirect("admin:sources_source_change", pk)
    context = {
        "title": f"What became of “{source}”?",
        "opts": Source._meta,
        "source": source,
        "form": form,
        "uses": uses.of([pk], request.user)[pk],
    }
    return render(request, "admin/sources/source/status.html", admin.site.each_context(request) | context)


@admin.register(WatchRun)
class WatchRunAdmin(ReadOnlyAdmin):
    """What the nightly watch did."""

    menu_name = "Watch over sources"
    list_display = ["day", "started_at", "outcome"]
    list_display_links = None
    ordering = ["-day"]
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see(request.user)

    def has_view_permission(self, request: HttpRequest, obj: WatchRun | None = None) -> bool:
        return permissions.can_see(request.user)

    @admin.display(description="what it did")
    def outcome(self, run: WatchRun) -> str:
        return run.said or "not finished yet"
