"""Compare-and-set and sealing, on articles' revisions as the concrete table."""

import pytest
from django.db import IntegrityError, transaction

from articles.models import Article, Revision
from history import parts, revisions, snapshots
from history.parts import Change
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
        revisions._overwrite(revision, {"title": "b"}, {"title"}, writer)
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


# The shared open revision


def read(snapshot):
    return snapshot or {"title": "", "standfirst": "", "pillar": None}


def merge(subject, by, **wanted):
    """Take `name=(what was seen, what is wanted)` into the open revision."""
    changes = {name: Change(parts.fingerprint(seen), value) for name, (seen, value) in wanted.items()}
    return revisions.merge(subject, changes, by=by, read=read)


def sealed(subject):
    return [revision.snapshot for revision in subject.revisions.sealed().order_by("number")]


def test_two_people_share_one_open_revision(subject, writer, editor):
    merge(subject, writer, title=("", "hers"))
    outcome = merge(subject, editor, standfirst=("", "his"))
    assert outcome.revision.snapshot == {"title": "hers", "standfirst": "his", "pillar": None}
    assert outcome.revision.hands == {"title": writer.pk, "standfirst": editor.pk}
    assert outcome.revision.stamps == {"title": 1, "standfirst": 2}
    assert (outcome.revision.author, outcome.kept, sealed(subject)) == (editor, None, [])


def test_what_another_wrote_is_sealed_before_it_is_replaced(subject, writer, editor):
    merge(subject, writer, title=("", "hers"))
    outcome = merge(subject, editor, title=("hers", "his"))
    assert [one["title"] for one in sealed(subject)] == ["hers"]
    assert outcome.kept.hands == {"title": writer.pk}
    assert (outcome.revision.snapshot["title"], outcome.revision.hands) == ("his", {"title": editor.pk})


def test_sealed_words_may_be_replaced_without_sealing_again(subject, writer, editor):
    merge(subject, writer, title=("", "hers"))
    merge(subject, editor, title=("hers", "his"))
    merge(subject, writer, standfirst=("", "more"))
    merge(subject, editor, title=("his", "his again"))
    assert len(sealed(subject)) == 1


def test_ones_own_words_are_replaced_in_place(subject, writer):
    for seen, wanted in [("", "a"), ("a", "ab"), ("ab", "abc")]:
        revision = merge(subject, writer, title=(seen, wanted)).revision
    assert (revision.version, subject.revisions.count(), sealed(subject)) == (3, 1, [])


def test_a_conflict_leaves_the_part_and_writes_the_others(subject, writer, editor):
    merge(subject, writer, title=("", "hers"))
    outcome = merge(subject, editor, title=("", "his"), standfirst=("", "his too"))
    assert (outcome.merged.taken, outcome.merged.conflicts) == (["standfirst"], ["title"])
    assert outcome.revision.snapshot == {"title": "hers", "standfirst": "his too", "pillar": None}


def test_what_changes_nothing_writes_nothing(subject, writer):
    first = merge(subject, writer, title=("", "a")).revision
    again = merge(subject, writer, title=("", "a"))
    assert (again.revision.token, again.merged.taken) == (first.token, ["title"])


def test_a_refused_whole_leaves_everything_as_it_was(subject, writer, editor):
    merge(subject, writer, title=("", "hers"))

    def refuse(snapshot):
        raise ValueError(snapshot["title"])

    change = {"title": Change(parts.fingerprint("hers"), "his")}
    with pytest.raises(ValueError, match="his"):
        revisions.merge(subject, change, by=editor, read=read, check=refuse)
    assert (sealed(subject), revisions.latest(subject).snapshot["title"]) == ([], "hers")


def test_saving_a_whole_keeps_what_it_replaces_of_others(subject, writer, editor):
    opened = merge(subject, writer, title=("", "hers"), standfirst=("", "hers too")).revision
    whole = {"title": "his", "standfirst": "hers too", "pillar": None}
    revisions.save(subject, whole, by=editor, base=opened.token)
    assert [one["title"] for one in sealed(subject)] == ["hers", "his"]


def test_saving_what_stands_seals_it_once_with_everyones_words(subject, writer, editor):
    merge(subject, writer, title=("", "hers"))
    opened = merge(subject, editor, standfirst=("", "his")).revision
    revision = revisions.save(subject, opened.snapshot, by=writer, base=opened.token)
    assert (revision.number, revision.hands) == (1, {"title": writer.pk, "standfirst": editor.pk})
    assert subject.revisions.count() == 1


def test_a_merge_begins_again_when_another_write_comes_between(subject, writer, editor, monkeypatch):
    merge(subject, writer, title=("", "hers"))
    latest, interruptions = revisions.latest, []

    def interrupted(about):
        found = latest(about)
        if len(interruptions) < 3:
            interruptions.append(Revision.objects.filter(pk=found.pk).update(version=found.version + 1))
        return found

    monkeypatch.setattr(revisions, "latest", interrupted)
    # Each interruption goes with the attempt that it spoiled.
    assert merge(subject, editor, standfirst=("", "his")).revision.version == 2
    assert len(interruptions) == 3


def test_a_merge_gives_up_after_a_while(subject, writer, monkeypatch):
    merge(subject, writer, title=("", "a"))
    stale = Revision.objects.get()
    Revision.objects.update(version=9)
    monkeypatch.setattr(revisions, "latest", lambda about: stale)
    monkeypatch.setattr(revisions, "LONGEST_PAUSE", 0)
    with pytest.raises(Conflict):
        merge(subject, writer, title=("a", "b"))


def test_idle_are_the_open_ones_that_nobody_wrote_in_for_long(subject, writer):
    revision = merge(subject, writer, title=("", "a")).revision
    now = revision.modified_at
    assert list(revisions.idle(Revision, now + revisions.IDLE)) == [revision]
    assert list(revisions.idle(Revision, now + revisions.IDLE / 2)) == []
    revisions.seal(revision)
    assert list(revisions.idle(Revision, now + revisions.IDLE)) == []
