"""The desk's pages on which an author is renamed or retired together with the sentences that point there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from articles import carrying_out
from articles.models import Article
from articles.snapshots import Snapshot
from authors.models import Author
from content.linked import linked
from history import revisions
from tests.articles.test_admin_moving import do, errors, keys
from tests.content.builders import doc, mark, paragraph, related, text
from tests.mail import delivered

ADDRESS = "/admin/articles/relatedlink/authors/{}/{}/"


def address(author: Author, act: str) -> str:
    return ADDRESS.format(author.pk, act)


def leads(article: Article) -> list[tuple]:
    """The sentences with links of the latest version, the words, and what they lead to."""
    body = Snapshot.from_dict(revisions.latest(article).snapshot).body
    return [(one.sentence, one.words, one.target.kind, one.target.id) for one in linked(body)]


@pytest.fixture
def bea(db) -> Author:
    return Author.objects.create(name="Bea Example", slug="bea-example")


@pytest.fixture
def origin(published, bea) -> Article:
    """A live article with Bea's name as a link, as words of another link, and as a call-out."""
    target = {"kind": "author", "id": bea.pk}
    body = doc(
        paragraph("a", "First. Ask ", text("Bea Example", mark("link", target=target)), " soon. Last."),
        paragraph("b", "Or ", text("our nurse", mark("link", target=target)), "."),
        related("c", "Bea Example", target),
    )
    return published("Origin", body=body)


@pytest.mark.parametrize("act", ["rename", "retire"])
def test_where_very_many_point_there_the_worker_does_it_or_leads_back_to_the_page(
    at, editor, bea, origin, monkeypatch, act
):
    monkeypatch.setattr(carrying_out, "AT_ONCE", 0)
    browser, said = (
        at(editor),
        {"name": "Bea Married", "rewrite": False} if act == "rename" else {"reason": "She left us."},
    )
    for _ in range(2):
        do(browser, address(bea, act), others="drop", **said)
    delivered()
    for row in DBTaskResult.objects.filter(task_path=carrying_out.carry_out_later.module_path):
        row.task.func(**row.args_kwargs["kwargs"])
    assert leads(origin) == []
    (_, first, done), (_, second, refused) = delivered()
    assert first == "Done: Bea Example"
    assert second.startswith("Not done: Bea")
    assert f"/admin/authors/author/{bea.pk}/change/" in done
    assert f"{address(bea, act)}?again=" in refused


@pytest.mark.parametrize("act", ["rename", "retire"])
def test_every_page_shows_the_sentences_that_point_there(at, editor, bea, origin, act):
    page = at(editor).get(address(bea, act))
    assert len(keys(page)) == 3
    assert "2 sentences and 1 call-out in 1 article point here." in page.content.decode()


def test_a_new_name_reaches_the_links_that_bear_the_old_one_and_readers(at, editor, client, bea, origin):
    page = do(at(editor), address(bea, "rename"), name="Bea  Married", slug="bea-married")
    assert "3 places" not in page.content.decode()
    assert "2 places in 1 article changed with it." in page.content.decode()
    said = [(sentence, words) for sentence, words, *_ in leads(origin)]
    assert said == [
        ("Ask Bea Married soon.", "Bea Married"),
        ("Or our nurse.", "our nurse"),
        ("Bea Married", "Bea Married"),
    ]
    live = client.get(origin.get_absolute_url()).content.decode()
    assert 'Ask <a href="/authors/bea-married/">Bea Married</a> soon.' in live
    answer = client.get("/authors/bea-example/")
    assert (answer.status_code, answer["Location"]) == (301, "/authors/bea-married/")
    assert list(bea.former_names.values_list("name", flat=True)) == ["Bea Example"]


def test_a_new_name_reaches_both_links_of_one_sentence(at, editor, bea, published):
    name = text("Bea Example", mark("link", target={"kind": "author", "id": bea.pk}))
    origin = published("Twice", body=doc(paragraph("a", "Ask ", name, ", and again ", name, ".")))
    do(at(editor), address(bea, "rename"), name="Bea Married", slug="bea-married")
    said = [(sentence, words) for sentence, words, *_ in leads(origin)]
    assert said == [("Ask Bea Married, and again Bea Married.", "Bea Married")] * 2


def test_who_wants_it_keeps_the_old_name_in_links(at, editor, bea, origin):
    do(at(editor), address(bea, "rename"), name="Bea Married", rewrite=False)
    assert [words for _, words, *_ in leads(origin)] == ["Bea Example", "our nurse", "Bea Example"]


def test_who_is_named_no_more_can_be_taken_out_of_sentences_in_the_same_step(at, editor, client, author, bea, origin):
    browser = at(editor)
    first, second, third = keys(browser.get(address(bea, "retire")))
    said = {f"{first}-sentence": "Ask somebody soon.", f"{first}-words": "somebody"}
    said |= {f"{second}-way": "retarget", f"{second}-lead_to": "Ada Example", f"{third}-way": "drop"}
    do(browser, address(bea, "retire"), anonymous="yes", reason="She asked.", **said)
    bea.refresh_from_db()
    assert bea.anonymous_at is not None
    assert leads(origin) == [
        ("Ask somebody soon.", "somebody", "author", bea.pk),
        ("Or our nurse.", "our nurse", "author", author.pk),
    ]
    # A link to who is named no more is its words to readers.
    live = client.get(origin.get_absolute_url()).content.decode()
    assert "Ask somebody soon." in live
    assert "Bea" not in live


def test_who_is_retired_by_name_keeps_page_and_links(at, editor, client, bea, origin):
    do(at(editor), address(bea, "retire"), reason="She left.")
    assert '<a href="/authors/bea-example/">our nurse</a>' in client.get(origin.get_absolute_url()).content.decode()
    assert client.get("/authors/bea-example/").status_code == 200


@pytest.mark.parametrize(
    ("act", "said", "message"),
    [
        ("rename", {"slug": "ada-example"}, "Another author has, or had"),
        ("rename", {"name": " "}, "This field is required."),
        ("rename", {"seen": "other"}, "Somebody has changed the author meanwhile"),
        ("retire", {"reason": " "}, "Say why"),
    ],
)
def test_what_is_refused_changes_nothing_and_comes_back_as_typed(at, editor, author, bea, origin, act, said, message):
    browser = at(editor)
    key = keys(browser.get(address(bea, act)))[0]
    page = do(browser, address(bea, act), **{f"{key}-sentence": "Ask Bea Example later.", **said})
    assert any(message in error for error in errors(page))
    assert "Ask Bea Example later." in page.content.decode()
    assert leads(origin)[0][0] == "Ask Bea Example soon."
    bea.refresh_from_db()
    assert (bea.name, bea.slug, bea.retired_at) == ("Bea Example", "bea-example", None)


def test_the_page_of_links_offers_what_one_may_do(at, editor, moderator, bea, origin):
    page = at(editor).get(address(bea, "links")).content.decode()
    assert [address(bea, act) in page for act in ("rename", "retire")] == [True, True]
    # Who keeps authors and changes no articles does it on the author's own pages.
    page = at(moderator).get(address(bea, "links")).content.decode()
    assert [address(bea, act) in page for act in ("rename", "retire")] == [False, False]


def test_nobody_is_retired_twice(at, editor, bea):
    browser = at(editor)
    do(browser, address(bea, "retire"), reason="She left.")
    answer = browser.get(address(bea, "retire"))
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/authors/author/{bea.pk}/change/")
    assert address(bea, "retire") not in browser.get(address(bea, "links")).content.decode()


def test_the_page_costs_the_same_for_any_number_of_sentences(at, editor, bea, published):
    browser, counts = at(editor), []
    link = mark("link", target={"kind": "author", "id": bea.pk})
    for number in (2, 6):
        for n in range(number):
            body = doc(*(paragraph(f"p{m}", "A ", text("nurse", link), ".") for m in range(number)))
            published(f"Origin {number} {n}", body=body)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address(bea, "rename"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
