"""The editorial desk for articles, pillars, links and tags."""

from articles.admin import articles, elsewhere, findings, links, pillars, releases, tags, thresholds

__all__ = ["articles", "elsewhere", "findings", "links", "pillars", "releases", "tags", "thresholds"]
