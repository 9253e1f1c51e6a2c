from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import publishing, releasing, scheduling, submitting, writing
from articles.enums import PlanState
from articles.models import Article, Release
from articles.releasing import NotReleasable
from history.models import Event
from tests.mail import delivered, told

LATER = timezone.now().replace(microsecond=0) + timedelta(days=1)
DUE = LATER + timedelta(minutes=1)


def _save(article, by, **values):
    snapshot, token = writing.current(article)
    return writing.save(article, replace(snapshot, **values), by=by, base=token)


@pytest.fixture
def release(editor):
    def make(*articles):
        made = releasing.create("Spring", zone="Europe/London", by=editor)
        return releasing.change(made, [one.revisions.sealed().first() for one in articles], by=editor)

    return make


@pytest.fixture
def waiting(release, editor):
    return lambda *articles: releasing.schedule(release(*articles), at=LATER, zone="Europe/London", by=editor)


def _live():
    return sorted(Article.objects.published().values_list("title", flat=True))


def test_all_members_go_live_together_when_it_is_due(draft, published, writer, waiting):
    public = published("Old title")
    _save(public, writer, title="New title")
    planned = waiting(draft("One"), public)
    assert (scheduling.run_due(LATER - timedelta(seconds=1)), _live()) == (0, ["Old title"])
    assert scheduling.run_due(DUE) == 1
    assert _live() == ["New title", "One"]
    planned.refresh_from_db()
    assert (planned.state, planned.settled_at) == (PlanState.DONE, DUE)
    assert Event.objects.filter(act="released", target_id=planned.pk).count() == 1


def test_one_member_that_fails_stops_all_and_its_people_are_told(draft, waiting, writer, editor):
    fine, failing = draft("Fine"), draft("Failing")
    planned = waiting(fine, failing)
    revision = submitting.submit(failing, by=writer)
    submitting.request_changes(failing, revision, by=editor, comment="Not yet.")
    told()
    scheduling.run_due(DUE)
    planned.refresh_from_db()
    assert (planned.state, _live()) == (PlanState.FAILED, [])
    assert planned.failure == "“Failing”: editor@example.org asked for changes: Not yet."
    assert not Event.objects.filter(act="published").exists()
    mails = delivered()
    assert [(to, subject) for to, subject, _ in mails] == [
        (one.email, "Not released: Spring") for one in (editor, writer)
    ]
    assert "None of its articles went public" in mails[0][2]


def test_a_failure_at_the_last_member_undoes_the_first(draft, waiting, monkeypatch, caplog):
    planned = waiting(draft("One"), draft("Two"), draft("Three"))
    index, calls = publishing.search.index, []

    def failing(article):
        calls.append(article)
        if len(calls) == 3:
            raise ZeroDivisionError
        index(article)

    monkeypatch.setattr(publishing.search, "index", failing)
    scheduling.run_due(DUE)
    planned.refresh_from_db()
    assert (planned.state, planned.failure, _live()) == (PlanState.FAILED, releasing.FAULT, [])
    assert "ZeroDivisionError" in caplog.text


def test_members_that_stand_in_each_others_way_are_refused_together(draft, waiting):
    one, two = draft("One", kind="guide"), draft("Two", kind="guide")
    planned = waiting(one, two)
    scheduling.run_due(DUE)
    planned.refresh_from_db()
    assert (planned.state, _live()) == (PlanState.FAILED, [])
    assert planned.failure == "“Two”: This pillar has a published guide already."


def test_it_is_checked_when_it_is_scheduled(draft, release, editor):
    planned = release(draft("Fine"), draft("Empty", text=""), draft("Nameless", contributors=()))
    with pytest.raises(NotReleasable) as caught:
        releasing.schedule(planned, at=LATER, zone="UTC", by=editor)
    assert list(caught.value.refusals) == ["Empty", "Nameless"]
    planned.refresh_from_db()
    assert (planned.state, planned.at) == (PlanState.GATHERING, None)


def test_published_at_once_it_is_all_or_nothing(draft, release, editor):
    with pytest.raises(NotReleasable):
        releasing.publish_now(release(draft("Fine"), draft("Empty", text="")), by=editor)
    assert _live() == []
    planned = releasing.publish_now(release(draft("One"), draft("Two")), by=editor)
    assert (_live(), planned.state) == (["One", "Two"], PlanState.DONE)
    with pytest.raises(ValidationError, match="changed meanwhile"):
        releasing.publish_now(planned, by=editor)


def test_a_reason_overrides_what_may_be_overridden(draft, release, editor):
    planned = release(draft("One", standfirst=""))
    said = {"at": LATER, "zone": "UTC", "by": editor}
    with pytest.raises(NotReleasable):
        releasing.schedule(planned, **said)
    releasing.schedule(planned, **said, override_reason="The campaign starts.")
    scheduling.run_due(DUE)
    assert _live() == ["One"]
    assert Event.objects.get(act="check overridden").data["reason"] == "The campaign starts."


def test_a_member_keeps_its_version_when_its_article_is_written_on(draft, waiting, writer):
    article = draft("As planned")
    waiting(article)
    _save(article, writer, title="Still being written")
    scheduling.run_due(DUE)
    assert _live() == ["As planned"]


def test_a_member_published_by_hand_does_not_stop_the_others(draft, waiting, editor):
    one, two = draft("One"), draft("Two")
    waiting(one, two)
    publishing.publish(one, revision=one.revisions.get(), by=editor)
    scheduling.run_due(DUE)
    assert _live() == ["One", "Two"]
    assert Event.objects.filter(act="published").count() == 2


def test_a_member_overtaken_or_withdrawn_since_stops_all(draft, waiting, writer, editor):
    one, two = draft("One"), draft("Two")
    planned = waiting(one, two)
    publishing.publish(one, revision=_save(one, writer, title="Newer"), by=editor)
    publishing.publish(two, revision=two.revisions.get(), by=editor)
    publishing.withdraw(two, by=editor, reason="Wrong.")
    scheduling.run_due(DUE)
    planned.refresh_from_db()
    assert (planned.state, _live()) == (PlanState.FAILED, ["Newer"])
    assert "“Newer”: Version 2 is public" in planned.failure
    assert "“Two”: It was withdrawn after this was planned" in planned.failure


def test_while_it_waits_it_is_not_changed_until_it_is_taken_back(draft, waiting, editor):
    planned = waiting(draft("One"))
    with pytest.raises(ValidationError, match="out of its schedule"):
        releasing.change(planned, [], by=editor)
    releasing.cancel(planned, by=editor)
    assert scheduling.run_due(DUE) == 0
    releasing.change(planned, [draft("Other").revisions.get()], by=editor)
    releasing.schedule(planned, at=LATER, zone="UTC", by=editor)
    assert (scheduling.run_due(DUE), _live()) == (1, ["Other"])


def test_a_release_that_failed_can_be_given_another_time(draft, waiting, editor, monkeypatch, caplog):
    planned = waiting(draft("One"))
    with monkeypatch.context() as patch:
        patch.setattr(publishing.search, "index", lambda article: 1 / 0)
        scheduling.run_due(DUE)
    planned = releasing.schedule(Release.objects.get(), at=LATER, zone="UTC", by=editor)
    assert (planned.state, planned.failure) == (PlanState.WAITING, "")
    assert (scheduling.run_due(DUE), _live()) == (1, ["One"])


def test_releases_and_single_acts_happen_in_one_order(draft, waiting, writer, editor):
    article = draft("First")
    waiting(article)
    _save(article, writer, title="Second")
    said = {"act": "publish", "at": LATER + timedelta(seconds=1), "zone": "UTC", "by": editor}
    scheduling.schedule(article, revision=article.revisions.order_by("-number").first(), **said)
    assert (scheduling.run_due(DUE), _live()) == (2, ["Second"])


@pytest.mark.parametrize("role", ["writer", "doctor", "moderator", "outsider"])
def test_only_editors_put_releases_together(role, request, draft, waiting):
    by = request.getfixturevalue(role)
    planned = waiting(draft("One"))
    acts = [
        lambda: releasing.create("Mine", zone="UTC", by=by),
        lambda: releasing.change(planned, [], by=by),
        lambda: releasing.schedule(planned, at=LATER, zone="UTC", by=by),
        lambda: releasing.cancel(planned, by=by),
        lambda: releasing.publish_now(planned, by=by),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    planned.refresh_from_db()
    assert planned.state == PlanState.WAITING


def test_nonsense_is_refused(draft, release, editor):
    empty = release()
    article = draft()
    revision = article.revisions.get()
    with pytest.raises(ValidationError, match="no articles yet"):
        releasing.schedule(empty, at=LATER, zone="UTC", by=editor)
    with pytest.raises(ValidationError, match="once"):
        releasing.change(empty, [revision, revision], by=editor)
    with pytest.raises(ValidationError, match="a name"):
        releasing.create("  ", zone="UTC", by=editor)
    with pytest.raises(ValidationError, match="past"):
        releasing.schedule(release(article), at=LATER - timedelta(days=2), zone="UTC", by=editor)


def test_the_cost_of_checking_does_not_grow_with_texts(draft, release, editor, django_assert_max_num_queries):
    """Each member costs its own checks and nothing that grows with the others."""
    planned = release(*[draft(f"Article {number}") for number in range(4)])
    with django_assert_max_num_queries(3 + 4 * 5):
        releasing.refusals_of(planned, by=editor)
