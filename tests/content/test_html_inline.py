import pytest

from content import slots
from content.references import Destination, Target
from content.rendering import Surroundings, UnknownNode, prepare, render

from .builders import doc, link, mark, paragraph, text, to_article
from .pages import check_valid

BREAK = {"type": "hard_break"}
STRONG, EMPHASIS = mark("strong"), mark("emphasis")
HOME = link("https://example.org/?a=1&b=2")


def cite(source: int):
    return mark("citation", source=source)


class Paper:
    """A source as readers meet it."""

    def __init__(self, alarm: str = ""):
        self.said, self.url, self.alarm = [("Doe J. ", ""), ("A study.", "title")], "https://doi.org/10.5555/x", alarm
        self.explained, self.notice = (f"This work is {alarm}.", "https://doi.org/10.5555/n") if alarm else ("", "")
        self.notice_words = "Read the notice"


def number(of: int, use: int = 1) -> str:
    return (
        f'<sup class="citation"><a href="#reference-{of}" id="citation-{of}-{use}"'
        f' role="doc-noteref" aria-label="Reference {of}">{of}</a></sup>'
    )


def inline(*content, **around) -> str:
    if "references" in around:
        around = {"sources": dict.fromkeys(around["references"], Paper()), **around}
    html = render(doc(paragraph("a", *content)), Surroundings(**around))
    check_valid(html)
    return html.removeprefix("<p>").removesuffix("</p>\n")


@pytest.mark.parametrize(
    ("content", "html"),
    [
        (["a < b & c > d \"e\" 'f'"], "a &lt; b &amp; c &gt; d \"e\" 'f'"),
        (["a", BREAK, "b"], "a<br>b"),
        ([text("a", STRONG)], "<strong>a</strong>"),
        ([text("a", EMPHASIS)], "<em>a</em>"),
        ([text("2", mark("subscript")), text("3", mark("superscript"))], "<sub>2</sub><sup>3</sup>"),
        ([text("HRT", mark("abbreviation", title='"x"'))], '<abbr title="&quot;x&quot;">HRT</abbr>'),
        ([text("nyeri", mark("language", lang="id"))], '<span lang="id">nyeri</span>'),
        ([text("a", HOME)], '<a href="https://example.org/?a=1&amp;b=2">a</a>'),
        ([text("a", STRONG), BREAK | {"marks": [STRONG]}, text("b", STRONG)], "<strong>a<br>b</strong>"),
        ([text("a", STRONG), text("b", STRONG, EMPHASIS)], "<strong>a<em>b</em></strong>"),
        ([text("a", STRONG), text("b", EMPHASIS)], "<strong>a</strong><em>b</em>"),
    ],
)
def test_html_of_text_and_marks(content, html):
    assert inline(*content) == html


def test_archived_copy_stands_behind_a_link_whose_page_is_gone():
    url, copy = "https://example.org/?a=1&b=2", "https://archive.org/<&>"
    known = {Target("url", url): Destination(url, url, copy)}
    host = '<span class="visually-hidden"> of the page at example.org</span>'
    shown = (
        f'<a href="https://example.org/?a=1&amp;b=2">a</a> <span class="archived">'
        f'(<a href="https://archive.org/&lt;&amp;&gt;">archived copy{host}</a>)</span>.'
    )
    assert render(doc(paragraph("a", text("a", HOME), ".")), Surroundings(destinations=known)) == f"<p>{shown}</p>\n"
    known = {Target("url", url): Destination(url, url)}
    assert inline(text("a", HOME), destinations=known) == '<a href="https://example.org/?a=1&amp;b=2">a</a>'


def test_number_to_call_and_address_for_mail_ask_nobody():
    parts = prepare(
        doc(paragraph("a", text("a", link("tel:+4930")), text("b", link("mailto:a@b.org")), text("c", HOME)))
    )
    assert slots.targets(parts) == {Target("url", "https://example.org/?a=1&b=2")}


def test_bold_words_do_not_break_a_link_in_two():
    parts = [text("a ", HOME), text("b", STRONG, HOME), text(" c", HOME)]
    assert inline(*parts) == '<a href="https://example.org/?a=1&amp;b=2">a <strong>b</strong> c</a>'


def test_two_links_side_by_side_are_two():
    assert inline(text("a", to_article(1)), text("b", link("https://b.org"))) == 'a<a href="https://b.org">b</a>'


def test_citation_follows_its_words_and_is_numbered_by_the_page():
    html = inline(text("a", cite(7)), text(" b ", cite(9)), text("c", cite(7)), references={7: 1, 9: 2})
    assert html == (f"a{number(1)} b {number(2)}c{number(1, 2)}")


def test_citation_of_neighbouring_words_has_one_number():
    html = inline(text("a ", cite(7)), text("b", STRONG, cite(7)), references={7: 1})
    assert html == f"a <strong>b</strong>{number(1)}"


@pytest.mark.parametrize("marks", [[HOME, cite(7)], [cite(7), HOME]])
def test_number_of_a_citation_stands_outside_the_link_it_follows(marks):
    html = inline(text("a", *marks), references={7: 1})
    assert html == f'<a href="https://example.org/?a=1&amp;b=2">a</a>{number(1)}'


def test_two_sources_of_one_claim_stand_side_by_side():
    html = inline(text("a", cite(7), cite(9)), " b", references={7: 1, 9: 2})
    assert html == f"a{number(1)}{number(2)} b"


def test_retracted_source_is_told_of_at_the_very_place():
    html = inline(text("a", cite(7)), references={7: 1}, sources={7: Paper("retracted")})
    assert html == f'a{number(1)} <span class="citation-alarm">retracted</span>'


def test_source_that_is_nowhere_to_be_found_leaves_only_the_words():
    assert inline(text("a", cite(7)), references={7: 1}, sources={}) == "a"


def test_in_a_feed_the_number_leads_to_the_page():
    html = inline(text("a", cite(7)), references={7: 1}, page="https://x.example/a/")
    assert 'href="https://x.example/a/#reference-1"' in html


def test_unknown_source_leaves_only_the_words():
    assert inline(text("a", cite(7))) == "a"


def test_section_of_an_article_has_its_own_destination():
    found = {
        Target("article", 3): Destination("/articles/x/", "X"),
        Target("article", 3, "abcdefgh"): Destination("/articles/x/#y", "X"),
    }
    html = inline(text("a", to_article(3, "abcdefgh")), text("b", to_article(3)), destinations=found)
    assert html == '<a href="/articles/x/#y">a</a><a href="/articles/x/">b</a>'


def test_only_our_own_addresses_get_the_site():
    found = {
        Target("article", 1): Destination("/a/?x&y", "A"),
        Target("article", 2): Destination("//cdn.example/b", "B"),
    }
    html = inline(text("a", to_article(1)), text("b", to_article(2)), destinations=found, site="https://x.example")
    assert html == '<a href="https://x.example/a/?x&amp;y">a</a><a href="//cdn.example/b">b</a>'


def test_unknown_mark_crashes():
    for marks in ([mark("blink")], [STRONG, mark("blink")]):
        with pytest.raises(UnknownNode, match="no renderer for the mark 'blink'"):
            render(doc(paragraph("a", text("x", *marks))))


def test_unknown_node_inside_a_text_crashes():
    with pytest.raises(UnknownNode, match="no renderer for 'image' inside a text"):
        render(doc(paragraph("a", {"type": "image"})))
