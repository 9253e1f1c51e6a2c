"""Care cards, key points and other boxes that the particulars beside a text ask for."""

from pathlib import Path

import pytest

from articles.boxes import set_boxes
from articles.delivery import Refused
from articles.particulars import Callout, Card, Experience, KeyPoints, Particulars, read
from content import plain
from content.schema import ARTICLE
from content.text import read_manuscript
from content.validation import validate

TEXT = """When a Back Needs Help
Most backs get better, and some signs cannot wait.
- Move a little every day
- Know the red flags
Signs That Cannot Wait

Call 999 or go to A&E now if:
- Both legs are numb
- You cannot pass urine

Ask soon if it lasts, or if you’re worried.
1. Write it down
2. Call in the morning
What I Did
I waited three weeks.
I wish I had not.
Key points
Rest is overrated.
Related reading: Another Title
"""


def body() -> dict:
    return read_manuscript(TEXT).body


def boxed(*boxes) -> dict:
    fields = {Card: "cards", KeyPoints: "key_points", Experience: "experiences", Callout: "callouts"}
    said = {fields[kind]: tuple(box for box in boxes if type(box) is kind) for kind in {type(box) for box in boxes}}
    return set_boxes(body(), Particulars(path=Path("text.toml"), **said))


def only(document: dict, kind: str) -> dict:
    return next(block for block in document["content"] if block["type"] == kind)


def shape(block: dict) -> list[tuple[str, list[str]]]:
    return [(part["type"], list(plain.lines(part))) for part in block["content"]]


def refusal(*boxes) -> str:
    with pytest.raises(Refused) as refused:
        boxed(*boxes)
    return str(refused.value)


def test_paragraph_becomes_the_heading_of_a_card_and_the_list_below_its_body():
    card = only(boxed(Card("Call 999 or go", urgency="emergency")), "care_card")
    assert card["attrs"]["urgency"] == "emergency"
    assert shape(card) == [
        ("care_heading", ["Call 999 or go to A&E now if:"]),
        ("bullet_list", ["Both legs are numb", "You cannot pass urine"]),
    ]


def test_own_heading_of_a_card_leaves_the_paragraph_below_it():
    card = only(boxed(Card("Call 999", urgency="urgent", heading="Do not wait if:")), "care_card")
    assert shape(card)[:2] == [("care_heading", ["Do not wait if:"]), ("paragraph", ["Call 999 or go to A&E now if:"])]


def test_list_makes_a_box_of_its_own():
    document = boxed(KeyPoints("Move a little"))
    assert shape(document["content"][0]) == [("bullet_list", ["Move a little every day", "Know the red flags"])]


def test_subheading_that_a_box_bears_by_itself_is_not_said_twice():
    assert shape(only(boxed(KeyPoints("Key points")), "key_points")) == [("paragraph", ["Rest is overrated."])]


def test_subheading_titles_a_call_out():
    callout = only(boxed(Callout("What I Did", through="I wish")), "callout")
    assert callout["attrs"]["title"] == "What I Did"
    assert shape(callout) == [("paragraph", ["I waited three weeks."]), ("paragraph", ["I wish I had not."])]


def test_title_of_a_call_out_may_be_named():
    callout = only(boxed(Callout("Rest is", title="By the way")), "callout")
    assert (callout["attrs"]["title"], shape(callout)) == ("By the way", [("paragraph", ["Rest is overrated."])])


def test_through_ends_a_box_later_or_earlier():
    document = boxed(Experience("I waited", through="I wish"), Callout("Ask soon", through="Ask soon"))
    assert len(only(document, "experience")["content"]) == 2
    assert shape(only(document, "callout")) == [("paragraph", ["Ask soon if it lasts, or if you’re worried."])]


def test_quotation_marks_and_blanks_of_the_opening_need_not_be_the_texts():
    opening = "Ask soon  if it lasts, or if you're"
    assert only(boxed(Callout(opening, through=opening)), "callout")


def test_boxes_lose_no_word_and_are_valid():
    boxes = (KeyPoints("Move a"), Card("Call 999", urgency="emergency"), Experience("I waited"))
    document = boxed(*boxes, Callout("Rest is"))
    assert plain.plain_text(document) == plain.plain_text(body())
    assert validate(document, ARTICLE) == []


def test_boxing_twice_gives_equal_documents():
    boxes = (KeyPoints("Move a"), Card("Call 999", urgency="emergency"))
    assert boxed(*boxes) == boxed(*boxes)


@pytest.mark.parametrize(
    ("box", "words"),
    [
        (KeyPoints("There is no"), "no paragraph, list or subheading begins with “There is no”"),
        (KeyPoints("Move a litt"), "no paragraph, list or subheading begins with “Move a litt”"),
        (Callout("I w", through="x"), "no paragraph, list or subheading begins with “I w”"),
        (Experience("I"), "2 paragraphs or lists begin with “I”; give more of its words"),
        (Experience("I waited", through="Move"), "no line from “I waited” on begins with “Move”"),
        (Callout("Signs That"), "“Signs That Cannot Wait” heads a section (it is short, and a blank line"),
        (Callout("Ask soon"), "a numbered list cannot stand in a box (“Write it down”); begin its lines"),
        (Callout("Write it"), "a numbered list cannot stand in a box"),
        (Callout("Related reading"), "a related link cannot stand in a box (“Related reading: Another Title”)"),
        (Experience("I wish", through="Rest"), "a heading cannot stand in a box (“Key points”); let “through” end"),
        (Experience("What I Did"), "the box is headed “Personal experience” by itself; begin it below"),
        (Callout("What I Did", title="Other"), "has the title “What I Did” already; leave out 'Other'"),
        (Callout("What I Did", through="What I Did"), "below “What I Did” there is nothing for the box"),
        (Card("What I Did", urgency="urgent", heading="No"), "has the heading “What I Did” already; leave out 'No'"),
        (Card("Move a little", urgency="urgent"), "a card that opens with a list needs a heading"),
        (Card("I wish", urgency="urgent"), "below “I wish I had not.” there is no list; a care card needs one"),
    ],
)
def test_box_that_does_not_match_is_refused_with_its_reason(box, words):
    assert words in refusal(box)


def test_boxes_that_overlap_are_refused():
    words = refusal(Card("Call 999", urgency="urgent", line=3), Callout("Both legs", line=9))
    assert words == "text.toml:9: some of its lines stand in the box that opens with “Call 999” already"


def test_every_refusal_is_told_at_once():
    assert refusal(KeyPoints("No", line=1), Experience("Nor this", line=5)).count("\n") == 1


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ('[[cards]]\nopening = "Call"', "text.toml:1: [[cards]] lacks 'urgency'"),
        ('[[cards]]\nurgency = "urgent"', "text.toml:1: [[cards]] lacks 'opening'"),
        ('[[key_points]]\nopening = " "', "text.toml:1: [[key_points]] lacks 'opening'"),
        ('[[cards]]\nopening = "Call"\nurgency = "high"', "urgency of [[cards]] must be one of non_urgent, urgent"),
        ('\n[[callouts]]\nopening = "x"\nurgency = "urgent"', "text.toml:2: unknown key 'urgency' in [[callouts]]"),
        (f'[[callouts]]\nopening = "x"\ntitle = "{"x" * 201}"', "title of [[callouts]] has 201 characters"),
        ("[[experiences]]\nopening = 3", "opening of [[experiences]] must be text in quotation marks"),
        ("cards = 3", "text.toml:1: cards must be tables: [[cards]]"),
    ],
)
def test_particulars_of_boxes_that_make_no_sense_are_refused(tmp_path, toml, words):
    path = tmp_path / "text.toml"
    path.write_text(toml)
    with pytest.raises(Refused) as refused:
        read(path)
    assert words in str(refused.value)


def test_particulars_that_the_writers_manual_shows_can_be_read(tmp_path):
    manual = Path(__file__).parents[2] / "docs" / "writers.md"
    path = tmp_path / "text.toml"
    path.write_text(manual.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    said = read(path)
    assert [type(box).__name__ for box in said.boxes] == ["Card", "KeyPoints", "Experience", "Callout"]
    assert (len(said.pictures), len(said.links)) == (1, 1)
