"""What an edited text keeps of the document from which it was written."""

import pytest

from content.text import TextProblem, read, write

from .builders import block, bullets, doc, heading, ids, item, mark, node, numbers, paragraph, related, text

ARTICLE = {"kind": "article", "id": 7}
A = "Alpha is the first of all these sentences."
B = "Beta comes second and says something else."
C = "Gamma closes the row with other words again."
MARKED = paragraph("m", "Words in ", text("bold", mark("strong")), ".")
FIGURE = block("figure", "f", image=3, alt="A spine", decorative=False)


def three():
    return doc(paragraph("a", A), paragraph("b", B), paragraph("c", C))


def edited(document, *changes: tuple[str, str]):
    said = write(document)
    for old, new in changes:
        assert old in said
        said = said.replace(old, new, 1)
    return read(said, document)


def known(made, document) -> list[str]:
    """The ids of `made`, with ? for a new one."""
    return [name if name in ids(document) else "?" for name in ids(made)]


def test_changed_word_keeps_the_id():
    assert known(edited(three(), ("second", "next")), three()) == ["a", "b", "c"]


def test_rewritten_sentence_in_the_same_place_keeps_the_id():
    assert known(edited(three(), (B, "Wholly different matter stands here today.")), three()) == ["a", "b", "c"]


def test_inserted_line_is_new_wherever_it_stands():
    for place, expected in ((A, ["?", "a", "b", "c"]), (B, ["a", "?", "b", "c"])):
        assert known(edited(three(), (place, f"A new sentence.\n{place}")), three()) == expected


def test_line_inserted_before_a_changed_one_does_not_take_its_id():
    made = edited(three(), (B, f"Something new is said in this place.\n{B.replace('second', 'next')}"))
    assert known(made, three()) == ["a", "?", "b", "c"]


def test_split_paragraph_keeps_the_id_with_its_larger_half():
    made = edited(three(), ("Beta comes second and says", "Beta comes.\nSecond and says"))
    assert known(made, three()) == ["a", "?", "b", "c"]


def test_joined_paragraphs_keep_one_id():
    made = edited(three(), (f"{A}\n", f"{A} "))
    assert ids(made) in (["a", "c"], ["b", "c"])


def test_removed_line_leaves_the_others():
    assert edited(three(), (f"{B}\n", "")) == doc(paragraph("a", A), paragraph("c", C))


def test_removed_line_of_two_equal_ones_is_the_one_that_was_removed():
    document = doc(paragraph("a", A), paragraph("b", B), paragraph("c", A), paragraph("d", C))
    assert ids(edited(document, (f"{A}\n{B}\n", f"{B}\n"))) == ["b", "c", "d"]
    assert ids(edited(document, (f"{B}\n{A}\n", f"{B}\n"))) == ["a", "b", "d"]


def test_moved_line_keeps_its_block():
    made = read(f"{C}\n{A}\n{B}\n", three())
    assert made["content"] == [three()["content"][place] for place in (2, 0, 1)]


def test_heading_keeps_its_id_when_its_level_changes():
    document = doc(heading("h", "Sleep"), paragraph("a", A))
    assert edited(document, ("Sleep\n\n", "Sleep\n")) == doc(heading("h", "Sleep", 3), paragraph("a", A))


def test_paragraph_that_becomes_a_heading_is_new():
    document = doc(paragraph("a", A), paragraph("b", "It works."), paragraph("c", C))
    assert known(edited(document, ("It works.", "It works")), document) == ["a", "?", "c"]


def test_list_keeps_its_id_when_items_come_and_go():
    document = doc(bullets("l", "one", "two", "three"))
    assert edited(document, ("- two\n", "- 2\n- 2½\n")) == doc(bullets("l", "one", "2", "2½", "three"))


def test_numbers_keep_their_start():
    document = doc(numbers("l", "one", "two", start=4))
    assert write(document) == "4. one\n5. two\n"
    assert edited(document, ("one", "uno")) == doc(numbers("l", "uno", "two", start=4))


@pytest.mark.parametrize(
    ("change", "target"),
    [
        ((A, "Changed."), ARTICLE),
        (("Read:", "More on this:"), ARTICLE),
        (("A Title", "Another Title"), None),
    ],
)
def test_related_link_keeps_its_target_with_its_title(change, target):
    document = doc(paragraph("a", A), related("r", "A Title", ARTICLE))
    made = edited(document, change)
    assert made["content"][1]["attrs"]["target"] == target
    assert known(made, document) == ["a", "r"]


def test_moved_related_link_keeps_its_target():
    document = doc(related("r", "A Title", ARTICLE), paragraph("a", A), paragraph("b", B))
    assert read(f"{A}\n{B}\nRead: A Title\n", document)["content"][2] == document["content"][0]


def test_block_that_cannot_be_written_keeps_all_it_has():
    document = doc(paragraph("a", A), MARKED, FIGURE, paragraph("c", C))
    assert edited(document, (A, "Changed."))["content"][1:3] == [MARKED, FIGURE]


def test_placeholder_may_move_and_go():
    document = doc(paragraph("a", A), FIGURE, paragraph("c", C))
    line = "⟦figure f0000000: A spine⟧\n"
    assert read(f"{A}\n{C}\n{line}", document) == doc(paragraph("a", A), paragraph("c", C), FIGURE)
    assert edited(document, (line, "")) == doc(paragraph("a", A), paragraph("c", C))


def test_words_of_a_placeholder_are_only_for_people():
    document = doc(FIGURE)
    assert read("⟦figure f0000000⟧", document) == read("⟦figure f0000000: Other words⟧", document) == document


def test_placeholder_may_stand_for_a_block_that_was_written_in_words():
    assert read(f"{A}\n⟦paragraph b0000000⟧\n{C}", three()) == three()


def test_placeholder_beside_the_words_of_its_block_takes_the_block():
    made = read(f"{A}\n{B}\n⟦paragraph b0000000⟧\n{C}", three())
    assert known(made, three()) == ["a", "?", "b", "c"]


def test_retyped_words_of_a_placeholder_keep_its_id():
    document = doc(paragraph("a", A), MARKED, paragraph("c", C))
    made = edited(document, ("⟦paragraph m0000000: Words in bold.⟧", "Words in bold."))
    assert made == doc(paragraph("a", A), paragraph("m", "Words in bold."), paragraph("c", C))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("⟦figure nothere0: x⟧", "there is no figure nothere0 in this text for which this could stand"),
        ("⟦table f0000000: x⟧", "there is no table f0000000 in this text for which this could stand"),
        ("⟦figure f0000000⟧", "this placeholder stands twice; keep one of them"),
        ("⟦figure f000000: A spine⟧", "this placeholder was changed; move it, delete it or leave it as it was"),
        ("⟦figure f0000000: A spine", "this placeholder was changed; move it, delete it or leave it as it was"),
    ],
)
def test_placeholder_that_stands_for_nothing_is_refused_with_its_line(line, message):
    document = doc(paragraph("a", A), FIGURE)
    with pytest.raises(TextProblem) as caught:
        read(f"{write(document)}\n{line}\n", document)
    assert (caught.value.line, caught.value.message) == (4, message)


def test_windows_line_ends_of_a_browser_change_nothing():
    document = doc(heading("h", "Sleep"), paragraph("a", A), FIGURE, bullets("l", "one", "two"))
    assert read(write(document).replace("\n", "\r\n"), document) == document


def test_document_passed_in_is_not_touched():
    document = three()
    edited(document, (B, "Something else is here now."))
    assert document == three()


def test_rewriting_two_thousand_equal_lines_ends():
    document = doc(*(paragraph(f"{number:08}", "Same.") for number in range(2_000)))
    made = read("Same.\n" * 900 + "Other.\n" * 100 + "Same.\n" * 1_100, document)
    assert len(set(ids(made))) == len(made["content"]) == 2_100


def test_nested_list_is_one_line():
    nested = block("bullet_list", "l", item("one", node("bullet_list", item("two"))))
    assert write(doc(nested)) == "⟦bullet_list l0000000: one two⟧\n"
    assert edited(doc(paragraph("a", A), nested), (A, "x.")) == doc(paragraph("a", "x."), nested)
