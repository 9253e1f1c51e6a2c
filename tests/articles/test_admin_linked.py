"""The desk's page of what points at an author, and at a guide."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import writing
from authors import moderation
from authors.bios import BioSnapshot
from authors.models import Author
from tests.content.builders import doc, heading, mark, paragraph, text, to_article

LINKS = "/admin/articles/relatedlink/authors/{}/links/"
AUTHOR = "/admin/authors/author/{}/{}/"


def to(kind: str, key: int) -> dict:
    return mark("link", target={"kind": kind, "id": key})


@pytest.fixture
def approved(editor, moderator):
    """Makes a bio public: `approved(author, document)`."""

    def make(author, bio):
        sent = moderation.submit_bio(author, BioSnapshot(bio=bio), by=editor, base=None)
        return moderation.approve_bio(sent, by=moderator)

    return make


@pytest.fixture
def asking(author):
    return doc(paragraph("a", "Why? Ask ", text("Ada", to("author", author.pk)), " at once. Good."))


def test_an_authors_page_shows_the_sentences_that_lead_there(at, editor, author, published, draft, asking):
    published("Origin", body=asking)
    draft("Sketch", body=doc(paragraph("a", "By ", text("her", to("author", author.pk)), ".")))
    page = at(editor).get(LINKS.format(author.pk)).content.decode()
    assert 'Ask <strong class="link-words">Ada</strong> at once.' in page
    assert 'By <strong class="link-words">her</strong>.' in page
    assert "1 sentence in 1 article points here, and 1 unpublished text." in page
    assert f'<a href="/admin/authors/author/{author.pk}/change/">Ada Example</a>' in page


def test_the_authors_form_and_what_hides_and_retires_say_what_points_there(
    at, administrator, author, published, approved, asking
):
    approved(author, doc(paragraph("a", "Kind.")))
    link = LINKS.format(author.pk)
    pages = [AUTHOR.format(author.pk, name) for name in ("change", "hide", "retire")]
    browser = at(administrator)
    assert all("points here" not in browser.get(page).content.decode() for page in pages)
    published("Origin", body=asking)
    for page in pages:
        said = browser.get(page).content.decode()
        assert "1 sentence in 1 article points here." in said
        assert f'href="{link}"' in said


def test_a_stranger_sees_no_draft_of_others(at, person, author, draft, asking):
    draft("Sketch", body=asking)
    page = at(person("writer", email="stranger@example.org")).get(LINKS.format(author.pk)).content.decode()
    assert "Sketch" not in page
    assert "Nothing points here." in page


def test_who_has_no_role_and_whom_nobody_knows_is_not_there(at, outsider, editor, author):
    assert at(outsider).get(LINKS.format(author.pk)).status_code in (302, 403)
    assert at(editor).get(LINKS.format(author.pk + 1)).status_code == 404


def test_bios_that_point_there_are_named(at, editor, author, published, pillar, approved):
    target = published("Floor")
    bea = Author.objects.create(name="Bea Example", slug="bea")
    links = [to("article", target.pk), to("pillar", pillar.pk), to("author", author.pk)]
    approved(bea, doc(paragraph("a", *(text(f"{number} ", link) for number, link in enumerate(links)))))
    named = f'<h3>In bios</h3>\n<ul class="use-list">\n<li><a href="/admin/authors/author/{bea.pk}/change/">Bea'
    browser = at(editor)
    for address in (
        f"/admin/articles/article/{target.pk}/links/",
        f"/admin/articles/pillar/{pillar.parent_id}/links/",
        LINKS.format(author.pk),
    ):
        assert named in browser.get(address).content.decode()
    assert "In bios" not in browser.get(LINKS.format(bea.pk)).content.decode()


def test_the_page_costs_the_same_for_any_number(at, editor, author, published, draft, approved, asking):
    browser, counts = at(editor), []
    for number in (2, 6):
        for n in range(number):
            published(f"Origin {number} {n}", body=asking)
            draft(f"Draft {number} {n}", body=asking)
            approved(Author.objects.create(name="Bo", slug=f"bo-{number}-{n}"), asking)
        with CaptureQueriesContext(connection) as queries:
            browser.get(LINKS.format(author.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


GUIDE = "/admin/articles/article/{}/{}/"


@pytest.mark.parametrize("page", ["links", "withdraw", "merge", "rename"])
def test_nobody_believes_that_a_guide_is_unread_where_texts_lead_to_its_topic(at, editor, published, pillar, page):
    guide = published("All of It", kind="guide")
    address = GUIDE.format(guide.pk, page)
    assert "Nothing points here." in at(editor).get(address).content.decode()
    published("Origin", body=doc(paragraph("a", "See ", text("people", to("pillar", pillar.pk)), ".")))
    html = at(editor).get(address).content.decode()
    assert "1 sentence in 1 article points to its topic “Special Populations”. The page of the topic shows" in html
    assert f'<a href="/admin/articles/pillar/{pillar.pk}/links/">See the links to the topic</a>' in html
    assert "Nothing points here." not in html


def test_links_to_a_section_name_its_heading(at, editor, published, draft):
    target = published("Floor", body=doc(heading("why", "Why <It> Helps"), paragraph("x", "Because.")))
    section = target.sections.get().block_id
    words = text("why", to_article(target.pk, section)), ", ", text("floor", to_article(target.pk)), "."
    published("Origin", body=doc(paragraph("a", *words)))
    draft("Sketch", body=doc(paragraph("a", *words)))
    address = f"/admin/articles/article/{target.pk}/links/"
    html = at(editor).get(address).content.decode()
    assert html.count("to “Why &lt;It&gt; Helps”</span>") == 2
    snapshot, base = writing.current(target)
    writing.save(target, replace(snapshot, body=doc(paragraph("x", "Because."))), by=editor, base=base)
    html = at(editor).get(address).content.decode()
    assert html.count("to a section that the latest version lacks</span>") == 2
