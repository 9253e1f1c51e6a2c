from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import discarding, publishing, releasing, scheduling, writing
from articles.models import Article, Revision
from articles.publishing import NotPublishable
from history.models import Event


def _long_ago(article, days=31):
    then = timezone.now() - timedelta(days=days)
    Article.objects.filter(pk=article.pk).update(discarded_at=then)
    Revision.objects.filter(article=article).update(modified_at=then)


def test_a_discarded_draft_leaves_the_lists_and_comes_back_as_it_was(draft, writer):
    article = draft("Cold Floors")
    before = article.revisions.get()
    discarding.discard(article, by=writer)
    assert (list(Article.objects.kept()), list(Article.objects.discarded())) == ([], [article])
    article = discarding.recover(article, by=writer)
    assert list(Article.objects.kept()) == [article]
    assert (article.revisions.get(), article.working_slug) == (before, "cold-floors")
    acts = (
        Event.objects.filter(target_id=article.pk, target_kind="article").order_by("pk").values_list("act", flat=True)
    )
    assert list(acts)[-2:] == ["discarded", "recovered"]


@pytest.mark.parametrize(("role", "may"), [("stranger", False), ("doctor", False), ("editor", True), ("writer", True)])
def test_who_wrote_and_editors_may_discard(draft, person, request, role, may):
    article = draft()
    by = person("writer", email="stranger@example.org") if role == "stranger" else request.getfixturevalue(role)
    if may:
        assert discarding.discard(article, by=by).discarded_by == by
        return
    for act in (discarding.discard, discarding.recover):
        with pytest.raises(PermissionDenied):
            act(article, by=by)
    assert not Article.objects.discarded().exists()


def test_what_was_public_is_never_discarded(published, editor):
    article = published()
    with pytest.raises(ValidationError, match="withdraw it instead"):
        discarding.discard(article, by=editor)
    publishing.withdraw(article, by=editor, reason="Old.")
    with pytest.raises(ValidationError, match="withdraw it instead"):
        discarding.discard(article, by=editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.update(discarded_at=timezone.now(), discarded_by=editor)


def test_a_planned_article_is_not_discarded(draft, editor):
    draft(text="Read more: Warm Floors\n")
    with pytest.raises(ValidationError, match="goes by itself"):
        discarding.discard(Article.objects.planned().get(), by=editor)


def test_a_draft_that_waits_for_its_publication_is_not_discarded(draft, editor):
    article, other, later = draft("One"), draft("Other"), timezone.now() + timedelta(days=1)
    said = {"act": "publish", "at": later, "zone": "UTC", "by": editor}
    scheduling.schedule(article, revision=article.revisions.get(), **said)
    release = releasing.change(releasing.create("R", zone="UTC", by=editor), [other.revisions.get()], by=editor)
    releasing.schedule(release, at=later, zone="UTC", by=editor)
    for one in (article, other):
        with pytest.raises(ValidationError, match="take that back first"):
            discarding.discard(one, by=editor)


def test_nothing_in_the_bin_goes_public(draft, editor):
    article = discarding.discard(draft(), by=editor)
    with pytest.raises(NotPublishable, match="in the bin"):
        publishing.publish(article, revision=article.revisions.get(), by=editor, override_reason="Please.")


def test_after_thirty_days_a_draft_is_deleted_with_its_versions(draft, editor):
    young, old = draft("Young"), draft("Old", text="Read more: Warm Floors\n")
    for article in (young, old):
        discarding.discard(article, by=editor)
    _long_ago(old)
    _long_ago(young, days=29)
    assert discarding.purge(timezone.now()) == 1
    assert list(Article.objects.all()) == [young]
    assert list(Revision.objects.values_list("article", flat=True)) == [young.pk]
    assert Event.objects.filter(act="purged", target_label="Old").count() == 1


def test_what_something_refers_to_stays(draft, editor):
    target = draft("Warm Floors")
    draft(text="Read more: Warm Floors\n")
    discarding.discard(target, by=editor)
    _long_ago(target)
    member = discarding.discard(draft("Member"), by=editor)
    releasing.change(releasing.create("R", zone="UTC", by=editor), [member.revisions.get()], by=editor)
    _long_ago(member)
    assert discarding.purge(timezone.now()) == 0
    assert Article.objects.discarded().count() == 2


def test_words_written_in_the_bin_are_not_lost(draft, editor, writer):
    article = discarding.discard(draft(), by=editor)
    _long_ago(article)
    snapshot, token = writing.current(article)
    writing.save(article, snapshot.__class__(**{**vars(snapshot), "title": "Still here"}), by=writer, base=token)
    assert discarding.purge(timezone.now()) == 0


def test_a_cancelled_plan_does_not_keep_a_draft_for_ever(draft, editor):
    article = draft()
    later = timezone.now() + timedelta(days=1)
    said = {"act": "publish", "at": later, "zone": "UTC", "by": editor}
    planned = scheduling.schedule(article, revision=article.revisions.get(), **said)
    scheduling.cancel(planned, by=editor)
    discarding.discard(article, by=editor)
    _long_ago(article)
    assert discarding.purge(timezone.now()) == 1


def test_recovering_twice_and_discarding_twice_are_refused(draft, editor):
    article = draft()
    with pytest.raises(ValidationError, match="not in the bin"):
        discarding.recover(article, by=editor)
    discarding.discard(article, by=editor)
    with pytest.raises(ValidationError, match="in the bin already"):
        discarding.discard(article, by=editor)
