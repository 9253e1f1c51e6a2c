"""What readers get, page by page."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from articles import arranging, publishing, writing
from articles.enums import ArticleKind
from articles.models import Article, Pillar
from authors import profiles
from authors.bios import BioSnapshot
from authors.models import Author
from content.text import read
from tests.content.builders import doc, heading, paragraph
from tests.content.pages import check_valid
from tests.content.test_care import card

TEXT = """Why it hurts

Because of the night.
What helps
- warmth
- walking
Related reading: A Planned Title
And patience.
"""


@pytest.fixture
def page(reader):
    """The decoded page at an address, which must answer 200."""

    def get(path: str) -> str:
        response = reader.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return response.content.decode()

    return get


def test_an_article_shows_title_standfirst_author_and_text(published, page):
    article = published("Stiff in the Morning", text=TEXT)
    html = page(article.get_absolute_url())
    for words in ("Stiff in the Morning", "What the night does to a back.", "Ada Example", "Because of the night."):
        assert words in html
    assert '<h2 id="why-it-hurts">Why it hurts</h2>' in html


def test_a_planned_call_out_is_words_until_its_article_is_published(published, page):
    article = published(text=TEXT)
    assert '<span class="related-title">A Planned Title</span>' in page(article.get_absolute_url())
    target = published("A Planned Title")
    assert f'<a href="{target.get_absolute_url()}">A Planned Title</a>' in page(article.get_absolute_url())


def test_a_link_to_a_withdrawn_article_becomes_words(published, page, editor):
    target = published("A Planned Title")
    article = published(text=TEXT)
    publishing.withdraw(target, by=editor, reason="Wrong.")
    assert '<span class="related-title">A Planned Title</span>' in page(article.get_absolute_url())


def test_drafts_are_seen_nowhere(draft, reader, author):
    article = draft("Secret Draft", text=TEXT, tags=("HRT",))
    assert reader.get(article.get_absolute_url()).status_code == 404
    paths = [
        "/",
        "/back-pain/",
        "/back-pain/special-populations/",
        "/authors/",
        author.get_absolute_url(),
        "/feed.xml",
        "/back-pain/feed.xml",
        "/sitemap.xml",
        "/search/?q=secret",
    ]
    for path in paths:
        content = reader.get(path).content.decode()
        assert [words for words in ("Secret Draft", "secret-draft") if words in content] == [], path
    assert reader.get("/topics/hrt/").status_code == 404


EVERYWHERE = (
    *("/", "/back-pain/", "/back-pain/special-populations/", "/authors/", "/authors/ada-example/", "/feed.xml"),
    *("/back-pain/feed.xml", "/sitemap.xml", "/search/?q=secret", "/search/?q=hidden", "/topics/hrt/"),
)


def _seen(reader, words: str) -> list[str]:
    return [path for path in EVERYWHERE if words in reader.get(path).content.decode().casefold()]


def test_a_withdrawn_article_is_seen_nowhere_any_more(published, reader, editor):
    article = published("Hidden Pain", text=TEXT, tags=("HRT",))
    published("Another", text="Why\n\nFor once.\n", tags=("HRT",))
    assert set(EVERYWHERE) - set(_seen(reader, "hidden-pain")) == {"/authors/", "/search/?q=secret"}
    publishing.withdraw(article, by=editor, reason="Wrong.")
    assert (_seen(reader, "hidden pain"), _seen(reader, "hidden-pain")) == ([], [])


def test_words_saved_after_publication_are_seen_nowhere(published, reader, writer):
    article = published("Cold Floors", text=TEXT)
    public = reader.get(article.get_absolute_url()).content
    snapshot, token = writing.current(article)
    changed = {"title": "Secret Title", "standfirst": "A secret.", "slug": "secret-slug", "tags": ("HRT",)}
    changed |= {"body": read("A secret heading\n\nSecret words.\n"), "search_description": "In secret."}
    writing.save(article, replace(snapshot, **changed), by=writer, base=token)
    assert reader.get(article.get_absolute_url()).content == public
    assert [path for path in _seen(reader, "secret") if "q=secret" not in path] == []
    assert reader.get("/search/?q=secret").context["results"].total == 0
    assert [reader.get(path).status_code for path in ("/articles/secret-slug/", "/topics/hrt/")] == [404, 404]


def test_a_published_article_is_found_everywhere(published, page, author):
    article = published("Stiff in the Morning", tags=("HRT",))
    address = article.get_absolute_url()
    paths = [
        "/",
        "/back-pain/",
        "/back-pain/special-populations/",
        author.get_absolute_url(),
        "/topics/hrt/",
        "/search/?q=stiff",
        "/feed.xml",
        "/back-pain/feed.xml",
        "/sitemap.xml",
    ]
    assert [path for path in paths if address not in page(path)] == []


def test_a_former_address_redirects_at_once_to_the_present_one(published, writer, editor, reader):
    article = published("Alpha")
    for slug in ("beta", "gamma"):
        snapshot, token = writing.current(article)
        revision = writing.save(article, replace(snapshot, slug=slug), by=writer, base=token)
        article = publishing.publish(article, revision=revision, by=editor)
    for former in ("alpha", "beta"):
        response = reader.get(f"/articles/{former}/")
        assert (response.status_code, response["Location"]) == (301, "/articles/gamma/")
        assert response["Cache-Control"] == "no-cache"


def test_a_withdrawn_article_answers_410_with_the_reason(published, editor, reader):
    article = publishing.withdraw(published(), by=editor, reason="The <b>evidence</b> changed.")
    response = reader.get(article.get_absolute_url())
    assert response.status_code == 410
    assert "The &lt;b&gt;evidence&lt;/b&gt; changed." in response.content.decode()


def test_a_guides_only_address_is_its_pillars(published, reader):
    guide = published("How to Live with It", kind=ArticleKind.GUIDE, text=TEXT)
    response = reader.get(reverse("articles:article", args=[guide.slug]))
    assert (response.status_code, response["Location"]) == (301, "/back-pain/special-populations/")
    assert "Because of the night." in reader.get("/back-pain/special-populations/").content.decode()


def test_a_page_about_the_site_lives_below_about(published, reader):
    page = published("Privacy", kind=ArticleKind.PAGE, pillar=None, contributors=())
    assert reader.get("/about/privacy/").status_code == 200
    assert reader.get(f"/articles/{page.slug}/")["Location"] == "/about/privacy/"
    assert "/about/privacy/" not in reader.get("/feed.xml").content.decode()


def test_nobody_is_told_of_a_pending_bio(author, reader, editor):
    from authors import moderation

    moderation.submit_bio(
        author, BioSnapshot(bio=read("Words nobody has read yet."), role="Doctor"), by=editor, base=None
    )
    html = reader.get(author.get_absolute_url()).content.decode()
    assert "Words nobody" not in html
    assert "Doctor" not in html


@pytest.mark.parametrize(
    "path", ["/articles/none/", "/about/none/", "/none/", "/none/none/", "/authors/none/", "/topics/none/"]
)
def test_an_unknown_address_is_a_friendly_404(reader, db, path):
    response = reader.get(path)
    assert response.status_code == 404
    assert "There is no" in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/", "/authors/", "/search/?q=x", "/feed.xml", "/sitemap.xml", "/robots.txt", "/healthz"]
)
def test_public_pages_answer_only_to_reading(client, db, path):
    assert client.post(path).status_code == 405


def test_public_pages_carry_the_policy_and_no_cookie(published, reader):
    response = reader.get(published().get_absolute_url())
    policy = response["Content-Security-Policy"]
    for directive in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert directive in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "Cookie" not in response.get("Vary", "")


def _fill(published, author, rows):
    for number in range(rows):
        sections = "".join(
            f"Section {n}\n\nWords of {n}.\nMore: Planned {number}-{n}\n" for n in range(1 + number % 3 * 4)
        )
        published(f"Article {number}", text=sections, tags=("HRT", f"tag {number}"))


@pytest.mark.parametrize("rows", [2, 9])
def test_query_budgets_do_not_grow(published, author, reader, rows, django_assert_max_num_queries):
    _fill(published, author, rows)
    article = Article.objects.published().get(title="Article 1")
    for path in (
        "/",
        "/back-pain/",
        "/back-pain/special-populations/",
        author.get_absolute_url(),
        "/authors/",
        "/topics/hrt/",
        "/feed.xml",
        "/sitemap.xml",
        article.get_absolute_url(),
    ):
        with django_assert_max_num_queries(8):
            assert reader.get(path).status_code == 200, path


def test_further_reading_never_names_the_page_itself(published, page):
    for number in range(6):
        published(f"Article {number}")
    article = Article.objects.published().get(title="Article 2")
    html = page(article.get_absolute_url())
    assert html.count(f'href="{article.get_absolute_url()}"') <= html.count('rel="canonical"') + 1
    assert all(f"Article {number}" in html for number in (0, 1, 3, 4, 5))


def test_the_feed_is_valid_rss_with_whole_articles(published, reader):
    published("Cards & <Tags>", text=TEXT)
    tree = ElementTree.fromstring(reader.get("/feed.xml").content)
    item = tree.find("./channel/item")
    content = item.find("{http://purl.org/rss/1.0/modules/content/}encoded").text
    assert item.find("title").text == "Cards & <Tags>"
    assert item.find("guid").text == item.find("link").text == "http://127.0.0.1:8000/articles/cards-tags/"
    assert "<li>warmth</li>" in content
    assert tree.find("./channel/{http://www.w3.org/2005/Atom}link").get("rel") == "self"


def test_sitemap_dates_follow_significant_updates(published, reader):
    article = published()
    tree = ElementTree.fromstring(reader.get("/sitemap.xml").content)
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    rows = {row.find("s:loc", space).text: row for row in tree.findall("s:url", space)}
    row = rows[f"http://127.0.0.1:8000{article.get_absolute_url()}"]
    assert row.find("s:lastmod", space).text == article.updated_at.date().isoformat()
    assert row.find("s:priority", space) is None


def test_a_hub_without_pillars_or_guide_still_has_a_page(reader, db):
    Pillar.objects.create(title="Empty", slug="empty")
    assert reader.get("/empty/").status_code == 200


def test_an_author_without_articles_still_has_a_page(reader, db):
    person = Author.objects.create(name="New Here", slug="new-here")
    assert reader.get(person.get_absolute_url()).status_code == 200


def test_former_addresses_of_feeds_lead_on(published, pillar, author, editor, reader):
    published()
    pillar.parent.slug, author.slug = "spine", "ada-other"
    arranging.save_pillar(pillar.parent, by=editor)
    profiles.save_author(author, by=editor)
    answers = [reader.get(f"/{path}/feed.xml") for path in ("back-pain", "authors/ada-example", "nothing")]
    assert [answer.get("Location") for answer in answers] == ["/spine/feed.xml", "/authors/ada-other/feed.xml", None]
    assert [answer.status_code for answer in answers] == [301, 301, 404]


@pytest.mark.parametrize("path", ["/back-pain/", "/back-pain/special-populations/"])
def test_a_topic_leads_first_to_what_cannot_wait(published, pillar, page, path):
    where = pillar.parent if path == "/back-pain/" else pillar
    body = doc(heading("a", "A"), paragraph("b", "Words."), card("soon", "urgent"), card("now", "emergency"))
    published("Where to Begin", kind=ArticleKind.GUIDE, pillar=where.pk, body=body)
    published("Cold Floors")
    main = check_valid(page(path).partition("<main")[2].partition(">")[2].partition("</main>")[0])
    line = main.find(".//p[@class='help-at']")
    assert [(link.text, link.get("href")) for link in line] == [
        ("When to get help at once", "#care-now00000"),
        ("When to get urgent advice", "#care-soon0000"),
    ]
    assert {link.get("href")[1:] for link in line} <= {element.get("id") for element in main.iter()}
    assert list(main).index(line) == 1


def test_a_topic_says_nothing_of_help_where_its_guide_has_no_such_card(published, page):
    published("Where to Begin", kind=ArticleKind.GUIDE, body=doc(paragraph("b", "Words."), card("mild", "non_urgent")))
    assert "help-at" not in page("/back-pain/special-populations/")
