"""Marks and passages of answers, made from strings alone."""

import time

import pytest

from articles.search_excerpts import BEFORE, EXCERPT, excerpt, marked
from articles.search_queries import fold


def shown(text: str) -> str:
    return text.replace("\x02", "[").replace("\x03", "]")


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Pain, painful PAIN; pains.", ["pain", "pains"], "[Pain], painful [PAIN]; [pains]."),
        ("day/night, it’s night-time", ["night", "s"], "day/[night], it’[s] [night]-time"),
        ("Ménière and me\u0301niere", ["meniere"], "[Ménière] and [méniere]"),
        ("B12 and b 12", ["b12", "12"], "[B12] and b [12]"),
        ("İstanbul Pain", ["pain"], "İstanbul [Pain]"),
        ("한국어 pain", ["pain"], "한국어 [pain]"),
        ("<b>pain</b>", ["pain", "b"], "<[b]>[pain]</[b]>"),
        ("pain", [], "pain"),
        ("", ["pain"], ""),
        ("pain", [""], "pain"),
    ],
)
def test_whole_words_are_marked_whatever_their_case_and_accents(text, words, expected):
    assert shown(marked(text, words)) == expected


def test_excerpt_is_the_stretch_with_the_most_marks():
    text = f"pain {'x ' * 300}pain and pain {'y ' * 300}pain"
    passage = shown(excerpt(text, ["pain"]))
    assert passage.count("[pain]") == 2
    assert passage.startswith("…x ")
    assert passage.endswith(" y…")


def test_excerpt_of_equal_stretches_is_the_earliest():
    text = f"{'a ' * 100}pain {'x ' * 300}pain"
    assert shown(excerpt(text, ["pain"])).index("[pain]") <= BEFORE + 1


def test_excerpt_without_a_mark_is_the_beginning():
    assert excerpt("one two", ["pain"]) == "one two"
    assert excerpt("word " * 100, ["pain"]) == ("word " * 45).strip() + "…"


def test_excerpt_of_a_text_without_blanks_ends_all_the_same():
    passage = excerpt("痛" * 5_000 + " pain " + "痛" * 5_000, ["pain"])
    assert "\x02pain\x03" in passage
    assert len(passage) <= 2 * (EXCERPT + BEFORE) + 10


def test_excerpt_cuts_no_word_and_no_mark_in_two():
    text = " ".join(["painstaking pain"] * 200)
    passage = excerpt(text, ["pain"])
    assert passage.count("\x02") == passage.count("\x03")
    assert set(passage.strip("…").replace("\x02", "").replace("\x03", "").split()) == {"painstaking", "pain"}


def test_long_text_is_marked_in_milliseconds():
    """ts_headline needs a tenth of a second for such a text. The best of five: a collection of garbage in a process
    that has run thousands of tests takes longer than that."""
    text = "Hot flushes and nights of pain. " * 5_000

    def seconds() -> float:
        began = time.process_time()
        excerpt(text, ["pain", "pains", "painful", "flushes"])
        return time.process_time() - began

    assert min(seconds() for _ in range(5)) < 0.1


def test_folding_is_the_indexs():
    assert fold("MÉNIÈRE") == "meniere"
