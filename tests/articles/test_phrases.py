"""Words as the suggesting of links compares them."""

import pytest

from articles.phrases import holding, mentions, naming, phrase_key, sentence_around, stem, terms
from articles.word_links import free_paragraphs
from content.schema import document
from content.text import read
from tests.content.builders import block, heading, node, paragraph, text, to_article


def said(words: str) -> set[str]:
    """All runs of words of a text that may be a phrase."""
    body = read(words)
    paragraphs = free_paragraphs(body)
    return {mention.place(paragraphs).words for mention in mentions(body)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("slipped disc", "Slipped Discs"),
        ("pain of the back", "pain back"),
        ("anaemia", "anemias"),
        ("Crohn’s disease", "Crohn's diseases"),
        ("Ménière disease", "meniere disease"),
        ("follow-up", "follow up"),
        ("allergy", "Allergies"),
    ],
)
def test_forms_of_one_phrase_have_one_key(one, other):
    assert phrase_key(one) == phrase_key(other)


@pytest.mark.parametrize(("one", "other"), [("back pain", "pain back"), ("disc", "disk"), ("stress", "stres")])
def test_different_phrases_have_different_keys(one, other):
    assert phrase_key(one) != phrase_key(other)


@pytest.mark.parametrize("words", ["", "of the", "one two three four five six seven eight nine", "…"])
def test_too_little_and_too_much_is_no_phrase(words):
    assert phrase_key(words) is None


def test_keys_fit_into_a_column_and_stay_the_same():
    assert phrase_key("osteoporosis") == 6299857161000138765
    assert 0 <= phrase_key("several words with large numbers behind them") < 2**63


@pytest.mark.parametrize("word", ["is", "virus", "analysis", "stress", "gas"])
def test_a_final_s_is_not_always_a_plural(word):
    assert stem(word) == word


def test_a_title_is_named_by_itself_its_pieces_and_its_words():
    named = naming("Introduction to Sciatica: Pain in the Leg")
    weights = {
        words: named.get(phrase_key(words))
        for words in ("introduction to sciatica pain leg", "sciatica", "pain in the leg", "leg", "foot")
    }
    assert weights == {
        "introduction to sciatica pain leg": 100,
        "sciatica": 12,
        "pain in the leg": 85,
        "leg": 12,
        "foot": None,
    }


def test_a_title_of_one_word_is_named_by_it():
    assert naming("Understanding Menopause")[phrase_key("menopause")] == 100


def test_phrases_end_where_a_sentence_does_and_at_verbs():
    assert said("A stiff back. Pain is a sign (rarely of gout).\n") == {
        *("stiff", "back", "stiff back", "Pain", "sign", "rarely", "gout", "rarely of gout")
    }


def test_two_words_of_a_list_are_no_phrase():
    assert "heat, cold" not in said("It hurts in heat, cold and wind.\n")
    assert "heat, cold and wind" in said("It hurts in heat, cold and wind.\n")


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Ask the Food and Drug Administration.", "Drug Administration"),
        ("We met Nurse Pain Clinic staff.", "Pain Clinic"),
        ("Take non-drug treatment.", "drug treatment"),
        ("A back-pain-free day.", "back-pain"),
    ],
)
def test_a_part_of_a_longer_name_is_not_meant(sentence, words):
    assert words not in said(f"{sentence}\n")


def test_headings_care_cards_and_linked_words_hold_no_mentions():
    body = document(
        heading("h", "Back pain"),
        block(
            "care_card",
            "c",
            node("care_heading", text("Ask if:")),
            node("paragraph", text("back pain grows")),
            urgency="urgent",
        ),
        paragraph("p", "Some ", text("back pain", to_article(1)), " stays."),
    )
    words = {mention.place(free_paragraphs(body)).words for mention in mentions(body)}
    assert words == {"stays"}


def test_what_is_looked_for_narrows_the_paragraphs_and_loses_none():
    body = document(paragraph("a", "Some anaemias make people tired."), paragraph("b", "Another thing."))
    assert len(mentions(body, holding(["anemia"]))) == 10
    assert len(mentions(body)) > 10


@pytest.mark.parametrize(
    ("written", "words", "sentence"),
    [
        ("One. The back hurts. Three.", "back", "The back hurts."),
        ("The back hurts", "back", "The back hurts"),
        ("Was it “a back?” Yes, a back of 2.5 m. Good.", "back of", "Yes, a back of 2.5 m."),
    ],
)
def test_the_sentence_around_words(written, words, sentence):
    start = written.index(words)
    assert sentence_around(written, start, start + len(words)) == sentence


def test_terms_weigh_what_is_said_often_and_in_titles():
    found = terms([("Sciatica", 8), ("A nerve hurts. The nerve again; a leg and 12 of the others.", 1)])
    order = sorted(found, key=lambda key: -found[key])
    assert order[:2] == [phrase_key("sciatica"), phrase_key("nerve")]
    assert phrase_key("12") not in found
    assert sum(weight**2 for weight in found.values()) == pytest.approx(1_000_000, rel=0.01)
