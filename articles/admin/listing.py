"""The list of articles: what one glance should tell, in a fixed number of queries."""

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from articles.models import Article, Revision, WorkingLink


def annotated(articles: QuerySet[Article]) -> QuerySet[Article]:
    """With `demand` (articles whose latest version links here), `latest_pk` and `changed_at`, for lists to sort by."""
    latest = Revision.objects.filter(article=OuterRef("pk")).latest_first()
    links = WorkingLink.objects.filter(target=OuterRef("pk")).order_by().values("target")
    counted = links.annotate(number=Count("pk")).values("number")
    return articles.annotate(
        demand=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        latest_pk=Subquery(latest.values("pk")[:1]),
        changed_at=Coalesce(Subquery(latest.values("modified_at")[:1]), "created_at"),
    )


class ArticleList(ChangeList):
    """Loads what the columns show; an opened article needs none of it."""

    def apply_select_related(self, qs: QuerySet[Any]) -> QuerySet[Any]:
        return qs.with_address().prefetch_related("contributions__author").without_text()
