"""Comments on a text: said, answered, settled, told by mail, and never a part of the text."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import comments
from articles.models import Article, Collaboration, Comment
from articles.passages import Anchor, Place
from articles.snapshots import Snapshot
from authors.models import User
from history import revisions
from history.models import Event
from tests.desk import messages
from tests.mail import delivered, told

BLOCK = {"type": "paragraph", "attrs": {"id": "aaaaaaaa"}, "content": [{"type": "text", "text": "It is cold today."}]}
ANCHOR = Anchor("aaaaaaaa", "cold", "It is ", " today.")


@pytest.fixture
def article(draft) -> Article:
    return draft("Cold Floors", body={**Snapshot("", "").body, "content": [BLOCK]})


def page_of(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/comments/"


def threads(article: Article) -> list[tuple[str, list[str]]]:
    return [(one.text, [answer.text for answer in one.answers]) for one in comments.threads(article)]


# Saying


def test_a_comment_keeps_its_passage_and_leaves_the_text_alone(article, doctor):
    before = revisions.latest(article).token
    made = comments.say(article, "  How cold?\r\nSay it. ", by=doctor, anchor=ANCHOR)
    made.refresh_from_db()
    assert (made.text, made.said_by, comments.anchor_of(made)) == ("How cold?\nSay it.", doctor, ANCHOR)
    assert comments.place(made, Snapshot.from_dict(revisions.latest(article).snapshot).body) == Place("aaaaaaaa", 6, 10)
    assert revisions.latest(article).token == before
    assert Event.objects.get(act="commented").data == {"comment": made.pk, "reply": False}


def test_answers_stand_below_the_comment_also_answers_to_answers(article, writer, doctor):
    first = comments.say(article, "First", by=doctor)
    comments.say(article, "Second", by=doctor)
    answer = comments.reply(first, "Yes", by=writer)
    comments.reply(answer, "Good", by=doctor)
    assert threads(article) == [("First", ["Yes", "Good"]), ("Second", [])]


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5001, "a\x00b", "\ud83d"])
def test_what_is_no_comment_is_refused(article, writer, text):
    with pytest.raises(ValidationError):
        comments.say(article, text, by=writer)
    assert Comment.objects.count() == 0


def test_a_long_passage_is_known_by_its_beginning(article, writer):
    made = comments.say(article, "x", by=writer, anchor=Anchor("aaaaaaaa", "y" * 900, "p" * 90, "s" * 90))
    assert [len(part) for part in (made.quote, made.prefix, made.suffix)] == [500, 40, 0]


@pytest.mark.parametrize("anchor", [Anchor("", "cold"), Anchor("", "", "a", "b"), Anchor()])
def test_without_a_block_the_whole_text_is_meant(article, writer, anchor):
    assert comments.anchor_of(comments.say(article, "x", by=writer, anchor=anchor)) == Anchor()


@pytest.mark.parametrize("anchor", [Anchor("a" * 17), Anchor("\x00"), Anchor("a", "b\x00"), Anchor("a", "b", "\udc00")])
def test_a_passage_that_cannot_be_is_refused(article, writer, anchor):
    with pytest.raises(ValidationError):
        comments.say(article, "x", by=writer, anchor=anchor)


def test_there_is_an_end_of_comments(article, writer, monkeypatch):
    monkeypatch.setattr(comments, "MOST_THREADS", 1)
    comments.say(article, "x", by=writer)
    with pytest.raises(ValidationError):
        comments.say(article, "y", by=writer)


def test_who_does_not_see_the_desk_says_nothing(article, writer, outsider):
    made = comments.say(article, "x", by=writer)
    for act in (comments.resolve, comments.reopen):
        with pytest.raises(PermissionDenied):
            act(made, by=outsider)
    with pytest.raises(PermissionDenied):
        comments.say(article, "x", by=outsider)
    with pytest.raises(PermissionDenied):
        comments.reply(made, "x", by=outsider)


# Settling


def test_a_comment_is_settled_once_and_taken_up_again(article, writer, doctor):
    made = comments.say(article, "x", by=doctor)
    for person in (writer, doctor):
        comments.resolve(made, by=person)
    made.refresh_from_db()
    assert made.resolved_by == writer
    comments.reopen(made, by=doctor)
    made.refresh_from_db()
    assert (made.resolved_by, made.resolved_at) == (None, None)
    acts = Event.objects.exclude(act="created").order_by("pk").values_list("act", flat=True)
    assert [act for act in acts if "comment" in act] == ["commented", "comment resolved", "comment reopened"]


def test_an_answer_takes_a_settled_comment_up_again(article, writer, doctor):
    made = comments.say(article, "x", by=doctor)
    comments.resolve(made, by=writer)
    comments.reply(made, "y", by=doctor)
    assert Comment.objects.unresolved().get() == made


@pytest.mark.parametrize(
    "values",
    [
        {"text": ""},
        {"quote": "words", "block_id": ""},
        {"resolved_at": timezone.now()},
    ],
)
def test_the_database_refuses_half_comments(article, writer, values):
    comments.say(article, "x", by=writer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.update(**values)


# Telling


@pytest.fixture
def ann(person, article) -> User:
    """A second writer who works on it."""
    ann = person("writer", email="ann@example.org")
    Collaboration.objects.join(article, [ann])
    User.objects.filter(pk=ann.pk).update(name="Ann Lee")
    return User.objects.get(pk=ann.pk)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@ann look", ["ann"]),
        ("Look, @ANN.", ["ann"]),
        ("(@Ann  Lee) look", ["ann"]),
        ("@annette look", ["annette"]),
        ("@ann.b look, @ann-lee", ["ann.b"]),
        ("mail ann@example.org, @@ann, x@ann, @ann@example.org", []),
        ("@ann and @annette", ["ann", "annette"]),
        ("ann", []),
        ("@", []),
    ],
)
def test_people_are_named_by_address_or_name(ann, person, text, names):
    people = [ann, *(person("writer", email=f"{name}@example.org") for name in ("annette", "ann.b"))]
    assert [one.email.partition("@")[0] for one in comments.named(text, people)] == names


def test_who_is_named_gets_one_mail_with_the_words_and_the_way(article, ann, doctor):
    made = comments.say(article, "@ann @Ann Lee: how cold?", by=doctor, anchor=ANCHOR)
    ((address, subject, text),) = delivered()
    assert (address, subject) == ("ann@example.org", f"{doctor} wrote about “Cold Floors”")
    assert "On “cold”:\n\n@ann @Ann Lee: how cold?" in text
    assert f"{page_of(article)}#comment-{made.pk}" in text


def test_an_answer_is_told_to_who_has_spoken_there(article, ann, doctor, writer):
    made = comments.say(article, "x", by=doctor)
    comments.reply(made, "y", by=writer)
    delivered()
    comments.reply(made, "@ann, see", by=doctor)
    assert [address for address, _ in told()] == sorted(["ann@example.org", writer.email])


def test_nobody_is_told_of_their_own_words_nor_who_cannot_read_them(article, ann, person):
    person(email="out@example.org")
    comments.say(article, "@ann and @out", by=ann)
    assert told() == []


def test_no_mail_speaks_of_what_was_rolled_back(article, ann, doctor):
    with transaction.atomic():
        comments.say(article, "@ann", by=doctor)
        transaction.set_rollback(True)
    assert told() == []


# The desk's page


def test_comments_are_read_and_answered_without_a_script(at, article, writer, doctor):
    made = comments.say(article, "How <b>cold</b>?", by=doctor, anchor=ANCHOR)
    browser = at(writer)
    page = browser.get(page_of(article)).content.decode()
    assert "How &lt;b&gt;cold&lt;/b&gt;?" in page
    answer = browser.post(page_of(article), {"do": "reply", "comment": made.pk, "text": "Very."})
    assert answer["Location"] == f"{page_of(article)}#comment-{Comment.objects.latest('pk').pk}"
    browser.post(page_of(article), {"do": "resolve", "comment": made.pk})
    browser.post(page_of(article), {"do": "say", "text": "All good."})
    assert threads(article) == [("How <b>cold</b>?", ["Very."]), ("All good.", [])]
    page = browser.get(page_of(article))
    assert [len(page.context[name]) for name in ("standing", "settled")] == [1, 1]


def test_a_passage_that_is_gone_is_told_with_its_words(at, article, writer):
    comments.say(article, "x", by=writer, anchor=Anchor("gone", "warm words"))
    page = " ".join(at(writer).get(page_of(article)).content.decode().split())
    assert "The passage is gone; it said:</span> warm words" in page


@pytest.mark.parametrize("said", [{}, {"do": "x"}, {"do": "say"}, {"do": "reply", "text": "x", "comment": "x"}])
def test_a_form_that_says_nothing_changes_nothing(at, article, writer, said):
    made = comments.say(article, "x", by=writer)
    said = {"comment": made.pk, **said}
    answer = at(writer).post(page_of(article), said, follow=True)
    assert answer.status_code == 404 or len(messages(answer)) == 1
    assert threads(article) == [("x", [])]


def test_refused_words_come_back(at, article, writer):
    page = at(writer).post(page_of(article), {"do": "say", "text": "y" * 5001})
    assert "y" * 5001 in page.content.decode()


def test_doctor_comments_and_outsider_does_not(at, article, doctor, outsider):
    assert at(doctor).post(page_of(article), {"do": "say", "text": "x"}).status_code == 302
    assert "/login/" in at(outsider).get(page_of(article))["Location"]
    assert "/login/" in at(outsider).post(page_of(article), {"do": "say", "text": "x"})["Location"]
    assert Comment.objects.count() == 1


def test_comments_of_another_article_are_out_of_reach(at, article, draft, writer):
    made = comments.say(draft("Other"), "x", by=writer)
    for said in ({"do": "reply", "text": "y"}, {"do": "resolve"}):
        assert at(writer).post(page_of(article), {**said, "comment": made.pk}).status_code == 404


# The same for scripts


def ask(client, article: Article, said: dict):
    return client.post(f"{page_of(article)}all/", said, content_type="application/json")


def test_scripts_get_the_threads_with_their_places(at, article, writer):
    browser = at(writer)
    said = {"do": "say", "text": "x", "block": "aaaaaaaa", "quote": "cold", "prefix": "It is ", "suffix": " today."}
    answer = ask(browser, article, said).json()
    (thread,) = answer["threads"]
    assert thread["id"] == answer["made"]
    assert thread["place"] == {"block_id": "aaaaaaaa", "start": 6, "end": 10}
    assert (thread["quote"], thread["replies"], thread["resolved"]) == ("cold", [], None)
    answer = ask(browser, article, {"do": "reply", "comment": str(thread["id"]), "text": "y"}).json()
    assert [one["text"] for one in answer["threads"][0]["replies"]] == ["y"]
    answer = ask(browser, article, {"do": "resolve", "comment": str(thread["id"])}).json()
    assert answer["threads"][0]["resolved"]["by"] == "writer@example.org"
    assert browser.get(f"{page_of(article)}all/").json() == {"threads": answer["threads"]}


@pytest.mark.parametrize("said", [[], {"do": 1}, {"do": "say", "text": None}, "x"])
def test_scripts_that_speak_otherwise_are_told(at, article, writer, said):
    assert ask(at(writer), article, said).status_code == 400
    assert Comment.objects.count() == 0


def test_scripts_are_told_what_was_refused_and_where_to_sign_in(at, article, writer, client, outsider):
    assert ask(at(writer), article, {"do": "say", "text": ""}).json() == {"message": "Write something."}
    assert ask(at(writer), article, {"do": "say", "text": ""}).status_code == 422
    client.logout()
    assert ask(client, article, {"do": "say", "text": "x"}).status_code == 401
    assert ask(at(outsider), article, {"do": "say", "text": "x"}).status_code == 401


def test_both_pages_cost_the_same_for_any_number_of_comments(at, article, writer, doctor):
    browser, counts = at(writer), []
    for address in (page_of(article), f"{page_of(article)}all/"):
        browser.get(address)
    for number in (1, 6):
        for _ in range(number):
            comments.reply(comments.say(article, "x", by=doctor, anchor=ANCHOR), "y", by=writer)
        for address in (page_of(article), f"{page_of(article)}all/"):
            with CaptureQueriesContext(connection) as queries:
                browser.get(address)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 9
