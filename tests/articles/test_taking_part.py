"""Who took part in an article, and how readers and machines are told."""

import json

from articles import checklist, previewing, publishing
from articles.models import Article
from articles.snapshots import Contributor, Snapshot
from authors.models import Author
from history import revisions


def people() -> list[Author]:
    return [Author.objects.create(name=name, slug=name.lower()) for name in ("Ada", "Bea", "Cyd", "Dan")]


def taking_part(ada: Author, bea: Author, cyd: Author, dan: Author) -> tuple[Contributor, ...]:
    return (
        Contributor(cyd.pk, "fact_checker"),
        Contributor(ada.pk),
        Contributor(bea.pk, "illustrator"),
        Contributor(ada.pk, "illustrator"),
        Contributor(dan.pk, "contributor"),
    )


def opening(html: str) -> str:
    return html.partition('<header class="opening">')[2].partition("</header>")[0]


def test_readers_are_told_who_did_what(reader, published):
    html = opening(reader.get(published(contributors=taking_part(*people())).get_absolute_url()).content.decode())
    assert html.count("byline-author") == 1
    for line in (
        '<p>With contributions by <a href="/authors/dan/">Dan</a></p>',
        '<p>Illustrated by <a href="/authors/bea/">Bea</a>, <a href="/authors/ada/">Ada</a></p>',
        '<p>Facts checked by <a href="/authors/cyd/">Cyd</a></p>',
    ):
        assert line in html


def test_machines_are_told_authors_and_contributors_apart(reader, published):
    html = reader.get(published(contributors=taking_part(*people())).get_absolute_url()).content.decode()
    data = json.loads(html.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    article = next(one for one in data["@graph"] if one["@type"] == "Article")
    assert [one["name"] for one in article["author"]] == ["Ada"]
    assert [one["name"] for one in article["contributor"]] == ["Dan", "Bea", "Ada", "Cyd"]


def test_the_preview_names_them_as_the_page_will(draft, reader, editor):
    article = draft(contributors=taking_part(*people()))
    revision = revisions.latest(article)
    page = previewing.page_of(Article.objects.get(pk=article.pk), revision)[1]["page"]
    live = publishing.publish(article, revision=revision, by=editor)
    html = opening(reader.get(live.get_absolute_url()).content.decode())
    assert [(words, [one.title for one in several]) for words, several in page.others] == [
        ("With contributions by", ["Dan"]),
        ("Illustrated by", ["Bea", "Ada"]),
        ("Facts checked by", ["Cyd"]),
    ]
    assert all(one.name in html for one in page.authors)


def test_a_fact_checker_alone_is_no_author(draft):
    article = draft(contributors=(Contributor(people()[2].pk, "fact_checker"),))
    found = checklist.findings(article, Snapshot.from_dict(revisions.latest(article).snapshot))
    assert "Name at least one author" in " ".join(one.message for one in found)
