"""What is marked for a moderator in a bio."""

import pytest

from authors import flags, moderation
from authors.bios import BioSnapshot
from authors.models import Author
from content.text import read

COPY = "She has walked with people whose backs hurt for twenty years."


def found(author, words="", **more):
    bio = read(f"{words}\n") if words else BioSnapshot().bio
    return [(flag.kind, flag.words) for flag in flags.flags(BioSnapshot(bio=bio, **more), author)]


@pytest.mark.parametrize(
    ("words", "kind", "marked"),
    [
        ("He is Dr. Ada.", "title", "Dr"),
        ("Ask the doctor.", "title", "doctor"),
        ("A Cardiologist by training.", "title", "Cardiologist"),
        ("Ada, MD, writes.", "title", "MD"),
        ("A pain specialist.", "title", "specialist"),
        ("The leading voice.", "praise", "leading"),
        ("World-class care.", "praise", "World-class"),
        ("Write to ada@example.org today.", "contact", "ada@example.org"),
        ("Call +44 20 7946 0018 now.", "contact", "+44 20 7946 0018"),
        ("Call her on a weekday.", "contact", "Call her"),
        ("Ring 555 0100 now.", "contact", "555 0100"),
        ("On every network as @ada_example today.", "contact", "@ada_example"),
    ],
)
def test_words_are_marked(author, words, kind, marked):
    assert found(author, words) == [(kind, marked)]


@pytest.mark.parametrize(
    "words",
    ["She is a nurse who do what they can.", "He was born in 1958 and lives in Leeds.", "In md files.", "A top-up."],
)
def test_ordinary_words_are_not_marked(author, words):
    assert [flag for flag in found(author, words) if flag[0] != "praise"] == []


def test_titles_are_marked_wherever_they_stand(author):
    assert found(author, honorific="Dr", suffix="PhD") == [("title", "Dr"), ("title", "PhD")]


def test_links_that_lead_elsewhere_are_marked(author):
    assert found(author, links=["https://example.org/"]) == [("links", "https://example.org/")]


def test_words_of_another_authors_bio_are_marked(author, editor, moderator):
    other = Author.objects.create(name="Bea", slug="bea")
    sent = moderation.submit_bio(other, BioSnapshot(bio=read(f"{COPY}\n")), by=editor, base=None)
    assert found(author, COPY.upper()) == []
    moderation.approve_bio(sent, by=moderator)
    assert [kind for kind, _ in found(author, COPY.upper())] == ["copied"]
    assert found(other, COPY) == []
