import pytest

from content.metrics import count_words, reading_minutes, word_count

from .builders import doc, paragraph, related


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("one", 1),
        ("one two", 2),
        ("don’t don't follow-up", 3),
        ("2.5 mg, 1,000 IU", 4),
        ("This—that", 2),
        ("… — !", 0),
    ],
)
def test_words_are_counted_as_people_count_them(text, count):
    assert count_words(text) == count


def test_words_of_all_blocks_count():
    assert word_count(doc(paragraph("a", "one two"), related("b", "four", label="three"))) == 4


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (229, 1), (460, 2), (2_300, 10)])
def test_reading_takes_a_minute_for_230_words(words, minutes):
    assert reading_minutes(doc(paragraph("a", "word " * words or "…"))) == minutes
