from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from articles import discarding, publishing, scheduling, submitting, writing
from articles.enums import PlanState
from articles.models import Article, Schedule
from articles.publishing import NotPublishable
from history.models import Event
from tests.mail import delivered, told

LATER = timezone.now().replace(microsecond=0) + timedelta(days=1)
DUE = LATER + timedelta(minutes=1)


def _save(article, by, **values):
    snapshot, token = writing.current(article)
    return writing.save(article, replace(snapshot, **values), by=by, base=token)


def _newest(article):
    return article.revisions.sealed().order_by("-number").first()


@pytest.fixture
def plan(editor):
    def make(article, act="publish", at=LATER, **values):
        if act != "withdraw":
            values = {"revision": _newest(article), **values}
        return scheduling.schedule(article, **{"act": act, "at": at, "zone": "Europe/London", "by": editor, **values})

    return make


def _state(planned):
    planned.refresh_from_db()
    return planned.state


def test_nothing_happens_before_its_time(draft, plan):
    planned = plan(draft())
    assert scheduling.run_due(LATER - timedelta(seconds=1)) == 0
    assert (_state(planned), Article.objects.published().count()) == (PlanState.WAITING, 0)


def test_publication_update_and_withdrawal_happen_in_their_time(draft, writer, plan):
    article = draft("Cold Floors")
    plan(article)
    _save(article, writer, title="Warm Floors")
    plan(article, "update", at=LATER + timedelta(hours=1))
    plan(article, "withdraw", at=LATER + timedelta(hours=2), reason="Out of date.")
    seen = []
    for hours in range(3):
        assert scheduling.run_due(DUE + timedelta(hours=hours)) == 1
        article.refresh_from_db()
        seen.append((article.state, article.title, article.withdrawn_reason))
    assert seen == [
        ("published", "Cold Floors", ""),
        ("published", "Warm Floors", ""),
        ("withdrawn", "Warm Floors", "Out of date."),
    ]


def test_what_a_stopped_worker_left_is_done_at_once_in_its_order(draft, writer, plan):
    article = draft("Cold Floors")
    plan(article)
    _save(article, writer, title="Warm Floors")
    plan(article, "update", at=LATER + timedelta(hours=1))
    assert scheduling.run_due(LATER + timedelta(days=30)) == 2
    article.refresh_from_db()
    assert (article.title, article.live_revision.number) == ("Warm Floors", 2)
    acts = Event.objects.filter(act="published", target_id=article.pk).order_by("pk").values_list("data__number")
    assert list(acts) == [(1,), (2,)]
    done = Event.objects.filter(act="schedule done").order_by("pk").values_list("data__late", flat=True)
    assert list(done) == [30 * 24 * 3600, 30 * 24 * 3600 - 3600]


def test_the_date_of_publication_is_the_true_one(draft, plan):
    article = draft()
    plan(article)
    before = timezone.now()
    scheduling.run_due(LATER + timedelta(days=30))
    article.refresh_from_db()
    assert before <= article.published_at <= timezone.now()


def test_running_again_changes_nothing(draft, plan):
    article = draft()
    plan(article)
    assert [scheduling.run_due(DUE), scheduling.run_due(DUE)] == [1, 0]
    assert Event.objects.filter(act="published", target_id=article.pk).count() == 1


def test_only_who_may_publish_plans_and_takes_back(draft, plan, writer, doctor, outsider):
    planned = plan(draft())
    for person in (writer, doctor, outsider):
        with pytest.raises(PermissionDenied):
            plan(draft(f"Of {person}"), by=person)
        with pytest.raises(PermissionDenied):
            scheduling.cancel(planned, by=person)
    assert _state(planned) == PlanState.WAITING


def test_what_blocks_is_refused_when_it_is_planned(draft, plan):
    with pytest.raises(NotPublishable):
        plan(draft(standfirst=""))
    assert not Schedule.objects.exists()


def test_a_reason_given_when_it_was_planned_holds_when_it_is_due(draft, plan):
    article = draft(standfirst="")
    plan(article, override_reason="The editor in chief insists.")
    assert scheduling.run_due(DUE) == 1
    assert Article.objects.published().get() == article
    assert Event.objects.get(act="check overridden").data["reason"] == "The editor in chief insists."


def test_what_blocks_by_then_stops_it_and_is_told(draft, published, plan, writer, editor):
    article = draft("Cold Floors")
    planned = plan(article)
    submitting.submit(article, by=writer)
    submitting.request_changes(article, _newest(article), by=editor, comment="Not yet.")
    told()
    assert scheduling.run_due(DUE) == 1
    assert (_state(planned), planned.settled_at, planned.settled_by) == (PlanState.FAILED, DUE, None)
    assert planned.failure == "editor@example.org asked for changes: Not yet."
    assert not Article.objects.published().exists()
    mails = delivered()
    subject = "Not done: publish Cold Floors"
    assert [(to, said) for to, said, _ in mails] == [(editor.email, subject), (writer.email, subject)]
    assert "asked for changes: Not yet." in mails[0][2]
    assert Event.objects.filter(act="schedule failed", target_id=article.pk).count() == 1


def test_who_lost_the_role_publishes_nothing_any_more(draft, plan, editor):
    planned = plan(draft())
    editor.groups.set(Group.objects.filter(name="writer"))
    scheduling.run_due(DUE)
    assert (_state(planned), planned.failure) == (PlanState.FAILED, "Only an editor may publish.")


def test_who_left_publishes_nothing_any_more(draft, plan, editor):
    planned = plan(draft())
    editor.is_active = False
    editor.save()
    scheduling.run_due(DUE)
    assert (_state(planned), Article.objects.published().count()) == (PlanState.FAILED, 0)


def test_a_newer_public_version_is_not_replaced_by_the_planned_older_one(draft, plan, writer, editor):
    article = draft("Old words")
    planned = plan(article)
    publishing.publish(article, revision=_save(article, writer, title="New words"), by=editor)
    scheduling.run_due(DUE)
    assert _state(planned) == PlanState.FAILED
    assert planned.failure == "Version 2 is public, which is newer than version 1."
    assert Article.objects.get().title == "New words"


def test_what_was_withdrawn_since_does_not_come_back(published, plan, writer, editor):
    article = published()
    _save(article, writer, title="Changed")
    planned = plan(article, "update")
    publishing.withdraw(article, by=editor, reason="It is dangerous.")
    scheduling.run_due(DUE)
    assert (_state(planned), Article.objects.published().count()) == (PlanState.FAILED, 0)
    assert "not public any more" in planned.failure


def test_a_planned_publication_does_not_undo_a_withdrawal_between(draft, plan, editor):
    article = draft()
    planned = plan(article)
    publishing.publish(article, revision=_newest(article), by=editor)
    publishing.withdraw(article, by=editor, reason="It is dangerous.")
    scheduling.run_due(DUE)
    assert (_state(planned), Article.objects.published().count()) == (PlanState.FAILED, 0)


def test_published_by_hand_before_its_time_leaves_nothing_to_do(draft, plan, editor):
    article = draft()
    planned = plan(article)
    publishing.publish(article, revision=_newest(article), by=editor)
    scheduling.run_due(DUE)
    assert (_state(planned), Event.objects.filter(act="published").count()) == (PlanState.DONE, 1)


def test_later_words_wait_for_their_own_publication(draft, plan, writer):
    article = draft("Planned words")
    plan(article)
    _save(article, writer, title="Words still to be judged")
    scheduling.run_due(DUE)
    assert Article.objects.get().title == "Planned words"


def test_a_failure_in_the_program_is_told_and_changes_nothing(draft, plan, monkeypatch, caplog):
    article = draft()
    planned = plan(article)
    monkeypatch.setattr(publishing.search, "index", lambda article: 1 / 0)
    scheduling.run_due(DUE)
    assert (_state(planned), planned.failure) == (PlanState.FAILED, scheduling.FAULT)
    article.refresh_from_db()
    assert (article.state, article.live_revision) == ("draft", None)
    assert "ZeroDivisionError" in caplog.text


def test_one_that_fails_does_not_stop_the_others(draft, plan, person):
    first, second = draft("First"), draft("Second")
    broken = plan(first)
    fine = plan(second, at=LATER + timedelta(seconds=1))
    Article.objects.filter(pk=first.pk).update(discarded_at=timezone.now(), discarded_by=broken.planned_by)
    assert scheduling.run_due(DUE) == 2
    assert [_state(one) for one in (broken, fine)] == [PlanState.FAILED, PlanState.DONE]


def test_without_a_database_it_waits_for_the_next_time(draft, plan, monkeypatch):
    planned = plan(draft())

    def lost(*args, **values):
        raise OperationalError("server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(publishing.projection, "project", lost)
        with pytest.raises(OperationalError):
            scheduling.run_due(DUE)
    assert _state(planned) == PlanState.WAITING
    assert scheduling.run_due(DUE) == 1


def test_taken_back_it_does_not_happen_and_its_planner_is_told(draft, plan, person):
    planned = plan(draft("Cold Floors"))
    other = person("editor", email="other@example.org")
    scheduling.cancel(planned, by=other)
    assert (_state(planned), planned.settled_by) == (PlanState.CANCELLED, other)
    assert told() == [("editor@example.org", "Cancelled: Cold Floors")]
    assert scheduling.run_due(DUE) == 0
    with pytest.raises(ValidationError, match="not planned any more"):
        scheduling.cancel(planned, by=other)


def test_done_already_it_cannot_be_taken_back(draft, plan, editor):
    planned = plan(draft())
    scheduling.run_due(DUE)
    with pytest.raises(ValidationError):
        scheduling.cancel(planned, by=editor)
    assert _state(planned) == PlanState.DONE


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"at": datetime(2020, 1, 1, tzinfo=UTC)}, "date"),
        ({"at": LATER + timedelta(days=2000)}, "date"),
        ({"zone": "Europe/Nowhere"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"act": "explode"}, "act"),
        ({"act": "update"}, "act"),
        ({"act": "withdraw", "reason": "Old."}, "act"),
        ({"revision": None}, "act"),
    ],
)
def test_nonsense_is_refused_at_its_field(draft, plan, values, field):
    with pytest.raises(ValidationError) as caught:
        plan(draft(), **values)
    assert list(caught.value.message_dict) == [field]
    assert not Schedule.objects.exists()


def test_a_public_article_is_updated_not_published(published, plan, writer):
    article = published()
    with pytest.raises(ValidationError, match="Readers see version 1 already"):
        plan(article, "update")
    _save(article, writer, title="Changed")
    with pytest.raises(ValidationError, match="plan an update"):
        plan(article)
    assert plan(article, "update").act == "update"


def test_a_withdrawal_says_why(published, plan):
    with pytest.raises(ValidationError, match="Say why"):
        plan(published(), "withdraw", reason=" ")


def test_an_older_version_than_the_public_one_is_not_planned(published, plan, writer, editor):
    article = published()
    first = _newest(article)
    publishing.publish(article, revision=_save(article, writer, title="Second"), by=editor)
    with pytest.raises(ValidationError, match="Restore the older one"):
        plan(article, "update", revision=first)


def test_two_things_at_one_moment_are_refused(draft, plan):
    article = draft()
    plan(article)
    with pytest.raises(ValidationError, match="at this very time"):
        plan(article)


def test_what_lies_in_the_bin_is_not_planned(draft, plan, editor):
    article = draft()
    discarding.discard(article, by=editor)
    with pytest.raises(NotPublishable, match="in the bin"):
        plan(article)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "done"},
        {"state": "failed", "settled_at": LATER},
        {"state": "nonsense"},
        {"failure": "words"},
        {"revision": None},
        {"reason": "words"},
        {"act": "withdraw"},
    ],
)
def test_the_database_refuses_half_a_plan(draft, plan, values):
    plan(draft())
    with pytest.raises(IntegrityError), transaction.atomic():
        Schedule.objects.update(**values)


def test_the_cost_of_looking_does_not_grow_with_what_waits(draft, plan, django_assert_num_queries):
    for number in range(5):
        plan(draft(f"Article {number}"))
    with django_assert_num_queries(2):
        scheduling.run_due(LATER - timedelta(hours=1))


# Where a withdrawal leads


def test_a_planned_withdrawal_leads_its_address_on(published, plan, reader):
    article, carpet = published("Floor"), published("Carpet")
    planned = plan(article, "withdraw", reason="Old.", successor=carpet)
    assert scheduling.words(planned).startswith("withdraw (its address leads to “Carpet” then) on ")
    told()
    scheduling.run_due(DUE)
    assert (_state(planned), told()) == (PlanState.DONE, [])
    assert reader.get("/articles/floor/")["Location"] == "/articles/carpet/"


def test_a_planned_withdrawal_says_what_to_read_instead(published, plan, reader):
    article, rug = published("Floor"), published("Rug")
    plan(article, "withdraw", reason="Old.", instead=[rug, article])
    scheduling.run_due(DUE)
    page = reader.get("/articles/floor/")
    assert page.status_code == 410
    assert 'href="/articles/rug/"' in page.content.decode()


def test_a_successor_that_is_gone_by_then_is_left_out_and_its_planner_told(published, plan, editor, reader):
    article, carpet, rug = published("Floor"), published("Carpet"), published("Rug")
    planned = plan(article, "withdraw", reason="Old.", successor=carpet, instead=[rug])
    publishing.withdraw(carpet, by=editor, reason="Older.")
    told()
    scheduling.run_due(DUE)
    assert _state(planned) == PlanState.DONE
    ((to, subject, text),) = delivered()
    assert (to, subject) == (editor.email, "Leads nowhere: Floor")
    assert "readers do not see “Carpet” any more" in text
    page = reader.get("/articles/floor/")
    assert page.status_code == 410
    assert 'href="/articles/rug/"' in page.content.decode()


@pytest.mark.parametrize("which", ["itself", "draft"])
def test_a_withdrawal_leads_to_nothing_but_another_public_article(draft, published, plan, which):
    article = published("Floor")
    with pytest.raises(ValidationError) as refused:
        plan(article, "withdraw", reason="Old.", successor=article if which == "itself" else draft("Sketch"))
    assert list(refused.value.message_dict) == ["successor"]


def test_the_database_refuses_a_successor_of_what_stays_public(published, plan, writer):
    article = published("Floor")
    _save(article, writer, title="Changed")
    planned = plan(article, "update")
    with pytest.raises(IntegrityError), transaction.atomic():
        Schedule.objects.filter(pk=planned.pk).update(successor=published("Carpet"))
