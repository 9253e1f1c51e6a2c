"""A block is written in words only where they read back as this block; else it is one placeholder line."""

import pytest
from hypothesis import given

from content.schema import BIO
from content.text import read, write

from .builders import block, bullets, doc, heading, mark, numbers, paragraph, related, text
from .strategies import documents, examples

SENTENCE = "A sentence that ends."


def is_placeholder(made, *before, after=None) -> bool:
    document = doc(*before, made, after or paragraph("z", SENTENCE))
    said = write(document)
    assert read(said, document) == document
    return f"⟦{made['type']} {made['attrs']['id']}" in said


@pytest.mark.parametrize(
    "made",
    [
        paragraph("a", SENTENCE),
        paragraph("a", "x" * 81),
        paragraph("a", "a ⟦figure abcd1234⟧ b."),
        paragraph("a", "⟦note⟧."),
        paragraph("a", "1. A number that stands alone."),
        heading("a", "Is it?"),
        heading("a", "x" * 80),
        heading("a", "Label: Title"),
        heading("a", "A small one", 3),
        bullets("a", "one", "Label: Title", "- two", "x" * 200),
        numbers("a", "one", "two", start=0),
        related("a", "A Title?"),
        related("a", "Title: Subtitle", label="A sentence. Another one"),
    ],
)
def test_block_of_plain_words_is_written_in_words(made):
    assert not is_placeholder(made)


@pytest.mark.parametrize(
    "made",
    [
        paragraph("a"),
        paragraph("a", "Short without an end"),
        paragraph("a", "- begins like an item."),
        paragraph("a", "⟦figure abcd1234⟧"),
        paragraph("a", "⟦figure abcd1234"),
        paragraph("a", " begins with a blank."),
        paragraph("a", "ends with a tab.\t"),
        paragraph("a", "\u00a0"),
        paragraph("a", "\ufeffbegins with a mark."),
        paragraph("a", "not compose\u0301d."),
        paragraph("a", "two ", "texts."),
        paragraph("a", "two", {"type": "hard_break"}, "lines."),
        paragraph("a", text("bold.", mark("strong"))),
        heading("a", "x" * 81),
        heading("a", "- item"),
        heading("a", "…"),
        heading("a", "Is it?", 3),
        heading("a", "Label: Title", 3),
        numbers("a", "alone"),
        numbers("a", "one", "two", start=9_999),
        related("a", "It ends."),
        related("a", "no capital and long " + "x" * 80),
        related("a", "Title", label=""),
        related("a", "Title", label="Label: more"),
        related("a", "Title", label="- item"),
        related("a", " Title"),
    ],
)
def test_block_that_would_read_as_another_is_a_placeholder(made):
    assert is_placeholder(made)


@pytest.mark.parametrize(
    ("before", "made"),
    [
        (bullets("a", "one"), bullets("b", "two")),
        (numbers("a", "one", "two"), numbers("b", "three", "four", start=3)),
        (numbers("a", "one", "two"), paragraph("b", "3. goes on.")),
        (paragraph("a", "1. One."), paragraph("b", "2. Two.")),
        (heading("a", "1. One", 3), heading("b", "2. Two", 3)),
    ],
)
def test_block_that_would_melt_into_the_one_before_is_a_placeholder(before, made):
    assert not is_placeholder(made)
    assert is_placeholder(made, before)


def test_lists_of_two_kinds_stand_side_by_side():
    document = doc(bullets("a", "one"), numbers("b", "one", "two"), numbers("c", "one", "two"), bullets("d", "x"))
    assert write(document) == "- one\n1. one\n2. two\n1. one\n2. two\n- x\n"


def test_large_heading_at_the_end_is_a_placeholder():
    document = doc(paragraph("a", SENTENCE), heading("b", "The End"))
    assert write(document) == f"{SENTENCE}\n⟦heading b0000000: The End⟧\n"
    assert read(write(document), document) == document


def test_words_of_a_placeholder_are_short_and_without_brackets():
    long = paragraph("a", text("⟦one⟧ " + "two " * 30, mark("strong")))
    assert write(doc(long)) == "⟦paragraph a0000000: one two two two two two two two two two two two two two two…⟧\n"


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (block("figure", "a", "Caption", image=1, alt="What it shows"), "⟦figure a0000000: What it shows⟧"),
        (block("figure", "a", "Caption", image=1, alt=""), "⟦figure a0000000: Caption⟧"),
        (block("rule", "a"), "⟦rule a0000000⟧"),
        (block("quotation", "a", {"type": "paragraph"}, source=""), "⟦quotation a0000000⟧"),
    ],
)
def test_placeholder_says_what_it_stands_for(made, line):
    assert write(doc(made)) == f"{line}\n"


def test_empty_document_is_an_empty_text():
    assert write(doc()) == ""
    assert read("", doc()) == read("\n \n") == doc()


@examples(400)
@given(documents())
def test_reading_what_was_written_gives_the_equal_document_normalised_or_not(document):
    assert read(write(document), document) == document


@examples(100)
@given(documents(BIO))
def test_bios_come_back_too(document):
    assert read(write(document), document) == document


@examples(100)
@given(documents())
def test_writing_what_was_read_gives_the_equal_text(document):
    assert write(read(write(document), document)) == write(document)
