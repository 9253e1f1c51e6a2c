"""Delivered texts: title, standfirst, body and the words about the author."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.grammar import TextProblem
from content.manuscripts import read_manuscript
from content.plain import plain_text
from content.text import write
from content.validation import validate
from tests.content.strategies import examples

TEXT = """A Title
The standfirst says in a sentence or two what this is about, and it is longer than eighty characters.
Is It True?

A paragraph.
Small heading
- one
- two
Helpful: Another Title
The end of the text, which is a paragraph.

Ada Example writes about backs and has done so for a long time, as this sentence tells at length.
"""


def test_title_standfirst_and_bio_are_told_apart():
    said = read_manuscript(TEXT)
    assert (said.title, said.standfirst[:14], said.closing[:11]) == ("A Title", "The standfirst", "Ada Example")
    kinds = [(block["type"], block["attrs"].get("level")) for block in said.body["content"]]
    assert kinds == [
        ("heading", 2),
        ("paragraph", None),
        ("heading", 3),
        ("bullet_list", None),
        ("related_link", None),
        ("paragraph", None),
    ]


def test_reading_twice_gives_the_same_ids():
    assert read_manuscript(TEXT).body == read_manuscript(TEXT).body


@pytest.mark.parametrize("change", [lambda t: t.replace("\n", "\r\n"), lambda t: f"\ufeff{t}", lambda t: t + "\n\n\n"])
def test_line_ends_and_marks_of_other_systems_change_nothing(change):
    assert read_manuscript(change(TEXT)) == read_manuscript(TEXT)


def test_the_only_paragraph_of_a_last_section_is_no_bio():
    said = read_manuscript(
        "T\nStandfirst of it.\nWords.\nLast Heading\n\nIts only paragraph is here, and it is text.\n"
    )
    assert said.closing == ""
    assert said.body["content"][-1]["type"] == "paragraph"


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Only a title\n", "- an item\nwords\n", f"{'x' * 201}\nwords\nmore\n", "A\x00B\nwords\n"]
)
def test_what_is_no_manuscript_is_refused_with_a_line(text):
    with pytest.raises(TextProblem) as caught:
        read_manuscript(text)
    assert caught.value.line >= 1


@pytest.mark.shared
def test_the_seed_is_read_to_the_letter(shared_dir):
    text = (shared_dir / "seed/hrt-menopausal-back-stiffness.txt").read_text(encoding="utf-8")
    said = read_manuscript(text)
    blocks = said.body["content"]
    counts = {}
    for block in blocks:
        kind = f"{block['type']} {block['attrs'].get('level', '')}".strip()
        counts[kind] = counts.get(kind, 0) + 1
    assert counts == {"heading 2": 12, "heading 3": 7, "bullet_list": 7, "related_link": 9, "paragraph": 33}
    assert sum(len(block["content"]) for block in blocks if block["type"] == "bullet_list") == 24
    written = [said.title, said.standfirst, *write(said.body).split("\n"), said.closing]
    assert [line for line in written if line] == [line for line in text.split("\n") if line.strip()]


BIO = "Ada King is a nurse who writes about backs, mostly about those of other people, and walks a lot."
SENTENCE = "This is a sentence of the text, long enough that nobody could take it for a heading of any kind."


def manuscript(*lines: str) -> str:
    return "\n".join(["A Title", "A standfirst.", SENTENCE, *lines])


def last_of(text: str) -> tuple[str, str]:
    """The kind of the last block, and the words about the author."""
    said = read_manuscript(text)
    block = said.body["content"][-1]
    return block["type"], said.closing


@pytest.mark.parametrize("end", ["", "\n", "\n\n\n", "\n \t\n"])
def test_last_paragraph_after_a_blank_line_is_about_the_author(end):
    assert last_of(manuscript("", BIO) + end) == ("paragraph", BIO)


def test_several_blank_lines_before_the_author():
    assert last_of(manuscript("", "", " ", BIO)) == ("paragraph", BIO)


@pytest.mark.parametrize("line", ["- an item", "1. one\n2. two", "⟦ a bracket " + "x" * 80])
def test_author_may_follow_a_list(line):
    assert last_of(manuscript(line, "", BIO))[1] == BIO


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Your back will thank you.", "paragraph"),
        ("And that is all I know!", "paragraph"),
        ("“It gets better.”", "paragraph"),
        ("Read: Weak Glutes and Lower Back Strain", "related_link"),
    ],
)
def test_short_last_line_before_a_person_is_no_heading(line, kind):
    assert last_of(manuscript(line, "", BIO)) == (kind, BIO)


@pytest.mark.parametrize(
    "name",
    [
        "Ada King, RN, is a nurse.",
        "Dr. Ada de la Cruz writes about backs.",
        "Jean-Luc O’Neil holds a degree in nursing.",
        "Åsa Öberg has been a physiotherapist since 2001.",
        "A. B. King works at a clinic.",
    ],
)
def test_people_are_known_by_their_names(name):
    assert last_of(manuscript("That is all.", "", name))[1] == name


@pytest.mark.parametrize("heading", ["The Last Word", "Is It Worth It?", "It Is Over.", "Hope: What Is Left"])
def test_last_section_of_one_paragraph_is_no_author(heading):
    said = read_manuscript(manuscript(heading, "", SENTENCE))
    assert said.closing == ""
    assert [block["type"] for block in said.body["content"]] == ["paragraph", "heading", "paragraph"]


def test_short_heading_stays_one_even_before_a_person():
    assert last_of(manuscript("About the Author", "", BIO)) == ("paragraph", "")


def test_text_without_a_blank_line_at_the_end_has_no_author():
    assert last_of(manuscript(BIO)) == ("paragraph", "")


@pytest.mark.parametrize("line", ["- an item", "Read: Weak Glutes and Lower Back Strain"])
def test_list_or_link_at_the_end_is_no_author(line):
    assert last_of(manuscript("", line))[1] == ""


def test_only_the_last_of_two_paragraphs_after_a_blank_line_could_be_the_author():
    assert last_of(manuscript("", SENTENCE, BIO)) == ("paragraph", "")


def test_standfirst_may_be_short_and_have_a_blank_line_around_it():
    for text in (f"T\nShort one.\n\n{SENTENCE}", f"T\n\nA standfirst.\n{SENTENCE}", f"T\n\n{SENTENCE}\n\n{SENTENCE}"):
        said = read_manuscript(text)
        assert (said.title, len(said.body["content"])) == ("T", 1)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "the file has no text"),
        (" \n\t\n", 1, "the file has no text"),
        ("\nTitle\nStandfirst.\nText.", 1, "the first line must be the title, and it is empty"),
        ("- item\nStandfirst.\nText.", 1, "the first line must be the title, not a list item"),
        (SENTENCE * 3 + "\nText.\nText.", 1, "the first line must be the title: at most 200 characters, not 288"),
        ("Title", 1, "there is a title and nothing else"),
        ("Title\n- item\nText.", 2, "below the title must stand the standfirst, one paragraph"),
        ("Title\n\nA Heading\n\nText.", 3, "below the title must stand the standfirst, one paragraph"),
        ("Title\nStandfirst.", 2, "there is no text below the standfirst"),
        ("Title\nStandfirst.\nText.\n⟦figure abcd1234: x⟧", 4, "in a new text there is nothing for which"),
        ("Title\nStandfirst.\nText.\n⟦figure abcd1234: x", 4, "this placeholder was changed"),
        ("Title\nStandfirst.\nNUL\x00", 3, "the character U+0000 at 4 cannot be shown"),
    ],
)
def test_malformed_text_is_refused_with_line_and_reason(text, line, message):
    with pytest.raises(TextProblem) as caught:
        read_manuscript(text)
    assert caught.value.line == line
    assert caught.value.message.startswith(message)


def test_equal_lines_get_different_ids_and_the_same_ones_every_time():
    text = manuscript("Read: A Title", SENTENCE, "Read: A Title", "1. a", "2. b", SENTENCE, "3. a", "4. b")
    first, second = read_manuscript(text).body, read_manuscript(text).body
    ids = [block["attrs"]["id"] for block in first["content"]]
    assert first == second
    assert len(set(ids)) == len(ids)
    assert validate(first) == []


_LINES = st.lists(
    st.sampled_from(
        [
            *("", "", " ", "\t", BIO, SENTENCE, "A Heading", "Is It?", "Short.", "Read: A Title", "Label: It hurts."),
            *(
                "- item",
                "• item: x",
                "* item.",
                "1. one",
                "2. two",
                "3. three",
                "-",
                "…",
                "a\u00a0b",
                " edge ",
                "e\u0301",
            ),
            *("x" * 80, "x" * 81, "“Quoted.”", "(Bracket)", "a  b\tc", "\u00a0", "漢字。", "⟦note⟧"),
        ]
    ),
    max_size=30,
)


@examples(300)
@given(_LINES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_no_character_of_any_text_is_lost_or_changed(lines, end):
    said = read_manuscript(end.join(["A Title", "A standfirst.", SENTENCE, *lines]))
    assert validate(said.body) == []
    kept = [*plain_text(said.body).split("\n"), *filter(None, [said.closing])]
    expected = [unicodedata.normalize("NFC", line).strip(" \t") for line in [SENTENCE, *lines] if line.strip()]
    assert [without_marker(line) for line in kept] == [without_marker(line) for line in expected]


def without_marker(line: str) -> str:
    """What a list item says; the marker is the list's."""
    return re.sub(r"^(?:[-*•]|\d+\.)[ \t]+(?=\S)", "", line)
