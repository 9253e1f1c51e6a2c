"""What becomes of reviews whose reviewer's credential is revoked."""

import threading
import time

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone

from articles import checklist, publishing, review_calls, review_queue, reviewing
from articles.models import Article, Pillar, Review, ReviewTrigger
from articles.snapshots import Snapshot
from authors import credentials
from authors.models import Author, Credential
from tests.articles.test_reviewing import article as article
from tests.articles.test_reviewing import clinician as clinician
from tests.articles.test_reviewing import licensed, page, rewrite
from tests.articles.test_reviewing import live as live
from tests.articles.test_reviewing import pillar as pillar
from tests.articles.test_reviewing import sign as sign
from tests.mail import delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def revoke(clinician, moderator):
    """Revoke the oldest of what the clinician holds."""

    def act() -> Credential:
        held = Credential.objects.filter(author=clinician, revoked_at=None).earliest("pk")
        return credentials.revoke(held, by=moderator, reason="Struck off in secret.")

    return act


def block_of(article: Article, revision) -> list[str]:
    found = checklist.findings(article, Snapshot.from_dict(revision.snapshot), revision)
    return [one.message for one in found if one.code == "review"]


def test_article_goes_to_the_queue_and_its_people_are_told(live, revoke, editor, writer):
    delivered()
    revoke()
    (trigger,) = review_queue.urgent()
    assert (trigger.article, trigger.cause) == (live, "credential")
    mails = {to: text for to, subject, text in delivered() if subject == "Urgent: review “Stiff in the Morning” again"}
    assert mails.keys() == {editor.email, writer.email}
    assert "Linden Saltmere signed version 1 on" in mails[editor.email]
    assert not any("Struck off" in text for text in mails.values())


def test_readers_learn_that_it_is_reviewed_again_and_what_was_held_on_its_day(live, revoke, reader):
    revoke()
    shown = page(reader, live)
    assert "Linden Saltmere</a>, GP, on <time" in shown
    assert "Being reviewed again since <time" in shown
    assert "Struck off" not in shown


def test_editor_settles_it_with_a_word_and_the_review_holds(live, revoke, editor, reader):
    revoke()
    review_calls.settle(ReviewTrigger.objects.get(), by=editor, how="She has retired; she held it then.")
    shown = page(reader, live)
    assert "Medically reviewed by" in shown
    assert "Being reviewed again" not in shown


def test_another_signature_settles_it(live, revoke, person, editor, moderator, reader):
    revoke()
    second = person("medical reviewer", email="second@example.org")
    other = licensed(Author.objects.create(name="Rowan Ash", slug="rowan-ash", user=second), editor, moderator)
    said = {"verdict": "approved", "conflict": "None."}
    reviewing.sign(live, live.live_revision, reviewer=other, by=second, **said)
    assert not review_queue.urgent().exists()
    assert "Rowan Ash</a>, GP, on" in page(reader, live)


def test_who_holds_a_second_one_of_the_topic_is_not_doubted(live, clinician, revoke, editor, moderator):
    licensed(clinician, editor, moderator, name="Gynaecologist")
    revoke()
    assert not ReviewTrigger.objects.exists()
    revoke()
    assert ReviewTrigger.objects.count() == 1


def test_one_that_covers_another_topic_does_not_help(live, clinician, revoke, editor, moderator):
    teeth = Pillar.objects.create(title="Teeth", slug="teeth")
    licensed(clinician, editor, moderator, name="Dentist", covers_everything=False, topics=[teeth])
    revoke()
    assert ReviewTrigger.objects.count() == 1


def test_what_readers_do_not_see_is_left_alone(live, revoke, editor):
    publishing.withdraw(live, by=editor, reason="Old.")
    revoke()
    assert not ReviewTrigger.objects.exists()


def test_draft_that_it_opened_is_not_published(article, sign, revoke, editor):
    sign(article)
    revision = article.revisions.get()
    assert block_of(article, revision) == []
    revoke()
    assert block_of(article, revision) == [
        "What Linden Saltmere signed it by was revoked since. It must be reviewed again."
    ]
    with pytest.raises(publishing.NotPublishable):
        publishing.publish(article, revision=revision, by=editor)
    assert not ReviewTrigger.objects.exists()


def test_slip_of_the_pen_is_mended_all_the_same(live, revoke, writer, editor):
    revoke()
    version = rewrite(live, writer, search_description="Said better.")
    assert block_of(Article.objects.get(pk=live.pk), version) == []


@pytest.mark.parametrize("count", [1, 4])
def test_each_article_is_called_for_once(draft, sign, editor, revoke, count):
    for number in range(count):
        made = draft(f"Text {number}")
        sign(made)
        publishing.publish(made, revision=made.revisions.get(), by=editor)
    revoke()
    assert ReviewTrigger.objects.count() == count


@pytest.mark.django_db(transaction=True)
def test_signature_and_revocation_at_the_same_moment(shared_database, live, clinician, doctor, revoke, monkeypatch):
    """Whoever is first: no review rests on what is revoked without a call for another."""
    checked, refused = threading.Event(), []
    held = reviewing._held

    def slow(*args):
        found = held(*args)
        checked.set()
        time.sleep(0.3)
        return found

    monkeypatch.setattr(reviewing, "_held", slow)

    def act() -> None:
        try:
            said = {"verdict": "approved", "conflict": "None."}
            reviewing.sign(live, live.live_revision, reviewer=clinician, by=doctor, **said)
        except ValidationError as refusal:
            refused.append(refusal)
        finally:
            connections.close_all()

    thread = threading.Thread(target=act)
    thread.start()
    assert checked.wait(10)
    revoke()
    thread.join()
    assert refused == []
    newest = Review.objects.latest("pk")
    live.refresh_from_db()
    assert live.review == newest
    assert newest.credential.revoked_at
    assert ReviewTrigger.objects.open().get().opened_at >= newest.reviewed_at
    assert live.review_urgent_at <= timezone.now()
