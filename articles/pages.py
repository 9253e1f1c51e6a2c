"""What the templates of articles, guides, hubs and pillars get."""

from typing import Any

from django.db.models import Case, Count, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from articles import projection, structured_data
from articles.models import Article, Pillar
from articles.models.article import READING_ORDER
from articles.neighbours import pillar_neighbours
from articles.reading_order import pillars_of
from articles.rendering import ArticlePage, ReviewLine, review_line, trail_of
from authors.structured_data import absolute
from content import care
from content.rendering import head, ld_json

# So many articles of each pillar stand on the page of its hub; all are on its own.
CHAPTER = 15
# So many of the last reviewed stand on the first page.
REVIEWED = 5
# What leads from the top of a topic to the cards of its guide, by their urgency.
_HELP = {"emergency": "When to get help at once", "urgent": "When to get urgent advice"}


def reading(page: ArticlePage) -> dict[str, Any]:
    """The context of the templates that show one text."""
    description = projection.description(page.article)
    properties, data = structured_data.open_graph(page, description), structured_data.article(page, description)
    said = head(absolute(page.article.get_absolute_url()), properties, data)
    return {"page": page, "article": page.article, "description": description, "head": said}


def recently_reviewed() -> list[tuple[Article, ReviewLine]]:
    """The listed articles whose medical review holds and is the newest, with what readers are told of it. One query."""
    rows = Article.objects.listed().reviewed(timezone.localdate()).for_lists().select_related("review__reviewer")
    rows = rows.defer("review__note", "review__reviewer__bio")
    return [(row, review_line(row)) for row in rows.order_by("-review__reviewed_at", "-pk")[:REVIEWED]]


def node_reading(node: Pillar, page: ArticlePage | None) -> dict[str, Any]:
    """What the templates of hubs and pillars show besides their lists. `page` is the guide's."""
    breadcrumb = trail_of(node)
    data = (
        structured_data.article(page, projection.description(page.article))
        if page
        else structured_data.collection(node.title, node.get_absolute_url(), breadcrumb)
    )
    cards = care.pressing(page.article.body) if page else []
    help_at = [(_HELP[urgency], anchor) for urgency, anchor in cards]
    return {"pillar": node, "page": page, "help_at": help_at, "breadcrumb": breadcrumb, "json_ld": ld_json(data)}


def hub_lists(node: Pillar) -> dict[str, Any]:
    """The pillars of a hub as chapters, each with its first CHAPTER articles and how many it has; and the hub's own
    articles. All in reading order; three queries."""
    pillars = list(pillars_of(node).select_related("parent"))
    listed = Article.objects.listed().filter(pillar__in=[node, *pillars]).order_by()
    place = Window(RowNumber(), partition_by="pillar", order_by=READING_ORDER)
    # What is the hub's own stands on no other page.
    number = Case(When(pillar=node, then=0), default=place)
    rows = list(listed.for_lists().in_reading_order().annotate(number=number).filter(number__lte=CHAPTER))
    numbers = dict(listed.values_list("pillar").annotate(Count("pk")))
    chapters = [
        (pillar, [row for row in rows if row.pillar_id == pillar.pk], numbers.get(pillar.pk, 0)) for pillar in pillars
    ]
    return {"chapters": chapters, "articles": [row for row in rows if row.pillar_id == node.pk]}


def pillar_lists(node: Pillar) -> dict[str, Any]:
    """The articles of a pillar in reading order, and the pillars before and after it. Two queries."""
    articles = list(Article.objects.listed().for_lists().in_reading_order().filter(pillar=node))
    return {"articles": articles, "neighbours": pillar_neighbours(node)}
