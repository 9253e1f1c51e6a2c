"""The desk's page for links that leave the site: what came of asking for each address, and what can be done."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from articles import access, bio_links, elsewhere
from articles import permissions as writing
from history.desk import DeskAdmin, DeskForm, is_key
from sources import gone, link_checks, outbound, permissions
from sources.enums import Answer
from sources.keeping import Changed
from sources.models import OutboundAddress, Source

Addresses = QuerySet[OutboundAddress]


class AnswersFilter(admin.SimpleListFilter):
    """Without a choice: all to which readers are led now."""

    title, parameter_name = "state", "answers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("failing", "failing"),
            ("moved", "moved"),
            ("once", "failed, to be asked again"),
            ("guarded", "refuses machines"),
            ("unused", "no longer used"),
        ]

    def queryset(self, request: HttpRequest, queryset: Addresses) -> Addresses:
        chosen = {
            "failing": queryset.failing,
            "moved": queryset.moved,
            "once": lambda: queryset.used().filter(failing_since__isnull=False, confirmed_at__isnull=True),
            "guarded": lambda: queryset.used().filter(answer=Answer.GUARDED),
            "unused": lambda: queryset.filter(is_used=False),
        }
        return chosen.get(self.value(), queryset.used)()


class AddressList(ChangeList):
    """Loads what the columns show."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        urls = [row.url for row in self.result_list]
        articles, bios = elsewhere.counted(urls), bio_links.counted(urls)
        for row in self.result_list:
            row.articles, row.bios = articles.get(row.url, 0), bios.get(row.url, 0)


class AddressForm(DeskForm):
    archived_url = forms.URLField(
        label="Archived copy",
        required=False,
        max_length=2000,
        assume_scheme="https",
        help_text="Where a copy of the page is kept. While the address fails, readers are offered it behind the link.",
    )

    class Meta:
        model = OutboundAddress
        fields = ["archived_url"]

    def _post_clean(self) -> None:
        """The verb judges."""


@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Use the new address: in one article, in one source, or everywhere."""
    address = get_object_or_404(OutboundAddress, pk=pk)
    if not writing.edits(request.user):
        raise PermissionDenied("Your role does not change links.")
    article, source = request.POST.get("article", ""), request.POST.get("source", "")
    if source:
        _follow_in_source(request, address, get_object_or_404(Source, pk=source if is_key(source) else 0))
    else:
        _follow_in_articles(request, address, article)
    return redirect("admin:sources_outboundaddress_change", pk)


@require_POST
def found(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one has looked, and that the page is there."""
    address = get_object_or_404(OutboundAddress, pk=pk)
    outbound.vouch(address, by=request.user, now=timezone.now())
    messages.success(request, "Noted: the page is there. It is asked for again in three months.")
    return redirect("admin:sources_outboundaddress_change", pk)


@admin.register(OutboundAddress)
class OutboundAddressAdmin(DeskAdmin):
    form = AddressForm
    menu_name = "Links to other sites"
    change_form_template = "admin/sources/outboundaddress/change_form.html"
    change_list_template = "admin/sources/outboundaddress/change_list.html"
    list_display = ["url", "became", "checked", "places"]
    list_filter = [AnswersFilter]
    list_per_page = 50
    search_fields = ["url", "moved_to"]
    search_help_text = "in the address"
    show_full_result_count = False
    ordering = [F("confirmed_at").desc(nulls_last=True), "url"]
    fields = ["archived_url"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see_addresses(request.user)

    def has_view_permission(self, request: HttpRequest, obj: OutboundAddress | None = None) -> bool:
        return permissions.can_see_addresses(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: OutboundAddress | None = None) -> bool:
        return permissions.can_keep_addresses(request.user)

    def get_urls(self) -> list:
        wrap, name = self.admin_site.admin_view, "sources_outboundaddress"
        own = [
            path("<int:pk>/follow/", wrap(follow), name=f"{name}_follow"),
            path("<int:pk>/found/", wrap(found), name=f"{name}_found"),
        ]
        return own + super().get_urls()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return AddressList

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"is_checked": link_checks.is_on()} | (extra_context or {}))

    def get_form(self, request: HttpRequest, obj: OutboundAddress | None = None, change: bool = False, **kwargs: Any):
        return super().get_form(request, obj, change, **{**kwargs, "fields": AddressForm.Meta.fields})

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        address = kwargs["obj"]
        places, sources = elsewhere.places(address, request.user), list(gone.at(address))
        context |= {
            "address": address,
            "standing": elsewhere.standing(address),
            "places": places,
            "sources": sources,
            "bios": bio_links.leading_to(address.url),
            "may_follow": bool(address.moved_to) and writing.edits(request.user),
            "may_change_sources": permissions.can_change(request.user),
            "several": sum(place.changes for place in places) > 1,
            "may_vouch": permissions.can_keep_addresses(request.user) and bool(address.failing_since),
            "show_save_and_continue": False,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: OutboundAddress, form: AddressForm, change: bool) -> None:
        outbound.name_copy(obj, form.cleaned_data["archived_url"], by=request.user)

    def response_change(self, request: HttpRequest, obj: OutboundAddress) -> HttpResponse:
        self.message_user(request, "Saved.", messages.SUCCESS)
        return redirect("admin:sources_outboundaddress_change", obj.pk)

    @admin.display(description="state", ordering="confirmed_at")
    def became(self, address: OutboundAddress) -> str:
        return marked(address)

    @admin.display(description="last asked", ordering="checked_at")
    def checked(self, address: OutboundAddress) -> str:
        return f"on {date_format(timezone.localtime(address.checked_at), 'j M Y')}" if address.checked_at else "never"

    @admin.display(description="who leads there")
    def places(self, address: OutboundAddress) -> str:
        counted = [(address.articles, "article"), (address.bios, "bio")]
        said = [f"{number:,} {word}{'s' if number > 1 else ''}" for number, word in counted if number]
        return " and ".join(said) or ("a source" if address.is_used else "nobody")


def marked(address: OutboundAddress) -> str:
    """The mark and the words of where an address stands, for columns."""
    return format_html('<span class="state state-{}">{}</span>', *elsewhere.standing(address))


def linked(address: OutboundAddress) -> str:
    """The same, leading to the address's own page."""
    link = reverse("admin:sources_outboundaddress_change", args=[address.pk])
    return format_html('<a href="{}">{}</a>', link, marked(address))


def _follow_in_articles(request: HttpRequest, address: OutboundAddress, article: str) -> None:
    if article:
        articles = [access.opened(request.user, int(article) if is_key(article) else 0)]
    else:
        articles = elsewhere.leading_to(address, request.user)
    outcome = elsewhere.follow_everywhere(address, articles, by=request.user)
    for revision in outcome.saved:
        said = f"Version {revision.number} of “{revision.article}” is saved. Readers see it once it is live."
        messages.success(request, said)
    for left, why in outcome.left:
        messages.error(request, f"“{left}” was not changed: {why}")
    if not outcome.saved and not outcome.left:
        messages.info(request, "Nothing was left to change: the latest versions no longer have this address.")


def _follow_in_source(request: HttpRequest, address: OutboundAddress, source: Source) -> None:
    try:
        gone.move(source, address, by=request.user)
    except (ValidationError, Changed) as refusal:
        said = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        messages.error(request, f"“{source}” was not changed: {' '.join(said)}")
    else:
        messages.success(request, f"“{source}” stands at the new address.")
