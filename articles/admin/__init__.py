"""The editorial desk for articles, pillars, links and tags."""

from articles.admin import articles, elsewhere, links, pillars, releases, tags

__all__ = ["articles", "elsewhere", "links", "pillars", "releases", "tags"]
