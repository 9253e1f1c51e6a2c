"""Turning a live article into what its page shows. Every query of the article page is made here."""

import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.enums import ArticleKind, LinkOrigin
from articles.models import Article, Pillar, RelatedLink
from articles.models.tags import Tag
from articles.prepared import Prepared
from authors.models import Author
from content import references
from content.outline import outline
from content.rendering import Surroundings, render
from images.pictures import Crop, Picture, show

FURTHER = 5

_TAGS = Prepared(
    lambda article: (
        Tag.objects.filter(article_tags__content_object=article[0]).order_by("name", "pk").values_list("name", "slug")
    )
)
_PEOPLE = Prepared(
    lambda article: (
        Author.objects.filter(contributions__article=article[0])
        .order_by("contributions__position")
        .values_list("pk", "name", "slug", "role", "credentials", "portrait", "bio")
    )
)
_LISTED = RelatedLink.objects.filter(target_article=OuterRef("pk"), origin=LinkOrigin.LISTED)
_FURTHER = Prepared(
    lambda article, pillar: (
        Article.objects.listed()
        .annotate(place=Subquery(_LISTED.filter(article=article[0]).order_by("position").values("position")[:1]))
        .filter(Q(pillar=pillar[0]) | Q(place__isnull=False))
        .exclude(pk=article[0])
        .order_by(F("place").asc(nulls_last=True), "-published_at", "-pk")
        .values_list("title", "slug")[:FURTHER]
    )
)


class Person(NamedTuple):
    """An author's public columns; `portrait` is an image's id, `bio` a document."""

    name: str
    slug: str
    role: str
    credentials: str
    portrait: int | None
    bio: dict[str, Any]


class Entry(NamedTuple):
    """One line of a list of articles."""

    title: str
    url: str


class TagLink(NamedTuple):
    name: str
    slug: str


@dataclass(slots=True)
class Heading:
    """A line of the contents list."""

    text: str
    anchor: str
    children: list["Heading"] = field(default_factory=list)


@dataclass(slots=True)
class Byline:
    """One author as the page names them. `role` holds role and credentials in words."""

    name: str
    url: str
    role: str
    portrait: Picture | None
    bio: SafeString


@dataclass(slots=True)
class ArticlePage:
    """All that the template of an article, guide or page shows. `breadcrumb` are (label, address) from the root."""

    article: Article
    body: SafeString
    outline: list[Heading]
    authors: list[Byline]
    breadcrumb: list[tuple[str, str]]
    tags: list[TagLink]
    further: list[Entry]
    crops: tuple[Crop, ...]
    is_demo: bool

    @property
    def crop(self) -> Crop | None:
        """The picture that others show beside a link to the page: the widest crop there is."""
        return self.crops[0] if self.crops else None

    @property
    def was_updated(self) -> bool:
        """Whether there is a second date to show."""
        return self.article.updated_at.date() > self.article.published_at.date()


def article_page(article: Article) -> ArticlePage:
    """Collect the page of a published article, loaded with_address(). At most seven queries, whatever its length."""
    people = _people(article)
    tags = [TagLink(*row) for row in _TAGS([article.pk])]
    targets = references.targets(article.body)
    for author in people:
        targets |= references.targets(author.bio)
    destinations = references.resolve(targets)
    shown = show(
        pictures=references.image_ids(article.body),
        portraits=[author.portrait for author in people if author.portrait],
        crops=[article.lead_image_id] if article.lead_image_id else [],
    )
    return ArticlePage(
        article=article,
        body=body(article, destinations, shown.pictures),
        outline=contents(article),
        authors=[_byline(author, shown.portraits, destinations) for author in people],
        breadcrumb=breadcrumb(article),
        tags=tags,
        further=_further(article),
        crops=shown.crops.get(article.lead_image_id, ()),
        is_demo=any(tag.slug == "demo" for tag in tags),
    )


def contents(article: Article) -> list[Heading]:
    """The contents list: headings with an anchor, as a tree of two levels."""
    anchors = article.anchors.get("living", {})

    def line(heading: Any) -> Heading:
        children = [line(child) for child in heading.children]
        return Heading(heading.text, anchors[heading.block_id], children)

    return [line(heading) for heading in outline(article.body) if heading.block_id in anchors]


def breadcrumb(article: Article) -> list[tuple[str, str]]:
    """Home, hub, pillar and the article itself; a guide is its pillar's own page."""
    trail = trail_of(article.pillar)
    if article.kind == ArticleKind.GUIDE:
        return trail
    return [*trail, (article.title, article.get_absolute_url())]


def trail_of(pillar: Pillar | None) -> list[tuple[str, str]]:
    trail = [("Home", "/")]
    if pillar is not None:
        nodes = [pillar.parent, pillar] if pillar.parent_id else [pillar]
        trail += [(node.title, node.get_absolute_url()) for node in nodes]
    return trail


def body(article: Article, destinations: dict, pictures: dict, site: str = "") -> SafeString:
    """The body's HTML. `site` makes its addresses absolute, for feeds."""
    around = Surroundings(
        destinations=destinations,
        pictures=pictures,
        anchors=article.anchors.get("living", {}),
        retired=article.anchors.get("retired", {}),
        site=site,
    )
    return render(article.body, around)


def _people(article: Article) -> list[Person]:
    rows = {row[0]: Person(*row[1:-1], json.loads(row[-1])) for row in _PEOPLE([article.pk])}
    return list(rows.values())


def _byline(person: Person, portraits: dict[int, Picture], destinations: dict) -> Byline:
    return Byline(
        name=person.name,
        url=reverse("authors:author", args=[person.slug]),
        role=", ".join(filter(None, [person.role, person.credentials])),
        portrait=portraits.get(person.portrait),
        bio=render(person.bio, Surroundings(destinations=destinations)),
    )


def _further(article: Article) -> list[Entry]:
    """What the writer listed first, then others of the same pillar, newest first; never more than five."""
    if article.pillar_id is None:
        return []
    rows = _FURTHER([article.pk], [article.pillar_id])
    return [Entry(title, reverse("articles:article", args=[slug])) for title, slug in rows]
