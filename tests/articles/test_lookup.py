"""What the editor asks: what a link may lead to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import publishing, writing
from articles.models import Article, Pillar
from authors.models import Author
from content.outline import headings
from history import revisions
from tests.content.builders import block, doc, paragraph, text, to_article

ADDRESS = "/admin/articles/article/lookup/"


def found(client, **asked):
    return client.get(ADDRESS, asked).json()["found"]


def titles(client, **asked):
    return [one["title"] for one in found(client, **asked)]


def test_articles_pillars_and_people_are_found_by_any_part_of_their_name(at, writer, draft):
    draft("Pain at Night")
    Author.objects.create(name="Ann Payne", slug="ann-payne")
    Pillar.objects.create(
        title="Night Pain", slug="night-pain", parent=Pillar.objects.get(slug="back-pain"), review_required=False
    )
    assert titles(at(writer), q="pain") == ["Pain at Night", "Back Pain", "Night Pain"]
    assert titles(at(writer), q="NIGHT pain") == ["Night Pain", "Pain at Night"]
    assert titles(at(writer), q="payne") == ["Ann Payne"]


def test_what_has_the_very_name_comes_first(at, writer, draft):
    draft("Back Pain at Night")
    draft("A Word on Back Pain")
    assert titles(at(writer), q="back pain") == ["Back Pain", "Back Pain at Night", "A Word on Back Pain"]


def test_an_answer_says_kind_id_place_and_state(at, writer, draft, published):
    waiting, live = draft("Cold Hands"), published("Cold Feet")
    assert found(at(writer), q="cold") == [
        {
            "target": {"kind": "article", "id": live.pk},
            "title": "Cold Feet",
            "about": "Article in Special Populations",
            "state": "published",
        },
        {
            "target": {"kind": "article", "id": waiting.pk},
            "title": "Cold Hands",
            "about": "Article in Special Populations · draft",
            "state": "draft",
        },
    ]


def test_planned_articles_are_marked_and_withdrawn_ones_left_out(at, writer, editor, draft, published):
    draft(text="Read more: Cold Noses\n")
    publishing.withdraw(published("Cold Feet"), by=editor, reason="wrong")
    assert [(one["title"], one["state"]) for one in found(at(writer), q="cold")] == [("Cold Noses", "planned")]


def test_the_article_in_hand_is_not_offered(at, writer, draft):
    article = draft("Cold Hands")
    assert found(at(writer), q="cold", within=article.pk) == []


def test_retired_people_are_not_offered(at, writer, author):
    Author.objects.filter(pk=author.pk).update(retired_at="2026-01-01T00:00Z")
    assert found(at(writer), q="ada") == []


def test_sections_are_found_by_a_sign_after_the_title(at, writer, draft):
    article = draft("Cold Hands", text="Why\n\nThe blood stays away.\nWhat helps\n\nGloves do.\n")
    helps = next(one for one in headings(revisions.latest(article).snapshot["body"]) if one.text == "What helps")
    (one,) = found(at(writer), q="cold hands#help")
    assert one == {
        "target": {"kind": "article", "id": article.pk, "section": helps.block_id},
        "title": "What helps",
        "about": "Section of “Cold Hands”",
        "state": "draft",
    }
    assert titles(at(writer), article=article.pk) == ["Why", "What helps"]
    assert titles(at(writer), q="cold hands#") == ["Why", "What helps"]


def test_our_own_addresses_are_recognised(at, writer, author, published):
    article = published("Cold Feet")
    assert titles(at(writer), url=article.get_absolute_url()) == ["Cold Feet"]
    assert titles(at(writer), url="/back-pain/special-populations/") == ["Special Populations"]
    assert titles(at(writer), url="/authors/ada-example/") == ["Ada Example"]
    assert found(at(writer), url="/articles/nothing/") == []
    assert found(at(writer), url="https://elsewhere.example/articles/cold-feet/") == []


@pytest.mark.parametrize(
    "asked",
    [{}, {"q": "%"}, {"q": "_" * 300}, {"q": "\x00"}, {"q": "#"}, {"article": "²"}, {"within": "9" * 40, "q": "x"}],
)
def test_hostile_questions_are_answered(at, writer, draft, asked):
    draft("Cold Hands")
    assert at(writer).get(ADDRESS, asked).status_code == 200


def test_who_is_not_at_the_desk_learns_nothing(at, moderator, outsider, client):
    """A moderator may put links into a bio."""
    assert client.get(ADDRESS, {"q": "a"}).status_code == 302
    assert at(moderator).get(ADDRESS, {"q": "a"}).status_code == 200
    assert at(outsider).get(ADDRESS, {"q": "a"}).status_code == 302


def test_an_answer_takes_the_same_few_queries_whatever_there_is(at, writer, draft, django_assert_max_num_queries):
    for number in range(12):
        draft(f"Cold Hands {number}")
    client = at(writer)
    client.get(ADDRESS, {"q": "cold"})
    # Session, login and its permissions, then one for each kind.
    with django_assert_max_num_queries(7):
        assert len(found(client, q="cold")) == 8


def test_the_page_brings_the_names_of_what_the_text_links_to(at, writer, snapshot, published, author):
    target = published("Cold Feet")
    body = doc(paragraph("first", text("feet", to_article(target.pk))), block("figure", "second", image=77, alt="x"))
    article = writing.start(snapshot("Cold Hands", body=body), by=writer)
    config = at(writer).get(reverse("admin:articles_article_change", args=[article.pk])).context["desk_config"]
    assert config["targets"][f"article:{target.pk}"]["title"] == "Cold Feet"
    assert config["pictures"] == []
    assert config["document"] == revisions.latest(article).snapshot["body"]
    assert config["article"] == article.pk


def test_a_page_of_many_links_takes_no_more_queries(at, writer, snapshot, published):
    client = at(writer)

    def queries(count):
        links = [paragraph(f"p{n}", text("x", to_article(published(f"Cold {count} {n}").pk))) for n in range(count)]
        article = writing.start(snapshot(f"All of {count}", body=doc(*links)), by=writer)
        address = reverse("admin:articles_article_change", args=[article.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    assert queries(2) == queries(8)


def test_the_editor_starts_empty_on_a_new_article(at, writer):
    config = at(writer).get(reverse("admin:articles_article_add")).context["desk_config"]
    assert (config["document"], config["article"], config["targets"]) == (doc(), None, {})


def test_an_unsound_document_brings_no_names_and_no_error(at, writer, draft):
    article = draft()
    sent = '{"type": "doc", "attrs": {"schema": 1}, "content": [{"type": "related_link"}]}'
    address = reverse("admin:articles_article_change", args=[article.pk])
    page = at(writer).post(address, {"title": "x", "kind": "condition", "document": sent, "_save": "1"})
    assert page.status_code == 200
    assert page.context["desk_config"]["targets"] == {}


def test_a_planned_article_can_be_written_in_the_editor(at, writer, draft):
    draft(text="Read more: Cold Noses\n")
    planned = Article.objects.planned().get()
    config = at(writer).get(reverse("admin:articles_article_change", args=[planned.pk])).context["desk_config"]
    assert config["document"] == doc()
