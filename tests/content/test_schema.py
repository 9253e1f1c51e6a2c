"""What holds for every node and mark that is declared, now and later."""

from collections.abc import Iterator
from typing import Any

import pytest

from content.checks import tables_agree
from content.html_blocks import RENDER_CELL, RENDERERS, WITHIN_PARENT
from content.html_inline import MARK_EDGES
from content.schema import ARTICLE, BIO, BLOCKS, INLINE, MARKS, NODES, PARTS, empty_document
from content.text_forms import FORMS
from content.validation import validate

from .builders import example

DECLARED = {**NODES, **MARKS}
# What each text, number and choice is that points at nothing; everything else must say what it refers to.
WITHOUT_REFERENCE = {
    "heading.level",
    "ordered_list.start",
    "figure.alt",
    "figure.decorative",
    "quotation.source",
    "table.caption",
    "table_header.colspan",
    "table_header.rowspan",
    "table_cell.colspan",
    "table_cell.rowspan",
    "related_link.label",
    "related_link.title",
    "care_card.urgency",
    "callout.title",
    "citation.locator",
    "language.lang",
    "abbreviation.title",
}


def kinds_in(node: dict[str, Any]) -> Iterator[str]:
    yield node["type"]
    yield from (mark["type"] for mark in node.get("marks", ()))
    for child in node.get("content", ()):
        yield from kinds_in(child)


@pytest.mark.parametrize("kind", NODES)
def test_each_node_has_a_renderer(kind):
    assert [kind in table for table in (RENDERERS, RENDER_CELL, WITHIN_PARENT)].count(True) == 1


@pytest.mark.parametrize("kind", MARKS)
def test_each_mark_has_a_renderer(kind):
    assert kind in MARK_EDGES


@pytest.mark.parametrize("kind", BLOCKS)
def test_each_block_has_a_text_form_or_is_a_placeholder(kind):
    assert kind in FORMS


@pytest.mark.parametrize("kind", DECLARED)
def test_each_attribute_says_what_it_points_at_or_is_known_to_point_at_nothing(kind):
    for name, attribute in DECLARED[kind].attrs.items():
        assert bool(attribute.refers) != (f"{kind}.{name}" in WITHOUT_REFERENCE)


@pytest.mark.parametrize("kind", DECLARED)
def test_each_node_and_mark_stands_in_the_example(kind):
    assert kind in set(kinds_in(example()))


@pytest.mark.parametrize("kind", DECLARED)
def test_each_node_and_mark_has_a_label(kind):
    assert DECLARED[kind].label


def test_children_are_declared():
    named = {child for node in NODES.values() for child in (*node.children, *filter(None, [node.first]))}
    assert named <= NODES.keys()


def test_parts_and_inline_nodes_stand_only_inside_others():
    assert not (set(PARTS) | set(INLINE)) & set(ARTICLE.blocks)


def test_every_part_has_a_parent():
    named = {child for node in NODES.values() for child in (*node.children, node.first)}
    assert set(PARTS) | set(INLINE) <= named


def test_a_bio_uses_less_than_an_article():
    assert set(BIO.blocks) < set(ARTICLE.blocks)
    assert set(BIO.marks) < set(ARTICLE.marks)


def test_empty_document_is_valid():
    assert validate(empty_document()) == []


def test_empty_documents_are_not_shared():
    empty_document()["content"].append("mine")
    assert empty_document()["content"] == []


def test_tables_agree():
    assert tables_agree() == []
