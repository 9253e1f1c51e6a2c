"""The desk's page for the link graph: every cross-link that readers meet, and where it stands."""

import re
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator

from articles import access, elsewhere, links, permissions, relinking
from articles.admin import linked as pages
from articles.admin import moving
from articles.admin.elsewhere import linked
from articles.admin.linked import trouble
from articles.forms import RelatedLinkForm
from articles.models import Article, RelatedLink
from history.desk import DeskAdmin, is_key
from sources.models import OutboundAddress

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n")


class TargetFilter(admin.SimpleListFilter):
    title = "where it leads"
    parameter_name = "leads"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("planned", "a planned article"),
            ("withdrawn", "a withdrawn article"),
            ("overdue", "an article whose review is overdue"),
            ("external", "an address elsewhere"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[RelatedLink]) -> QuerySet[RelatedLink]:
        conditions = {
            "planned": Q(target_article__in=Article.objects.planned()),
            "withdrawn": Q(target_article__in=Article.objects.withdrawn()),
            "overdue": Q(target_article__in=Article.objects.overdue(timezone.localdate())),
            "external": ~Q(url=""),
        }
        return queryset.filter(conditions.get(self.value(), Q()))


class AnswersFilter(admin.SimpleListFilter):
    title, parameter_name = "what its address answers", "answers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("failing", "failing"), ("moved", "moved")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[RelatedLink]) -> QuerySet[RelatedLink]:
        addresses = {"failing": OutboundAddress.objects.failing, "moved": OutboundAddress.objects.moved}
        if self.value() not in addresses:
            return queryset
        return queryset.filter(url__in=addresses[self.value()]().order_by().values("url"))


class LinkList(ChangeList):
    """Loads what is known of the addresses elsewhere."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        known = elsewhere.known(self.result_list)
        for link in self.result_list:
            link.outbound = known.get(link.url)


@admin.register(RelatedLink)
class RelatedLinkAdmin(DeskAdmin):
    form = RelatedLinkForm
    list_display = ["words", "sentence", "article", "leads_to", "origin"]
    list_display_links = ["words"]
    list_filter = ["origin", TargetFilter, AnswersFilter]
    list_per_page = 50
    list_select_related = ["target_article", "target_pillar", "target_author"]
    search_fields = ["words", "label", "url", "article__title"]
    show_full_result_count = False
    ordering = ["article", "position"]
    readonly_fields = ["article", "origin", "sentence", "answers", "standing"]
    fields = [
        *readonly_fields,
        "label",
        "words",
        "target_article",
        "target_pillar",
        "target_author",
        "url",
    ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see_desk(request.user)

    def has_view_permission(self, request: HttpRequest, obj: RelatedLink | None = None) -> bool:
        return permissions.can_see_desk(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RelatedLink | None = None) -> bool:
        """Which links these are, get_queryset() says."""
        return permissions.edits(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RelatedLink]:
        # Prefetched, not joined: links of one article share its text, which is read once.
        seen = permissions.seen(request.user, "article")
        return super().get_queryset(request).filter(seen).prefetch_related("article__live_revision")

    def get_urls(self) -> list:
        """With the pages of what points at authors: their own app knows nothing of links."""
        wrap, own = self.admin_site.admin_view, [*pages.OF_AUTHOR, *moving.OF_AUTHOR]
        urls = [path(f"authors/{last}", wrap(view), name=f"articles_author_{name}") for last, view, name in own]
        return urls + super().get_urls()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LinkList

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        if link := RelatedLink.objects.filter(pk=object_id if is_key(object_id) else 0).first():
            access.opened(request.user, link.article_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def get_fields(self, request: HttpRequest, obj: RelatedLink | None = None) -> list[str]:
        return self.fields if self.has_change_permission(request, obj) else ["words", "leads_to", *self.readonly_fields]

    def get_readonly_fields(self, request: HttpRequest, obj: RelatedLink | None = None) -> list[str]:
        return self.readonly_fields if self.has_change_permission(request, obj) else self.get_fields(request, obj)

    def get_form(self, request: HttpRequest, obj: RelatedLink | None = None, change: bool = False, **kwargs: Any):
        return super().get_form(request, obj, change, **{**kwargs, "fields": RelatedLinkForm.Meta.fields})

    def save_model(self, request: HttpRequest, obj: RelatedLink, form: RelatedLinkForm, change: bool) -> None:
        said = form.cleaned_data
        revision = relinking.relink(
            obj,
            words=said["words"],
            label=said["label"],
            target=form.target(),
            by=request.user,
            base=form.standing_base,
        )
        request.outcome = f"Version {revision.number} of “{obj.article}” is saved. Readers see it once it is live."

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        link = get_object_or_404(RelatedLink, pk=object_id if is_key(object_id) else 0)
        return redirect("admin:articles_article_history", link.article_id)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        # After saving, the link that readers meet still is the old one: there is nothing to continue with.
        context["show_save_and_continue"] = False
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: RelatedLink) -> HttpResponse:
        self.message_user(request, request.outcome, messages.SUCCESS)
        return self.response_post_save_change(request, obj)

    @admin.display(description="leads to")
    def leads_to(self, link: RelatedLink) -> str:
        note = trouble(link.target_article) if link.target_article_id else ""
        address = getattr(link, "outbound", None)
        said = format_html("<br>{}", linked(address)) if address else ""
        return format_html("{}{}{}", str(link.target), f" ({note})" if note else "", said)

    @admin.display(description="its address")
    def answers(self, link: RelatedLink) -> str:
        address = elsewhere.known([link]).get(link.url)
        return linked(address) if address else "–"

    @admin.display(description="in its sentence")
    def sentence(self, link: RelatedLink) -> str:
        return sentence_of(link)

    @admin.display(description="what you change")
    def standing(self, link: RelatedLink) -> str:
        return "The latest version of the article. Readers see it when that is published."


def sentence_of(link: RelatedLink) -> str:
    """The sentence around the link, at most 200 characters of it; of a call-out the whole."""
    block = links.sentence(link, link.article.body)
    sentences = _SENTENCE_END.split(block)
    found = next((sentence for sentence in sentences if link.words in sentence), block)
    return Truncator(found).chars(200) or "–"
