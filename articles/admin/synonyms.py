"""The desk's page for synonyms: what else links are suggested from."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles import permissions, synonyms
from articles.fields import PillarChoiceField, choice_field
from articles.models import Synonym
from history.desk import DeskAdmin, DeskForm


class SynonymForm(DeskForm):
    article = choice_field(Synonym._meta.get_field("article"), label="… or an article")
    pillar = PillarChoiceField(required=False, label="… or a topic", help_text="It leads to the topic’s guide.")

    class Meta:
        model = Synonym
        fields = ["words", "other_words", "article", "pillar", "is_used"]


@admin.register(Synonym)
class SynonymAdmin(DeskAdmin):
    form = SynonymForm
    list_display = ["words", "stands_for", "is_used"]
    list_filter = ["is_used"]
    list_per_page = 100
    list_select_related = ["article", "pillar"]
    search_fields = ["words", "other_words", "article__working_title", "pillar__title"]
    show_full_result_count = False
    fields = SynonymForm.Meta.fields

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_see_desk(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Synonym | None = None) -> bool:
        return permissions.can_see_desk(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_arrange(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Synonym | None = None) -> bool:
        return permissions.can_arrange(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Synonym]:
        return super().get_queryset(request).order_by("words", "pk")

    def save_model(self, request: HttpRequest, obj: Synonym, form: Any, change: bool) -> None:
        synonyms.save(obj, by=request.user)

    @admin.display(description="stands for")
    def stands_for(self, synonym: Synonym) -> str:
        return synonym.other_words or str(synonym.article or synonym.pillar)
