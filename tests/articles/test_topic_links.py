"""Which words name a topic."""

import pytest

from articles import topic_links, word_links
from articles.models import Pillar
from content.text import plain_text, read
from content.validation import validate


def suggested(text: str, *titles: str) -> list[tuple[str, str]]:
    pillars = [Pillar(pk=number, title=title) for number, title in enumerate(titles, start=1)]
    return [(s.place.words, s.pillar.title) for s in topic_links.suggest(read(text), pillars)]


@pytest.mark.parametrize(
    ("text", "title", "words"),
    [
        ("We wrote about BACK PAIN before, at length.", "Back Pain", "BACK PAIN"),
        ("Our guide on menopause tells you more about all of it.", "Menopause", "menopause"),
        ("Tips on diet, natural remedies, and lifestyle.", "Lifestyle, Diet and Natural Remedies", None),
        ("Read on lifestyle, diet, and natural back pain remedies.", "Lifestyle, Diet and Natural Remedies", None),
        ("Exercise and back rehabilitation help most people.", "Exercise and Rehabilitation", None),
        ("See the back pain guide for special populations.", "Back Pain in Special Populations", None),
    ],
)
def test_title_and_close_forms_name_a_topic(text, title, words):
    found = suggested(text, title)
    assert [name for _, name in found] == [title]
    assert words is None or found[0][0] == words


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The back was fine and the pain was gone by morning.", "Back Pain"),
        ("A setback painfully learned in the course of years.", "Back Pain"),
        ("Exercise. Then comes rehabilitation, in another sentence.", "Exercise and Rehabilitation"),
        (
            "Exercise, which a great many people find rather boring at first, is rehabilitation.",
            "Exercise and Rehabilitation",
        ),
        ("Back Pain\n\n", "Back Pain"),
        ("It eases during menopause, and often after it as well.", "Menopause"),
        ("A guide to menopause-related stiffness and what to do.", "Menopause"),
    ],
)
def test_other_words_and_headings_name_nothing(text, title):
    assert suggested(text, title) == []


def test_place_that_speaks_of_a_guide_comes_before_the_first_place():
    text = (
        "There is much back pain about these days, in every country and at every age of life.\n"
        "Our main guide on back pain says more about all that, in much greater detail."
    )
    pillar = Pillar(pk=1, title="Back Pain")
    (found,) = topic_links.suggest(read(text), [pillar])
    assert found.place.paragraph == 1


def test_each_topic_is_linked_once_and_longer_titles_win():
    text = "Back pain in sports is not back pain at work, and back pain in sports heals."
    assert suggested(text, "Back Pain", "Back Pain in Sports") == [
        ("Back pain in sports", "Back Pain in Sports"),
        ("back pain", "Back Pain"),
    ]


def test_linked_topic_and_linked_words_are_left_alone():
    document = read("Our guide to back pain leads on to neck pain and more besides.")
    place = word_links.find(document, "guide to back pain")
    linked = word_links.set_links(document, [(place, {"kind": "pillar", "id": 9})])
    pillars = [Pillar(pk=1, title="Back Pain"), Pillar(pk=9, title="Neck Pain")]
    assert topic_links.suggest(linked, pillars) == []


def test_setting_links_keeps_the_words_and_a_valid_document():
    document = read("- One item\n- Another item about back pain\n\nMore on back pain, said with “quotes” here.")
    places = [word_links.find(document, words) for words in ("back pain", 'with "quotes" here', "More on")]
    target = {"kind": "url", "href": "https://example.org/"}
    linked = word_links.set_links(document, [(place, target) for place in places])
    assert validate(linked) == []
    assert plain_text(linked) == plain_text(document)
    assert word_links.find(linked, "quotes") is None
    assert word_links.find(linked, "back pain").paragraph == 2
