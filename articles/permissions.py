"""Who may do what with articles: predicates over Django's permissions, which roles bring (healthusias/roles.py)."""

from typing import Any

from articles.models import Article, Pillar


def can_see_desk(user: Any) -> bool:
    return user.is_active and user.has_perm("articles.view_article")


def can_write(user: Any) -> bool:
    """May start a new article."""
    return user.is_active and user.has_perm("articles.add_article")


def can_edit(user: Any, article: Article) -> bool:
    """May save a revision. What is edited is never public before someone publishes it."""
    return user.is_active and user.has_perm("articles.change_article")


def can_publish(user: Any, article: Article) -> bool:
    """May make a revision live, or withdraw the article."""
    return user.is_active and user.has_perm("articles.publish_article")


def can_arrange(user: Any, pillar: Pillar | None = None) -> bool:
    """May change the topic tree."""
    return user.is_active and user.has_perm("articles.change_pillar")
