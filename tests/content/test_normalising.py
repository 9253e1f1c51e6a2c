import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.normalising import normalise
from content.validation import validate

from .builders import block, doc, example, item, mark, node, paragraph, related, text
from .strategies import documents, examples


def test_missing_and_malformed_ids_are_given():
    made = normalise(doc({"type": "paragraph"}, {"type": "rule", "attrs": {"id": "NO"}}, {"type": "rule", "attrs": {}}))
    assert validate(made) == []


def test_doubled_id_is_renewed_where_it_stands_second():
    made = normalise(doc(paragraph("a", "first"), paragraph("a", "second")))
    first, second = (found["attrs"]["id"] for found in made["content"])
    assert first == "a0000000"
    assert second != first
    assert validate(made) == []


def test_inner_nodes_lose_their_ids():
    inner = {"type": "paragraph", "attrs": {"id": None}, "content": [text("x")]}
    made = normalise(doc(block("callout", "a", inner, title="")))
    assert made["content"][0]["content"] == [node("paragraph", text("x"))]


def test_defaults_are_filled_in():
    made = normalise(doc({"type": "figure", "attrs": {"id": "abcdefgh", "image": 1}}))
    assert made["content"][0] == block("figure", "abcdefgh", image=1, alt="", decorative=False)


def test_neighbouring_texts_with_equal_marks_are_joined():
    strong = mark("strong")
    made = normalise(doc(paragraph("a", text("a"), text("b"), text("c", strong), text("d", strong), text("e"))))
    assert made["content"][0]["content"] == [text("ab"), text("cd", strong), text("e")]


def test_texts_on_both_sides_of_a_line_break_are_not_joined():
    content = [text("a"), {"type": "hard_break"}, text("b")]
    assert normalise(doc(paragraph("a", *content)))["content"][0]["content"] == content


def test_empty_text_and_empty_marks_are_dropped():
    made = normalise(doc(paragraph("a", {**text("x"), "marks": []}, {"type": "text", "text": ""})))
    assert made["content"][0]["content"] == [text("x")]


def test_marks_come_in_the_order_of_the_schema():
    made = normalise(doc(paragraph("a", text("x", mark("strong"), mark("citation", source=1)))))
    assert made["content"][0]["content"] == [text("x", mark("citation", source=1, locator=""), mark("strong"))]


def test_texts_are_composed_across_a_join():
    made = normalise(doc(paragraph("a", text("e"), text("\u0301"))))
    assert made["content"][0]["content"] == [text("é")]


def test_attributes_are_composed():
    made = normalise(doc(related("a", "Cafe\u0301", label="e\u0301")))
    assert made["content"][0]["attrs"]["title"] == unicodedata.normalize("NFC", "Cafe\u0301")


def test_document_passed_in_is_not_touched():
    document = doc(block("ordered_list", "a", item("x")), paragraph("a", text("e"), text("\u0301")))
    before = repr(document)
    normalise(document)
    assert repr(document) == before


def test_example_is_normalised_already():
    assert normalise(example()) == example()


@pytest.mark.parametrize("value", [None, 1, "doc", [], {}, {"content": None}, {"content": [None, 1, {"type": []}]}])
def test_what_is_not_understood_is_left_as_it_is(value):
    assert normalise(value) == value


@examples(200)
@given(documents())
def test_normalised_documents_are_valid_and_stay_as_they_are(document):
    made = normalise(document)
    assert validate(made) == []
    assert normalise(made) == made


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["text", "paragraph", "strong", "x", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "attrs", "content", "marks", "text", "id", "image", "x"]), inner)
    ),
    max_leaves=20,
)


@examples(150)
@given(st.lists(_JSON, max_size=3))
def test_nothing_that_json_can_say_makes_it_fail(content):
    assert isinstance(validate(normalise({"type": "doc", "attrs": {"schema": 1}, "content": content})), list)
    assert validate(normalise(content)) != []
