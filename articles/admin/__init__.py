"""The editorial desk for articles, pillars, links, paid links and tags."""

from articles.admin import (
    affiliates,
    articles,
    elsewhere,
    findings,
    links,
    pillars,
    releases,
    synonyms,
    tags,
    thresholds,
)

__all__ = [
    "affiliates",
    "articles",
    "elsewhere",
    "findings",
    "links",
    "pillars",
    "releases",
    "synonyms",
    "tags",
    "thresholds",
]
