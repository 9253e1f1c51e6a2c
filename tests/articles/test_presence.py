"""Who has an article open, and what the views say to pages of anyone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import presence
from articles.models import Article, Presence
from articles.models.presence import HERE_FOR
from history import revisions
from tests.articles.desk import OpenPage, paragraph
from tests.desk import Browser

BASE = "/admin/articles/article/"


@pytest.fixture
def now():
    return timezone.now()


def test_people_are_named_once_with_their_tabs(draft, writer, editor, now):
    article = draft()
    for person, tab in [(writer, "a"), (editor, "b"), (writer, "c")]:
        people = presence.here(article, by=person, tab=tab, now=now)
    assert people == [
        {"id": editor.pk, "name": str(editor), "tabs": 1},
        {"id": writer.pk, "name": str(writer), "tabs": 2},
    ]


def test_who_was_not_heard_of_is_gone_and_the_row_too(draft, writer, editor, now):
    article = draft()
    presence.here(article, by=writer, tab="a", now=now)
    later = now + HERE_FOR + timedelta(seconds=1)
    assert [one["id"] for one in presence.here(article, by=editor, tab="b", now=later)] == [editor.pk]
    assert Presence.objects.get().user == editor


def test_asking_without_a_name_leaves_no_trace(draft, writer, now):
    assert presence.here(draft(), by=writer, tab="", now=now) == []
    assert not Presence.objects.exists()


def test_being_here_costs_one_query_while_fresh(draft, writer, now, django_assert_num_queries):
    article = draft()
    presence.here(article, by=writer, tab="a", now=now)
    with django_assert_num_queries(1):
        presence.here(article, by=writer, tab="a", now=now + timedelta(seconds=9))
    with django_assert_num_queries(2):
        presence.here(article, by=writer, tab="a", now=now + timedelta(seconds=11))


def test_leaving_is_seen_at_once(draft, at, writer, now):
    article = draft()
    client = at(writer)
    OpenPage(client, article, "a")
    client.post(f"{BASE}{article.pk}/leave/", {"tab": "a"}, content_type="application/json")
    assert not Presence.objects.exists()


# The views


def page_of(client, article):
    return OpenPage(client, article)


def test_who_is_signed_out_is_told_where_to_sign_in(draft, writer, client):
    article = draft()
    for answer in (
        client.post(f"{BASE}{article.pk}/autosave/", {}, content_type="application/json"),
        client.get(f"{BASE}{article.pk}/others/"),
        client.post(f"{BASE}start/", {}, content_type="application/json"),
        client.post(f"{BASE}{article.pk}/leave/", {}, content_type="application/json"),
    ):
        assert answer.status_code == 401
        assert answer.json()["login"] == "/admin/login/?next=%2Fadmin%2Fsigned-in%2F"


def test_another_persons_session_does_not_take_over_a_page(draft, at, writer, editor):
    article = draft()
    page = page_of(at(editor), article)
    answer = page.send({"user": writer.pk, "fields": page.field("title", "x")})
    assert (answer.status_code, article.revisions.count()) == (401, 1)


@pytest.mark.parametrize("role", ["doctor", "moderator"])
def test_who_only_reads_cannot_keep_and_may_look(role, request, draft, at):
    article = draft()
    page = page_of(at(request.getfixturevalue(role)), article)
    answer = page.send({"fields": page.field("title", "x")})
    assert (answer.status_code, article.revisions.count()) == (403, 1)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"[" * 100_000,
        b'{"fields": {"title": {"base": "x", "value": NaN}}}',
        b'{"fields": []}',
        b'{"fields": {"title": "x"}}',
        b'{"blocks": {"aaaaaaaa": {"base": 4, "block": null}}}',
        b'{"order": {"ids": "ab"}}',
        b'{"order": {"ids": [1]}}',
        b"\xff\xfe",
    ],
)
def test_what_no_page_says_is_refused_quietly(draft, at, writer, body):
    article = draft()
    answer = at(writer).post(f"{BASE}{article.pk}/autosave/", body, content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/json")
    assert article.revisions.count() == 1


def test_forms_and_giants_are_refused(draft, at, writer, monkeypatch):
    article, client = draft(), at(writer)
    assert client.post(f"{BASE}{article.pk}/autosave/", {"title": "x"}).status_code == 400
    monkeypatch.setattr("history.draft_views.LARGEST", 10)
    answer = client.post(f"{BASE}{article.pk}/autosave/", {"blocks": {}}, content_type="application/json")
    assert answer.status_code == 400


def test_a_foreign_site_cannot_write(draft, writer):
    article = draft()
    client = Browser(enforce_csrf_checks=True)
    client.force_login(writer)
    answer = client.post(f"{BASE}{article.pk}/autosave/", {}, content_type="application/json")
    assert answer.status_code == 403
    token = client.get(f"{BASE}{article.pk}/others/").json()["csrf"]
    headers = {"X-CSRFToken": token}
    answer = client.post(f"{BASE}{article.pk}/autosave/", {}, content_type="application/json", headers=headers)
    assert answer.status_code == 200


def test_an_article_begins_with_its_title(at, writer):
    answer = at(writer).post(f"{BASE}start/", {"title": "Cold Floors"}, content_type="application/json")
    article = Article.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "pk": article.pk,
        "change": f"{BASE}{article.pk}/change/",
        "token": revisions.latest(article).token,
    }


def test_an_article_does_not_begin_without_a_title(at, writer, doctor):
    client = at(writer)
    answer = client.post(f"{BASE}start/", {"title": " "}, content_type="application/json")
    assert (answer.status_code, answer.json()["problems"][0]["path"]) == (422, "fields.title")
    assert client.post(f"{BASE}start/", {}, content_type="application/json").status_code == 400
    answer = at(doctor).post(f"{BASE}start/", {"title": "Cold"}, content_type="application/json")
    assert (answer.status_code, Article.objects.count()) == (403, 0)


def test_a_page_that_begins_is_told_the_fields_and_on_demand_everything(draft, at, writer):
    page = page_of(at(writer), draft())
    fields = {key for key in page.prints if not key.startswith("block:")}
    assert page.look(prints=1).json()["state"].keys() == fields
    assert page.look(prints=1, state=1).json()["state"] == page.state


def test_who_signed_in_again_is_sent_back_to_the_other_tab(at, writer):
    assert "still open in the other one" in at(writer).get("/admin/signed-in/").content.decode()


@pytest.mark.parametrize("blocks", [2, 40])
def test_keeping_and_looking_have_budgets(draft, at, writer, blocks, django_assert_max_num_queries):
    article = draft(text="Why\n\n" + "\n".join(f"Because of reason {n}, which is long." for n in range(blocks)))
    page = page_of(at(writer), article)
    page.keep(fields=page.field("title", "Open"))
    with django_assert_max_num_queries(11):
        page.keep(blocks=page.block(paragraph("Changed.", page.ids[1])))
    with django_assert_max_num_queries(7):
        page.look()
