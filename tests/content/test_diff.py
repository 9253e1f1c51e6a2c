"""What differs between two documents, by block and by word."""

from hypothesis import given

from content.diff import Change, Mark, diff, word_diff
from content.normalising import normalise
from content.text import read
from tests.content.strategies import documents, examples, texts

OLD = "Alpha is the first sentence.\nBeta is the second sentence.\nGamma is the third sentence.\n"


def _changes(new: str) -> list[str]:
    old = read(OLD)
    return [str(change.change) for change in diff(old, read(new, old))]


def test_a_document_does_not_differ_from_itself():
    assert _changes(OLD) == ["kept"] * 3


def test_a_changed_word_is_told_within_its_block():
    old = read(OLD)
    changed = [
        change for change in diff(old, read(OLD.replace("second", "other"), old)) if change.change != Change.KEPT
    ]
    assert len(changed) == 1
    assert [(str(run.mark), run.text.strip()) for run in changed[0].runs if run.mark != Mark.SAME] == [
        ("removed", "second"),
        ("added", "other"),
    ]


def test_added_and_removed_blocks_are_told():
    assert sorted(_changes(OLD + "Delta is wholly new here.\n")) == ["added", "kept", "kept", "kept"]
    assert sorted(_changes("Alpha is the first sentence.\nGamma is the third sentence.\n")) == [
        "kept",
        "kept",
        "removed",
    ]


@examples(60)
@given(documents(), documents())
def test_the_blocks_of_both_documents_are_all_accounted_for(old, new):
    old, new = normalise(old), normalise(new)
    changes = diff(old, new)
    assert sorted(c.after["attrs"]["id"] for c in changes if c.after) == sorted(
        b["attrs"]["id"] for b in new["content"]
    )
    assert sorted(c.before["attrs"]["id"] for c in changes if c.before) == sorted(
        b["attrs"]["id"] for b in old["content"]
    )


@examples(100)
@given(texts(), texts())
def test_the_runs_give_both_texts_back(old, new):
    runs = word_diff(old, new)
    assert "".join(run.text for run in runs if run.mark != Mark.ADDED) == old
    assert "".join(run.text for run in runs if run.mark != Mark.REMOVED) == new
