"""Who has left and no longer wants to be named: nothing for readers names them, and nothing at the desk is lost."""

import json

import pytest
from django.db import IntegrityError
from django.utils import timezone

from articles.models import Article
from articles.snapshots import Contributor
from authors import moderation, retiring
from authors.bios import BioSnapshot
from authors.models import Author, FormerAuthorSlug
from content.text import read
from history.models import Event
from tests.content.builders import doc, mark, paragraph, text

AUTHORS = "/admin/authors/author/"


@pytest.fixture
def left(author, editor, moderator, published) -> tuple[Author, Article]:
    """Someone with a public bio and an article in two roles, who has left and is not named any more."""
    bio = BioSnapshot(role="Nurse", bio=read("She is kind.\n"))
    moderation.approve_bio(moderation.submit_bio(author, bio, by=editor, base=None), by=moderator)
    article = published("Cold Floors", contributors=(Contributor(author.pk), Contributor(author.pk, "illustrator")))
    retiring.retire(author, by=editor, reason="She asked.", anonymous=True)
    return Author.objects.get(pk=author.pk), article


def test_no_page_for_readers_names_who_left(left, reader):
    author, article = left
    for address in (
        article.get_absolute_url(),
        "/",
        "/authors/",
        "/articles/feed.xml",
        "/sitemap.xml",
        "/search/?q=floors",
    ):
        html = reader.get(address).content.decode()
        assert author.name not in html, address
        assert f"/authors/{author.slug}/" not in html, address
    html = reader.get(article.get_absolute_url()).content.decode()
    assert "<span>A former author</span>" in html
    assert "<p>Illustrated by A former author</p>" in html
    assert "She is kind." not in html


def test_machines_are_told_no_name_and_no_address(left, reader):
    html = reader.get(left[1].get_absolute_url()).content.decode()
    data = json.loads(html.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    article = next(one for one in data["@graph"] if one["@type"] == "Article")
    assert article["author"] == article["contributor"] == [{"@type": "Person", "name": "A former author"}]


def test_their_page_is_gone_for_good_and_says_so_without_a_name(left, reader):
    author, _ = left
    FormerAuthorSlug.objects.create(author=author, slug="her-old-address")
    page = reader.get(author.get_absolute_url())
    assert (page.status_code, author.name in page.content.decode()) == (410, False)
    assert "noindex" in page.content.decode()
    assert reader.get("/authors/her-old-address/", follow=True).status_code == 410
    assert reader.get(f"{author.get_absolute_url()}feed.xml").status_code == 404


def test_links_to_them_become_words(left, published, reader):
    author, _ = left
    link = mark("link", target={"kind": "author", "id": author.pk})
    linking = published("Linking", body=doc(paragraph("aaaaaaaa", text("see her", link))))
    html = reader.get(linking.get_absolute_url()).content.decode()
    assert "see her" in html
    assert f"/authors/{author.slug}/" not in html


def test_the_preview_says_what_the_page_will(left, writer, draft, at):
    author, _ = left
    article = draft("A Draft", contributors=(Contributor(author.pk),))
    page = at(writer).get(f"/admin/articles/article/{article.pk}/preview/").content.decode()
    assert author.name not in page.partition('<header class="opening">')[2].partition("</header>")[0]


def test_the_desk_and_the_record_keep_who_it_was(left, at, editor):
    author, _ = left
    page = at(editor).get(f"{AUTHORS}{author.pk}/change/").content.decode()
    assert author.name in page
    assert "and named no more," in page
    assert Event.objects.get(act="retired").data == {"reason": "She asked.", "anonymous": True}


def test_taken_back_they_are_named_again(left, editor, reader):
    author, article = left
    retiring.unretire(author, by=editor)
    assert author.name in reader.get(article.get_absolute_url()).content.decode()
    assert reader.get(author.get_absolute_url()).status_code == 200


def test_the_page_asks_and_tells_what_follows(at, editor, author, published):
    published("Cold Floors", contributors=(Contributor(author.pk),))
    address = f"{AUTHORS}{author.pk}/retire/"
    page = at(editor).get(address).content.decode()
    assert "stands in their place on 1 article," in page
    again = at(editor).post(address, {"reason": "", "anonymous": "yes"}).content.decode()
    assert 'value="yes" checked' in again
    at(editor).post(address, {"reason": "She asked.", "anonymous": "yes"})
    assert Author.objects.get(pk=author.pk).anonymous_at


def test_nobody_is_anonymous_who_has_not_left(author):
    with pytest.raises(IntegrityError):
        Author.objects.filter(pk=author.pk).update(anonymous_at=timezone.now())
