"""The reader's pages. None touches the session, so that any cache may keep them."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import addresses, pages, rendering, statements, structured_data
from articles.enums import ArticleKind
from articles.models import Article, Correction, FormerPillarSlug, Pillar
from articles.models.tags import Tag
from articles.search import search as find
from content.rendering import ld_json
from history.redirects import moved

PER_PAGE = 20
NEWEST = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The hubs with their pillars, the newest articles, and those that were reviewed last."""
    nodes = list(Pillar.objects.select_related("parent"))
    hubs = [(hub, [node for node in nodes if node.parent_id == hub.pk]) for hub in nodes if hub.parent_id is None]
    newest = list(Article.objects.listed().for_lists()[:NEWEST])
    json_ld = ld_json(structured_data.website())
    lists = {"hubs": hubs, "newest": newest, "reviewed": pages.recently_reviewed()}
    return render(request, "articles/home.html", {**lists, "json_ld": json_ld})


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """An article; a guide or page redirects to its own address, a former slug to the present one."""
    found = rendering.live_article(slug)
    if found is None:
        return _moved_or_gone(request, slug)
    if found.kind in (ArticleKind.GUIDE, ArticleKind.PAGE):
        return moved(found)
    return _show(request, found, "articles/article.html")


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page about the site."""
    found = rendering.live_article(slug)
    if found is None:
        return _moved_or_gone(request, slug)
    if found.kind != ArticleKind.PAGE:
        return moved(found)
    return _show(request, found, "articles/page.html")


@require_safe
def hub(request: HttpRequest, hub: str) -> HttpResponse:
    """A hub: its guide, and its pillars each with its articles."""
    node = Pillar.objects.select_related("parent").at(hub).first()
    if node is None:
        return _pillar_moved(hub)
    return _show_node(request, node, "articles/hub.html", pages.hub_lists(node))


@require_safe
def pillar(request: HttpRequest, hub: str, pillar: str) -> HttpResponse:
    """A pillar: its guide and its articles in reading order."""
    node = Pillar.objects.select_related("parent").at(f"{hub}/{pillar}").first()
    if node is None:
        return _pillar_moved(f"{hub}/{pillar}")
    return _show_node(request, node, "articles/pillar.html", pages.pillar_lists(node))


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The articles under a tag; a tag without any is no page."""
    tag = get_object_or_404(Tag, slug=slug)
    rows = Article.objects.listed().for_lists().filter(article_tags__tag=tag)
    listing = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    if not listing.object_list:
        raise Http404("no published article has this tag")
    breadcrumb = [("Home", "/"), (tag.name, reverse("articles:topic", args=[tag.slug]))]
    json_ld = ld_json(structured_data.collection(tag.name, breadcrumb[-1][1], breadcrumb))
    context = {"tag": tag, "listing": listing, "breadcrumb": breadcrumb, "json_ld": json_ld}
    return render(request, "articles/topic.html", context)


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Every correction of every article, newest first; those of withdrawn articles stay."""
    rows = Correction.objects.select_related("article__pillar__parent").order_by("-pk")
    rows = rows.defer("article__body", "article__anchors", "article__typeset")
    listing = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    told = list(zip(listing.object_list, statements.corrected(listing.object_list), strict=True))
    breadcrumb = [("Home", "/"), ("Corrections", reverse("articles:corrections"))]
    json_ld = ld_json(structured_data.collection("Corrections", breadcrumb[-1][1], breadcrumb))
    context = {"listing": listing, "told": told, "breadcrumb": breadcrumb, "json_ld": json_ld}
    return render(request, "articles/corrections_list.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Full-text search. What is asked is neither logged nor stored."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    results = find(request.GET.get("q", ""), page=max(number, 1))
    return render(request, "articles/search.html", {"results": results})


def _show(request: HttpRequest, row: Article, template: str) -> HttpResponse:
    return render(request, template, pages.reading(rendering.article_page(row)))


def _show_node(request: HttpRequest, node: Pillar, template: str, context: dict) -> HttpResponse:
    guide = Article.objects.published().with_address().filter(pillar=node, kind=ArticleKind.GUIDE)
    guide = guide.select_related("pillar__parent", "review__reviewer", "ai_editor").first()
    page = rendering.article_page(guide) if guide else None
    return render(request, template, context | pages.node_reading(node, page))


def _moved_or_gone(request: HttpRequest, slug: str) -> HttpResponse:
    """301 from a former address and to the successor of a withdrawn article, 410 with the reason for one without,
    else 404."""
    found = addresses.once_at(slug)
    if found is None:
        raise Http404("no article has or had this address")
    if found.is_published:
        return moved(found)
    context = {
        "article": found,
        "breadcrumb": rendering.trail_of(found.pillar),
        "instead": Article.objects.published().with_address().without_text().filter(pk__in=found.instead.all()),
    }
    return render(request, "410.html", context, status=410)


def _pillar_moved(path: str) -> HttpResponse:
    former = FormerPillarSlug.objects.select_related("pillar__parent").filter(path=path).first()
    if former is None:
        raise Http404("no topic has or had this address")
    return moved(former.pillar)
