from typing import Any

import pytest

from content.schema import BIO
from content.validation import MOST_PROBLEMS, Problem, validate

from .builders import (
    block,
    bullets,
    cell,
    doc,
    example,
    heading,
    item,
    link,
    mark,
    node,
    paragraph,
    related,
    table,
    text,
)


def problems(document: Any, **kwargs: Any) -> list[tuple[str, str]]:
    return [(problem.path, problem.message) for problem in validate(document, **kwargs)]


def paths(document: Any, **kwargs: Any) -> list[str]:
    return [problem.path for problem in validate(document, **kwargs)]


def with_attrs(made: dict[str, Any], **attrs: Any) -> dict[str, Any]:
    return {**made, "attrs": {**made["attrs"], **attrs}}


def test_example_is_valid():
    assert validate(example()) == []


@pytest.mark.parametrize("value", [None, 1, 1.5, True, "doc", [], {}, {"type": "page"}, {"type": []}, [example()]])
def test_what_is_no_document_is_refused_at_the_root(value):
    assert problems(value) == [("", "is not a document: expected an object of type doc")]


@pytest.mark.parametrize(
    "attrs", [None, {}, [], 1, {"schema": "1"}, {"schema": True}, {"schema": 1.0}, {"schema": 2}, {"schema": 1, "x": 1}]
)
def test_root_must_say_the_current_schema(attrs):
    assert paths({**doc(), "attrs": attrs}) == ["attrs"]


@pytest.mark.parametrize("content", [None, {}, "x", 1])
def test_root_must_hold_a_list(content):
    assert paths({**doc(), "content": content}) == ["content"]


def test_unknown_keys_are_reported_where_they_stand():
    document = doc({**paragraph("a", {**text("x"), "style": "color:red"}), "html": "<b>"})
    assert paths({**document, "extra": 1}) == ["extra", "content[0].html", "content[0].content[0].style"]


def test_unknown_attribute_is_reported():
    assert paths(doc(with_attrs(paragraph("a"), onclick="x"))) == ["content[0].attrs.onclick"]


def test_strange_key_is_shown_safely():
    assert paths({**doc(), "\ud800\n" + "x" * 90: 1}) == ["\\ud800\\n" + "x" * 38]


@pytest.mark.parametrize(
    "block_id", [None, 1, "", "short", "longer-id", "ABCDEFGH", "abcdefg\n", "abcdefgh\n", "äbcdefgh"]
)
def test_id_is_eight_small_letters_and_digits(block_id):
    document = doc({"type": "paragraph", "attrs": {"id": block_id}})
    assert problems(document) == [("content[0].attrs.id", "must be eight characters of a–z and 0–9")]


def test_id_may_not_be_missing():
    assert problems(doc({"type": "paragraph"})) == [("content[0].attrs.id", "is missing")]


def test_id_may_not_stand_twice():
    assert problems(doc(paragraph("a"), paragraph("a"))) == [
        ("content[1].attrs.id", "is the id of an earlier block too (a0000000)")
    ]


def test_inner_nodes_have_no_id():
    inner = {"type": "paragraph", "attrs": {"id": "abcdefgh"}}
    assert paths(doc(block("callout", "a", inner, title=""))) == ["content[0].content[0].attrs.id"]


@pytest.mark.parametrize(
    ("child", "parent"),
    [("list_item", "doc"), ("text", "doc"), ("heading", "callout"), ("figure", "quotation"), ("table", "experience")],
)
def test_node_in_the_wrong_place_is_reported(child, parent):
    wrong = {"type": child, "attrs": {"id": "abcdefgh"}}
    document = doc(wrong) if parent == "doc" else doc(block(parent, "a", wrong))
    where = "content[0]" if parent == "doc" else "content[0].content[0]"
    assert paths(document)[0] == where


def test_message_says_what_was_expected():
    document = doc(block("quotation", "a", node("bullet_list", item("x"))))
    assert problems(document) == [
        ("content[0].content[0]", "bullet_list cannot stand here in quotation; expected paragraph")
    ]


@pytest.mark.parametrize("child", [None, 1, "text", [], {}, {"type": None}, {"type": {}}, {"type": "marquee"}])
def test_what_is_no_node_is_reported(child):
    assert paths(doc({**paragraph("a"), "content": [child]})) == ["content[0].content[0]"]


@pytest.mark.parametrize("kind", ["bullet_list", "ordered_list", "quotation", "table", "key_points", "experience"])
def test_empty_container_is_reported(kind):
    assert paths(doc(block(kind, "a"))) == ["content[0].content"]


def test_list_item_begins_with_a_paragraph():
    document = doc(block("bullet_list", "a", node("list_item", node("bullet_list", item("x")))))
    assert paths(document) == ["content[0].content[0].content[0]"]


def test_care_card_needs_a_heading_and_a_text():
    lone = block("care_card", "a", node("care_heading", text("Call if:")), urgency="urgent")
    bare = block("care_card", "b", node("paragraph", text("x")), node("paragraph", text("y")), urgency="urgent")
    assert paths(doc(lone, bare)) == ["content[0].content", "content[1].content[0]"]


@pytest.mark.parametrize("value", [1, 4, "2", True, 2.0, None, [], float("nan"), 10**400])
def test_heading_level_is_two_or_three(value):
    assert paths(doc(block("heading", "a", "x", level=value))) == ["content[0].attrs.level"]


@pytest.mark.parametrize("value", [0, -1, 2**63, True, "5", 5.0, None, float("inf")])
def test_image_is_the_key_of_a_row(value):
    assert paths(doc(block("figure", "a", image=value))) == ["content[0].attrs.image"]


def test_required_attribute_may_not_be_missing():
    assert problems(doc(block("figure", "a", alt="x"))) == [("content[0].attrs.image", "is missing")]


@pytest.mark.parametrize("value", [0, 1, "true", None])
def test_decorative_is_true_or_false(value):
    assert paths(doc(block("figure", "a", image=1, decorative=value))) == ["content[0].attrs.decorative"]


@pytest.mark.parametrize(
    "value", ["x\x00", "x\ny", "\ud800", "\x1b[0m", "\x85", "\ufdd0", "\ufffe", "\U0010ffff", 1, None]
)
def test_text_attribute_holds_one_line_that_can_be_shown(value):
    assert paths(doc(block("callout", "a", node("paragraph"), title=value))) == ["content[0].attrs.title"]


def test_length_of_an_attribute_is_limited():
    long = block("callout", "a", node("paragraph"), title="x" * 201)
    assert problems(doc(long)) == [("content[0].attrs.title", "has 201 characters; at most 200 are allowed")]


@pytest.mark.parametrize("value", ["", "  ", "\u00a0"])
def test_related_link_has_a_title(value):
    assert problems(doc(related("a", value))) == [("content[0].attrs.title", "must not be empty")]


@pytest.mark.parametrize("value", ["", None, 1, ["x"], "a\nb", "a\x00", "\udfff", "\x0b"])
def test_text_is_not_empty_and_can_be_shown(value):
    assert paths(doc({**paragraph("a"), "content": [{"type": "text", "text": value}]})) == [
        "content[0].content[0].text"
    ]


def test_tabs_and_foreign_scripts_can_be_shown():
    assert validate(doc(paragraph("a", "a\tb עברית 漢字 \U0001f469🏽\u200d⚕️ \ue000"))) == []


def test_line_break_carries_no_text():
    document = doc(paragraph("a", {"type": "hard_break", "text": "x"}))
    assert paths(document) == ["content[0].content[0].text"]


@pytest.mark.parametrize("value", [None, {}, "strong", [None], ["strong"], [{"type": "blink"}], [{"type": []}]])
def test_marks_are_a_list_of_known_marks(value):
    found = paths(doc(paragraph("a", {**text("x"), "marks": value})))
    assert found in (["content[0].content[0].marks"], ["content[0].content[0].marks[0]"])


def test_mark_may_not_stand_twice():
    document = doc(paragraph("a", text("x", mark("strong"), mark("strong"))))
    assert problems(document) == [("content[0].content[0].marks[1]", "strong stands twice on the same text")]


@pytest.mark.parametrize("value", ["", "e", "english", "en_GB", "en-", "EN", "en\n", "x" * 500, None, 1])
def test_language_is_a_tag(value):
    document = doc(paragraph("a", text("x", mark("language", lang=value))))
    assert paths(document) == ["content[0].content[0].marks[0].attrs.lang"]


@pytest.mark.parametrize(
    "target",
    [
        None,
        [],
        "https://example.org",
        {},
        {"kind": "url"},
        {"kind": "url", "href": "javascript:alert(1)"},
        {"kind": "url", "href": "https://example.org", "rel": "me"},
        {"kind": "image", "id": 1},
        {"kind": [], "id": 1},
        {"kind": "article"},
        {"kind": "article", "id": "1"},
        {"kind": "article", "id": True},
        {"kind": "article", "id": 0},
        {"kind": "article", "id": 2**63},
        {"kind": "article", "id": 1, "section": "x"},
        {"kind": "article", "id": 1, "href": "https://example.org"},
        {"kind": "author", "id": 1, "section": "abcdefgh"},
    ],
)
def test_target_of_a_link_must_be_sound(target):
    document = doc(paragraph("a", text("x", mark("link", target=target))))
    assert paths(document) == ["content[0].content[0].marks[0].attrs.target"]


def test_related_link_may_wait_for_its_target():
    assert validate(doc(related("a", "A Title", None))) == []


def test_table_must_be_a_rectangle():
    document = doc(table("a", [cell(), cell()], [cell()]))
    assert problems(document) == [("content[0].content", "row 2 does not fill the 2 columns of the table exactly")]


def test_grid_of_an_unsound_table_is_not_judged():
    document = doc(table("a", [cell(colspan="2")], [cell()]))
    assert paths(document) == ["content[0].content[0].content[0].attrs.colspan"]


def test_bio_holds_no_heading():
    assert problems(doc(heading("a", "x")), profile=BIO) == [
        ("content[0]", "heading cannot be a block of this document (bio)")
    ]


def test_bio_holds_no_numbered_list_inside_another_either():
    nested = block("bullet_list", "a", item("x", node("ordered_list", item("y"))))
    assert problems(doc(nested), profile=BIO) == [
        (
            "content[0].content[0].content[1]",
            "ordered_list cannot stand here in list_item; expected bullet_list",
        )
    ]


def test_bio_cites_nothing():
    document = doc(paragraph("a", text("x", mark("citation", source=1)), text("y", link("https://example.org"))))
    assert paths(document, profile=BIO) == ["content[0].content[0].marks[0]"]


def test_problems_come_in_document_order():
    document = doc(block("heading", "a", "x", level=9), bullets("b"), paragraph("c", text("")))
    assert paths(document) == ["content[0].attrs.level", "content[1].content", "content[2].content[0].text"]


def test_problems_are_limited():
    found = validate(doc(*({"type": "x"} for _ in range(1_000))))
    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1] == Problem("", "there are more problems than these")


def test_problem_reads_as_path_and_message():
    assert str(Problem("content[0].attrs.id", "is missing")) == "content[0].attrs.id: is missing"
    assert str(Problem("", "is not a document")) == "is not a document"
