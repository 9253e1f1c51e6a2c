"""Two states of single parts, word by word."""

import pytest

from articles.autosaving import ArticleDraft
from authors.models import Author
from history.beside import beside
from history.drafting import Malformed
from tests.articles.desk import paragraph


def told(article, key, before, after):
    [said] = beside([{"key": key, "before": before, "after": after}], ArticleDraft(article))
    return [(run["mark"], run["text"]) for run in said["runs"]]


def test_blocks_are_compared_word_by_word(draft):
    before, after = paragraph("It is early.", "aaaaaaaa"), paragraph("It is very early.", "aaaaaaaa")
    assert told(draft(), "block:aaaaaaaa", before, after) == [
        ("same", "It is "),
        ("added", "very "),
        ("same", "early."),
    ]


def test_a_block_that_came_or_went_is_all_new_or_all_gone(draft):
    article, block = draft(), paragraph("It is early.", "aaaaaaaa")
    assert told(article, "block:aaaaaaaa", None, block) == [("added", "It is early.")]
    assert told(article, "block:aaaaaaaa", block, None) == [("removed", "It is early.")]


def test_what_changed_besides_the_words_is_named(draft):
    plain = paragraph("It is early.", "aaaaaaaa")
    strong = {**plain, "content": [{"type": "text", "text": "It is early.", "marks": [{"type": "strong"}]}]}
    [said] = beside([{"key": "block:aaaaaaaa", "before": plain, "after": strong}], ArticleDraft(draft()))
    assert (said["label"], said["details"]) == ("Text", ["formatting"])


def test_two_states_of_a_block_come_as_one_in_which_each_word_knows_its_side(draft):
    before, after = paragraph("It is early.", "aaaaaaaa"), paragraph("It is late.", "aaaaaaaa")
    [said] = beside([{"key": "block:aaaaaaaa", "before": before, "after": after}], ArticleDraft(draft()))
    words = [(mark, "".join(leaf["text"] for leaf in leaves)) for mark, leaves in said["both"]["pieces"]]
    assert words == [("same", "It is "), ("removed", "early"), ("added", "late"), ("same", ".")]
    for other in (None, {"type": "rule", "attrs": {"id": "aaaaaaaa"}}, {"type": "script"}):
        [said] = beside([{"key": "block:aaaaaaaa", "before": other, "after": after}], ArticleDraft(draft()))
        assert said["both"] is None


def test_fields_are_told_in_peoples_words(draft, author, pillar):
    article, second = draft(), Author.objects.create(name="Bea", slug="bea")
    rows = [{"author": pk, "role": "writer"} for pk in (second.pk, author.pk)]
    assert told(article, "contributors", [], rows) == [("added", "Bea (writer)\nAda Example (writer)")]
    assert told(article, "pillar", None, pillar.pk) == [("added", pillar.title)]
    assert told(article, "tags", ["a"], ["a", "b"]) == [("same", "a"), ("added", ", b")]
    assert told(article, "kind", "symptom", "symptom") == [("same", "symptom")]
    assert told(article, "listed", [], [article.pk]) == [("added", str(article))]


def test_what_could_not_be_kept_is_shown_as_typed_or_not_at_all(draft):
    article = draft()
    assert told(article, "title", "Old", "") == [("removed", "Old")]
    assert told(article, "pillar", None, 10**6) == []
    assert told(article, "block:aaaaaaaa", None, {"type": "script"}) == []


@pytest.mark.parametrize("pairs", [None, [1], [{"key": 1, "before": 1, "after": 1}], [{"key": "title"}], [{}] * 501])
def test_what_no_page_asks_is_refused(draft, pairs):
    with pytest.raises(Malformed):
        beside(pairs, ArticleDraft(draft()))


def test_the_desk_compares_for_those_who_may_see_it(draft, at, doctor, outsider):
    article = draft()
    said = {"parts": [{"key": "title", "before": "Old", "after": "New"}]}
    address = f"/admin/articles/article/{article.pk}/compare/"
    answer = at(doctor).post(address, said, content_type="application/json")
    assert [run["text"] for run in answer.json()["parts"][0]["runs"]] == ["Old", "New"]
    assert at(outsider).post(address, said, content_type="application/json").status_code == 401
