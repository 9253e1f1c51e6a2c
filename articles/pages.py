"""What the templates of articles, guides, hubs and pillars get."""

from typing import Any

from articles import projection, structured_data
from articles.models import Article, Pillar
from articles.rendering import ArticlePage, trail_of
from authors.structured_data import absolute
from content.rendering import head, ld_json


def reading(page: ArticlePage) -> dict[str, Any]:
    """The context of the templates that show one text."""
    description = projection.description(page.article)
    properties, data = structured_data.open_graph(page, description), structured_data.article(page, description)
    said = head(absolute(page.article.get_absolute_url()), properties, data)
    return {"page": page, "article": page.article, "description": description, "head": said}


def node_reading(node: Pillar, page: ArticlePage | None) -> dict[str, Any]:
    """What the templates of hubs and pillars show besides their lists. `page` is the guide's."""
    breadcrumb = trail_of(node)
    data = (
        structured_data.article(page, projection.description(page.article))
        if page
        else structured_data.collection(node.title, node.get_absolute_url(), breadcrumb)
    )
    return {"pillar": node, "page": page, "breadcrumb": breadcrumb, "json_ld": ld_json(data)}


def hub_lists(node: Pillar) -> dict[str, Any]:
    """The pillars of a hub with their articles, and the hub's own articles, in reading order."""
    pillars = list(node.pillars.select_related("parent"))
    rows = list(Article.objects.listed().for_lists().filter(pillar__in=[node, *pillars]).order_by("published_at", "pk"))
    chapters = [(pillar, [row for row in rows if row.pillar_id == pillar.pk]) for pillar in pillars]
    return {"chapters": chapters, "articles": [row for row in rows if row.pillar_id == node.pk]}


def pillar_lists(node: Pillar) -> dict[str, Any]:
    """The articles of a pillar in reading order."""
    return {"articles": list(Article.objects.listed().for_lists().filter(pillar=node).order_by("published_at", "pk"))}
