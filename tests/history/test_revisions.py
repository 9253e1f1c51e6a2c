"""Compare-and-set and sealing, on articles' revisions as the concrete table."""

import pytest
from django.db import IntegrityError, transaction

from articles.models import Article, Revision
from history import revisions, snapshots
from history.revisions import Conflict, Sealed


@pytest.fixture
def subject(db):
    return Article.objects.create(title="Spine", working_title="Spine")


def test_first_save_is_revision_one_with_a_hash(subject, writer):
    revision = revisions.save(subject, {"title": "Spine"}, by=writer, base=None)
    assert (revision.number, revision.is_sealed, revision.is_intact) == (1, True, True)
    assert revision.snapshot == {"title": "Spine"}


def test_saving_the_same_again_makes_no_revision(subject, writer):
    first = revisions.save(subject, {"title": "Spine"}, by=writer, base=None)
    again = revisions.save(subject, {"title": "Spine"}, by=writer, base=first.token)
    assert again.pk == first.pk
    assert subject.revisions.count() == 1


def test_saving_from_an_old_state_is_a_conflict_and_writes_nothing(subject, writer, editor):
    first = revisions.save(subject, {"title": "one"}, by=writer, base=None)
    revisions.save(subject, {"title": "two"}, by=editor, base=first.token)
    with pytest.raises(Conflict) as caught:
        revisions.save(subject, {"title": "three"}, by=writer, base=first.token)
    assert caught.value.latest.snapshot == {"title": "two"}
    assert [r.snapshot["title"] for r in subject.revisions.order_by("pk")] == ["one", "two"]


def test_saving_without_a_base_where_one_exists_is_a_conflict(subject, writer):
    revisions.save(subject, {"title": "one"}, by=writer, base=None)
    with pytest.raises(Conflict):
        revisions.save(subject, {"title": "two"}, by=writer, base=None)


def test_own_writing_goes_on_in_the_same_open_revision(subject, writer):
    first = revisions.write(subject, {"title": "o"}, by=writer, base=None)
    token = first.token
    second = revisions.write(subject, {"title": "on"}, by=writer, base=token)
    assert second.pk == first.pk
    assert (second.version, second.snapshot) == (2, {"title": "on"})
    assert subject.revisions.open().count() == 1


def test_another_persons_writing_seals_the_open_revision_first(subject, writer, editor):
    first = revisions.write(subject, {"title": "hers"}, by=writer, base=None)
    second = revisions.write(subject, {"title": "his"}, by=editor, base=first.token)
    first.refresh_from_db()
    assert (first.is_sealed, first.number, first.snapshot) == (True, 1, {"title": "hers"})
    assert not second.is_sealed


def test_two_tabs_of_one_person_cannot_overwrite_each_other(subject, writer):
    opened = revisions.write(subject, {"title": "a"}, by=writer, base=None)
    both_tabs_know = opened.token
    revisions.write(subject, {"title": "from the first tab"}, by=writer, base=both_tabs_know)
    with pytest.raises(Conflict):
        revisions.write(subject, {"title": "from the second tab"}, by=writer, base=both_tabs_know)
    assert revisions.latest(subject).snapshot == {"title": "from the first tab"}


def test_a_stale_row_in_memory_cannot_seal_what_has_changed(subject, writer):
    revision = revisions.write(subject, {"title": "a"}, by=writer, base=None)
    stale = Revision.objects.get(pk=revision.pk)
    revisions.write(subject, {"title": "b"}, by=writer, base=revision.token)
    with pytest.raises(Conflict):
        revisions.seal(stale)


def test_a_sealed_revision_refuses_a_change(subject, writer):
    revision = revisions.save(subject, {"title": "a"}, by=writer, base=None)
    with pytest.raises(Sealed):
        revisions._overwrite(revision, {"title": "b"})
    assert Revision.objects.get(pk=revision.pk).snapshot == {"title": "a"}


def test_the_database_holds_one_open_revision_for_each_article(subject):
    Revision.objects.create(article=subject, packed=snapshots.pack({}))
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(article=subject, packed=snapshots.pack({}))


def test_the_database_refuses_a_sealed_revision_without_number(subject, writer):
    revision = revisions.save(subject, {"title": "a"}, by=writer, base=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(number=None)


def test_a_changed_snapshot_is_not_intact(subject, writer):
    revision = revisions.save(subject, {"title": "a"}, by=writer, base=None)
    Revision.objects.filter(pk=revision.pk).update(packed=snapshots.pack({"title": "forged"}))
    assert not Revision.objects.get(pk=revision.pk).is_intact


def test_hash_does_not_depend_on_the_order_of_keys():
    assert snapshots.digest({"a": 1, "b": [2]}) == snapshots.digest({"b": [2], "a": 1})


def test_snapshot_survives_storage_whatever_its_letters(subject, writer):
    snapshot = {"title": "Żółw ‮ 👩🏽‍⚕️ \u2028 ⟦x⟧", "body": [1, None, True, {"ä": "ö"}]}
    revision = revisions.save(subject, snapshot, by=writer, base=None)
    assert Revision.objects.get(pk=revision.pk).snapshot == snapshot
