"""Turning a live article into what its page shows. Every query of the article page is made here."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from articles.enums import ArticleKind
from articles.models import Article, Contribution, Pillar
from articles.models.tags import Tag
from authors.models import Author
from content import references
from content.outline import outline
from content.rendering import Surroundings, render
from images.pictures import Crop, Picture, show

FURTHER = 5


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
    tags: list[Tag]
    further: list[Article]
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
    listed = _further(article)
    tags = list(Tag.objects.filter(article_tags__content_object=article).order_by("name", "pk"))
    targets = references.targets(article.body)
    for author in people:
        targets |= references.targets(author.bio)
    destinations = references.resolve(targets)
    shown = show(
        pictures=references.image_ids(article.body),
        portraits=[author.portrait_id for author in people if author.portrait_id],
        crops=[article.lead_image_id] if article.lead_image_id else [],
    )
    return ArticlePage(
        article=article,
        body=body(article, destinations, shown.pictures),
        outline=contents(article),
        authors=[_byline(author, shown.portraits, destinations) for author in people],
        breadcrumb=breadcrumb(article),
        tags=tags,
        further=listed,
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


def _people(article: Article) -> list[Author]:
    rows = Contribution.objects.filter(article=article).select_related("author").order_by("position")
    return list({row.author_id: row.author for row in rows}.values())


def _byline(author: Author, portraits: dict[int, Picture], destinations: dict) -> Byline:
    return Byline(
        name=author.name,
        url=author.get_absolute_url(),
        role=", ".join(filter(None, [author.role, author.credentials])),
        portrait=portraits.get(author.portrait_id),
        bio=render(author.bio, Surroundings(destinations=destinations)),
    )


def _further(article: Article) -> list[Article]:
    """What the writer listed first, then others of the same pillar, newest first; never more than five."""
    if article.pillar_id is None:
        return []
    listed = Article.objects.listed().for_lists().filter(links_in__article=article, links_in__origin="listed")
    same = Article.objects.listed().for_lists().filter(pillar=article.pillar_id).exclude(pk=article.pk)
    chosen = list(listed.order_by("links_in__position"))
    found = {row.pk: row for row in [*chosen, *same[: FURTHER + len(chosen)]]}
    return list(found.values())[:FURTHER]
