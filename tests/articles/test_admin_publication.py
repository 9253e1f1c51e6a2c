"""Publishing, withdrawing and versions on the desk, and who may do what there."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import publishing
from articles.enums import ArticleState
from articles.models import Article
from articles.snapshots import Snapshot
from history import revisions
from history.models import Event
from tests.desk import filled, messages, send

LIST = "/admin/articles/article/"


def change(article: Article) -> str:
    return f"{LIST}{article.pk}/change/"


def latest(article: Article) -> Snapshot:
    return Snapshot.from_dict(revisions.latest(article).snapshot)


def test_editor_saves_and_publishes_in_one_step(at, editor, draft):
    article = draft("Cold Floors")
    response = send(at(editor), change(article), "_publish", title="Warm Floors")
    assert response.url == change(article)
    article.refresh_from_db()
    assert (article.state, article.title) == (ArticleState.PUBLISHED, "Warm Floors")
    assert article.live_revision == revisions.latest(article)


def test_blocked_publication_keeps_the_version_and_lists_what_to_mend(at, editor, draft):
    article = draft("Cold Floors")
    response = send(at(editor), change(article), "_publish", title="Warm Floors", standfirst="", byline=[])
    page = at(editor).get(response.url)
    assert page.context["refused"]
    assert [field for field, _ in page.context["blockers"]] == ["standfirst", "byline"]
    assert 'href="#id_byline"' in page.content.decode()
    article.refresh_from_db()
    assert (article.state, latest(article).title) == (ArticleState.DRAFT, "Warm Floors")
    assert "not published yet" in messages(page)[-1]


def test_writer_cannot_publish_even_by_a_forged_button(at, writer, draft):
    article = draft("Cold Floors")
    assert send(at(writer), change(article), "_publish", title="Typed").status_code == 403
    article.refresh_from_db()
    assert (article.state, latest(article).title) == (ArticleState.DRAFT, "Cold Floors")


def test_writer_reads_why_there_is_no_button(at, writer, draft):
    text = at(writer).get(change(draft())).content.decode()
    assert 'name="_publish"' not in text
    assert "when an editor has published it" in text


def test_withdrawal_asks_for_a_reason_first(at, editor, published):
    article = published()
    address = reverse("admin:articles_article_withdraw", args=[article.pk])
    assert at(editor).get(address).status_code == 200
    response = at(editor).post(address, {"reason": "  "})
    said = response.context["form"].errors["reason"]
    assert said == ["Say why: readers who come to the address will see it."]
    at(editor).post(address, {"reason": "It is wrong."})
    article.refresh_from_db()
    assert (article.state, article.withdrawn_reason) == (ArticleState.WITHDRAWN, "It is wrong.")
    assert "Withdrawn" in at(editor).get(change(article)).content.decode()


def test_doctor_reads_the_latest_version_without_a_form(at, doctor, draft):
    article = draft("Cold Floors")
    page = at(doctor).get(change(article))
    assert page.context["version"].number == 1
    assert "<textarea" not in page.content.decode()


def test_page_of_a_published_article_leads_to_the_site(at, writer, published):
    article = published("Cold Floors")
    send(at(writer), change(article), slug="warm-floors")
    page = at(writer).get(change(article))
    assert page.context["absolute_url"] == "/articles/cold-floors/"


def test_writer_starts_a_planned_article(at, writer, draft):
    draft(text="Read more: Warm Floors\n")
    planned = Article.objects.planned().get()
    page = at(writer).get(change(planned))
    assert "nobody has written it yet" in page.content.decode()
    typed = filled(page, body="Floors.\n")
    assert at(writer).post(change(planned), {**typed, "_save": "1"}).status_code == 302
    planned.refresh_from_db()
    assert (planned.state, planned.working_slug) == (ArticleState.DRAFT, "warm-floors")


def test_planned_articles_come_by_demand(at, writer, draft):
    for title, text in [("A", "Read more: Rare\nRead more: Wanted\n"), ("B", "Read more: Wanted\n")]:
        draft(title, text=text)
    page = at(writer).get(f"{LIST}?state__exact=planned")
    assert [(str(row), row.demand) for row in page.context["cl"].result_list] == [("Wanted", 2), ("Rare", 1)]


def test_list_finds_articles_by_working_title(at, writer, draft):
    draft("Cold Floors"), draft("Warm Rooms")
    page = at(writer).get(f"{LIST}?q=floors")
    assert [str(row) for row in page.context["cl"].result_list] == ["Cold Floors"]


@pytest.mark.parametrize("address", [LIST, f"{LIST}?state__exact=draft"])
def test_list_costs_the_same_for_any_number_of_articles(at, writer, draft, address):
    browser, counts = at(writer), []
    for rows in (2, 8):
        for number in range(Article.objects.count(), rows):
            draft(f"Article {number}", tags=("a", "b"))
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(address)
        assert len(page.context["cl"].result_list) == rows
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_form_costs_the_same_for_any_length_of_text(at, writer, draft):
    browser, counts = at(writer), []
    # The first page of a process also looks up content types, which are remembered from then on.
    browser.get(change(draft("Before")))
    for rows in (1, 9):
        article = draft(f"Article {rows}", text="".join(f"Read more: Title {n}\n" for n in range(rows)))
        with CaptureQueriesContext(connection) as queries:
            browser.get(change(article))
        counts.append(len(queries))
    assert counts[0] == counts[1]


ACTS = {
    "list": lambda article: ("get", LIST),
    "open": lambda article: ("get", change(article)),
    "versions": lambda article: ("get", reverse("admin:articles_article_history", args=[article.pk])),
    "start": lambda article: ("get", f"{LIST}add/"),
    "save": lambda article: ("post", change(article)),
    "restore": lambda article: ("post", reverse("admin:articles_article_restore", args=[article.pk, 1])),
    "withdraw": lambda article: ("get", reverse("admin:articles_article_withdraw", args=[article.pk])),
    "delete": lambda article: ("get", f"{LIST}{article.pk}/delete/"),
}
MAY = {
    "writer": {"list", "open", "versions", "start", "save", "restore"},
    "editor": {"list", "open", "versions", "start", "save", "restore", "withdraw"},
    "doctor": {"list", "open", "versions"},
    "moderator": {"list", "open", "versions"},
    "administrator": {"list", "open", "versions", "start", "save", "restore", "withdraw"},
    "outsider": set(),
}


@pytest.mark.parametrize("role", MAY)
def test_each_role_does_what_it_may(role, request, at, published):
    article = published()
    client = at(request.getfixturevalue(role))
    done = set()
    for act, address in ACTS.items():
        method, path = address(article)
        response = getattr(client, method)(path)
        entered = response.status_code in (200, 302) and "/login/" not in response.get("Location", "")
        # Who may only read is shown the version, also in answer to a POST that a browser would never send.
        if entered and not (act == "save" and "adminform" not in (response.context or {})):
            done.add(act)
    assert done == MAY[role]


def test_desk_writes_events_and_no_log_entries(at, writer, draft):
    send(at(writer), change(draft()), title="Typed")
    assert not LogEntry.objects.exists()
    assert Event.objects.filter(act="saved").count() == 2


def test_nothing_offers_mass_deletion(at, administrator, draft):
    draft()
    assert "delete_selected" not in at(administrator).get(LIST).content.decode()


def test_policy_of_the_desk_allows_pictures_made_in_the_browser(at, writer):
    policy = at(writer).get(LIST)["Content-Security-Policy"]
    assert "img-src 'self' data: blob:" in policy
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_published_article_can_be_published_again_after_withdrawal(at, editor, published):
    article = published()
    publishing.withdraw(article, by=editor, reason="A mistake.")
    text = at(editor).get(change(article)).content.decode()
    assert '<a href="#finish">“Save and publish again”</a> at the end brings it back to readers.' in text
    assert 'value="Save and publish again"' in text
    send(at(editor), change(article), "_publish")
    article.refresh_from_db()
    assert article.is_published
    assert "publish again" not in at(editor).get(change(article)).content.decode()


def test_writer_of_what_was_withdrawn_reads_who_brings_it_back(at, editor, writer, published):
    article = published()
    publishing.withdraw(article, by=editor, reason="A mistake.")
    text = at(writer).get(change(article)).content.decode()
    assert "An editor can publish it again." in text
    assert "#finish" not in text


def test_versions_of_what_was_withdrawn_say_which_was_live(at, editor, published):
    article = published()
    publishing.withdraw(article, by=editor, reason="A mistake.")
    for name, keys in [("history", []), ("version", [1])]:
        text = at(editor).get(reverse(f"admin:articles_article_{name}", args=[article.pk, *keys])).content.decode()
        assert '<span class="state state-withdrawn">was live</span>' in text
        assert ">live<" not in text
