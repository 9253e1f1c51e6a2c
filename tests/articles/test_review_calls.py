"""What calls for a review before its time, the queue, the calendar and the reminders."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import publishing, review_calls, review_queue, reviewing, submitting
from articles.models import Article, ReviewTrigger
from history.models import Event
from sources import keeping, watching
from sources.enums import StatusOrigin
from sources.records import Record
from tests.articles.conftest import SIDES
from tests.articles.test_citations import citing
from tests.articles.test_reviewing import article as article
from tests.articles.test_reviewing import clinician as clinician
from tests.articles.test_reviewing import live as live
from tests.articles.test_reviewing import page
from tests.articles.test_reviewing import pillar as pillar
from tests.articles.test_reviewing import sign as sign
from tests.content.builders import doc, paragraph
from tests.mail import told

pytestmark = pytest.mark.django_db
TABLE = StatusOrigin.TABLE


@pytest.fixture
def source(editor):
    return keeping.bring(Record("A study", doi="10.5555/a", year=2025, mesh=("Back Pain",)), by=editor)[0]


@pytest.fixture
def resting(draft, source, sign, editor) -> Article:
    """A live, reviewed article that cites the source."""
    body = doc(*citing(source)["content"], paragraph("sides", SIDES))
    made = draft("Resting", body=body, kind="treatment", tags=("HRT",))
    sign(made)
    return publishing.publish(made, revision=made.revisions.get(), by=editor)


def retract(source):
    found = watching.Standing("retracted", date(2026, 5, 4), TABLE, "Error in Data", "https://doi.org/10.5555/n")
    watching.settle(source, found, origin=TABLE)


def test_retraction_brings_the_article_to_the_head_of_the_queue(resting, live, source, reader, editor):
    told()
    retract(source)
    trigger = ReviewTrigger.objects.get()
    assert (trigger.article, trigger.cause, trigger.source) == (resting, "retraction", source)
    assert list(review_queue.urgent()) == [trigger]
    resting.refresh_from_db()
    assert resting.review_urgent_at == trigger.opened_at
    assert "Being reviewed again since <time" in page(reader, resting)
    assert "Being reviewed again" not in page(reader, live)
    assert (editor.email, "Urgent: review “Resting” again") in told()
    assert Event.objects.get(act="review called for").data["cause"] == "retraction"


def test_watch_that_runs_again_calls_nobody_twice(resting, source):
    retract(source)
    told()
    retract(source)
    assert ReviewTrigger.objects.count() == 1
    assert told() == []


def test_reinstatement_undoes_it(resting, source, reader):
    retract(source)
    watching.settle(source, watching.Standing(), origin=TABLE)
    assert not review_queue.urgent().exists()
    assert ReviewTrigger.objects.get().settlement == "the source is now: nothing known against it"
    assert "Being reviewed again" not in page(reader, resting)


def test_doubt_that_becomes_a_retraction_is_one_call(resting, source):
    watching.settle(source, watching.Standing("concern", date(2026, 5, 1), TABLE), origin=TABLE)
    retract(source)
    assert [one.cause for one in ReviewTrigger.objects.open()] == ["retraction"]


def test_new_review_settles_it(resting, source, sign, reader):
    retract(source)
    sign(resting)
    assert not ReviewTrigger.objects.open().exists()
    assert ReviewTrigger.objects.get().settlement == "reviewed by Linden Saltmere, approved"
    assert "Being reviewed again" not in page(reader, resting)


def test_correction_is_called_but_readers_are_not_alarmed(resting, source, reader):
    watching.settle(source, watching.Standing("corrected", date(2026, 5, 1), TABLE), origin=TABLE)
    assert ReviewTrigger.objects.open().get().cause == "correction"
    assert "Being reviewed again" not in page(reader, resting)


def test_draft_that_cites_it_is_no_matter_of_readers(draft, source):
    draft("Draft", body=citing(source))
    retract(source)
    assert not ReviewTrigger.objects.exists()


@pytest.mark.parametrize(("kind", "term"), [("tag", "hrt"), ("mesh", "back pain"), ("drug", "CLAIM")])
def test_topic_that_changed_calls_for_every_article_that_speaks_of_it(resting, live, kind, term, editor):
    found = review_calls.topic_changed(kind, term, "New warning.", on=date(2026, 5, 4), by=editor)
    assert found == [resting]
    assert ReviewTrigger.objects.get().detail == f"{term}, 4 May 2026: New warning."
    review_calls.topic_changed(kind, term, "New warning.", on=date(2026, 5, 4), by=editor)
    assert ReviewTrigger.objects.count() == 1


def test_settling_needs_a_word_and_the_right(resting, source, editor, writer):
    retract(source)
    trigger = ReviewTrigger.objects.get()
    with pytest.raises(PermissionDenied):
        review_calls.settle(trigger, by=writer, how="Done.")
    with pytest.raises(ValidationError):
        review_calls.settle(trigger, by=editor, how=" ")
    assert review_calls.settle(trigger, by=editor, how="Taken out.").settled_by == editor
    resting.refresh_from_db()
    assert resting.review_urgent_at is None


def test_queue_holds_each_article_where_it_belongs(live, draft, writer, editor, at):
    today = timezone.localdate()
    waiting = draft("Handed in")
    submitting.submit(waiting, by=writer)
    assert [one.article for one in review_queue.waiting()] == [waiting]
    for days, lists in ((-1, (1, 0)), (0, (0, 1)), (60, (0, 1)), (61, (0, 0))):
        Article.objects.filter(pk=live.pk).update(review_due_on=today + timedelta(days=days))
        assert (review_queue.overdue(today).count(), review_queue.soon(today).count()) == lists
    publishing.publish(waiting, revision=waiting.revisions.get(), by=editor, override_reason="Urgent.")
    assert list(review_queue.without()) == [waiting]
    assert not review_queue.waiting().exists()
    shown = at(editor).get("/admin/articles/review/").content.decode()
    assert "never reviewed" in shown


def test_calendar_counts_by_month(live):
    Article.objects.filter(pk=live.pk).update(review_due_on=date(2026, 2, 28))
    months = review_queue.calendar(date(2025, 12, 31), months=4)
    assert [(one.first, len(one.articles)) for one in months] == [
        (date(2025, 12, 1), 0),
        (date(2026, 1, 1), 0),
        (date(2026, 2, 1), 1),
        (date(2026, 3, 1), 0),
    ]


def test_reminders_go_out_once_at_each_of_their_days(live, editor, doctor):
    due = timezone.localdate() + timedelta(days=61)
    Article.objects.filter(pk=live.pk).update(review_due_on=due)
    told()
    counts = []
    for days in (61, 60, 60, 15, 14, 1, 0, -1, -2):
        counts.append(review_queue.remind(timezone.now() + timedelta(days=61 - days)))
    assert counts == [0, 1, 0, 0, 1, 0, 1, 0, 0]
    assert {address for address, _ in told()} == {editor.email, doctor.email}


def test_whoever_was_late_is_told_once_and_it_is_recorded(live):
    Article.objects.filter(pk=live.pk).update(review_due_on=timezone.localdate() - timedelta(days=3))
    review_queue.remind(timezone.now())
    assert review_queue.remind(timezone.now()) == 0
    assert Event.objects.filter(act="review overdue").count() == 1


def test_owner_is_told_and_nobody_else(live, editor, doctor, administrator, clinician):
    reviewing.assign(live, administrator, by=editor)
    Article.objects.filter(pk=live.pk).update(review_due_on=timezone.localdate() + timedelta(days=30))
    told()
    review_queue.remind(timezone.now())
    assert {address for address, _ in told()} == {administrator.email, doctor.email}


def test_queue_costs_the_same_whatever_its_length(live, draft, sign, editor, at, django_assert_max_num_queries):
    browser = at(editor)
    browser.get("/admin/articles/review/")
    for number in range(4):
        made = draft(f"More {number}")
        sign(made)
        publishing.publish(made, revision=made.revisions.get(), by=editor)
    Article.objects.update(review_due_on=timezone.localdate())
    with django_assert_max_num_queries(16):
        browser.get("/admin/articles/review/")


def test_reviewer_reads_changes_claims_and_findings_and_signs(resting, source, at, doctor, writer, clinician):
    from tests.articles.test_reviewing import rewrite

    retract(source)
    revision = rewrite(resting, writer, standfirst="Now with 12 reasons.")
    address = f"/admin/articles/article/{resting.pk}/review/{revision.number}/"
    shown = at(doctor).get(address).content.decode()
    assert "Changed since Linden Saltmere reviewed version 1" in shown
    assert "number (now “12”)" in shown
    assert "<q>Claim 0 holds.</q>" in shown
    assert "Retracted." in shown
    assert "which was retracted. Find another source" in shown
    answer = at(doctor).post(address, {"kind": "medical", "verdict": "approved", "conflict": "None."})
    assert answer.status_code == 302
    assert resting.reviews.count() == 2


def test_who_does_not_review_reads_the_same_page_without_a_form(live, at, moderator, writer):
    address = f"/admin/articles/article/{live.pk}/review/1/"
    assert 'name="verdict"' not in at(moderator).get(address).content.decode()
    assert at(moderator).post(address, {"verdict": "approved", "conflict": "None."}).status_code == 403
    assert at(writer).get(address).status_code == 403


def test_news_of_a_file_call_for_reviews_and_wrong_lines_are_named(resting, tmp_path, capsys):
    path = tmp_path / "news.csv"
    path.write_text(
        "kind,term,on,detail\ntag,HRT,2026-05-04,New warning.\ntag,HRT,soon,x\npoem,HRT,2026-05-04,x\n",
        encoding="utf-8",
    )
    for more, count in ((["--dry-run"], 0), ([], 1), ([], 1)):
        with pytest.raises(CommandError) as ended:
            call_command("topic_changed", str(path), *more)
        assert (ended.value.returncode, ReviewTrigger.objects.count()) == (1, count)
    told_so = capsys.readouterr()
    assert "tag HRT: 1 article\n  Resting" in told_so.out
    assert "refused, line 3: “soon” is no day" in told_so.err


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", None])
def test_news_that_are_no_table_end_with_2(db, tmp_path, text):
    path = tmp_path / "news.csv"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as ended:
        call_command("topic_changed", str(path))
    assert ended.value.returncode == 2
