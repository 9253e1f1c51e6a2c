"""The desk's page for the board of a hub: its rules, what to write next, and the hub as a list."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib import admin
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from articles import access, permissions
from articles.board import Verdict, board, write_it
from articles.clusters import Cluster, Member
from articles.models import BoardThresholds, Pillar

# So much of each list stands on the board; the rest is behind its link, so many on a page.
FAULTS, PLANS, ROWS = 6, 12, 20
PER_PAGE = 50


class Row(NamedTuple):
    """An article in the list of its hub; `review` says what became of its medical review."""

    member: Member
    review: str


class Chapter(NamedTuple):
    """A hub or pillar with the first of its articles, and how many there are."""

    node: Pillar
    rows: list[Row]
    number: int


class Part(NamedTuple):
    """One list alone, on pages. `kind` is "faults", "plans" or "rows"."""

    kind: str
    title: str
    why: str
    page: Page


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The board of a hub, or one of its lists alone; asked for a pillar, it leads to its place on the board."""
    node = access.overseen(request.user, pk)
    if node.parent_id:
        return redirect(f"{reverse('admin:articles_pillar_board', args=[node.parent_id])}#topic-{node.pk}")
    cluster, asked, verdicts = board(node)
    context = admin.site.each_context(request) | {
        "title": f"Board of “{node}”",
        "opts": Pillar._meta,
        "hub": node,
        "asked": asked,
        "part": _part(request, cluster, verdicts),
        "query": _query(request),
        "may_arrange": permissions.can_arrange(request.user, node),
        "may_write": permissions.can_write(request.user),
    }
    if context["part"] is None:
        context |= _whole(cluster, verdicts) | {"thresholds": _thresholds(asked, node)}
    return render(request, "admin/articles/pillar/board.html", context)


def _query(request: HttpRequest) -> str:
    """What the address asks for but the number of the page, for links to other pages."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


def _whole(cluster: Cluster, verdicts: list[Verdict]) -> dict[str, Any]:
    return {
        "verdicts": [(one, one.faults[:FAULTS]) for one in verdicts],
        "holding": sum(one.holds for one in verdicts),
        "plans": _plans(cluster.planned[:PLANS]),
        "planned": len(cluster.planned),
        "chapters": [_chapter(cluster, node) for node in cluster.nodes],
    }


def _thresholds(asked: BoardThresholds, hub: Pillar) -> str:
    """The form of the hub's own thresholds; where it has none, that for new ones."""
    if asked.hub_id:
        return reverse("admin:articles_boardthresholds_change", args=[asked.pk])
    return f"{reverse('admin:articles_boardthresholds_add')}?hub={hub.pk}"


def _chapter(cluster: Cluster, node: Pillar) -> Chapter:
    members = cluster.chapter(node)
    return Chapter(node, _rows(members[:ROWS], node), len(members))


def _rows(members: Sequence[Member], node: Pillar) -> list[Row]:
    return [Row(member, _review(member, node)) for member in members]


def _review(member: Member, node: Pillar) -> str:
    if not member.public:
        return ""
    if member.urgent_at:
        return "to be reviewed at once"
    if member.due_on is None:
        return "no review that holds" if node.review_required else ""
    said = "review overdue since" if member.due_on < timezone.localdate() else "reviewed, next review due"
    return f"{said} {date_format(member.due_on, 'j F Y')}"


def _plans(planned: Sequence[tuple[Member, int]]) -> list[tuple[Member, int, str]]:
    """Each planned title, how many articles link to it, and where it is written."""
    return [(member, number, write_it(member).link) for member, number in planned]


def _part(request: HttpRequest, cluster: Cluster, verdicts: list[Verdict]) -> Part | None:
    """The list that the address asks for alone; None for the whole board. Raises Http404 where there is none."""
    asked = request.GET
    if "rule" in asked:
        verdict = _chosen({one.rule.key: one for one in verdicts}, asked["rule"])
        part = Part("faults", verdict.rule.title, verdict.rule.why, _page(request, verdict.faults))
    elif "topic" in asked:
        node = _chosen({str(one.pk): one for one in cluster.nodes}, asked["topic"])
        part = Part("rows", node.title, "", _page(request, cluster.chapter(node)))
        part.page.object_list = _rows(part.page.object_list, node)
    elif "plans" in asked:
        part = Part("plans", "What to write next", "", _page(request, cluster.planned))
        part.page.object_list = _plans(part.page.object_list)
    else:
        return None
    return part


def _chosen(known: dict[str, Any], key: str) -> Any:
    if key not in known:
        raise Http404("this board has no such list")
    return known[key]


def _page(request: HttpRequest, found: Sequence[Any]) -> Page:
    return Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
