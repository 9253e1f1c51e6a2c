"""Comparisons for people: numbered, counted and told in words."""

from types import SimpleNamespace

import pytest

from content.comparing import ATTRIBUTES, Note, compare, line, listing, picture
from content.references import Destination, Target
from content.rendering import Surroundings
from content.schema import NODES, empty_document
from tests.content.builders import block, doc, heading, item, link, mark, node, paragraph, related, text

A, B, C = (paragraph(name, f"Block {name}.") for name in "abc")
ARTICLE = {"kind": "article", "id": 7}


def told(old, new) -> list[tuple[int, str]]:
    made = compare({"Text": old}, {"Text": new}, Surroundings())
    return [(one.number, one.words) for part in made.parts.values() for one in part.passages]


def notes(old, new, names=None, around=None) -> list[Note]:
    made = compare({"Text": doc(old)}, {"Text": doc(new)}, around or Surroundings(), names=names)
    return list(made.parts["Text"].passages[0].notes)


def test_changes_are_numbered_through_all_parts():
    old = {"Title": line("One"), "Tags": listing(["a"]), "Text": doc(A, B)}
    new = {"Title": line("Two"), "Tags": listing(["a"]), "Text": doc(A, C)}
    made = compare(old, new, Surroundings())
    assert [(part.label, [one.number for one in part.passages]) for part in made.parts.values()] == [
        ("Title", [1]),
        ("Tags", [0]),
        ("Text", [0, 2, 3]),
    ]
    assert [part.is_changed for part in made.parts.values()] == [True, False, True]
    assert made.summary == "3 changes: 1 added, 1 removed, 1 changed"


def test_nothing_differs_from_itself():
    made = compare({"Text": doc(A)}, {"Text": doc(A)}, Surroundings())
    assert (made.total, made.summary) == (0, "Nothing differs.")


def test_one_change_is_not_called_changes():
    assert compare({"Text": doc()}, {"Text": doc(A)}, Surroundings()).summary == "1 change: 1 added"


def test_parts_that_say_nothing_on_either_side_are_left_out():
    empty = {"Title": line(""), "Tags": listing([]), "Portrait": picture(None, ""), "Text": empty_document()}
    assert compare(empty, empty, Surroundings()).parts == {}


def test_a_moved_block_says_whether_up_or_down():
    assert told(doc(A, B, C), doc(C, A, B)) == [(1, "Moved up"), (0, ""), (0, "")]
    assert told(doc(A, B, C), doc(B, C, A)) == [(0, ""), (0, ""), (1, "Moved down")]
    assert told(doc(A, B, C), doc(paragraph("c", "Other."), A, B))[0] == (1, "Changed and moved up")


def test_a_block_that_readers_do_not_see_is_no_change():
    assert told(doc(A), doc(A, paragraph("e"))) == [(0, "")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (heading("a", "x"), heading("a", "x", 3), [Note("Level of the heading", "2", "3")]),
        (paragraph("a", "x"), heading("a", "x"), [Note("Kind of block", "Paragraph", "Heading")]),
        (block("figure", "a", image=1, alt="One"), block("figure", "a", image=2, alt="Two"), []),
        (
            block("figure", "a", image=1, alt="One"),
            block("figure", "a", image=1, alt="Two"),
            [Note("Description of the picture", "One", "Two")],
        ),
        (paragraph("a", "x"), paragraph("a", text("x", mark("strong"))), [Note("Strong", "", "x")]),
        (
            paragraph("a", text("x", link("https://a.example"))),
            paragraph("a", text("x", link("https://b.example"))),
            [Note("Link of “x”", "https://a.example", "https://b.example")],
        ),
        (
            paragraph("a", "x"),
            paragraph("a", text("x", mark("citation", source=4, locator="p. 3"))),
            [Note("Citation added", "", "source 4, no longer there, p. 3")],
        ),
        (
            related("a", "T"),
            related("a", "T", ARTICLE),
            [Note("Leads to", "nothing yet", "article 7, not public")],
        ),
        (related("a", "T"), related("a", "Other"), []),
    ],
)
def test_what_words_do_not_show_is_noted(old, new, expected):
    assert notes(old, new) == expected


def test_targets_are_called_by_their_names():
    around = Surroundings(destinations={Target("article", 7): Destination("/articles/seven/", "Seven")})
    old, new = related("a", "T", ARTICLE), related("a", "T", {"kind": "article", "id": 8, "section": "abcdefgh"})
    names = {Target("article", 8): "Eight, a draft"}
    assert notes(old, new, names, around) == [Note("Leads to", "Seven", "Eight, a draft, a section of it")]


def test_sources_are_called_by_number_and_title():
    titles = {4: "Walking and the Spine.", 5: "Sleep in 900 Adults"}
    sources = {key: SimpleNamespace(title=title, alarm="", url="", said=[]) for key, title in titles.items()}
    around = Surroundings(references={4: 1, 5: 2}, sources=sources, plain_citations=True)
    old, new = (paragraph("a", text("x", mark("citation", source=key))) for key in (4, 5))
    assert notes(old, new, around=around) == [
        Note("Source changed", "1. Walking and the Spine", "2. Sleep in 900 Adults")
    ]
    moved = paragraph("a", "x ", text("y", mark("citation", source=4)))
    before = paragraph("a", text("x", mark("citation", source=4)), " y")
    assert notes(before, moved, around=around) == [Note("Citation moved: 1. Walking and the Spine", "x", "y")]


def test_change_of_citations_alone_is_called_one():
    old, new = (paragraph("d", text("x", mark("citation", source=key))) for key in (4, 5))
    assert told(doc(old), doc(new)) == [(1, "Citations changed")]
    assert told(doc(A, B, old), doc(new, A, B)) == [(1, "Citations changed and moved up"), (0, ""), (0, "")]
    assert told(doc(old), doc(paragraph("d", text("y", mark("citation", source=5))))) == [(1, "Changed")]


def test_a_change_that_neither_words_nor_attributes_show_is_still_noted():
    nested = (node("ordered_list", item("y"), start=start) for start in (1, 5))
    one, other = (block("bullet_list", "a", item("x", inner)) for inner in nested)
    assert notes(one, other) == [Note("Arrangement")]


def test_many_notes_are_cut_short():
    words = [text(f"w{number} ") for number in range(40)]
    other = [text(f"w{number} ", mark("strong")) if number % 2 else text(f"w{number} ") for number in range(40)]
    found = notes(paragraph("a", *words), paragraph("a", *other))
    assert (len(found), found[-1]) == (9, Note("And 12 more"))


def test_every_attribute_that_is_not_shown_can_be_named():
    """A new attribute needs a name in the notes, or to be part of what stands before and after."""
    named = {name for kind in NODES.values() if kind.group == "block" for name in kind.attrs}
    assert named - {"image"} == set(ATTRIBUTES)


def test_offers_come_with_the_changes_alone():
    made = compare(
        {"Text": doc(A, B)}, {"Text": doc(A)}, Surroundings(), offers=lambda label, change: [label, change.block_id]
    )
    assert [one.offers for one in made.parts["Text"].passages] == [(), ["Text", B["attrs"]["id"]]]
