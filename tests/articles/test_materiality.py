from articles.materiality import Change, changes
from articles.snapshots import Snapshot
from content.schema import document


def cited(source: int, words: str = "Walking eases back pain") -> Snapshot:
    mark = {"type": "citation", "attrs": {"source": source}}
    text = [{"type": "text", "text": words, "marks": [mark]}, {"type": "text", "text": "."}]
    return Snapshot("Backs", "backs", "", body=document({"type": "paragraph", "attrs": {"id": "a"}, "content": text}))


def test_another_source_behind_the_same_claim_is_told_as_that():
    (change,) = changes(cited(1), cited(2))
    assert str(change) == "claim or its source (other sources for “Walking eases back pain.”)"


def test_another_claim_is_told_by_both_of_its_wordings():
    said = [str(one) for one in changes(cited(1), cited(1, "Rest eases back pain"))]
    assert "claim or its source (no longer “Walking eases back pain.”, now “Rest eases back pain.”)" in said


def test_of_many_words_some_are_told():
    said = str(Change("number", tuple("123456"), ("7",)))
    assert said == "number (no longer “1”, “2”, “3”, “4” and 2 more, now “7”)"
