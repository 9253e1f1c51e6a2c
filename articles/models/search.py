"""The search index: one plain row per published article, so that flushes, dumps and restores stay right."""

from django.db import models


class SearchEntry(models.Model):
    """The words of one published article, by weight. Each database adds its own full-text index in a migration."""

    article = models.OneToOneField("articles.Article", on_delete=models.CASCADE, related_name="search_entry")
    title = models.TextField()
    headings = models.TextField(blank=True)
    standfirst = models.TextField(blank=True)
    body = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title
