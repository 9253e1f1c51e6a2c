"""Full-text search over published articles."""

from articles.models import Article, SearchEntry
from content.outline import headings
from content.text import plain_text


def index(article: Article) -> None:
    """Write the article's words into the index, replacing what was there."""
    values = {
        "title": article.title,
        "headings": "\n".join(heading.text for heading in headings(article.body)),
        "standfirst": article.standfirst,
        "body": plain_text(article.body),
    }
    SearchEntry.objects.update_or_create(article=article, defaults=values)


def forget(article: Article) -> None:
    SearchEntry.objects.filter(article=article).delete()
