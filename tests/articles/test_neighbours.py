"""What readers may read before and after a text, and where they are."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import previewing, publishing, reading_order, rendering
from articles.enums import ArticleKind
from articles.models import Article, Pillar, ReadingPlace
from articles.neighbours import neighbours
from articles.pages import CHAPTER
from history import revisions

STEP = re.compile(r'<a class="step[^"]*" rel="(\w+)" href="([^"]+)"><span class="label">([^<]+)</span> ([^<]+)</a>')


@pytest.fixture
def page(reader):
    def get(path: str) -> str:
        response = reader.get(path)
        assert response.status_code == 200, path
        return response.content.decode()

    return get


@pytest.fixture
def steps(page):
    """The neighbours that a page tells: (rel, label, title)."""

    def read(path: str) -> list[tuple[str, str, str]]:
        return [(rel, label, title) for rel, _, label, title in STEP.findall(page(path))]

    return read


@pytest.fixture
def other(pillar):
    """The next pillar of the hub."""
    values = {"parent": pillar.parent, "position": 1, "review_required": False}
    return Pillar.objects.create(title="Treatments", slug="treatments", **values)


def order(pillar: Pillar, editor, *articles: Article) -> None:
    was = [article.pk for article in reading_order.articles_of(pillar)]
    reading_order.order_articles(pillar, [article.pk for article in articles], was=was, by=editor)


def test_an_article_tells_what_comes_before_and_after_it(published, steps):
    one, two, three = (published(title) for title in ("One", "Two", "Three"))
    assert steps(one.get_absolute_url()) == [("next", "Next", "Two")]
    assert steps(two.get_absolute_url()) == [("prev", "Previous", "One"), ("next", "Next", "Three")]
    assert steps(three.get_absolute_url()) == [("prev", "Previous", "Two")]


def test_a_new_order_is_read_at_once(published, steps, pillar, editor):
    one, two, three = (published(title) for title in ("One", "Two", "Three"))
    order(pillar, editor, three, one, two)
    assert steps(one.get_absolute_url()) == [("prev", "Previous", "Three"), ("next", "Next", "Two")]


def test_a_neighbour_that_is_withdrawn_or_renamed_is_never_told_as_it_was(published, steps, editor):
    one, two, three = (published(title) for title in ("One", "Two", "Three"))
    Article.objects.filter(pk=three.pk).update(title="Third")
    publishing.withdraw(two, by=editor, reason="Old.")
    assert steps(one.get_absolute_url()) == [("next", "Next", "Third")]


def test_a_draft_is_nobodys_neighbour(published, draft, steps, pillar, editor):
    one, two = published("One"), published("Two")
    order(pillar, editor, one, draft("Secret"), two)
    assert steps(one.get_absolute_url()) == [("next", "Next", "Two")]


def test_the_last_article_leads_to_the_next_guide_that_has_something_to_read(published, steps, pillar, other):
    article = published("One")
    assert steps(article.get_absolute_url()) == []
    published("Pills", pillar=other.pk)
    assert steps(article.get_absolute_url()) == [("next", "Next guide", "Treatments")]


def test_articles_that_came_last_at_the_same_moment_follow_each_other(published, steps):
    articles = [published(title) for title in ("One", "Two", "Three")]
    ReadingPlace.objects.update(position=7)
    assert steps(articles[1].get_absolute_url()) == [("prev", "Previous", "One"), ("next", "Next", "Three")]


def test_a_pillar_tells_the_guides_before_and_after_it(published, steps, pillar, other):
    published("One")
    published("Pills", pillar=other.pk)
    Pillar.objects.create(title="Empty", slug="empty", parent=pillar.parent, position=2)
    assert steps(pillar.get_absolute_url()) == [("next", "Next", "Treatments")]
    assert steps(other.get_absolute_url()) == [("prev", "Previous", "Special Populations")]


def test_an_article_of_the_hub_itself_has_neighbours_and_no_next_guide(published, steps, pillar):
    hub = pillar.parent
    first, second = published("One", pillar=hub.pk), published("Two", pillar=hub.pk)
    published("Below")
    assert steps(first.get_absolute_url()) == [("next", "Next", "Two")]
    assert steps(second.get_absolute_url()) == [("prev", "Previous", "One")]


def test_neighbours_are_not_told_again_below_unless_the_writer_listed_them(published, page):
    listed, another = published("Listed"), published("Another")
    article = published("Two", listed=(listed.pk, another.pk))
    published("Three")
    further = page(article.get_absolute_url()).partition('id="further"')[2]
    assert (further.count(">Listed<"), further.count(">Three<")) == (1, 0)


def test_the_preview_of_a_draft_stands_at_the_end_of_its_guide(published, draft):
    published("One")
    article = draft("Coming")
    _, context = previewing.page_of(article, revisions.latest(article))
    assert context["page"].neighbours.previous.title == "One"
    assert context["page"].neighbours.next is None


@pytest.mark.parametrize("rows", [2, 12])
def test_neighbours_cost_one_query(published, pillar, rows, django_assert_num_queries):
    articles = [published(f"Article {number}") for number in range(rows)]
    article = Article.objects.with_address().get(pk=articles[1].pk)
    with django_assert_num_queries(1):
        assert neighbours(article, article.pillar).previous.title == "Article 0"
    with CaptureQueriesContext(connection) as queries:
        rendering.article_page(article)
    assert len(queries) <= 6


def test_a_hub_shows_its_chapters_in_reading_order(published, page, pillar, other, editor):
    one, two = published("One"), published("Two")
    published("Pills", pillar=other.pk)
    order(pillar, editor, two, one)
    was = [pillar.pk, other.pk]
    reading_order.order_pillars(pillar.parent, [other.pk, pillar.pk], was=was, by=editor)
    html = page("/back-pain/")
    places = [html.index(f">{title}<") for title in ("Treatments", "Pills", "Special Populations", "Two", "One")]
    assert places == sorted(places)
    assert re.search(r">Two</a> <span class=\"minutes\">1&nbsp;min</span>", html)


def test_a_hub_shows_so_many_of_each_pillar_and_the_way_to_the_rest(published, page, pillar, reader):
    for number in range(CHAPTER + 2):
        published(f"Article {number}")
    own = [published(f"Of the hub {number}", pillar=pillar.parent_id) for number in range(CHAPTER + 1)]
    html = page("/back-pain/")
    assert (f">Article {CHAPTER - 1}<" in html, f">Article {CHAPTER}<" in html) == (True, False)
    assert f'<a href="/back-pain/special-populations/#articles">All {CHAPTER + 2} articles of' in html
    assert all(f">{article.title}<" in html for article in own)


def trail(html: str) -> list[str]:
    shown = re.search(r'<nav class="breadcrumb".*?</nav>', html, re.S)[0]
    return re.findall(r"<li[^>]*>(?:<a[^>]*>)?([^<]+)", shown)


def said(html: str) -> list[str]:
    """The trail that machines are told."""
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])
    (found,) = [one for one in data["@graph"] if one["@type"] == "BreadcrumbList"]
    assert [item["position"] for item in found["itemListElement"]] == list(range(1, len(found["itemListElement"]) + 1))
    return [item["name"] for item in found["itemListElement"]]


def test_the_trail_agrees_with_the_tree_for_readers_and_for_machines(published, page, pillar):
    article = published("One")
    published("Guide", kind=ArticleKind.GUIDE)
    below = ["Home", "Back Pain", "Special Populations"]
    for path, expected in (
        ("/back-pain/", below[:2]),
        (pillar.get_absolute_url(), below),
        (article.get_absolute_url(), [*below, "One"]),
    ):
        html = page(path)
        assert (trail(html), said(html)) == (expected, expected)
    assert '<a href="/back-pain/special-populations/">Special Populations</a>' in page(article.get_absolute_url())
