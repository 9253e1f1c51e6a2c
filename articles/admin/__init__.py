"""The editorial desk for articles, pillars, links and tags."""

from articles.admin import articles, links, pillars, releases, synonyms, tags

__all__ = ["articles", "links", "pillars", "releases", "synonyms", "tags"]
