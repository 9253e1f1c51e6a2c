"""Input that wants to cost time or memory ends in few problems, whatever its size."""

import json
from typing import Any

import pytest

from content.normalising import normalise
from content.validation import DEEPEST, MOST_CHARACTERS, MOST_NODES, MOST_PROBLEMS, validate

from .builders import block, doc, item, node, paragraph, related, table, text


def nested_lists(depth: int) -> dict[str, Any]:
    inner = item("x")
    for _ in range(depth):
        inner = item("x", node("bullet_list", inner))
    return doc(block("bullet_list", "a", inner))


def only_message(document: Any) -> str:
    (problem,) = validate(document)
    return problem.message


def test_lists_nested_ten_thousand_deep_are_refused():
    assert only_message(nested_lists(10_000)) == f"is nested more than {DEEPEST} levels deep"


def test_lists_nested_as_deep_as_anybody_needs_pass():
    assert validate(nested_lists(6)) == []


@pytest.mark.parametrize("place", ["attrs", "marks", "text", "type", "target"])
def test_depth_in_the_wrong_place_is_refused_without_going_there(place):
    deep: Any = "x"
    for _ in range(10_000):
        deep = {"a": [deep]}
    bad = {
        "attrs": doc({"type": "paragraph", "attrs": deep}),
        "marks": doc(paragraph("a", {**text("x"), "marks": [deep]})),
        "text": doc(paragraph("a", {"type": "text", "text": deep})),
        "type": doc({"type": deep}),
        "target": doc(related("a", "Title", deep)),
    }
    assert 1 <= len(validate(bad[place])) <= 2
    assert validate(normalise(bad[place]))


def test_normalising_survives_depth():
    assert validate(normalise(nested_lists(10_000)))


def test_fifty_megabytes_of_text_are_refused():
    assert "too large" in only_message(doc(paragraph("a", "x" * 50_000_000)))


def test_fifty_megabytes_in_an_attribute_are_refused():
    assert only_message(doc(related("a", "x" * 50_000_000))) == ("has 50,000,000 characters; at most 500 are allowed")


def test_many_small_texts_are_refused_where_they_become_too_many():
    words = "x" * 10_000
    many = [{**paragraph(f"{number:08}"), "content": [text(words)]} for number in range(MOST_CHARACTERS // 10_000 + 5)]
    assert "too large" in only_message(doc(*many))


def test_texts_in_attributes_count_too():
    many = [related(f"{number:08}", "x" * 500) for number in range(MOST_CHARACTERS // 500 + 5)]
    assert "too large" in only_message(doc(*many))


def test_too_many_nodes_are_refused():
    (problem,) = validate(doc(paragraph("a", *[{"type": "hard_break"}] * (MOST_NODES + 5))))
    assert problem.path == f"content[0].content[{MOST_NODES - 1}]"


def test_a_table_cannot_claim_more_columns_than_it_may():
    cells = [{"type": "table_cell", "attrs": {"colspan": 20}, "content": [node("paragraph")]}] * 5_000
    assert "at most" in only_message(doc(table("a", cells)))


def test_unknown_keys_without_end_are_cut_off():
    found = validate({**doc(), **{f"key{number}": 1 for number in range(100_000)}})
    assert len(found) == MOST_PROBLEMS + 1


def test_one_long_key_is_cut_off():
    (problem,) = validate({**doc(), "x" * 1_000_000: 1})
    assert problem.path == "x" * 40


def test_numbers_that_json_allows_and_nobody_needs_are_refused():
    raw = '{"type":"heading","attrs":{"id":"abcdefgh","level":%s},"content":[]}'
    for number in ("NaN", "Infinity", "-Infinity", "1e999", "9" * 4_000, "2.0", "-0"):
        assert [problem.path for problem in validate(doc(json.loads(raw % number)))] == ["content[0].attrs.level"]


def test_joining_many_texts_is_linear():
    many = doc(paragraph("a", *[text("e\u0301")] * 50_000))
    assert normalise(many)["content"][0]["content"] == [text("é" * 50_000)]
