from content.outline import headings, outline

from .builders import block, doc, heading, mark, paragraph, text


def tree(found):
    return [(heading.text, tree(heading.children)) for heading in found]


def test_smaller_headings_stand_below_larger_ones():
    document = doc(
        heading("a", "A"), heading("b", "B", 3), paragraph("p", "x"), heading("c", "C", 3), heading("d", "D")
    )
    assert tree(outline(document)) == [("A", [("B", []), ("C", [])]), ("D", [])]


def test_smaller_heading_without_a_larger_one_stands_at_the_top():
    document = doc(heading("a", "A", 3), heading("b", "B", 3), heading("c", "C"))
    assert tree(outline(document)) == [("A", []), ("B", []), ("C", [])]


def test_words_of_a_heading_are_without_marks():
    parts = [text("Joints ", mark("strong")), text("and"), {"type": "hard_break"}, text("Bones")]
    (found,) = headings(doc(block("heading", "a", *parts, level=2)))
    assert (found.block_id, found.level, found.text) == ("a0000000", 2, "Joints and Bones")


def test_heading_without_words_is_no_section_yet():
    empty = [block("heading", "a", level=2), block("heading", "b", "  ", level=2), {**heading("c", "x")}]
    del empty[0]["content"]
    assert [found.text for found in headings(doc(*empty))] == ["x"]
