"""The sitemap: every public address, with the date on which its text last changed significantly."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap

from articles.models import Article, Pillar
from authors.models import Author


class SiteSitemap(Sitemap):
    """Absolute addresses come from SITE_URL, never from the request. No priority: nobody reads it."""

    limit = 50_000

    @property
    def protocol(self) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class ArticleSitemap(SiteSitemap):
    def items(self) -> Iterable[Article]:
        return Article.objects.published().with_address().without_text().order_by("pk")

    def lastmod(self, article: Article) -> object:
        return article.updated_at


class PillarSitemap(SiteSitemap):
    """Hubs and pillars without a guide; with one, the guide stands for them."""

    def items(self) -> Iterable[Pillar]:
        guided = Article.objects.published().filter(kind="guide").values("pillar")
        return Pillar.objects.select_related("parent").exclude(pk__in=guided).order_by("pk")


class AuthorSitemap(SiteSitemap):
    def items(self) -> Iterable[Author]:
        return Author.objects.public().order_by("pk")

    def lastmod(self, author: Author) -> object:
        return author.bio_approved_at


class HomeSitemap(SiteSitemap):
    def items(self) -> list[str]:
        return ["/", "/authors/", "/about/corrections/"]

    def location(self, path: str) -> str:
        return path


SITEMAPS = {"site": HomeSitemap, "articles": ArticleSitemap, "pillars": PillarSitemap, "authors": AuthorSitemap}
