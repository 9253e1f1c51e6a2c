"""Tags. The only module that knows django-taggit."""

from django.db import models
from taggit.managers import TaggableManager
from taggit.models import ItemBase, Tag, TagBase

__all__ = ["ArticleTag", "Tag", "TagBase", "tag_manager"]


class ArticleTag(ItemBase):
    """One tag on one article, by a plain foreign key instead of taggit's generic one: one join less."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="article_tags")
    content_object = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="article_tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="article_tag_once")]

    def __str__(self) -> str:
        return str(self.tag)


def tag_manager() -> TaggableManager:
    return TaggableManager(through=ArticleTag, blank=True, help_text="Topics, separated by commas.")
