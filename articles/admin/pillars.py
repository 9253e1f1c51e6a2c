"""The desk's page for the topic tree."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html

from articles import arranging, permissions
from articles.admin import boards, linked, moving, ordering
from articles.enums import ArticleKind
from articles.models import Article, Pillar
from history.desk import DeskAdmin


@admin.register(Pillar)
class PillarAdmin(DeskAdmin):
    list_display = ["node", "address", "articles", "guide", "review_required"]
    list_display_links = ["node"]
    list_filter = ["review_required"]
    list_per_page = 500
    search_fields = ["title", "slug"]
    show_full_result_count = False
    fields = ["title", "parent", "slug", "summary", "position", "review_required"]
    prepopulated_fields = {"slug": ["title"]}
    # What changes addresses has a page of its own, which shows what points there.
    moved = ["parent", "slug"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see_desk(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Pillar | None = None) -> bool:
        return permissions.can_see_desk(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_arrange(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Pillar | None = None) -> bool:
        return permissions.can_arrange(request.user, obj)

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """With the ways to the pages that this person may open."""
        if permissions.can_arrange(request.user):
            return [*self.list_display, "board_and_order"]
        return [*self.list_display, *(["board"] if permissions.sees_every_draft(request.user) else [])]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Pillar | None = None) -> dict[str, Any]:
        return self.prepopulated_fields if obj is None and self.has_add_permission(request) else {}

    def get_readonly_fields(self, request: HttpRequest, obj: Pillar | None = None) -> list[str]:
        return self.moved if obj else []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pillar]:
        listed = Article.objects.listed().filter(pillar=OuterRef("pk")).order_by().values("pillar")
        guide = Article.objects.filter(kind=ArticleKind.GUIDE, pillar=OuterRef("pk")).order_by("-live_revision", "pk")
        counted = Subquery(listed.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
        return (
            super()
            .get_queryset(request)
            .in_tree_order()
            .annotate(article_count=Coalesce(counted, 0), guide_title=Subquery(guide.values("working_title")[:1]))
        )

    def get_urls(self) -> list:
        own = [
            ("board", boards.show),
            ("order", ordering.order),
            ("move", moving.topic),
            ("links", linked.of_topic),
        ]
        wrap = self.admin_site.admin_view
        urls = [path(f"<int:pk>/{name}/", wrap(view), name=f"articles_pillar_{name}") for name, view in own]
        return urls + super().get_urls()

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return list(Pillar.objects.in_tree_order().query.order_by)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Pillar | None:
        pillar = super().get_object(request, object_id, from_field)
        if pillar:
            pillar.public_address = pillar.get_absolute_url()
        return pillar

    def get_view_on_site_url(self, obj: Pillar | None = None) -> str | None:
        return getattr(obj, "public_address", None)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> forms.Field:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.empty_label = "— none: this is a hub —"
        return field

    def save_model(self, request: HttpRequest, obj: Pillar, form: Any, change: bool) -> None:
        arranging.save_pillar(obj, by=request.user)

    @admin.display(description="topic")
    def node(self, pillar: Pillar) -> str:
        return format_html('<span class="{}">{}</span>', "pillar" if pillar.parent_id else "hub", pillar.title)

    @admin.display(description="address")
    def address(self, pillar: Pillar) -> str:
        return pillar.get_absolute_url()

    @admin.display(description="published articles", ordering="article_count")
    def articles(self, pillar: Pillar) -> int:
        return pillar.article_count

    @admin.display(description="guide")
    def guide(self, pillar: Pillar) -> str:
        return pillar.guide_title or "–"

    @admin.display(description="board")
    def board(self, pillar: Pillar) -> str:
        return _way("board", pillar, "Board")

    @admin.display(description="board and order")
    def board_and_order(self, pillar: Pillar) -> str:
        return format_html("{}<br>{}", self.board(pillar), _way("order", pillar, "Reading order"))


def _way(page: str, pillar: Pillar, words: str) -> str:
    """A link that says where it leads also to who hears it alone."""
    link = reverse(f"admin:articles_pillar_{page}", args=[pillar.pk])
    return format_html('<a href="{}">{}<span class="visually-hidden"> of {}</span></a>', link, words, pillar.title)
