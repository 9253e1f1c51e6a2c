"""The HTML on which style sheets and scripts rely, block by block."""

from types import SimpleNamespace

import pytest

from content.references import Destination, Target
from content.rendering import Surroundings, render

from .builders import (
    block,
    bullets,
    cell,
    doc,
    heading,
    item,
    mark,
    node,
    numbers,
    paragraph,
    related,
    table,
    text,
)
from .pages import check_valid

ARTICLE = {"kind": "article", "id": 7}
FOUND = {Target("article", 7): Destination("/articles/seven/", "Seven")}
PICTURE = SimpleNamespace(
    sources=(
        ("image/avif", "/m/a.avif 400w, /m/b.avif 800w", "(min-width: 48rem) 42rem, 100vw"),
        ("image/jpeg", "/m/a.jpg 400w, /m/b.jpg 800w", "100vw"),
    ),
    src="/m/b.jpg",
    width=1600,
    height=900,
    alt="A “spine” & more",
    credit="Ada <King>",
)


def html(*blocks, **around) -> str:
    said = render(doc(*blocks), Surroundings(**around))
    check_valid(said)
    return said


def inside(kind: str, *content, **attrs) -> str:
    return html(block(kind, "a", *content, **attrs))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (paragraph("a", "Words."), "<p>Words.</p>\n"),
        (heading("a", "Words"), "<h2>Words</h2>\n"),
        (bullets("a", "one", "two"), "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        (numbers("a", "one"), "<ol>\n<li>one</li>\n</ol>\n"),
        (numbers("a", "one", start=0), '<ol start="0">\n<li>one</li>\n</ol>\n'),
        (
            block("bullet_list", "a", item("one", node("ordered_list", item("two")))),
            "<ul>\n<li>one\n<ol>\n<li>two</li>\n</ol>\n</li>\n</ul>\n",
        ),
        (
            block("quotation", "a", node("paragraph", text("Said.")), source="Ada & Co"),
            '<blockquote class="quotation">\n<p>Said.</p>\n<footer>Ada &amp; Co</footer></blockquote>\n',
        ),
        (
            block("quotation", "a", node("paragraph", text("Said.")), source=""),
            '<blockquote class="quotation">\n<p>Said.</p>\n</blockquote>\n',
        ),
        (block("rule", "a"), "<hr>\n"),
        (
            related("a", "A <Title>", ARTICLE, label="Related reading"),
            '<p class="related"><span class="related-label">Related reading:</span>'
            ' <a href="/articles/seven/">A &lt;Title&gt;</a></p>\n',
        ),
        (
            related("a", "A Title", {"kind": "article", "id": 8}),
            '<p class="related"><span class="related-label">Read:</span>'
            ' <span class="related-title">A Title</span></p>\n',
        ),
        (
            related("a", "A Title", None, label=""),
            '<p class="related"><span class="related-title">A Title</span></p>\n',
        ),
        (
            block("key_points", "a", node("paragraph", text("Move."))),
            '<section class="key-points" aria-labelledby="key-points-a0000000">'
            '<h2 class="key-points-heading" id="key-points-a0000000">Key points</h2>\n<p>Move.</p>\n</section>\n',
        ),
        (
            block("experience", "a", node("paragraph", text("Mine."))),
            '<section class="experience" aria-label="Personal experience">'
            '<p class="experience-label">Personal experience</p>\n<p>Mine.</p>\n</section>\n',
        ),
        (
            block("callout", "a", node("paragraph", text("Do."))) | {"attrs": {"id": "a0000000", "title": 'A "tip"'}},
            '<aside class="callout" aria-label="A &quot;tip&quot;"><p class="callout-title">A "tip"</p>\n'
            "<p>Do.</p>\n</aside>\n",
        ),
        (block("callout", "a", node("paragraph", text("Do."))), '<aside class="callout">\n<p>Do.</p>\n</aside>\n'),
    ],
)
def test_html_of_each_block(made, expected):
    assert html(made, destinations=FOUND) == expected


@pytest.mark.parametrize(
    "made",
    [
        paragraph("a"),
        {"type": "paragraph", "attrs": {"id": "a0000000"}},
        block("heading", "a", level=2),
        heading("a", " \u00a0"),
        block("heading", "a", {"type": "hard_break"}, level=2),
        block("figure", "a", image=1, alt="Unseen", decorative=True),
        block("figure", "a", image=1, alt=" "),
    ],
)
def test_what_says_nothing_is_left_out(made):
    assert html(made, anchors={"a0000000": "a"}) == ""


@pytest.mark.parametrize(
    ("urgency", "name", "words"),
    [
        ("non_urgent", "non-urgent", "Non-urgent advice:"),
        ("urgent", "urgent", "Urgent advice:"),
        ("emergency", "emergency", "Immediate action required:"),
    ],
)
def test_care_card_says_its_urgency_in_words(urgency, name, words):
    card = [node("care_heading", text("Call if:")), node("bullet_list", item("it hurts"))]
    assert inside("care_card", *card, urgency=urgency) == (
        f'<section class="care care-{name}" aria-labelledby="care-a0000000">'
        f'<h2 class="care-heading" id="care-a0000000"><span class="visually-hidden">{words} </span>Call if:</h2>\n'
        '<div class="care-body">\n<ul>\n<li>it hurts</li>\n</ul>\n</div></section>\n'
    )


def test_cards_stand_one_level_below_their_section():
    card = block("care_card", "c", node("care_heading", text("If:")), node("paragraph", text("x")), urgency="urgent")
    said = html(heading("a", "A"), card, heading("b", "B", 3), {**card, "attrs": {**card["attrs"], "id": "d0000000"}})
    assert '<h3 class="care-heading" id="care-c0000000">' in said
    assert '<h4 class="care-heading" id="care-d0000000">' in said


def test_no_heading_level_is_skipped():
    said = html(heading("a", "A", 3), heading("b", "B", 3), heading("c", "C"), heading("d", "D", 3))
    assert said == "<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>\n<h3>D</h3>\n"


def test_headings_can_be_set_deeper():
    document = doc(heading("a", "A"), heading("b", "B", 3), heading("c", "C"))
    assert render(document, Surroundings(heading_offset=1)) == "<h3>A</h3>\n<h4>B</h4>\n<h3>C</h3>\n"
    assert render(document, Surroundings(heading_offset=4)) == "<h6>A</h6>\n<h6>B</h6>\n<h6>C</h6>\n"


def test_anchors_stand_on_headings_and_retired_ones_before_their_block():
    said = html(
        heading("a", "A"),
        heading("b", "B"),
        anchors={"a0000000": 'a"'},
        retired={"": ["top-1"], "b0000000": ["old-1", "old-2"]},
    )
    assert said == (
        '<span id="top-1" class="retired-anchor"></span><h2 id="a&quot;">A</h2>\n'
        '<span id="old-1" class="retired-anchor"></span><span id="old-2" class="retired-anchor"></span><h2>B</h2>\n'
    )


def test_landmarks_have_names_of_their_own():
    boxes = [block("experience", name, node("paragraph", text("x"))) for name in "ab"]
    tables = [table(name, [cell()], caption="Doses") for name in "cd"]
    said = html(*boxes, *tables)
    for label in ("Personal experience", "Personal experience (2)", "Doses", "Doses (2)"):
        assert said.count(f'aria-label="{label}"') == 1


def head(words: str, **spans: int):
    return cell(words, "table_header", **spans)


def test_table_with_head_side_and_spans():
    said = html(
        table(
            "a",
            [head("Form", colspan=2), head("Often")],
            [head("Patch", rowspan=2), cell("a"), cell("b")],
            [cell("c"), cell("d")],
            caption="Forms & doses",
        )
    )
    assert said == (
        '<div class="table" role="region" tabindex="0" aria-label="Forms &amp; doses"><table>\n'
        "<caption>Forms &amp; doses</caption>\n"
        '<thead>\n<tr><th scope="col" colspan="2">Form</th><th scope="col">Often</th></tr>\n</thead>\n'
        '<tbody>\n<tr><th scope="row" rowspan="2">Patch</th><td>a</td><td>b</td></tr>\n'
        "<tr><td>c</td><td>d</td></tr>\n</tbody>\n</table></div>\n"
    )


def test_table_without_caption_is_no_landmark():
    assert html(table("a", [cell("x")])) == (
        '<div class="table" tabindex="0"><table>\n<tbody>\n<tr><td>x</td></tr>\n</tbody>\n</table></div>\n'
    )


def test_cell_of_two_paragraphs_keeps_them_apart():
    two = node("table_cell", node("paragraph", text("a")), node("paragraph"), node("paragraph", text("b")))
    assert "<td><p>a</p><p>b</p></td>" in html(table("a", [two]))


def figure(name: str = "a", *caption, **attrs):
    return block("figure", name, *caption, image=attrs.pop("image", 5), **{"alt": "Heat", "decorative": False, **attrs})


def test_figure_offers_every_format_and_says_its_size():
    assert html(figure("a", "A warm ", text("pack", mark("emphasis"))), pictures={5: PICTURE}) == (
        '<figure class="figure"><picture>'
        '<source type="image/avif" srcset="/m/a.avif 400w, /m/b.avif 800w" sizes="(min-width: 48rem) 42rem, 100vw">'
        '<img src="/m/b.jpg" srcset="/m/a.jpg 400w, /m/b.jpg 800w" sizes="100vw" width="1600" height="900" alt="Heat"'
        ' loading="lazy" decoding="async"></picture>'
        '<figcaption>A warm <em>pack</em> <span class="credit">Ada &lt;King&gt;</span></figcaption></figure>\n'
    )


@pytest.mark.parametrize(
    ("attrs", "alt"),
    [
        ({}, "Heat"),
        ({"alt": ""}, "A “spine” &amp; more"),
        ({"decorative": True}, ""),
        ({"alt": '"><b>'}, "&quot;&gt;&lt;b&gt;"),
    ],
)
def test_alternative_text_is_the_figures_or_else_the_pictures(attrs, alt):
    assert f' alt="{alt}" ' in html(figure(**attrs), pictures={5: PICTURE})


def test_figure_without_its_picture_is_its_words():
    assert html(figure("a", "Caption")) == (
        '<figure class="figure"><p class="figure-pending">Heat</p><figcaption>Caption</figcaption></figure>\n'
    )
    assert html(figure("a", "Caption", decorative=True)) == (
        '<figure class="figure"><figcaption>Caption</figcaption></figure>\n'
    )


def test_first_picture_may_be_needed_at_once():
    said = html(figure("a"), figure("b"), pictures={5: PICTURE}, first_picture_eager=True)
    assert said.index('loading="eager" fetchpriority="high"') < said.index('loading="lazy"')
    assert said.count("eager") == 1


def test_every_address_of_a_picture_can_be_absolute():
    said = html(figure("a"), pictures={5: PICTURE}, site="https://x.example")
    assert said.count("https://x.example/m/") == 5
    assert '"/m/' not in said
    assert " /m/" not in said


def test_blocks_can_be_marked_for_previews():
    said = html(
        heading("a", "A"),
        paragraph("b"),
        paragraph("c", "C"),
        table("d", [cell()]),
        retired={"a0000000": ["old"]},
        mark_blocks=True,
    )
    assert said.startswith('<span id="old" class="retired-anchor"></span><h2 data-block="a0000000">A</h2>\n')
    assert '<p data-block="c0000000">C</p>' in said
    assert '<div data-block="d0000000" class="table"' in said
    assert "b0000000" not in said
