"""Moderating bios: what changed, and the verdicts."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from authors import moderation
from authors.bios import BioSnapshot
from authors.models import Author, BioRevision, Verdict
from content.text import plain_text, read
from history import revisions
from history.models import Event
from images.models import Image
from tests.desk import messages

QUEUE = "/admin/authors/biorevision/"


@pytest.fixture
def waiting(author, editor):
    """A bio that waits for a moderator."""
    return moderation.submit_bio(author, BioSnapshot(role="nurse", bio=read("She is kind.\n")), by=editor, base=None)


def judge(revision: BioRevision, what: str) -> str:
    return reverse(f"admin:authors_biorevision_{what}", args=[revision.pk])


def test_moderator_sees_what_is_new_and_approves(at, moderator, waiting):
    page = at(moderator).get(judge(waiting, "judge"))
    assert "Nothing of this author is public yet" in page.content.decode()
    assert page.context["comparison"].summary == "2 changes: 2 added"
    at(moderator).post(judge(waiting, "approve"))
    author = Author.objects.get()
    assert (author.role, plain_text(author.bio)) == ("nurse", "She is kind.")


def test_public_and_waiting_words_are_told_apart(at, moderator, editor, author, waiting):
    at(moderator).post(judge(waiting, "approve"))
    newer = BioSnapshot(role="midwife", suffix="RM", bio=read("She is kind.\nShe is patient.\n"))
    waiting = moderation.submit_bio(author, newer, by=editor, base=revisions.latest(author).token)
    found = at(moderator).get(judge(waiting, "judge")).context
    assert [(one.words, one.html.strip()) for part in found["read"] for one in part.passages] == [
        ("", "<p>She is kind.</p>"),
        ("Added", '<ins class="whole"><p>She is patient.</p>\n</ins>'),
    ]
    assert [(part.label, part.passages[0].words) for part in found["changed_facts"]] == [
        ("After the name", "Added"),
        ("Role", "Changed"),
    ]


@pytest.fixture
def picture_of(db):
    """A picture that is not drawn yet."""
    return lambda title: Image.objects.create(
        title=title, alt="A face.", original=title, width=400, height=400, content_hash=title.ljust(64, "0")
    )


def test_portraits_are_shown_before_and_after(at, moderator, editor, author, picture_of):
    first, second = picture_of("One"), picture_of("Two")
    approved = moderation.submit_bio(author, BioSnapshot(portrait=first.pk), by=editor, base=None)
    at(moderator).post(judge(approved, "approve"))
    token = revisions.latest(author).token
    waiting = moderation.submit_bio(author, BioSnapshot(portrait=second.pk), by=editor, base=token)
    (part,) = at(moderator).get(judge(waiting, "judge")).context["changed_facts"]
    assert re.findall(r"<del|<ins|One|Two", part.passages[0].html) == ["<del", "One", "<ins", "Two"]


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>"])
def test_no_words_of_a_bio_become_markup(at, moderator, editor, author, hostile):
    bio = BioSnapshot(role=hostile, suffix=hostile, bio=read(f"{hostile} and more.\n"))
    waiting = moderation.submit_bio(author, bio, by=editor, base=None)
    assert hostile not in at(moderator).get(judge(waiting, "judge")).content.decode()


def test_the_page_costs_the_same_for_any_bio(at, moderator, editor):
    browser, counts = at(moderator), []
    for size in (3, 30):
        author = Author.objects.create(name=f"A {size}", slug=f"a-{size}")
        bio = BioSnapshot(role="nurse", bio=read("".join(f"Line {n} of it.\n" for n in range(size))))
        waiting = moderation.submit_bio(author, bio, by=editor, base=None)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(judge(waiting, "judge")).status_code == 200
        counts.append(len(queries))
    # The second author's first bio is compared with the first author's, by one query either way.
    assert counts[0] == counts[1] <= 12


def test_moderator_sends_back_with_a_reason(at, moderator, waiting):
    response = at(moderator).post(judge(waiting, "send_back"), {"reason": " "})
    assert "Say why" in response.context["errors"][0]
    at(moderator).post(judge(waiting, "send_back"), {"reason": "Too short."})
    waiting.refresh_from_db()
    assert (waiting.verdict, waiting.reason) == (Verdict.SENT_BACK, "Too short.")


def test_second_verdict_is_answered_kindly(at, moderator, waiting):
    at(moderator).post(judge(waiting, "approve"))
    page = at(moderator).post(judge(waiting, "send_back"), {"reason": "Too short."}, follow=True)
    assert "Nothing was changed" in messages(page)[-1]
    assert "judged it on" in page.content.decode()
    assert Event.objects.filter(act="bio sent back").count() == 0


def test_moderator_never_judges_their_own_bio(at, moderator, waiting):
    Author.objects.update(user=moderator)
    assert "another moderator judges them" in at(moderator).get(judge(waiting, "judge")).content.decode()
    assert at(moderator).post(judge(waiting, "approve")).status_code == 403
    assert at(moderator).post(judge(waiting, "send_back"), {"reason": "No."}).status_code == 403
    waiting.refresh_from_db()
    assert waiting.verdict == ""


def test_queue_holds_only_the_newest_unjudged_words(at, moderator, editor, author, waiting):
    newer = moderation.submit_bio(author, BioSnapshot(role="midwife"), by=editor, base=waiting.token)
    assert list(at(moderator).get(QUEUE).context["cl"].result_list) == [newer]
    assert "wait in its place" in at(moderator).get(judge(waiting, "judge")).content.decode()


@pytest.mark.parametrize("role", ["writer", "editor", "doctor", "outsider"])
def test_only_moderators_see_the_queue(role, request, at, waiting):
    client = at(request.getfixturevalue(role))
    answers = [client.get(QUEUE), client.post(judge(waiting, "approve")), client.post(judge(waiting, "reject"))]
    assert all(one.status_code == 403 or "/login/" in one.get("Location", "") for one in answers)


def test_who_keeps_the_author_and_the_author_see_what_became_of_it(at, editor, writer, doctor, author, waiting):
    Author.objects.update(user=writer)
    pages = [at(who).get(judge(waiting, "judge")) for who in (editor, writer, doctor)]
    assert [page.status_code for page in pages] == [200, 200, 403]
    assert "Send back, or reject" not in pages[0].content.decode()
