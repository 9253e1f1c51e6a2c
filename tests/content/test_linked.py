"""Places where a document links, in their sentences, and what is done with them there."""

import pytest

from content import references
from content.linked import Lost, dropped, linked, retargeted, reworded
from content.normalising import normalise
from content.plain import plain_text
from content.schema import ARTICLE
from content.validation import validate
from tests.content.builders import block, doc, item, mark, node, paragraph, related, text, to_article
from tests.content.builders import example as every_block

PLACE = {"kind": "pillar", "id": 7}


def one_link(*content) -> tuple[dict, object]:
    document = doc(paragraph("a", *content))
    return document, linked(document)[0]


def said(document: dict) -> str:
    return plain_text(document)


def marked(document: dict, kind: str) -> list[str]:
    """The words under each mark of this kind."""
    children = [child for one in document["content"] for child in one["content"]]
    return [c["text"] for c in children if any(m["type"] == kind for m in c.get("marks", ()))]


def test_a_place_is_told_with_the_sentence_around_it():
    _, place = one_link("It is late. Walk on a ", text("cold floor", to_article(1)), " at night, e.g. now. Then sleep.")
    assert (place.before, place.words, place.after) == ("Walk on a ", "cold floor", " at night, e.g. now.")


def test_places_are_those_that_the_graph_counts():
    document = normalise(every_block())
    found = [(one.target, one.block_id, one.origin) for one in linked(document)]
    assert found == [(o.target, o.block_id, o.origin) for o in references.extract(document) if o.target]
    assert found


def test_a_link_across_two_sentences_has_both():
    _, place = one_link("One. Two ", text("three. Four", to_article(1)), " five. Six.")
    assert place.sentence == "Two three. Four five."


def test_each_link_of_a_list_has_its_own_sentence():
    document = doc(block("bullet_list", "a", item("One."), item("Two.")))
    for number, part in enumerate(document["content"][0]["content"]):
        part["content"][0]["content"][0]["marks"] = [to_article(number)]
    assert [(one.place, one.sentence) for one in linked(document)] == [(0, "One."), (1, "Two.")]
    changed = retargeted(document, linked(document)[1], PLACE)
    assert [one.target.kind for one in linked(changed)] == ["article", "pillar"]


def test_another_target_leaves_every_word_and_mark():
    document, place = one_link("A ", text("cold ", to_article(1)), text("floor", mark("strong"), to_article(1)), ".")
    changed = retargeted(document, place, PLACE)
    assert said(changed) == said(document)
    assert marked(changed, "strong") == ["floor"]
    assert [one.target for one in linked(changed)] == [("pillar", 7, None)]
    assert linked(document)[0].target.kind == "article"


def test_a_dropped_link_leaves_its_words():
    document, place = one_link("A ", text("floor", mark("strong"), to_article(1)), ".")
    changed = dropped(document, place)
    assert (said(changed), linked(changed), marked(changed, "strong")) == ("A floor.", [], ["floor"])


def test_a_dropped_callout_goes():
    document = doc(paragraph("a", "Words."), related("b", "More", {"kind": "article", "id": 1}))
    assert said(dropped(document, linked(document)[0])) == "Words."


def test_a_sentence_is_rewritten_and_the_others_stay():
    document, place = one_link("First. Walk on a ", text("floor", to_article(1)), " now. Last.")
    changed = reworded(document, place, "Stand on a carpet  tonight.", "carpet")
    assert said(changed) == "First. Stand on a carpet tonight. Last."
    assert [(one.words, one.sentence) for one in linked(changed)] == [("carpet", "Stand on a carpet tonight.")]


def test_words_alone_change_whatever_the_rest_of_the_sentence_is_by_now():
    document, place = one_link("Walk on a ", text("floor", to_article(1)), " now, on a ", text("mat", to_article(2)))
    later = reworded(document, linked(document)[1], "Walk on a floor now, on a rug", "rug")
    changed = reworded(later, place, None, "carpet")
    assert said(changed) == "Walk on a carpet now, on a rug"
    assert [(one.words, one.target.id) for one in linked(changed)] == [("carpet", 1), ("rug", 2)]


def test_a_reworded_callout_is_called_so():
    document = doc(related("b", "More", {"kind": "article", "id": 1}))
    changed = reworded(document, linked(document)[0], "", "Much More")
    assert changed["content"][0]["attrs"]["title"] == "Much More"


def test_marks_stay_on_what_stays_and_on_what_takes_its_place():
    cited, strong = mark("citation", source=3), mark("strong")
    document, place = one_link(
        "A ", text("walk", to_article(1)), " helps ", text("one in two", cited), " ", text("of us", strong)
    )
    changed = reworded(document, place, "A stroll helps one in three of us", "stroll")
    assert marked(changed, "citation") == ["one in three"]
    assert marked(changed, "strong") == ["of us"]


def test_words_come_back_to_where_they_stood_of_several():
    document, place = one_link("A floor beside a ", text("floor", to_article(1)), ".")
    changed = reworded(document, place, "A floor beside that floor.", "floor")
    assert linked(changed)[0].start == len("A floor beside that ")


@pytest.mark.parametrize(
    ("sentence", "words", "message"),
    [
        ("Nothing helps.", "walk", "letter for letter"),
        ("A walk is nice.", " ", "needs words"),
        ("A walk and a bath.", "walk", "A source stands behind"),
        ("A walk helps half.", "walk", "Another link"),
        ("A walk helps half, or a bath.", "or a bath", "another link of this sentence"),
    ],
)
def test_what_would_lose_its_place_is_refused(sentence, words, message):
    bath, half = text("bath", to_article(2)), text("half", mark("citation", source=3))
    document, place = one_link("A ", text("walk", to_article(1)), " helps ", half, ", or a ", bath, ".")
    with pytest.raises(Lost, match=message):
        reworded(document, place, sentence, words)


def test_a_line_break_inside_a_link_stays_one():
    document, place = one_link("A ", text("cold", to_article(1)), node_break(), text("floor", to_article(1)), ".")
    assert place.sentence == "A cold\nfloor."
    changed = reworded(document, place, "A warm\r\nfloor.", "warm\r\nfloor")
    assert [child["type"] for child in changed["content"][0]["content"]] == [
        "text",
        "text",
        "hard_break",
        "text",
        "text",
    ]


def node_break() -> dict:
    return {"type": "hard_break", "marks": [to_article(1)]}


@pytest.mark.parametrize(
    "change", [lambda d, o: retargeted(d, o, PLACE), dropped, lambda d, o: reworded(d, o, o.sentence, o.words)]
)
def test_every_change_of_every_place_leaves_a_valid_document(change):
    document = normalise(every_block())
    for place in linked(document):
        assert validate(normalise(change(document, place)), ARTICLE) == []


def test_rewording_to_the_same_words_changes_nothing():
    document = normalise(every_block())
    for place in linked(document):
        assert normalise(reworded(document, place, place.sentence, place.words)) == document


def test_a_link_in_a_table_is_changed_where_it_stands():
    cells = [node("table_cell", node("paragraph", text(words, to_article(key)))) for key, words in enumerate("xyz")]
    document = doc(block("table", "a", node("table_row", *cells), caption=""))
    changed = dropped(document, linked(document)[1])
    assert [one.words for one in linked(changed)] == ["x", "z"]
