"""The preview is the public page of a draft, to the byte, and the only page that may stand in a frame."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from articles import publishing, writing
from articles.enums import ArticleKind
from articles.models import Article, Pillar, Section
from articles.snapshots import Contributor, Snapshot
from authors.models import Author
from content.text import read
from history import revisions
from images import library
from tests.content.builders import block, doc, heading, paragraph, text, to_article
from tests.images import samples
from tests.stating import stated

TEXT = "One\n\nWords.\nRead more: Other Mornings\nTwo\n\nWords.\nThree\n\n- a\n- b\n"
MARK = re.compile(r' data-block="[a-z0-9]+"')


def address(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/preview/"


@pytest.fixture
def shown(at, editor):
    """The preview as an editor gets it."""

    def get(article: Article) -> str:
        response = at(editor).get(address(article))
        assert response.status_code == 200
        return response.content.decode()

    return get


@pytest.fixture
def same(client, shown):
    """Asserts that the preview is the public page but for the marks of blocks."""

    def compare(article: Article) -> str:
        preview = shown(article)
        client.logout()
        public = client.get(article.get_absolute_url())
        assert public.status_code == 200
        assert MARK.sub("", preview) == public.content.decode()
        return preview

    return compare


@pytest.fixture
def frozen(monkeypatch):
    """Nothing happens while the test runs: dates that are those of now stay equal."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)


def rewritten(article: Article, by, **values) -> Article:
    snapshot, base = writing.current(article)
    writing.save(article, replace(snapshot, **values), by=by, base=base)
    return article


def publish(article: Article, by) -> Article:
    article = publishing.publish(article, revision=revisions.latest(article), by=by)
    return Article.objects.with_address().get(pk=article.pk)


# The same page


def test_preview_of_a_published_article_is_its_public_page(published, same):
    published("Other Mornings")
    article = published(text=TEXT, tags=("Sleep", "back pain"))
    preview = same(Article.objects.with_address().get(pk=article.pk))
    blocks = article.live_revision.snapshot["body"]["content"]
    assert re.findall(r'data-block="([a-z0-9]+)"', preview) == [block["attrs"]["id"] for block in blocks]


def test_preview_before_publication_is_the_page_after_it(draft, published, editor, frozen, shown, client):
    published("Other Mornings")
    near, far = published("Near"), published("Far")
    article = draft(text=TEXT, tags=("Sleep", "new one"), listed=(far.pk, near.pk))
    before = shown(article)
    article = publish(article, editor)
    assert MARK.sub("", before) == client.get(article.get_absolute_url()).content.decode()


def test_preview_of_a_changed_article_is_the_page_after_its_next_publication(
    published, editor, monkeypatch, shown, client, pillar
):
    other, second = published("Other Mornings"), Author.objects.create(name="Bo Example", slug="bo-example")
    image = library.add(samples.file(samples.encoded(samples.photo())), title="A", alt="B", credit="C", by=editor)
    article = published(text=TEXT, tags=("Sleep",), listed=(other.pk,))
    body = doc(
        paragraph("first", "A new beginning."),
        heading("third", "Three", level=2),
        block("figure", "picture", image=image.pk, alt="B", decorative=False),
        paragraph("linked", text("x", to_article(other.pk))),
        heading("fourth", "Four", level=2),
        heading("fifth", "Five", level=3),
    )
    contributors = (Contributor(second.pk), *Snapshot.from_dict(article.live_revision.snapshot).contributors)
    facts = {"contributors": contributors, "tags": ("night",), "listed": (), "title": "Later"}
    rewritten(article, editor, body=body, **facts, **stated(*[one.author for one in contributors]))
    later = timezone.now() + timedelta(days=40)
    monkeypatch.setattr(timezone, "now", lambda: later)
    before = shown(article)
    assert [before.count(words) for words in ("Later</h1>", "Bo Example</a>", 'id="one"', "updated")] == [1, 1, 1, 1]
    article = publish(article, editor)
    assert MARK.sub("", before) == client.get(article.get_absolute_url()).content.decode()


def test_a_small_change_is_not_dated_anew(published, editor, monkeypatch, shown):
    article = published(text="One\n\n" + "Words and words. " * 60)
    rewritten(article, editor, search_description="Other words.")
    later = timezone.now() + timedelta(days=40)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "updated" not in shown(article)


@pytest.mark.parametrize("kind", [ArticleKind.PAGE, ArticleKind.GUIDE])
def test_preview_of_other_kinds_is_their_public_page(kind, published, same, pillar):
    published("Other Mornings")
    article = published(text=TEXT, kind=kind, pillar=None if kind == ArticleKind.PAGE else pillar.pk)
    same(Article.objects.with_address().get(pk=article.pk))


def test_preview_of_a_hubs_guide_is_the_hubs_page(published, same, pillar):
    published("Other Mornings")
    article = published(text=TEXT, kind=ArticleKind.GUIDE, pillar=pillar.parent_id)
    same(Article.objects.with_address().get(pk=article.pk))


def test_preview_writes_nothing(draft, shown):
    article = draft(text=TEXT, tags=("new one",))
    with CaptureQueriesContext(connection) as queries:
        shown(article)
    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in written if "articles_" in sql or "history_" in sql or "taggit_" in sql] == []
    assert Section.objects.filter(article=article).count() == 0


def test_a_heading_that_comes_back_stands_once(published, editor, shown):
    article = published(text="One\n\nWords.\nTwo\n\nWords.\n")
    body = Snapshot.from_dict(article.live_revision.snapshot).body
    rewritten(article, editor, body={**body, "content": body["content"][:2]})
    article = publish(article, editor)
    rewritten(article, editor, body=body)
    assert shown(article).count('id="two"') == 1


# Unfinished texts


def test_words_that_are_only_kept_are_shown(draft, writer, shown):
    article = draft("Cold Floors")
    snapshot, base = writing.current(article)
    revisions.write(article, replace(snapshot, title="Warm Floors").as_dict(), by=writer, base=base)
    assert "Warm Floors</h1>" in shown(article)


@pytest.mark.parametrize("kind", ArticleKind.values)
def test_a_text_of_which_only_the_title_stands_is_shown(kind, db, writer, shown):
    article = writing.start(Snapshot(title="A", slug="", kind=kind), by=writer)
    article.working_slug = None
    Article.objects.filter(pk=article.pk).update(working_slug=None)
    revisions.write(article, Snapshot(title="", slug="", kind=kind).as_dict(), by=writer, base=base_of(article))
    assert "<h1></h1>" in shown(article)


def base_of(article: Article) -> str:
    return revisions.latest(article).token


def test_what_nobody_has_written_has_no_preview(draft, at, writer):
    draft(text="Read more: Warm Floors\n")
    assert at(writer).get(address(Article.objects.planned().get())).status_code == 404
    assert at(writer).get("/admin/articles/article/999/preview/").status_code == 404


def test_markup_in_a_draft_is_words(draft, shown):
    article = draft("<script>alert(1)</script>", standfirst='"><img src=x>', tags=("<b>",), text="<i>\n")
    page = shown(article)
    assert [page.count(markup) for markup in ("<script>alert", "<img src=x", "<b>", "<i>")] == [0, 0, 0, 0]


# Who sees it, and where


@pytest.mark.parametrize("role", ["writer", "editor", "doctor", "moderator"])
def test_who_sees_the_desk_sees_previews(role, request, at, draft):
    article = draft()
    assert at(request.getfixturevalue(role)).get(address(article)).status_code == 200


def test_others_do_not(at, outsider, draft, client):
    article = draft()
    assert client.get(address(article))["Location"].startswith("/admin/login/")
    assert at(outsider).get(address(article))["Location"].startswith("/admin/login/")
    assert at(outsider).post(address(article)).status_code in (302, 405)


def test_preview_may_stand_in_a_frame_of_ours_and_is_never_kept(at, writer, draft):
    response = at(writer).get(address(draft()))
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["frame-ancestors"] == "'self'"
    assert policy["default-src"] == "'self'"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]


def _routes(patterns, prefix="") -> list[str]:
    found = []
    for one in patterns:
        path = prefix + str(one.pattern)
        found += _routes(one.url_patterns, path) if hasattr(one, "url_patterns") else [path]
    return found


def test_no_other_page_may_stand_in_a_frame(at, administrator, published, editor):
    """Every address of the site with real keys, where it has any."""
    article = published(tags=("sleep",))
    values = {"pk": article.pk, "object_id": article.pk, "number": 1, "token": "x" * 43, "url": "x"}
    values |= {"slug": article.slug, "hub": "back-pain", "pillar": "special-populations", "path": "x", "plan": 1}
    browser, framed, asked = at(administrator), set(), 0
    for route in sorted(set(_routes(get_resolver().url_patterns))):
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(values.get(m[1], 1)), route)
        if "(" in path or "logout" in path:
            continue
        response = browser.get("/" + path.removeprefix("^").removesuffix("$"))
        asked += 1
        refuses = response.get("X-Frame-Options") == "DENY"
        if not refuses or "frame-ancestors 'none'" not in response.get("Content-Security-Policy", ""):
            framed.add(route)
    assert asked > 60
    assert framed == {"admin/articles/article/<int:pk>/preview/"}


@pytest.mark.parametrize("count", [1, 6])
def test_queries_do_not_grow_with_the_text(count, draft, published, at, editor):
    others = [published(f"Other {n}") for n in range(count)]
    authors = tuple(Contributor(Author.objects.create(name=f"A{n}", slug=f"a{n}").pk) for n in range(count))
    blocks = [paragraph(f"p{n}", text("x", to_article(o.pk))) for n, o in enumerate(others)]
    tags, listed = tuple(f"tag {n}" for n in range(count)), tuple(other.pk for other in others)
    article = draft(body=doc(*blocks), contributors=authors, tags=tags, listed=listed)
    browser = at(editor)
    browser.get(address(article))
    with CaptureQueriesContext(connection) as queries:
        browser.get(address(article))
    assert len(queries) <= 17


def test_pillar_of_the_draft_is_shown_not_that_of_the_live_page(published, editor, shown, pillar):
    other = Pillar.objects.create(title="Sleep", slug="sleep", review_required=False)
    article = published(body=read(TEXT))
    rewritten(article, editor, pillar=other.pk)
    assert '<li><a href="/sleep/">Sleep</a></li>' in shown(article)
