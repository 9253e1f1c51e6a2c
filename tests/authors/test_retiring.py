"""Authors who leave: offered for nothing new, and never taken from what they wrote."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from authors import moderation, retiring
from authors.bios import BioSnapshot
from authors.models import Author, FormerAuthorSlug
from history.models import Event

AUTHORS = "/admin/authors/author/"


@pytest.fixture
def bea(db):
    return Author.objects.create(name="Bea Example", slug="bea-example")


def retired(author, by):
    return retiring.retire(author, by=by, reason="She moved to another house.")


def test_retirement_is_recorded_with_its_reason(author, editor):
    retired(author, editor)
    author.refresh_from_db()
    event = Event.objects.get()
    assert (event.act, event.target_id, event.actor_id) == ("retired", author.pk, editor.pk)
    assert event.data == {"reason": "She moved to another house."}
    assert author.retired_at is not None
    assert retiring.retirement(author) == event


def test_retired_author_comes_back_as_before(author, editor):
    retired(author, editor)
    retiring.unretire(author, by=editor)
    author.refresh_from_db()
    assert author.retired_at is None
    assert retiring.retirement(author) is None
    assert [event.act for event in Event.objects.order_by("pk")] == ["retired", "taken back from retirement"]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_reason_is_needed(author, editor, reason):
    with pytest.raises(ValidationError):
        retiring.retire(author, by=editor, reason=reason)
    author.refresh_from_db()
    assert author.retired_at is None


def test_nobody_is_retired_or_taken_back_twice(author, editor):
    with pytest.raises(ValidationError):
        retiring.unretire(author, by=editor)
    retired(author, editor)
    with pytest.raises(ValidationError):
        retired(author, editor)
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "may"),
    [("writer", False), ("doctor", False), ("outsider", False), ("editor", True), ("moderator", True)],
)
def test_only_who_keeps_the_authors_retires_them(role, may, request, author):
    by = request.getfixturevalue(role)
    if may:
        assert retired(author, by).retired_at
        return
    with pytest.raises(PermissionDenied):
        retired(author, by)
    with pytest.raises(PermissionDenied):
        retiring.unretire(author, by=by)


def test_page_stays_and_the_list_of_authors_goes_on_without_them(reader, author, bea, editor):
    FormerAuthorSlug.objects.create(slug="ada-before", author=author)
    retired(author, editor)
    assert reader.get("/authors/ada-example/").status_code == 200
    assert reader.get("/authors/ada-before/").headers["Location"] == "/authors/ada-example/"
    ((heading, people),) = reader.get("/authors/").context["groups"]
    assert (heading, [person.name for person, _ in people]) == ("", ["Bea Example"])
    assert "/authors/ada-example/" in reader.get("/sitemap.xml").content.decode()


def test_retired_are_not_offered_where_people_are_chosen(at, author, bea, editor, writer):
    retired(author, editor)
    query = {"app_label": "articles", "model_name": "contribution", "field_name": "author", "term": "example"}
    answer = json.loads(at(writer).get("/admin/autocomplete/", query).content)
    assert [one["text"] for one in answer["results"]] == ["Bea Example"]
    found = at(writer).get("/admin/articles/article/lookup/", {"q": "example"}).json()["found"]
    assert [one["title"] for one in found] == ["Bea Example"]


def test_retired_author_of_an_article_stays_in_its_form(at, author, editor, writer, client):
    from articles import writing
    from articles.snapshots import Contributor, Snapshot

    article = writing.start(Snapshot(title="Cold", slug="", contributors=(Contributor(author.pk),)), by=writer)
    retired(author, editor)
    page = at(writer).get(f"/admin/articles/article/{article.pk}/change/")
    assert page.context["adminform"].form["byline"].value() == [author.pk]
    assert ">Ada Example<" in page.content.decode()


def test_button_asks_for_the_reason_first(at, author, editor):
    page = at(editor).get(f"{AUTHORS}{author.pk}/change/").content.decode()
    assert f'href="{AUTHORS}{author.pk}/retire/"' in page
    page = at(editor).post(f"{AUTHORS}{author.pk}/retire/", {"reason": " "})
    assert "Say why" in page.content.decode()
    page = at(editor).post(f"{AUTHORS}{author.pk}/retire/", {"reason": "<b>Moved</b>"}, follow=True).content.decode()
    assert "Retired" in page
    assert "&lt;b&gt;Moved&lt;/b&gt;" in page
    page = at(editor).post(f"{AUTHORS}{author.pk}/unretire/", follow=True).content.decode()
    assert "is offered again" in page


@pytest.mark.parametrize("role", ["writer", "doctor"])
def test_pages_are_closed_to_other_roles(role, request, at, author):
    browser = at(request.getfixturevalue(role))
    answers = [browser.get, browser.post]
    assert {answer(f"{AUTHORS}{author.pk}/retire/").status_code for answer in answers} == {403}
    assert browser.post(f"{AUTHORS}{author.pk}/unretire/").status_code == 403
    assert "/retire/" not in browser.get(f"{AUTHORS}{author.pk}/change/").content.decode()


def test_list_tells_of_bios_and_retirement_and_narrows_to_them(at, author, bea, editor, moderator):
    public, returned = (Author.objects.create(name=name, slug=name.lower()) for name in ("Cyd", "Dan"))
    for one in (bea, public, returned):
        moderation.submit_bio(one, BioSnapshot(role="nurse"), by=editor, base=None)
    moderation.approve_bio(public.revisions.get(), by=moderator)
    moderation.send_back_bio(returned.revisions.get(), by=moderator, reason="Where?")
    retired(author, editor)
    queries = ["", "bio=none", "bio=waiting", "bio=approved", "bio=sent_back", "retired=yes", "q=cyd", "bio=x"]
    found = {query: [one.name for one in _rows(at(editor).get(f"{AUTHORS}?{query}"))] for query in queries}
    everyone = ["Ada Example", "Bea Example", "Cyd", "Dan"]
    assert found == {
        "": everyone,
        "bio=none": ["Ada Example"],
        "bio=waiting": ["Bea Example"],
        "bio=approved": ["Cyd"],
        "bio=sent_back": ["Dan"],
        "retired=yes": ["Ada Example"],
        "q=cyd": ["Cyd"],
        "bio=x": [],
    }
    page = at(editor).get(AUTHORS).content.decode()
    assert "sent back: Where?" in page
    assert "retired " in page


def _rows(page):
    return page.context["cl"].result_list


def test_list_takes_the_same_number_of_queries_at_two_sizes(at, author, editor):
    browser, counts = at(editor), []
    browser.get(AUTHORS)
    for size in (2, 9):
        for number in range(Author.objects.count(), size):
            one = Author.objects.create(name=f"Author {number}", slug=f"author-{number}")
            moderation.submit_bio(one, BioSnapshot(role="nurse"), by=editor, base=None)
        with CaptureQueriesContext(connection) as queries:
            assert len(_rows(browser.get(AUTHORS))) == size
        counts.append(len(queries))
    assert counts[0] == counts[1]
