"""The desk's page for tags: to be looked at. A tag is given in the article that bears it, as part of its versions."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from articles import permissions
from articles.models.tags import Tag
from history.desk import ReadOnlyAdmin

admin.site.unregister(Tag)


@admin.register(Tag)
class TagAdmin(ReadOnlyAdmin):
    list_display = ["name", "slug", "articles"]
    search_fields = ["name"]
    ordering = ["name"]
    show_full_result_count = False
    fields = ["name", "slug", "articles"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see_desk(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:
        return permissions.can_see_desk(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        return super().get_queryset(request).annotate(article_count=Count("article_tags"))

    @admin.display(description="articles", ordering="article_count")
    def articles(self, tag: Tag) -> int:
        return tag.article_count
