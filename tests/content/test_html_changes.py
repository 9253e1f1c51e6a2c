"""Comparisons as HTML: what a reader would see, with each change told by elements and by words."""

import re
import time

import pytest
from hypothesis import given

from content.combining import combined
from content.normalising import normalise
from content.references import Destination, Target
from content.rendering import Surroundings, changes, render
from tests.content.builders import block, bullets, cell, doc, example, heading, mark, paragraph, related, table, text
from tests.content.pages import check_harmless, check_valid, words
from tests.content.strategies import documents, examples

_SPOKEN = re.compile(r'<span class="visually-hidden">(?:added: |removed: |in another form: |,? ?end of \w+ )</span>')


def shown(old, new, around=None) -> list[str]:
    """The HTML of each change, without what is only spoken."""
    return [_SPOKEN.sub("", html).strip() for html in changes(combined(old, new), around or Surroundings())]


def test_an_unchanged_document_is_shown_as_readers_see_it():
    assert "".join(changes(combined(example(), example()))) == render(example())


def test_changed_words_stand_in_ins_and_del():
    old, new = doc(paragraph("a", "Walk five miles.")), doc(paragraph("a", "Walk two miles."))
    assert shown(old, new) == ["<p>Walk <del>five </del><ins>two </ins>miles.</p>"]


def test_changes_are_spoken_with_their_end():
    html = changes(combined(doc(paragraph("a", "Walk.")), doc(paragraph("a", "Walk daily."))))[0]
    assert words(check_valid(html)).strip() == "Walkadded:  daily, end of addition ."


def test_whole_blocks_come_and_go_with_all_that_is_in_them():
    old, new = doc(paragraph("a", "One."), bullets("b", "x")), doc(paragraph("a", "One."), related("c", "More"))
    kept, gone, come = shown(old, new)
    assert kept == "<p>One.</p>"
    assert gone == '<del class="whole"><ul>\n<li>x</li>\n</ul>\n</del>'
    assert come.startswith('<ins class="whole"><p class="related">')


def test_a_moved_block_is_shown_once_and_plainly():
    one, two, three = (paragraph(name, f"Block {name}.") for name in "abc")
    assert shown(doc(one, two, three), doc(three, one, two)) == [f"<p>Block {name}.</p>" for name in "cab"]


def test_what_became_another_kind_is_shown_before_and_after():
    assert shown(doc(paragraph("a", "Sleep")), doc(heading("a", "Sleep"))) == [
        '<del class="whole"><p>Sleep</p>\n</del>\n<ins class="whole"><h2>Sleep</h2>\n</ins>'
    ]


def test_of_two_states_of_a_block_each_is_spoken_of():
    html = changes(combined(doc(paragraph("a", "Sleep")), doc(heading("a", "Sleep"))))[0]
    assert words(check_valid(html)).split("\n") == [
        "removed: Sleep",
        "end of removal ",
        "added: Sleep",
        "end of addition ",
        "",
    ]


def test_words_in_another_form_are_marked_in_their_new_form():
    old, new = doc(paragraph("a", "Rest now")), doc(paragraph("a", "Rest ", text("now", mark("strong"))))
    assert shown(old, new) == ['<p>Rest <span class="restyled"><strong>now</strong></span></p>']


def test_rows_of_a_table_are_told_apart():
    old = doc(table("a", [cell("dose"), cell("5 mg")]))
    new = doc(table("a", [cell("dose"), cell("10 mg")], [cell("often"), cell("daily")]))
    (html,) = shown(old, new)
    assert "<tr><td>dose</td><td><del>5 </del><ins>10 </ins>mg</td></tr>" in html
    assert "<tr><td><ins>often</ins></td><td><ins>daily</ins></td></tr>" in html


def test_links_lead_where_they_lead_for_readers():
    target = {"kind": "article", "id": 7}
    around = Surroundings(destinations={Target("article", 7): Destination("/articles/seven/", "Seven")})
    (html,) = shown(doc(), doc(related("a", "Seven", target)), around)
    assert '<a href="/articles/seven/">Seven</a>' in html


def test_a_picture_that_replaces_another_stands_after_it():
    old, new = (doc(block("figure", "a", image=number, alt=f"Picture {number}")) for number in (1, 2))
    (html,) = shown(old, new)
    assert re.findall(r"<(?:del|ins)|Picture \d", html) == ["<del", "Picture 1", "<ins", "Picture 2"]


def test_blocks_that_readers_do_not_see_are_empty():
    assert shown(doc(), doc(paragraph("a"))) == [""]


def test_no_level_is_skipped_after_a_removed_heading():
    old = doc(heading("a", "One"), heading("b", "Two", 3), heading("c", "Three"), heading("d", "Four", 3))
    new = doc(heading("b", "Two", 3), heading("d", "Four", 3))
    html = "".join(changes(combined(old, new)))
    assert re.findall(r"<h(\d)>(\w+)", html) == [("2", "One"), ("2", "Two"), ("2", "Three"), ("3", "Four")]
    check_valid(html)


@pytest.mark.parametrize("words_of", ["<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "&lt;b&gt;"])
def test_no_words_become_markup(words_of):
    old, new = doc(paragraph("a", "Harmless words here.")), doc(paragraph("a", f"Harmless {words_of} here."))
    check_harmless("".join(changes(combined(old, new))))


@examples(80)
@given(documents(), documents())
def test_any_two_documents_make_a_valid_comparison(old, new):
    old, new = normalise(old), normalise(new)
    # The same ids, so that blocks meet each other.
    for before, after in zip(old["content"], new["content"], strict=False):
        after["attrs"]["id"] = before["attrs"]["id"]
    check_harmless("".join(changes(combined(old, normalise(new)))))


def test_three_hundred_changed_blocks_are_written_in_bounded_time():
    lines = [f"word{number}" for number in range(60)]
    old, new = (
        doc(*(paragraph(f"{number:08}", " ".join(lines[:: step + 1])) for number in range(300))) for step in (0, 1)
    )
    start = time.perf_counter()
    assert len(changes(combined(old, new))) == 300
    assert time.perf_counter() - start < 5
