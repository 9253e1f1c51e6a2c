"""The list of articles: what one glance should tell, in a fixed number of queries."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

from articles import worklists
from articles.enums import ArticleKind, RevisionStage
from articles.models import Article, Release, ReleaseMember, Revision, Schedule, WorkingLink

# What a version wants of the person for whom it waits.
_WANTS = {
    RevisionStage.IN_REVIEW: "to approve",
    RevisionStage.APPROVED: "to publish",
    RevisionStage.CHANGES_REQUESTED: "to change",
}


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


def standing(article: Article, latest: Revision | None) -> tuple[str, str]:
    """The mark (a class of the small sign) and the words for the state of an article with its latest version."""
    if article.discarded_at:
        return "discarded", "in the bin"
    if latest is None:
        return article.state, article.get_state_display()
    coming = latest.pk != article.live_revision_id
    stage = latest.get_stage_display() if latest.stage != RevisionStage.OPEN else ""
    if not article.was_public:
        unread = " but not public" if latest.stage == RevisionStage.APPROVED else ""
        return latest.stage, f"{stage}{unread}" or article.get_state_display()
    words = [article.get_state_display(), "changed since" if coming else "", stage if coming else ""]
    return article.state, ", ".join(filter(None, words))


class ArticleList(ChangeList):
    """Loads what the columns show; an opened article needs none of it."""

    def apply_select_related(self, qs: QuerySet[Any]) -> QuerySet[Any]:
        return qs.with_address().prefetch_related("contributions__author").without_text()

    def get_results(self, request: HttpRequest) -> None:
        """Also give each row of the page its `latest_version`, the words of its `plan`, what it `wants` of the person
        who looks, and its `link`, which leads back to this very list."""
        super().get_results(request)
        rows = list(self.result_list)
        versions = Revision.objects.select_related("author").defer("packed", "hands", "stamps")
        versions = versions.in_bulk([row.latest_pk for row in rows if row.latest_pk])
        plans, wants = _plans(rows), _wants(rows, request.user)
        back = {"preserved_filters": self.preserved_filters, "opts": self.opts}
        for row in rows:
            row.latest_version = versions.get(row.latest_pk)
            row.plan, row.wants = plans.get(row.pk, ""), wants.get(row.pk, "")
            row.link = add_preserved_filters(back, reverse("admin:articles_article_change", args=[row.pk]))
        self.result_list = rows


def _plans(rows: list[Article]) -> dict[int, str]:
    """The next thing planned for each, in words. Two queries."""
    coming = []
    for one in Schedule.objects.waiting().filter(article__in=rows).order_by("at", "pk"):
        coming.append((one.at, one.article_id, one.get_act_display()))
    members = ReleaseMember.objects.filter(article__in=rows, release__in=Release.objects.waiting())
    for one in members.select_related("release").order_by("pk"):
        coming.append((one.release.at, one.article_id, f"release “{one.release}”"))
    return {pk: f"{what} on {_day(at)}, {localtime(at):%H:%M}" for at, pk, what in sorted(coming, reverse=True)}


def _wants(rows: list[Article], user: Any) -> dict[int, str]:
    waiting = worklists.waiting_for(user).filter(article__in=rows)
    return {one.article_id: _WANTS[one.stage] for one in waiting}


# The columns


@admin.display(description="title", ordering="working_title")
def heading(article: Article) -> str:
    """The title as a link, and below it who is named."""
    names = ", ".join(dict.fromkeys(one.author.name for one in article.contributions.all()))
    missing = "No author named" if article.latest_version and article.kind != ArticleKind.PAGE else ""
    return format_html(
        '<a href="{}">{}</a><span class="beneath">{}</span>',
        article.link,
        article,
        names or missing,
    )


@admin.display(description="state", ordering="state")
def state_mark(article: Article) -> str:
    mark, words = standing(article, article.latest_version)
    if article.latest_version is None and article.demand:
        words += f", {article.demand} article{'s link' if article.demand > 1 else ' links'} to it"
    state = format_html('<span class="state state-{}">{}</span>', mark, words)
    if not article.plan:
        return state
    return format_html('{}<span class="beneath state state-scheduled">{}</span>', state, article.plan)


@admin.display(description="for you", empty_value="")
def wanted(article: Article) -> str:
    return format_html("<strong>{}</strong>", article.wants) if article.wants else ""


@admin.display(description="topic", ordering="pillar__title")
def topic(article: Article) -> str:
    missing = "" if article.kind == ArticleKind.PAGE else "No topic"
    place = article.pillar.title if article.pillar_id else missing
    return format_html('{}<span class="beneath">{}</span>', place, article.get_kind_display())


@admin.display(description="changed", ordering="changed_at")
def changed(article: Article) -> str:
    who = article.latest_version.author if article.latest_version else None
    return format_html('{}<span class="beneath">{}</span>', _day(article.changed_at), f"by {who}" if who else "")


@admin.display(description="public since", ordering="published_at", empty_value="")
def public(article: Article) -> str:
    if not article.published_at:
        return ""
    first, updated = _day(article.published_at), _day(article.updated_at)
    return format_html('{}<span class="beneath">{}</span>', first, "" if first == updated else f"updated {updated}")


def _day(moment: Any) -> str:
    return date_format(localtime(moment), "j M Y")


COLUMNS = [heading, state_mark, wanted, topic, changed, public]
