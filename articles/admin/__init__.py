"""The editorial desk for articles, pillars, links, paid links and tags."""

from articles.admin import affiliates, articles, links, pillars, releases, tags

__all__ = ["affiliates", "articles", "links", "pillars", "releases", "tags"]
