"""Syllables, grades, and which sentence is the hardest."""

import pytest

from content import readability

# By a dictionary of pronunciation, as most people speak them.
SYLLABLES = {
    1: "the pain walked helped clothes whole breathe ease age die knee walks bones true free due blue side",
    2: "table people wanted places science patient special hormone stiffness muscle being going because question union "
    "bodies studies rhythm quiet diet apple apples rested eases likely movement something every improve social fatigue "
    "causes value tissue treatment ages create coffee issues fluid ruin severe safely guideline sometimes",
    3: "estrogen creating menopause area idea medicine evidence various therapy exercise radio physician serious "
    "recipe improvement vaginal massages clinician arthritis previous",
    4: "inflammation experience exercises reality anxiety gradually society usually diarrhoea",
    5: "flexibility immediately",
    6: "osteoporosis",
}


@pytest.mark.parametrize(("count", "words"), SYLLABLES.items())
def test_syllables_are_counted_by_the_spelling(count, words):
    assert {word: readability.syllables(word) for word in words.split()} == dict.fromkeys(words.split(), count)


def test_word_without_a_vowel_or_with_a_hyphen_has_its_syllables():
    assert [readability.syllables(word) for word in ("Mr", "X", "follow-up", "don’t")] == [1, 1, 3, 1]


def test_measures_are_those_of_the_formulas():
    """Ten words, two sentences, 13 syllables, one word of three."""
    found = readability.measure(["The old cat sat on it.", "Hormone therapy is rest."])
    assert (found.words, found.sentences) == (10, 2)
    assert found.grade == round(0.39 * 5 + 11.8 * 1.3 - 15.59, 1)
    assert found.ease == round(206.835 - 1.015 * 5 - 84.6 * 1.3, 1)
    assert found.smog == round(1.0430 * (30 * 1 / 2) ** 0.5 + 3.1291, 1)


def test_smog_says_little_of_fewer_than_thirty_sentences():
    assert not readability.measure(["It is so."] * 29).is_reliable
    assert readability.measure(["It is so."] * 30).is_reliable


@pytest.mark.parametrize("texts", [[], [""], ["12 — 14."], ["…"]])
def test_text_without_words_has_no_grade(texts):
    found = readability.measure(texts)
    assert (found.words, found.grade, found.ease, found.smog) == (0, None, None, None)


def test_longer_words_are_harder():
    easy, hard = "The back is stiff in the morning.", "Musculoskeletal inflammation deteriorates perceptibly overnight."
    assert readability.hardness(easy) < 5 < 15 < readability.hardness(hard)
