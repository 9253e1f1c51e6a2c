"""What waits for whom."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles import discarding, permissions, publishing, releasing, scheduling, submitting, worklists, writing
from articles.enums import PlannedAct, PlanState
from articles.models import Article, Collaboration, Revision, Schedule
from articles.snapshots import Contributor
from authors.models import Author, User
from history import revisions


def keep(article: Article, by: User, field: str) -> Revision:
    """Put words into the shared open revision, as saving by itself does."""
    snapshot, base = writing.current(article)
    values = replace(snapshot, **{field: f"{field} by {by}"})
    return revisions.write(article, values.as_dict(), by=by, base=base)


def save(article: Article, by: User, **values: Any) -> Revision:
    snapshot, base = writing.current(article)
    return writing.save(article, replace(snapshot, **values), by=by, base=base)


def articles(found: Any) -> list[str]:
    return [str(one.article) for one in found]


def test_draft_is_its_writers_to_finish(draft, writer, editor):
    draft("Cold Floors")
    assert articles(worklists.yours_to_finish(writer)) == ["Cold Floors"]
    assert articles(worklists.yours_to_finish(editor)) == []


def test_what_was_touched_last_comes_first(draft, writer):
    first = draft("Cold Floors")
    draft("Warm Floors")
    save(first, writer, standfirst="Again.")
    assert articles(worklists.yours_to_finish(writer)) == ["Cold Floors", "Warm Floors"]


def test_public_text_is_unfinished_only_for_who_changed_it(published, writer, editor):
    article = published("Cold Floors")
    assert articles(worklists.yours_to_finish(writer)) == []
    save(article, editor, standfirst="Better.")
    assert articles(worklists.yours_to_finish(writer)) == []
    assert articles(worklists.yours_to_finish(editor)) == ["Cold Floors"]


def test_words_in_an_open_version_count_for_each_of_its_hands(published, writer, editor, person):
    article, third = published("Cold Floors"), person("writer", email="third@example.org")
    Collaboration.objects.join(article, [third])
    keep(article, third, "standfirst")
    keep(article, writer, "search_description")
    assert revisions.latest(article).author == writer
    found = {one.email: articles(worklists.yours_to_finish(one)) for one in (writer, third, editor)}
    assert found == {writer.email: ["Cold Floors"], third.email: ["Cold Floors"], editor.email: []}


def test_number_of_a_person_is_not_found_in_a_longer_one(published, writer):
    longer = User.objects.create_user("longer@example.org", pk=int(f"{writer.pk}7"))
    longer.groups.set(writer.groups.all())
    article = published("Cold Floors")
    Collaboration.objects.join(article, [longer])
    keep(article, longer, "standfirst")
    assert articles(worklists.yours_to_finish(longer)) == ["Cold Floors"]
    assert articles(worklists.yours_to_finish(writer)) == []


def test_draft_that_bears_a_name_is_that_persons_to_finish(snapshot, editor, writer, author):
    author.user = writer
    author.save()
    writing.start(snapshot("Cold Floors"), by=editor)
    assert articles(worklists.yours_to_finish(writer)) == ["Cold Floors"]


def test_mine_holds_what_i_wrote_and_what_bears_my_name(draft, snapshot, writer, editor, person):
    third = person("writer", email="third@example.org")
    named = Author.objects.create(name="Third", slug="third", user=third)
    draft("Nothing of Third")
    shared = draft("Shared")
    keep(shared, editor, "standfirst")
    keep(shared, third, "search_description")
    writing.start(snapshot("Named", contributors=(Contributor(named.pk),)), by=editor)
    kept = worklists.mine(Article.objects.kept(), third).order_by("working_title")
    assert [str(one) for one in kept] == ["Named", "Shared"]


def test_submitted_version_waits_for_editors_and_lies_with_them(draft, writer, editor):
    article = draft("Cold Floors")
    submitting.submit(article, by=writer)
    assert articles(worklists.waiting_for(editor)) == ["Cold Floors"]
    assert articles(worklists.with_the_editors(writer)) == ["Cold Floors"]
    assert articles(worklists.yours_to_finish(writer)) == []
    assert articles(worklists.waiting_for(writer)) == []
    assert articles(worklists.with_the_editors(editor)) == []


def test_what_was_submitted_and_is_public_waits_for_nobody(draft, writer, editor):
    article = draft("Cold Floors")
    publishing.publish(article, revision=submitting.submit(article, by=writer), by=editor)
    assert articles(worklists.waiting_for(editor)) == []
    assert articles(worklists.with_the_editors(writer)) == []


def test_version_in_review_waits_even_when_its_writer_goes_on(draft, writer, editor):
    article = draft("Cold Floors")
    waiting = submitting.submit(article, by=writer)
    save(article, writer, standfirst="One word more.")
    assert [one.pk for one in worklists.waiting_for(editor)] == [waiting.pk]


def test_changes_wait_for_who_wrote_and_for_who_submitted(draft, writer, editor, person):
    article, other = draft("Cold Floors"), person("editor", email="other@example.org")
    revision = submitting.submit(article, by=other)
    submitting.request_changes(article, revision, by=editor, comment="Shorter.")
    found = [articles(worklists.waiting_for(one)) for one in (writer, other, editor)]
    assert found == [["Cold Floors"], ["Cold Floors"], []]
    save(article, writer, standfirst="Short.")
    assert articles(worklists.waiting_for(writer)) == []


def test_approved_version_waits_for_its_publication(draft, writer, editor):
    article = draft("Cold Floors")
    revision = submitting.submit(article, by=writer)
    submitting.approve(article, revision, by=editor)
    assert articles(worklists.waiting_for(editor)) == ["Cold Floors"]
    assert articles(worklists.with_the_editors(writer)) == ["Cold Floors"]
    publishing.publish(article, revision=revision, by=editor)
    assert [*worklists.waiting_for(editor), *worklists.with_the_editors(writer)] == []


def test_approved_version_with_a_time_waits_for_nobody(draft, writer, editor):
    first, second = draft("Cold Floors"), draft("Warm Floors")
    for article in (first, second):
        submitting.approve(article, submitting.submit(article, by=writer), by=editor)
    at = timezone.now() + timedelta(days=1)
    version = first.revisions.get()
    scheduling.schedule(first, act=PlannedAct.PUBLISH, at=at, zone="UTC", by=editor, revision=version)
    release = releasing.create("Floors", zone="UTC", by=editor)
    releasing.change(release, [second.revisions.get()], by=editor)
    assert [*worklists.waiting_for(editor), *worklists.with_the_editors(writer)] == []


def test_draft_in_the_bin_waits_for_nobody(draft, writer, editor):
    one, two = draft("Cold Floors"), draft("Warm Floors")
    submitting.submit(two, by=writer)
    for article in (one, two):
        discarding.discard(article, by=writer)
    assert [*worklists.yours_to_finish(writer), *worklists.waiting_for(editor)] == []


@pytest.mark.parametrize("submitter", ["writer", "editor", "other"])
@pytest.mark.parametrize("writers", [("editor",), ("writer",), ("editor", "writer"), ("writer", "editor"), ("other",)])
@pytest.mark.parametrize("agreed", [False, True])
def test_who_may_approve_is_asked_to(submitter, writers, agreed, snapshot, writer, editor, person):
    """The database's answer is that of the permission, for each of three people."""
    cast = {"writer": writer, "editor": editor, "other": person("editor", email="other@example.org")}
    article = writing.start(snapshot("Cold Floors"), by=cast[writers[0]])
    Collaboration.objects.join(article, cast.values())
    if agreed:
        publishing.publish(article, revision=article.revisions.get(), by=editor)
        article.refresh_from_db()
        keep(article, cast[writers[-1]], "title")
    for number, name in enumerate(writers):
        keep(article, cast[name], ("standfirst", "search_description")[number])
    submitting.submit(article, by=cast[submitter] if submitter != "writer" or "writer" in writers else cast["other"])
    version = article.revisions.in_review().get()
    asked = {name for name, one in cast.items() if worklists.waiting_for(one).exists()}
    assert asked == {name for name, one in cast.items() if permissions.can_approve(one, version)}


def test_plans_are_listed_by_their_time_and_failures_first(draft, published, editor):
    now, later = timezone.now(), timezone.now() + timedelta(days=2)
    first, second, public = draft("Cold Floors"), draft("Warm Floors"), published("Third")
    plan = {"zone": "UTC", "by": editor}
    scheduling.schedule(first, act=PlannedAct.PUBLISH, at=later, revision=first.revisions.get(), **plan)
    scheduling.schedule(public, act=PlannedAct.WITHDRAW, at=now + timedelta(days=1), reason="Old.", **plan)
    failed = scheduling.schedule(second, act=PlannedAct.PUBLISH, at=later, revision=second.revisions.get(), **plan)
    Schedule.objects.filter(pk=failed.pk).update(state=PlanState.FAILED, settled_at=now, failure="It has no text.")
    assert articles(worklists.scheduled(editor)) == ["Warm Floors", "Third", "Cold Floors"]
    assert articles(worklists.scheduled(editor, now + timedelta(days=8))) == ["Third", "Cold Floors"]
    publishing.publish(second, revision=second.revisions.get(), by=editor)
    assert articles(worklists.scheduled(editor)) == ["Third", "Cold Floors"]


def test_releases_are_listed_when_they_have_a_time(draft, editor):
    article = draft("Cold Floors")
    release = releasing.create("Floors", zone="UTC", by=editor)
    releasing.change(release, [article.revisions.get()], by=editor)
    assert list(worklists.scheduled_releases(editor)) == []
    releasing.schedule(release, at=timezone.now() + timedelta(days=1), zone="UTC", by=editor)
    assert list(worklists.scheduled_releases(editor)) == [release]


def test_recently_live_is_by_publication_with_who_did_it(published, editor, writer):
    first, _ = published("Cold Floors"), published("Warm Floors")
    gone = published("Gone")
    publishing.withdraw(gone, by=editor, reason="Old.")
    publishing.publish(first, revision=save(first, writer, standfirst="A comma."), by=editor)
    found = [(str(one), one.live_by) for one in worklists.recently_live(editor)]
    assert found == [("Cold Floors", str(editor)), ("Warm Floors", str(editor))]


def test_draft_in_the_bin_is_called_to_mind_in_its_last_week(draft, writer, editor, person):
    article, stranger = draft("Cold Floors"), person("writer", email="third@example.org")
    discarding.discard(article, by=writer)
    now = timezone.now()
    days = [22, 24]
    found = [[str(one) for one in worklists.leaving_the_bin(writer, now + timedelta(days=day))] for day in days]
    assert found == [[], ["Cold Floors"]]
    assert worklists.leaving_the_bin(editor, now + timedelta(days=24)).exists()
    assert not worklists.leaving_the_bin(stranger, now + timedelta(days=24)).exists()
