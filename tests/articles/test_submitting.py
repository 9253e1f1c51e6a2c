from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from articles import permissions, publishing, submitting, writing
from articles.enums import RevisionStage
from articles.models import Collaboration, Revision
from articles.publishing import NotPublishable
from content.text import read
from history import revisions
from history.models import Event
from tests.mail import delivered, told

STAGES = ("open", "in_review", "changes_requested", "approved")


@pytest.fixture
def second(person):
    return person("editor", email="second@example.org")


def _write(article, by, text="Another text.\n"):
    """Words that stand in the open revision."""
    snapshot, token = writing.current(article)
    return revisions.write(article, replace(snapshot, body=read(text)).as_dict(), by=by, base=token)


def _save(article, by, **values):
    snapshot, token = writing.current(article)
    return writing.save(article, replace(snapshot, **values), by=by, base=token)


def _at(stage, article, writer, editor):
    """The only version of a draft by `writer`, brought to `stage`."""
    if stage != RevisionStage.OPEN:
        submitting.submit(article, by=writer)
    revision = article.revisions.get()
    if stage == RevisionStage.CHANGES_REQUESTED:
        submitting.request_changes(article, revision, by=editor, comment="Shorter.")
    if stage == RevisionStage.APPROVED:
        submitting.approve(article, revision, by=editor)
    return article.revisions.get()


def test_submission_seals_what_stands_there_and_tells_those_who_may_approve(draft, writer, editor, second, doctor):
    article = draft("Cold Floors")
    _write(article, writer)
    revision = submitting.submit(article, by=writer, note="Please look at the list.")
    stored = Revision.objects.get(pk=revision.pk)
    assert (stored.number, stored.stage, stored.submitted_by) == (2, "in_review", writer)
    assert stored.submission == "Please look at the list."
    mails = delivered()
    assert [(to, subject) for to, subject, _ in mails] == [
        (one.email, "For review: Cold Floors") for one in (editor, second)
    ]
    assert "Please look at the list." in mails[0][2]
    assert f"http://127.0.0.1:8000/admin/articles/article/{article.pk}/change/" in mails[0][2]


def test_approval_and_requests_are_told_to_the_writers(draft, writer, editor, second, person):
    other = person("writer", email="other@example.org")
    article = draft("Cold Floors")
    Collaboration.objects.join(article, [other])
    _save(article, other, title="Warm Floors")
    revision = submitting.submit(article, by=writer)
    told()
    submitting.request_changes(article, revision, by=editor, comment="Shorter, please.")
    assert told() == [(one, "Changes requested: Warm Floors") for one in ("other@example.org", writer.email)]
    _save(article, other, title="Floors")
    revision = submitting.submit(article, by=other)
    told()
    submitting.approve(article, revision, by=second)
    assert told() == [(one, "Approved: Floors") for one in ("other@example.org", writer.email)]


def test_every_act_is_an_event(draft, writer, editor):
    article = draft()
    revision = submitting.submit(article, by=writer, note="New.")
    submitting.request_changes(article, revision, by=editor, comment="Shorter.")
    submitting.submit(article, by=writer, note="It has to be long.")
    submitting.approve(article, revision, by=editor)
    found = Event.objects.filter(target_id=article.pk).order_by("pk").values_list("act", "actor_id")
    assert list(found)[2:] == [
        ("submitted", writer.pk),
        ("changes requested", editor.pk),
        ("submitted", writer.pk),
        ("approved", editor.pk),
    ]


@pytest.mark.parametrize("stage", STAGES)
def test_an_edit_begins_a_version_that_nobody_has_judged(draft, writer, editor, stage):
    article = draft()
    before = _at(stage, article, writer, editor)
    after = _save(article, writer, title="Changed")
    assert (after.number, after.stage, after.submitted_by, after.judged_by) == (2, "open", None, None)
    assert Revision.objects.get(pk=before.pk).stage == stage


def test_saving_without_a_change_keeps_the_approval(draft, writer, editor):
    article = draft()
    revision = _at("approved", article, writer, editor)
    assert _save(article, editor) == revision
    assert article.revisions.get().stage == "approved"


# Role × stage: which acts are open to whom, on a version that `writer` wrote and submitted.
NOTHING = {stage: frozenset() for stage in STAGES}
WRITER = dict(zip(STAGES, [{"submit"}, set(), {"submit"}, set()], strict=True))
EDITOR = dict(zip(STAGES, [{"submit"}, {"changes", "approve"}, {"submit"}, {"changes"}], strict=True))
MAY = {
    "writer": WRITER,
    "stranger": NOTHING,
    "editor": EDITOR,
    "administrator": EDITOR,
    "doctor": NOTHING,
    "moderator": NOTHING,
    "outsider": NOTHING,
}
ACTS = {
    "submit": lambda article, by: submitting.submit(article, by=by, note="Please."),
    "changes": lambda article, by: submitting.request_changes(article, article.revisions.get(), by=by, comment="No."),
    "approve": lambda article, by: submitting.approve(article, article.revisions.get(), by=by),
}


@pytest.fixture
def stranger(person):
    """A writer who has not written here."""
    return person("writer", email="stranger@example.org")


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("role", MAY)
def test_each_role_does_at_each_stage_what_it_may(role, stage, request, draft, writer, second):
    article, by = draft(), request.getfixturevalue(role)
    _at(stage, article, writer, second)
    done = set()
    for name, act in ACTS.items():
        try:
            with transaction.atomic():
                act(article, by)
                done.add(name)
                transaction.set_rollback(True)
        except (PermissionDenied, ValidationError):
            continue
    assert done == MAY[role][stage]


def test_nobody_approves_what_they_wrote_alone(snapshot, editor, writer, second):
    article = writing.start(snapshot(), by=editor)
    _save(article, editor, title="Mine")
    revision = submitting.submit(article, by=editor)
    assert not permissions.can_approve(editor, revision)
    with pytest.raises(PermissionDenied, match="ask another editor"):
        submitting.approve(article, revision, by=editor)
    assert article.revisions.get(pk=revision.pk).stage == "in_review"
    assert submitting.approve(article, revision, by=second).stage == "approved"


def test_nobody_approves_their_own_words_because_another_pressed_the_button(snapshot, editor, second):
    article = writing.start(snapshot(), by=editor)
    revision = submitting.submit(article, by=second)
    assert not permissions.can_approve(editor, revision)
    assert not permissions.can_approve(second, revision)


def test_an_editor_who_mended_a_comma_may_approve_what_its_writer_submits(draft, writer, editor):
    article = draft()
    _write(article, editor)
    revision = submitting.submit(article, by=writer)
    assert submitting.approve(article, revision, by=editor).stage == "approved"


def test_words_approved_before_do_not_count_as_another_persons(draft, writer, editor, second):
    article = draft()
    submitting.approve(article, submitting.submit(article, by=writer), by=editor)
    _save(article, editor, title="All mine since")
    revision = submitting.submit(article, by=second)
    assert not permissions.can_approve(editor, revision)


def test_a_newer_submission_takes_the_older_back(draft, writer, editor):
    article = draft()
    first = submitting.submit(article, by=writer)
    second = _save(article, writer, title="Better")
    submitting.submit(article, by=writer)
    stages = dict(article.revisions.values_list("number", "stage"))
    assert stages == {1: "open", 2: "in_review"}
    with pytest.raises(ValidationError, match="look at it again"):
        submitting.approve(article, first, by=editor)
    assert submitting.approve(article, second, by=editor).number == 2


def test_a_returned_version_comes_back_unchanged_only_with_a_reason(draft, writer, editor):
    article = draft()
    _at("changes_requested", article, writer, editor)
    with pytest.raises(ValidationError, match="say in a note why"):
        submitting.submit(article, by=writer, note=" ")
    revision = submitting.submit(article, by=writer, note="The guideline says so.")
    stored = article.revisions.get()
    assert (revision.stage, stored.request, stored.judged_by) == ("in_review", "", None)


def test_a_request_says_what_should_change(draft, writer, editor):
    article = draft()
    revision = submitting.submit(article, by=writer)
    with pytest.raises(ValidationError, match="Say what should change"):
        submitting.request_changes(article, revision, by=editor, comment=" \n")
    assert article.revisions.get().stage == "in_review"


def test_what_is_public_is_neither_submitted_nor_sent_back(published, writer, editor):
    article = published()
    with pytest.raises(ValidationError, match="Readers see this version"):
        submitting.submit(article, by=writer)
    with pytest.raises(ValidationError, match="Readers see this version"):
        submitting.request_changes(article, article.revisions.get(), by=editor, comment="No.")


@pytest.mark.parametrize("goes_on", [False, True])
def test_publication_ends_what_was_submitted_of_it_or_before_it(draft, writer, editor, goes_on):
    article, other = draft("Cold Floors"), draft("Warm Floors")
    revision = submitting.submit(article, by=writer)
    submitting.submit(other, by=writer)
    live = _save(article, writer, standfirst="Better.") if goes_on else revision
    publishing.publish(article, revision=live, by=editor)
    assert list(Revision.objects.in_review()) == [other.revisions.get()]
    published = Event.objects.get(act="published")
    assert published.data["stage"] == ("open" if goes_on else "in_review")


def test_what_is_newer_than_what_readers_see_stays_in_review(draft, writer, editor):
    article = draft("Cold Floors")
    first = article.revisions.get()
    _save(article, writer, standfirst="Better.")
    submitted = submitting.submit(article, by=writer)
    publishing.publish(article, revision=first, by=editor)
    assert list(Revision.objects.in_review()) == [submitted]


def test_articles_published_together_wait_for_nobody(draft, writer, editor):
    submitted = [submitting.submit(draft(title), by=writer) for title in ("Cold Floors", "Warm Floors")]
    publishing.publish_together(submitted, by=editor)
    assert not Revision.objects.in_review().exists()


def test_another_articles_version_is_refused(draft, writer, editor):
    one, other = draft("One"), draft("Other")
    revision = submitting.submit(other, by=writer)
    with pytest.raises(ValidationError, match="another article"):
        submitting.approve(one, revision, by=editor)


def test_a_version_sent_back_is_not_published_without_a_reason(draft, writer, editor):
    article = draft()
    revision = _at("changes_requested", article, writer, editor)
    with pytest.raises(NotPublishable, match=r"editor@example.org asked for changes: Shorter\."):
        publishing.publish(article, revision=revision, by=editor)
    article = publishing.publish(article, revision=revision, by=editor, override_reason="It is urgent.")
    (event,) = Event.objects.filter(act="check overridden")
    assert (event.data["check"], event.data["reason"], event.actor_id) == ("changes", "It is urgent.", editor.pk)
    assert article.is_published


def test_a_request_that_arrives_while_one_publishes_counts(draft, writer, editor):
    article = draft()
    stale = _at("approved", article, writer, editor)
    submitting.request_changes(article, stale, by=editor, comment="Wait!")
    with pytest.raises(NotPublishable):
        publishing.publish(article, revision=stale, by=editor)


@pytest.mark.parametrize(
    "values",
    [
        {"stage": "in_review"},
        {"stage": "approved"},
        {"stage": "nonsense"},
        {"request": "words"},
        {"sealed_at": None, "number": None, "hash": "", "stage": "in_review"},
    ],
)
def test_the_database_refuses_half_a_stage(draft, values):
    article = draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(article=article).update(**values)
