"""Addresses of articles and pillars: free slugs, former ones that redirect, and what one of our own URLs points at."""

from collections.abc import Collection
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import get_text_list, slugify

from articles.models import Article, FormerArticleSlug, FormerPillarSlug, Pillar
from authors.models import Author
from history.words import can_be_kept

SLUG_LENGTH = 200
# Below /about/ the program itself has a page at these.
RESERVED = frozenset({"corrections"})


def is_taken(slug: str, article: Article | None = None) -> bool:
    """Whether another article has, will have or once had this address, or a page of the program itself has it. One
    query, none for the address under which the article was saved last: nobody else can have got that since."""
    if article and slug == article.working_slug:
        return slug in RESERVED
    pk = article.pk if article else None
    there = Article.objects.exclude(pk=pk).filter(Q(slug=slug) | Q(working_slug=slug)).order_by()
    former = FormerArticleSlug.objects.exclude(article_id=pk).filter(slug=slug)
    return slug in RESERVED or there.values("pk").union(former.values("pk"), all=True).exists()


def free_slug(title: str, article: Article | None = None) -> str:
    """An address made of the title; numbered when another article has it already."""
    base = slugify(title)[: SLUG_LENGTH - 4].strip("-") or "article"
    slug, number = base, 1
    while is_taken(slug, article):
        number += 1
        slug = f"{base}-{number}"
    return slug


def once_at(slug: str) -> Article | None:
    """What answers at the address of no published article: the one that moved away from it, the withdrawn one, or the
    successor of either; None where readers never met anything there. Loaded with_address(). At most three queries.
    """
    rows = Article.objects.with_address().without_text()
    found = rows.withdrawn().filter(slug=slug).first() or rows.filter(former_slugs__slug=slug).first()
    if found and found.successor_id:
        found = rows.get(pk=found.successor_id)
    return found if found and found.was_public else None


def move_article(article: Article, old: str | None) -> None:
    """Let `old` redirect to the article, and take its new address out of its former ones (A → B → A)."""
    if old == article.slug:
        return
    article.former_slugs.filter(slug=article.slug).delete()
    if old:
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
            return _reference("article", _article_at(slug))
        case ["authors", slug]:
            return _reference("author", _by_slug(Author, None, "author", slug))
        case [_] | [_, _]:
            return _reference("pillar", _pillar_at("/".join(segments)))
    return None


KINDS = ("article", "pillar", "author", "url")


def meant(words: str, kinds: Collection[str] = KINDS) -> dict[str, Any]:
    """The target that a person means by a title or a name, whatever its case, or by an address, ours or another's.

    Raises ValidationError where nothing or more than one thing of these kinds is meant.
    """
    words = " ".join(words.split())
    if not can_be_kept(words):
        raise ValidationError("There is a character in it that cannot be kept. Type it anew.")
    if words.startswith("/") or "://" in words:
        found = _meant_address(words)
        if found["kind"] not in kinds:
            raise ValidationError(f"At “{words}” there is something else. Choose another.")
        return found
    titled = Article.objects.kept().exclude(pk__in=Article.objects.withdrawn())
    articles = titled.filter(Q(title__iexact=words) | Q(working_title__iexact=words)).order_by("pk")
    rows = {
        "article": articles,
        "pillar": Pillar.objects.filter(title__iexact=words),
        "author": Author.objects.active().filter(name__iexact=words),
    }
    found = [(kind, pk) for kind, some in rows.items() if kind in kinds for pk in some.values_list("pk", flat=True)[:2]]
    if not found:
        raise ValidationError(f"Nothing is called “{words}”. {_like(words, kinds)}")
    if len(found) > 1:
        raise ValidationError(f"More than one thing is called “{words}”. Give its address instead.")
    return {"kind": found[0][0], "id": found[0][1]}


def _like(words: str, kinds: Collection[str]) -> str:
    """Titles that readers know too, and that hold the words."""
    rows = Article.objects.published().filter(title__icontains=words).order_by("title", "pk")
    titles = rows.values_list("title", flat=True)[:3] if "article" in kinds and words else ()
    like = get_text_list([f"“{title}”" for title in titles], "or")
    return f"Did you mean {like}?" if like else "Give a title letter for letter, or an address."


def _meant_address(words: str) -> dict[str, Any]:
    with suppress(ValueError):
        if found := target_of(words):
            return found
        if "://" in words and urlsplit(words).netloc not in ("", urlsplit(settings.SITE_URL).netloc):
            return {"kind": "url", "href": words}
    raise ValidationError(f"There is nothing at “{words}”. Give an address that works, or a title.")


def _article_at(slug: str) -> int | None:
    pk = _by_slug(Article, FormerArticleSlug, "article", slug)
    led = Article.objects.filter(pk=pk, successor__isnull=False).values_list("successor_id", flat=True).first()
    return led or pk


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
