"""RSS feeds with whole articles, so that care cards and references reach those who read elsewhere."""

from dataclasses import replace

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.views.decorators.http import require_safe

from articles import citations, correcting, statements, typesetting
from articles.models import Article, Correction, FormerPillarSlug, Pillar
from articles.models.article import ArticleQuerySet
from authors.models import Author
from authors.structured_data import absolute
from content import references
from content.rendering import Surroundings
from history.redirects import moved
from images.pictures import pictures

LONGEST = 20


class FullTextFeed(Rss201rev2Feed):
    """RSS 2.0 with the whole text in content:encoded."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: object, item: dict) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


@require_safe
def site(request: HttpRequest) -> HttpResponse:
    """The newest articles of the whole site."""
    return _feed(settings.SITE_NAME, "/", reverse("articles:feed"), Article.objects.listed())


@require_safe
def hub(request: HttpRequest, hub: str) -> HttpResponse:
    """The newest articles of one hub; its feed's former addresses lead here."""
    node = Pillar.objects.hubs().filter(slug=hub).first()
    if node is None:
        former = get_object_or_404(FormerPillarSlug.objects.select_related("pillar"), path=hub, pillar__parent=None)
        return moved("articles:hub_feed", former.pillar.slug)
    rows = Article.objects.listed().filter(Q(pillar=node) | Q(pillar__parent=node))
    title = f"{node.title} · {settings.SITE_NAME}"
    return _feed(title, node.get_absolute_url(), reverse("articles:hub_feed", args=[hub]), rows)


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest articles of one person; their feed's former addresses lead here."""
    person = Author.objects.public().filter(slug=slug).first()
    if person is None:
        person = get_object_or_404(Author.objects.public(), former_slugs__slug=slug)
        return moved("articles:author_feed", person.slug)
    rows = Article.objects.listed().filter(contributors=person).distinct()
    title = f"{person.name} · {settings.SITE_NAME}"
    return _feed(title, person.get_absolute_url(), reverse("articles:author_feed", args=[slug]), rows)


def _feed(title: str, url: str, own: str, rows: ArticleQuerySet) -> HttpResponse:
    articles = list(
        rows.with_address()
        .defer("body", "anchors")
        .prefetch_related("contributions__author")
        .order_by("-updated_at", "-pk")[:LONGEST]
    )
    feed = FullTextFeed(
        title=title,
        link=absolute(url),
        description=f"New and significantly updated articles of {title}",
        language=settings.LANGUAGE_CODE,
        feed_url=absolute(own),
    )
    texts = [typesetting.of(article) for article in articles]
    around = Surroundings(
        destinations=references.resolve({target for text in texts for target in text.targets}),
        pictures=pictures({pk for text in texts for pk in text.image_ids}),
        sources=citations.cited(pk for text in texts for pk in text.source_ids),
        site=settings.SITE_URL,
    )
    corrections = correcting.of(articles)
    for article, text in zip(articles, texts, strict=True):
        address = absolute(article.get_absolute_url())
        feed.add_item(
            title=article.title,
            link=address,
            description=article.standfirst,
            unique_id=address,
            unique_id_is_permalink=True,
            author_name=", ".join(dict.fromkeys(c.author.public_name for c in article.contributions.all())),
            pubdate=article.published_at,
            updateddate=article.updated_at,
            content=_content(article, text, replace(around, page=address), corrections.get(article.pk, [])),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


def _content(article: Article, text: typesetting.Typeset, around: Surroundings, corrections: list[Correction]) -> str:
    """The text with what its readers must know before it and after it."""
    context = {
        "article": article,
        "is_labelled": statements.needs_label(article, is_reviewed=bool(article.review_id)),
        "body": text.body(around),
        "references": text.references(around),
        "corrections": statements.corrected(corrections),
    }
    return render_to_string("articles/feed_item.html", context).strip()
