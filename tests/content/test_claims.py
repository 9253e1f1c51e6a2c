import pytest

from content.claims import Claim, claims, sentences

from .builders import block, doc, item, mark, paragraph, text


def cite(source: int, locator: str = ""):
    return mark("citation", source=source, **({"locator": locator} if locator else {}))


def split(words: str) -> list[str]:
    return [words[start:end] for start, end in sentences(words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("Take 2.5 mg. Then rest.", ["Take 2.5 mg.", "Then rest."]),
        ("Dr. Doe says so. We agree.", ["Dr. Doe says so.", "We agree."]),
        ("Walk, e.g. Uphill. Rest.", ["Walk, e.g. Uphill.", "Rest."]),
        ("“Is it so?” She asked.", ["“Is it so?”", "She asked."]),
        ("First line\nSecond line", ["First line", "Second line"]),
        ("", []),
        ("   ", []),
        ("No end", ["No end"]),
        ("Wait… Go on.", ["Wait…", "Go on."]),
    ],
)
def test_sentences(words, expected):
    assert split(words) == expected


def test_claim_is_the_words_under_the_mark_in_their_sentence():
    document = doc(
        paragraph("a", "It rains. ", text("Half of all ", cite(3)), text("backs ache", cite(3)), " at night. So.")
    )
    assert claims(document) == [Claim(3, "a0000000", "Half of all backs ache", "Half of all backs ache at night.")]


def test_two_sources_of_one_claim_are_two_claims():
    document = doc(paragraph("a", text("Backs ache.", cite(3), cite(4, "p. 2"))))
    assert [(one.source, one.words, one.locator) for one in claims(document)] == [
        (3, "Backs ache.", ""),
        (4, "Backs ache.", "p. 2"),
    ]


def test_claims_come_in_reading_order_from_lists_too():
    document = doc(block("bullet_list", "a", item("x")), paragraph("b", text("y", cite(1))))
    document["content"][0]["content"][0]["content"][0]["content"] = [text("x", cite(2))]
    assert [(one.source, one.block_id) for one in claims(document)] == [(2, "a0000000"), (1, "b0000000")]


def test_same_source_apart_in_one_paragraph_is_two_places():
    document = doc(paragraph("a", text("One", cite(1)), " and ", text("two", cite(1)), "."))
    assert [one.words for one in claims(document)] == ["One", "two"]


def test_citation_across_sentences_has_them_all():
    document = doc(paragraph("a", text("One. Two.", cite(1)), " Three."))
    assert claims(document)[0].sentence == "One. Two."
