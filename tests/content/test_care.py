"""Which care cards of a text cannot wait, and where they stand on the page."""

from content.care import pressing
from content.rendering import render
from tests.content.builders import block, doc, heading, item, node, paragraph, text


def card(block_id: str, urgency: str) -> dict:
    opening = node("care_heading", text("Call if:"))
    return block("care_card", block_id, opening, node("bullet_list", item("it hurts")), urgency=urgency)


def test_the_first_card_of_each_kind_is_found_emergencies_before_all():
    cards = [card("mild", "non_urgent"), card("soon", "urgent"), card("now", "emergency"), card("then", "emergency")]
    document = doc(heading("a", "A"), *cards)
    assert pressing(document) == [("emergency", "care-now00000"), ("urgent", "care-soon0000")]
    assert [f'id="{anchor}"' in render(document) for _, anchor in pressing(document)] == [True, True]


def test_what_can_wait_is_not_pressing():
    assert pressing(doc(paragraph("a", "Words."), card("mild", "non_urgent"))) == []
