"""The editor's engine: what it is given it gives back, and blocks keep their ids whatever is done to them."""

import json
from pathlib import Path
from random import Random

import pytest

from content import editor
from content.manuscripts import read_manuscript
from content.normalising import normalise
from content.schema import BLOCKS
from tests.browser.editing import ROOT, ROUND_TRIPS, caret, mount, shown, written
from tests.content.builders import bullets, doc, heading, paragraph
from tests.content.strategies import SOAK, Grower

LARGEST_EXACT = 2**53 - 1


@pytest.fixture
def page(window, signed_in):
    page = window(storage_state=signed_in)
    page.goto("/admin/history/event/")
    return page


@pytest.fixture
def bench(page):
    """Mounts a document of these blocks in a bare editor."""

    def open_with(*blocks):
        mount(page, doc(*blocks))
        return page

    return open_with


def stored(folder: Path) -> list:
    return [normalise(json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.json"))]


def in_javascripts_reach(value):
    """No key of a row is so large that a JavaScript number cannot hold it."""
    if isinstance(value, dict):
        return {name: in_javascripts_reach(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [in_javascripts_reach(inner) for inner in value]
    return min(value, LARGEST_EXACT) if type(value) is int else value


def test_every_example_document_comes_back_as_it_was(page):
    documents = stored(ROOT / "tests" / "content" / "examples")
    assert documents
    assert page.evaluate(ROUND_TRIPS, [editor.declaration(), documents]) == documents


def test_every_demo_article_comes_back_as_it_was(page):
    texts = sorted((ROOT / "demo" / "content" / "articles").glob("*.txt"))
    documents = [normalise(read_manuscript(text.read_text(encoding="utf-8")).body) for text in texts]
    assert len(documents) > 10
    assert page.evaluate(ROUND_TRIPS, [editor.declaration(), documents]) == documents


def test_random_documents_of_every_kind_of_block_come_back_as_they_were(page):
    random = Random(f"editor {SOAK}")
    documents = []
    for number in range(150 * SOAK):
        kinds = [BLOCKS[number % len(BLOCKS)], *random.sample(BLOCKS, 3)]
        blocks = [Grower(random.getrandbits(32)).block(kind) for kind in kinds]
        documents.append(normalise(in_javascripts_reach(doc(*blocks))))
    assert page.evaluate(ROUND_TRIPS, [editor.declaration(), documents]) == documents


def test_an_empty_document_stays_empty_until_something_is_typed(bench):
    page = bench()
    assert written(page) == []
    caret(page, 0)
    page.keyboard.type("A word")
    (block,) = written(page)
    assert block["content"] == [{"type": "text", "text": "A word"}]


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (0, [("paragraph", "?", ""), ("paragraph", "first", "Headtail")]),
        (4, [("paragraph", "first", "Head"), ("paragraph", "?", "tail")]),
        (8, [("paragraph", "first", "Headtail"), ("paragraph", "?", "")]),
    ],
)
def test_on_a_split_the_id_stays_with_the_half_that_has_text(bench, offset, expected):
    page = bench(paragraph("first", "Headtail"), paragraph("second", "Next"))
    caret(page, 0, offset)
    page.keyboard.press("Enter")
    found = shown(written(page))
    hidden = [(kind, name if name in ("first", "second") else "?", words) for kind, name, words in found]
    assert hidden == [*expected, ("paragraph", "second", "Next")]
    assert len({block["attrs"]["id"] for block in written(page)}) == 3


def test_an_id_survives_becoming_a_heading_a_list_and_a_paragraph_again(bench):
    page = bench(paragraph("first", "Words"), paragraph("second", "Next"))
    caret(page, 0, 2)
    seen = []
    for command in ("setNode('heading', {level: 2})", "setNode('paragraph')", "toggleList('bullet_list', 'list_item')"):
        page.evaluate(f"editor.tiptap.commands.{command}")
        seen.append(shown(written(page))[0])
    page.evaluate("editor.tiptap.commands.liftListItem('list_item')")
    seen.append(shown(written(page))[0])
    assert seen == [
        ("heading", "first", "Words"),
        ("paragraph", "first", "Words"),
        ("bullet_list", "first", "Words"),
        ("paragraph", "first", "Words"),
    ]


def test_joined_blocks_keep_the_first_id(bench):
    page = bench(paragraph("first", "Head"), paragraph("second", "tail"))
    caret(page, 1)
    page.keyboard.press("Backspace")
    assert shown(written(page)) == [("paragraph", "first", "Headtail")]


def test_a_copied_block_gets_an_id_of_its_own(bench):
    page = bench(heading("first", "Words"), paragraph("second", "Next"), paragraph("third", "Last"))
    caret(page, 0)
    page.evaluate("editor.tiptap.commands.setTextSelection({from: 1, to: 12})")
    page.keyboard.press("Control+c")
    caret(page, 2, 4)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+v")
    blocks = written(page)
    ids = [block["attrs"]["id"].rstrip("0") for block in blocks]
    assert ids[:3] == ["first", "second", "third"]
    assert len(set(ids)) == len(ids) == 5


def test_a_block_that_is_cut_and_pasted_keeps_its_id(bench):
    page = bench(bullets("first", "One", "Two"), paragraph("second", "Next"), paragraph("third"))
    caret(page, 0)
    page.evaluate("editor.tiptap.commands.setNodeSelection(0)")
    page.keyboard.press("Control+x")
    caret(page, 1)
    page.keyboard.press("Control+v")
    assert ("bullet_list", "first", "OneTwo") in shown(written(page))


def test_undo_brings_ids_back(bench):
    page = bench(paragraph("first", "Headtail"))
    before = written(page)
    caret(page, 0, 4)
    page.keyboard.press("Enter")
    page.keyboard.type("more")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert written(page) == before


def test_changes_are_told_by_block(bench):
    page = bench(heading("first", "Title"), paragraph("second", "Words"), paragraph("third", "End"))
    page.evaluate("window.mark = editor.changesSince(null).mark")
    assert page.evaluate("Object.keys(editor.changesSince(mark).changed)") == []
    caret(page, 1, 5)
    page.keyboard.type("!")
    caret(page, 2, 0)
    page.keyboard.press("Backspace")
    found = page.evaluate("(({order, changed, removed}) => ({order, changed, removed}))(editor.changesSince(mark))")
    assert found == {
        "order": ["first000", "second00"],
        "changed": {"second00": normalise(doc(paragraph("second", "Words!End")))["content"][0]},
        "removed": ["third000"],
    }


def test_a_colleagues_change_moves_neither_the_caret_nor_the_undo_history(bench):
    page = bench(paragraph("first", "One two three"), paragraph("second", "Mine"), paragraph("third", "Last"))
    caret(page, 1, 4)
    page.keyboard.type(" too")
    theirs = normalise(doc(paragraph("first", "One and two and three")))["content"][0]
    fresh = normalise(doc(paragraph("fresh", "New")))["content"][0]
    page.evaluate(
        "([one, other]) => { editor.setBlock('first000', one); editor.insertBlock(other, null) }", [theirs, fresh]
    )
    page.evaluate("editor.setOrder(['third000', 'second00', 'first000', 'fresh000'])")
    page.keyboard.type("!")
    assert shown(written(page)) == [
        ("paragraph", "third", "Last"),
        ("paragraph", "second", "Mine too!"),
        ("paragraph", "first", "One and two and three"),
        ("paragraph", "fresh", "New"),
    ]
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert "One and two and three" in [words for _, _, words in shown(written(page))]
    assert page.evaluate("editor.setBlock('third000', null)") is True
    assert page.evaluate("editor.setBlock('third000', null)") is False


def test_a_colleagues_change_within_the_block_in_hand_keeps_the_place(bench):
    page = bench(paragraph("first", "One two three"))
    caret(page, 0, 13)
    theirs = normalise(doc(paragraph("first", "Zero, one two three")))["content"][0]
    page.evaluate("block => editor.setBlock('first000', block)", theirs)
    page.keyboard.type(" four")
    assert shown(written(page)) == [("paragraph", "first", "Zero, one two three four")]


def test_a_document_that_the_schema_cannot_hold_is_refused_and_not_emptied(page):
    strange = doc({"type": "video", "attrs": {"id": "strange0"}})
    with pytest.raises(Exception, match="Unknown node type: video"):
        mount(page, strange)
