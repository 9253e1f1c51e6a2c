"""The plain form: writing and reading give the equal document; editing keeps what was not touched."""

import pytest
from hypothesis import given

from content.normalising import normalise
from content.text import TextProblem, read, write
from tests.content.builders import example
from tests.content.strategies import documents, examples


@examples(200)
@given(documents())
def test_reading_what_was_written_gives_the_equal_document(doc):
    doc = normalise(doc)
    assert read(write(doc), doc) == doc


def test_the_example_with_everything_comes_back():
    doc = normalise(example())
    assert read(write(doc), doc) == doc


TEXT = """First

One sentence that stands here.
A smaller heading
- an item
- another item
Related reading: Some Other Title
Last words, which end here.
"""


def _kinds(doc):
    return [block["type"] for block in doc["content"]]


def _ids(doc):
    return [block["attrs"]["id"] for block in doc["content"]]


def test_each_line_becomes_its_kind_of_block():
    doc = read(TEXT)
    assert _kinds(doc) == ["heading", "paragraph", "heading", "bullet_list", "related_link", "paragraph"]
    assert [block["attrs"].get("level") for block in doc["content"]] == [2, None, 3, None, None, None]


def test_changing_a_word_keeps_the_blocks_id():
    doc = read(TEXT)
    changed = read(TEXT.replace("One sentence", "Another sentence"), doc)
    assert _ids(changed) == _ids(doc)
    assert changed != doc


def test_a_new_line_gets_a_new_id_and_the_others_keep_theirs():
    doc = read(TEXT)
    longer = read(TEXT.replace("A smaller", "A wholly new sentence, set in between.\nA smaller"), doc)
    assert [block_id for block_id in _ids(longer) if block_id in _ids(doc)] == _ids(doc)
    assert len(_ids(longer)) == len(_ids(doc)) + 1


def test_moved_lines_keep_their_blocks():
    doc = read("One stays here.\nTwo goes away.\nThree comes up.\n")
    moved = read("Three comes up.\nOne stays here.\nTwo goes away.\n", doc)
    assert sorted(_ids(moved)) == sorted(_ids(doc))


def test_a_call_out_keeps_its_target_while_its_words_stay():
    doc = read(TEXT)
    doc["content"][4]["attrs"]["target"] = {"kind": "article", "id": 5}
    again = read(TEXT.replace("One sentence", "A sentence"), doc)
    assert again["content"][4]["attrs"]["target"] == {"kind": "article", "id": 5}
    other = read(TEXT.replace("Some Other Title", "A New Title"), doc)
    assert other["content"][4]["attrs"]["target"] is None


def _figure():
    return {
        "type": "figure",
        "attrs": {"id": "figure00", "image": 3, "alt": "A spine", "decorative": False},
        "content": [],
    }


def test_a_picture_is_one_line_that_moves_and_goes():
    doc = normalise({**read("One stays here.\nTwo goes away.\n")})
    doc["content"].insert(1, _figure())
    text = write(doc)
    line = "⟦figure figure00: A spine⟧\n"
    assert line in text
    moved = read(text.replace(line, "") + line, doc)
    assert moved["content"][-1]["attrs"]["image"] == 3
    assert _kinds(read(text.replace(line, ""), doc)) == ["paragraph", "paragraph"]


@pytest.mark.parametrize("text", ["⟦figure nothere0: A spine⟧\n", "⟦figure figure00: A⟧\n⟦figure figure00: A⟧\n"])
def test_an_unknown_or_doubled_placeholder_is_refused_with_its_line(text):
    doc = {**read(""), "content": [_figure()]}
    with pytest.raises(TextProblem) as caught:
        read(f"Some words stand here first.\n{text}", doc)
    assert caught.value.line >= 2


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\ud800", "\ufdd0"])
def test_a_character_that_no_page_can_show_is_refused_with_its_line(sign):
    with pytest.raises(TextProblem) as caught:
        read(f"One.\nTwo{sign}.\n")
    assert caught.value.line == 2


def test_twenty_thousand_words_are_aligned_without_delay():
    text = "".join(f"This is sentence number {n} of a very long text.\n" for n in range(2_000)) * 1
    doc = read(text)
    again = read(text.replace("number 1000 of", "numero 1000 of"), doc)
    assert _ids(again) == _ids(doc)
