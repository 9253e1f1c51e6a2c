import pytest

from content.plain import plain_text

from .builders import block, bullets, cell, doc, example, item, node, paragraph, related, table, text


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (paragraph("a", "One ", text("two")), "One two"),
        (paragraph("a", "One", {"type": "hard_break"}, "two"), "One\ntwo"),
        (paragraph("a"), ""),
        (bullets("a", "one", "two"), "one\ntwo"),
        (block("bullet_list", "a", item("one", node("ordered_list", item("two")))), "one\ntwo"),
        (related("a", "Title", label="Read"), "Read: Title"),
        (related("a", "Title", label=""), "Title"),
        (block("figure", "a", "Caption", image=1, alt="unseen"), "Caption"),
        (block("quotation", "a", node("paragraph", text("Said")), source="Somebody"), "Said\nSomebody"),
        (block("callout", "a", node("paragraph", text("Inside")), title="Tip"), "Tip\nInside"),
        (table("a", [cell("1"), cell("2")], caption="Numbers"), "Numbers\n1\n2"),
        (block("rule", "a"), ""),
    ],
)
def test_words_of_each_block(made, words):
    assert plain_text(doc(made)) == words


def test_all_words_of_the_example_are_there():
    words = plain_text(example())
    for expected in ("sakit punggung", "Ten minutes", "A reader, 54", "Forms of estrogen", "Call 999", "Good to know"):
        assert expected in words


def test_unknown_node_crashes():
    with pytest.raises(KeyError):
        plain_text(doc(block("marquee", "a")))
