"""Addresses of articles and pillars: free slugs, former ones that redirect, and what one of our own URLs points at."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils.text import slugify

from articles.models import Article, FormerArticleSlug, FormerPillarSlug, Pillar
from authors.models import Author

SLUG_LENGTH = 200
# Below /about/ the program itself has a page at these.
RESERVED = frozenset({"corrections"})


def is_taken(slug: str, article: Article | None = None) -> bool:
    """Whether another article has, will have or once had this address, or a page of the program itself has it."""
    pk = article.pk if article else None
    return (
        slug in RESERVED
        or Article.objects.exclude(pk=pk).filter(Q(slug=slug) | Q(working_slug=slug)).exists()
        or FormerArticleSlug.objects.exclude(article_id=pk).filter(slug=slug).exists()
    )


def free_slug(title: str, article: Article | None = None) -> str:
    """An address made of the title; numbered when another article has it already."""
    base = slugify(title)[: SLUG_LENGTH - 4].strip("-") or "article"
    slug, number = base, 1
    while is_taken(slug, article):
        number += 1
        slug = f"{base}-{number}"
    return slug


def move_article(article: Article, old: str | None) -> None:
    """Let `old` redirect to the article, and take its new address out of its former ones (A → B → A)."""
    article.former_slugs.filter(slug=article.slug).delete()
    if old and old != article.slug:
        FormerArticleSlug.objects.get_or_create(slug=old, defaults={"article": article})


def pillar_path(pillar: Pillar) -> str:
    return f"{pillar.parent.slug}/{pillar.slug}" if pillar.parent_id else pillar.slug


def target_of(url: str) -> dict | None:
    """The reference for one of our own addresses (`{"kind", "id"}`), also a former one; None for any other URL."""
    parts = urlsplit(url)
    if parts.netloc and parts.netloc != urlsplit(settings.SITE_URL).netloc:
        return None
    segments = [segment for segment in parts.path.split("/") if segment]
    match segments:
        case ["articles" | "about", slug]:
            return _reference("article", _by_slug(Article, FormerArticleSlug, "article", slug))
        case ["authors", slug]:
            return _reference("author", _by_slug(Author, None, "author", slug))
        case [_] | [_, _]:
            return _reference("pillar", _pillar_at("/".join(segments)))
    return None


def _by_slug(model: type, former: type | None, field: str, slug: str) -> int | None:
    pk = model.objects.filter(slug=slug).values_list("pk", flat=True).first()
    if pk is None and former is not None:
        pk = former.objects.filter(slug=slug).values_list(f"{field}_id", flat=True).first()
    return pk


def _pillar_at(path: str) -> int | None:
    pk = Pillar.objects.at(path).values_list("pk", flat=True).first()
    return pk or FormerPillarSlug.objects.filter(path=path).values_list("pillar_id", flat=True).first()


def _reference(kind: str, pk: int | None) -> dict | None:
    return {"kind": kind, "id": pk} if pk else None
