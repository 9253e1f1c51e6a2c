"""Documents as HTML: valid, harmless, and every word in it."""

import json
from datetime import date

import pytest
from hypothesis import given

from content.normalising import normalise
from content.outline import outline
from content.plain import plain_text
from content.references import Destination, Target, targets
from content.rendering import (
    Surroundings,
    UnknownNode,
    contents,
    day,
    head,
    highlight,
    ld_json,
    link_items,
    render,
    trail,
)
from content.schema import document
from tests.content.builders import block, example, text, to_article
from tests.content.pages import check_valid, parsed, words
from tests.content.strategies import documents, examples


def _letters(said: str) -> str:
    return "".join(letter for letter in said if letter.isalnum())


@examples(150)
@given(documents())
def test_any_valid_document_renders_to_valid_html(doc):
    check_valid(render(normalise(doc)))


@examples(100)
@given(documents())
def test_every_word_of_a_document_stands_in_its_page(doc):
    shown = _letters(words(parsed(render(doc))))
    missing = [line for line in plain_text(doc).split("\n") if _letters(line) not in shown]
    assert missing == []


@examples(60)
@given(documents())
def test_a_document_survives_json(doc):
    assert json.loads(json.dumps(doc)) == doc
    assert render(json.loads(json.dumps(doc))) == render(doc)


def test_the_example_with_everything_is_valid_with_all_surroundings():
    doc = example()
    anchors = {heading.block_id: f"section-{i}" for i, heading in enumerate(outline(doc))}
    found = {target: Destination(f"/there/{target.id}/", "There") for target in targets(doc)}
    html = render(doc, Surroundings(destinations=found, anchors=anchors))
    check_valid(html)
    assert all(f'id="{anchor}"' in html for anchor in anchors.values())


def test_a_link_that_leads_nowhere_is_its_words():
    doc = document(block("paragraph", "aaaaaaaa", text("Read "), text("this", to_article(7))))
    assert render(doc).strip() == "<p>Read this</p>"
    found = {Target("article", 7): Destination("/articles/x/", "X")}
    assert render(doc, Surroundings(destinations=found)).strip() == '<p>Read <a href="/articles/x/">this</a></p>'


def test_feeds_get_absolute_addresses():
    doc = document(block("paragraph", "aaaaaaaa", text("this", to_article(7))))
    around = Surroundings(
        destinations={Target("article", 7): Destination("/articles/x/", "X")}, site="https://x.example"
    )
    assert 'href="https://x.example/articles/x/"' in render(doc, around)


def test_a_retired_anchor_stands_before_the_living_section():
    doc = document(block("heading", "aaaaaaaa", text("Now"), level=2))
    html = render(doc, Surroundings(anchors={"aaaaaaaa": "now"}, retired={"aaaaaaaa": ["then"]}))
    assert html.index('id="then"') < html.index('id="now"')
    check_valid(html)


def test_an_unknown_node_crashes_loudly():
    with pytest.raises(UnknownNode):
        render(document({"type": "script", "attrs": {"id": "aaaaaaaa"}}))


def test_an_emergency_card_says_so_in_words():
    heading = {"type": "care_heading", "content": [text("Call 999 if:")]}
    point = {
        "type": "bullet_list",
        "content": [{"type": "list_item", "content": [{"type": "paragraph", "content": [text("x")]}]}],
    }
    html = render(
        document(
            {"type": "care_card", "attrs": {"id": "aaaaaaaa", "urgency": "emergency"}, "content": [heading, point]}
        )
    )
    assert "Immediate action required:" in words(check_valid(html))


def test_the_contents_list_escapes_words_and_leaves_out_what_has_no_anchor():
    doc = document(
        block("heading", "aaaaaaaa", text("A <b>"), level=2),
        block("heading", "bbbbbbbb", text("B"), level=3),
        block("heading", "cccccccc", text("C"), level=2),
    )
    html = contents(outline(doc), {"aaaaaaaa": "a", "bbbbbbbb": "b"})
    listed = '<ol><li><a href="#a">A &lt;b&gt;</a><ol><li><a href="#b">B</a></li></ol></li></ol>'
    assert html.partition("</summary>\n")[2] == f"{listed}\n</details>\n</nav>"
    check_valid(html)
    assert contents(outline(doc), {}) == ""


def test_structured_data_cannot_leave_its_script_element():
    html = ld_json({"name": "</script><!-- & \u2028"})
    assert "<" not in html
    assert json.loads(html) == {"name": "</script><!-- & \u2028"}


def test_highlights_escape_everything_but_the_marks():
    assert highlight("a <b> \x02c\x03 d\x03 \x02e") == "a &lt;b&gt; <mark>c</mark> d <mark>e</mark>"


def test_links_are_list_items_with_escaped_words_and_addresses():
    items = [("A & <B>", '/a/?x="1"'), ("C", "/c/")]
    assert link_items(items) == (
        '<li><a href="/a/?x=&quot;1&quot;">A &amp; &lt;B&gt;</a></li>\n<li><a href="/c/">C</a></li>\n'
    )
    assert link_items(items[1:], "tag") == '<li><a href="/c/" rel="tag">C</a></li>\n'
    assert link_items([]) == ""


def test_what_is_said_to_machines_is_escaped():
    said = head("https://a.example/?b&c", [("og:title", 'A "B" & <C>')], {"name": "</script>"})
    assert said.splitlines() == [
        '<link rel="canonical" href="https://a.example/?b&amp;c">',
        '<meta property="og:title" content="A &quot;B&quot; &amp; &lt;C&gt;">',
        '<script type="application/ld+json">{"name":"\\u003C/script\\u003E"}</script>',
    ]


def test_the_last_of_a_trail_is_the_page_itself():
    said = trail([("Home", "/"), ("Backs & <b>", "/b/")])
    items = '<li><a href="/">Home</a></li>\n<li aria-current="page">Backs &amp; &lt;b&gt;</li>\n'
    assert said == f'<nav class="breadcrumb" aria-label="Breadcrumb">\n<ol>\n{items}</ol>\n</nav>'


def test_a_day_is_said_to_machines_and_in_words():
    assert day(date(2026, 3, 4)) == '<time datetime="2026-03-04">4 March 2026</time>'
