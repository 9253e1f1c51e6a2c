"""The kept HTML of a live text: as good as one made anew, and never stale."""

import pytest

from articles import typesetting
from articles.models import Article
from content import rendering

pytestmark = pytest.mark.django_db
TEXT = "One\n\nWords.\nRead more: Other Mornings\nTwo\n\nWords.\nThree\n\nWords."


def row(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def test_publication_stores_what_typesetting_makes(published):
    article = row(published(text=TEXT))
    assert article.typeset == typesetting.stored(article.body, article.anchors)
    assert typesetting.of(article) == typesetting.typeset(article.body, article.anchors)


def test_stored_text_is_read_without_the_document(published, django_assert_num_queries):
    published(text=TEXT)
    article = Article.objects.published().defer("body", "anchors").get()
    with django_assert_num_queries(0):
        assert '<a href="#two">Two</a>' in typesetting.of(article).contents_list()


def test_text_set_by_older_code_is_set_anew(published, monkeypatch):
    article = row(published(text=TEXT))
    made_by, contents_list, parts = article.typeset.split("\x1e")
    assert contents_list != "<ol>old</ol>"
    article.typeset = "\x1e".join([made_by, "<ol>old</ol>", parts])
    assert typesetting.of(article).contents == "<ol>old</ol>"
    monkeypatch.setattr(typesetting, "stamp", lambda: "newer code")
    assert typesetting.of(article) == typesetting.typeset(article.body, article.anchors)


def test_a_stamp_is_as_old_as_the_code(monkeypatch):
    rendering.stamp.cache_clear()
    before = rendering.stamp()
    monkeypatch.setattr(rendering, "_WRITERS", ("html_blocks.py",))
    rendering.stamp.cache_clear()
    assert rendering.stamp() != before
    rendering.stamp.cache_clear()


def test_contents_list_needs_three_sections(published):
    short = row(published("Short", text="One\n\nWords.\nTwo\n\nWords."))
    assert typesetting.of(short).contents_list() == ""


def test_a_draft_is_not_set(draft):
    assert row(draft(text=TEXT)).typeset == ""
