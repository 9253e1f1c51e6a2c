"""What differs between two documents, by block and by word."""

from random import Random

import pytest
from hypothesis import given

from content.diff import Change, Mark, diff, word_diff
from content.normalising import normalise
from content.text import read
from tests.content.builders import doc, heading, mark, paragraph, related, text
from tests.content.strategies import documents, examples, texts

OLD = "Alpha is the first sentence.\nBeta is the second sentence.\nGamma is the third sentence.\n"


def _changes(new: str) -> list[str]:
    old = read(OLD)
    return [str(change.change) for change in diff(old, read(new, old))]


def test_a_document_does_not_differ_from_itself():
    assert _changes(OLD) == ["kept"] * 3


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


A, B, C = paragraph("a", "Alpha."), paragraph("b", "Beta."), paragraph("c", "Gamma.")
X = paragraph("x", "Something else.")


def told(old, new) -> list[tuple[str, str]]:
    return [(str(change.change), change.block_id.rstrip("0")) for change in diff(old, new)]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ([A, B, C], [("kept", "a"), ("kept", "b"), ("kept", "c")]),
        ([], [("removed", "a"), ("removed", "b"), ("removed", "c")]),
        ([A, C], [("kept", "a"), ("removed", "b"), ("kept", "c")]),
        ([A, X, C], [("kept", "a"), ("removed", "b"), ("added", "x"), ("kept", "c")]),
        ([X, A, B, C], [("added", "x"), ("kept", "a"), ("kept", "b"), ("kept", "c")]),
        ([C, A, B], [("moved", "c"), ("kept", "a"), ("kept", "b")]),
        ([B, A], [("moved", "b"), ("kept", "a"), ("removed", "c")]),
    ],
)
def test_blocks_are_told_in_the_order_of_the_new_document(new, expected):
    assert sorted(told(doc(A, B, C), doc(*new))) == sorted(expected)
    assert [pair for pair in told(doc(A, B, C), doc(*new)) if pair[0] != "removed"] == [
        pair for pair in expected if pair[0] != "removed"
    ]


def test_removed_block_stands_where_it_was():
    assert told(doc(A, B, C), doc(A, X, C)) == [("kept", "a"), ("removed", "b"), ("added", "x"), ("kept", "c")]


def test_block_with_a_new_id_and_equal_content_is_kept():
    (change,) = diff(doc(A), doc(paragraph("z", "Alpha.")))
    assert (change.change, change.block_id) == (Change.KEPT, "z0000000")


def test_block_that_moved_and_changed_is_both():
    changes = diff(doc(A, B, C), doc(paragraph("c", "Gamma ray."), A, B))
    assert (changes[0].change, changes[0].moved) == (Change.CHANGED, True)


@pytest.mark.parametrize(
    ("old", "new", "details"),
    [
        (heading("a", "x"), heading("a", "x", 3), ("level",)),
        (related("a", "T", None), related("a", "T", {"kind": "article", "id": 1}), ("target",)),
        (paragraph("a", "x"), paragraph("a", text("x", mark("strong"))), ("formatting",)),
        (paragraph("a", "x"), heading("a", "x"), ("type", "level")),
        (paragraph("a", "x"), paragraph("a", "y"), ()),
    ],
)
def test_what_changed_besides_the_words_is_named(old, new, details):
    (change,) = diff(doc(old), doc(new))
    assert (change.change, change.details) == (Change.CHANGED, details)


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ("", "", []),
        ("a b", "a b", [("same", "a b")]),
        ("", "new", [("added", "new")]),
        ("old", "", [("removed", "old")]),
        ("one two three", "one 2 three", [("same", "one "), ("removed", "two "), ("added", "2 "), ("same", "three")]),
        ("It works.", "It works. Well.", [("same", "It works."), ("added", " Well.")]),
        ("five mg", "50 mg", [("removed", "five "), ("added", "50 "), ("same", "mg")]),
        ("a  b", "a b", [("same", "a"), ("removed", "  "), ("added", " "), ("same", "b")]),
        (
            "It hurts a lot, but it goes away",
            "Walking, swimming or a bath helped me",
            [("removed", "It hurts a lot, but it goes away"), ("added", "Walking, swimming or a bath helped me")],
        ),
    ],
)
def test_words_are_compared_as_people_would(old, new, runs):
    assert [(str(run.mark), run.text) for run in word_diff(old, new)] == runs


@pytest.mark.parametrize("vocabulary", [2, 50, 5_000])
def test_twenty_thousand_words_in_one_paragraph_are_compared(vocabulary):
    random = Random(vocabulary)
    old = [f"w{random.randrange(vocabulary)}" for _ in range(20_000)]
    new = [word if random.random() < 0.97 else "new" for word in old]
    runs = word_diff(" ".join(old), " ".join(new))
    assert "".join(run.text for run in runs if run.mark != Mark.ADDED) == " ".join(old)
    assert "".join(run.text for run in runs if run.mark != Mark.REMOVED) == " ".join(new)


def test_twenty_thousand_words_in_equal_lines_are_compared():
    old = doc(*(paragraph(f"{number:08}", "Same words.") for number in range(10_000)))
    new = doc(*(paragraph(f"{number + 5_000:08}", "Same words.") for number in range(10_000)))
    assert len(diff(old, new)) >= 10_000
