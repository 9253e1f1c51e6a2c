"""What the list of articles can be narrowed to. A filter with one choice is shown as a box to tick."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest

from articles import worklists
from articles.admin.stages import BinFilter
from articles.enums import ArticleKind, ArticleState, RevisionStage
from articles.models import Article, Contribution, Pillar, Revision
from authors.models import Author

Articles = QuerySet[Article]


class StateFilter(SimpleListFilter):
    title, parameter_name = "state", "state__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return ArticleState.choices

    def queryset(self, request: HttpRequest, queryset: Articles) -> Articles:
        return queryset.filter(state=self.value()) if self.value() else queryset


class StageFilter(SimpleListFilter):
    """How far the version has come that readers do not see yet."""

    title, parameter_name = "stage", "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return RevisionStage.choices

    def queryset(self, request: HttpRequest, queryset: Articles) -> Articles:
        stage = self.value()
        if not stage:
            return queryset
        versions = Revision.objects.filter(article=OuterRef("pk"), stage=stage)
        # What waits for a verdict does so even while its writer goes on with the next version.
        if stage != RevisionStage.IN_REVIEW:
            versions = versions.filter(pk=OuterRef("latest_pk")).exclude(article__live_revision=F("pk"))
        return queryset.filter(Exists(versions))


class KindFilter(SimpleListFilter):
    title, parameter_name = "kind", "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return ArticleKind.choices

    def queryset(self, request: HttpRequest, queryset: Articles) -> Articles:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class RowFilter(SimpleListFilter):
    """A choice among rows, by primary key; a forged one finds nothing and breaks nothing."""

    def chosen(self) -> int | None:
        known = {str(pk): pk for pk, _ in self.lookup_choices}
        return known.get(self.value() or "", -1) if self.value() else None


class TopicFilter(RowFilter):
    """A hub stands for itself and its pillars."""

    title, parameter_name = "topic", "pillar"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[int, str]]:
        tree = Pillar.objects.in_tree_order()
        return [(one.pk, f"{one.parent.title} › {one.title}" if one.parent_id else one.title) for one in tree]

    def queryset(self, request: HttpRequest, queryset: Articles) -> Articles:
        chosen = self.chosen()
        return queryset.filter(Q(pillar=chosen) | Q(pillar__parent=chosen)) if chosen else queryset


class AuthorFilter(RowFilter):
    title, parameter_name = "author", "author"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[int, str]]:
        named = Author.objects.filter(contributions__isnull=False).distinct()
        return list(named.order_by("name", "pk").values_list("pk", "name"))

    def queryset(self, request: HttpRequest, queryset: Articles) -> Articles:
        chosen = self.chosen()
        named = Contribution.objects.filter(article=OuterRef("pk"), author=chosen)
        return queryset.filter(Exists(named)) if chosen else queryset


class TickFilter(SimpleListFilter):
    """All of the list, or only what `only()` leaves."""

    words: str

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", self.words)]

    def queryset(self, request: HttpRequest, queryset: Articles) -> Articles:
        return self.only(queryset, request.user) if self.value() == "yes" else queryset

    def only(self, articles: Articles, user: Any) -> Articles:
        raise NotImplementedError


class NeedsMeFilter(TickFilter):
    title, parameter_name, words = "needs me", "needs_me", "Waiting for me"

    def only(self, articles: Articles, user: Any) -> Articles:
        return articles.filter(pk__in=worklists.waiting_for(user).order_by().values("article"))


class MineFilter(TickFilter):
    title, parameter_name, words = "mine", "mine", "Mine"

    def only(self, articles: Articles, user: Any) -> Articles:
        return worklists.mine(articles, user)


class ScheduledFilter(TickFilter):
    title, parameter_name, words = "scheduled", "scheduled", "Scheduled"

    def only(self, articles: Articles, user: Any) -> Articles:
        return worklists.with_a_plan(articles)


class ChangedFilter(TickFilter):
    title, parameter_name, words = "changed", "changed", "Changed since publication"

    def only(self, articles: Articles, user: Any) -> Articles:
        return articles.published().exclude(live_revision=F("latest_pk"))


FILTERS = [
    StateFilter,
    StageFilter,
    KindFilter,
    TopicFilter,
    AuthorFilter,
    NeedsMeFilter,
    MineFilter,
    ScheduledFilter,
    ChangedFilter,
    BinFilter,
]
