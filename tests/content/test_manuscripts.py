"""Delivered texts: title, standfirst, body and the words about the author."""

import pytest

from content.grammar import TextProblem
from content.manuscripts import read_manuscript
from content.text import write

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
