"""Where a picture stands is known of every article: of what readers see and of its latest version."""

import importlib
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import connection

from articles import discarding, publishing, rebuilding, writing
from articles.models import Article, PictureUse
from authors.models import Author
from content.text import read
from images import library, uses
from images.models import Image
from tests.content.builders import block, doc, paragraph
from tests.images import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(editor):
    def add(title: str, width: int = 300) -> Image:
        return library.add(samples.file(samples.encoded(samples.photo(width))), title=title, alt="A", by=editor)

    return add


def showing(*images: Image):
    figures = [block("figure", f"figure{place}", image=image.pk, alt="A") for place, image in enumerate(images)]
    return doc(paragraph("first", "Words."), *figures)


def titles(image: Image) -> list[str]:
    return [use.title for use in uses.of([image.pk], image.created_by)[image.pk]]


def save(article: Article, by, **changes):
    found, base = writing.current(article)
    return writing.save(article, replace(found, **changes), by=by, base=base)


def test_a_draft_uses_what_its_latest_version_shows(draft, writer, picture):
    first, second = picture("First"), picture("Second", 310)
    article = draft("Backs", body=showing(first))
    assert (titles(first), titles(second)) == (["Backs"], [])
    save(article, writer, title="Spines", body=showing(second, second))
    assert (titles(first), titles(second)) == ([], ["Spines"])


def test_what_readers_still_see_is_used_until_the_new_text_is_public(published, editor, picture):
    old, new = picture("Old"), picture("New", 310)
    article = published("Backs", body=showing(old))
    revision = save(article, editor, body=showing(new))
    assert (titles(old), titles(new)) == (["Backs"], ["Backs"])
    publishing.publish(article, revision=revision, by=editor)
    assert (titles(old), titles(new)) == ([], ["Backs"])


def test_going_back_to_an_older_version_keeps_both(published, editor, picture):
    old, new = picture("Old"), picture("New", 310)
    article = published("Backs", body=showing(old))
    save(article, editor, body=showing(new))
    publishing.publish(article, revision=article.live_revision, by=editor)
    assert (titles(old), titles(new)) == (["Backs"], ["Backs"])


def test_what_lies_in_the_bin_is_not_named(draft, writer, picture):
    image = picture("A")
    article = draft(body=showing(image))
    discarding.discard(article, by=writer)
    assert titles(image) == []
    discarding.recover(article, by=writer)
    assert titles(image) == [article.title]


def test_portraits_are_named_with_their_authors(picture, draft):
    image = picture("A face")
    draft("Backs", body=showing(image))
    Author.objects.create(name="Bo Example", slug="bo", portrait=image)
    assert [(use.title, use.what) for use in uses.of([image.pk], image.created_by)[image.pk]] == [
        ("Backs", "draft"),
        ("Bo Example", "author"),
    ]


def test_a_figure_whose_picture_is_unknown_is_no_use(draft):
    draft(body=doc(paragraph("first", "Words."), block("figure", "second", image=77, alt="x")))
    assert not PictureUse.objects.exists()


def test_rebuild_says_that_the_uses_were_wrong(published, picture):
    image = picture("A")
    article = published(body=showing(image))
    PictureUse.objects.all().delete()
    assert rebuilding.rebuild_and_compare(article.pk).names == ("picture_uses",)
    assert titles(image) == [article.title]
    assert rebuilding.rebuild_and_compare(article.pk) is None


def test_texts_from_before_are_noted_once(published, draft, editor, picture):
    live, later = picture("Live"), picture("Later", 310)
    article = published("Backs", body=showing(live))
    save(article, editor, body=showing(later))
    draft("Never Pictured", body=read("Words.\n"))
    noted = set(PictureUse.objects.values_list("article", "image"))
    PictureUse.objects.filter(image=later).delete()
    migration = importlib.import_module("articles.migrations.0014_note_pictures_in_use")
    migration.note(apps, connection.schema_editor())
    assert (
        set(PictureUse.objects.values_list("article", "image"))
        == noted
        == {(article.pk, pk) for pk in (live.pk, later.pk)}
    )


def test_the_library_says_where_each_picture_is(at, writer, draft, picture):
    used, free = picture("Used"), picture("Free", 310)
    for title in ("Spines", "Backs"):
        draft(title, body=showing(used))
    found = at(writer).get("/admin/images/image/library/").json()["found"]
    assert {one["id"]: one["uses"] for one in found} == {used.pk: ["Backs", "Spines"], free.pk: []}


def test_the_page_of_a_picture_links_to_its_places(at, editor, draft, picture):
    image = picture("Used")
    article = draft("Backs <b>", body=showing(image))
    shown = at(editor).get(f"/admin/images/image/{image.pk}/change/").content.decode()
    assert f'<a href="/admin/articles/article/{article.pk}/change/">Backs &lt;b&gt;</a> (draft)' in shown
    unused = at(editor).get(f"/admin/images/image/{picture('Free', 310).pk}/change/").content.decode()
    assert "nothing yet" in unused
