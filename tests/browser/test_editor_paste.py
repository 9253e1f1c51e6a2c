"""Pasting: what others' programs put on the clipboard becomes what the schema can hold, and no word is lost."""

import json
import re
from pathlib import Path

import pytest

from content.validation import validate

PASTE = """([html, text]) => {
    const place = document.querySelector(".writing-text");
    const { editor } = place;
    editor.commands.setContent({ type: "doc", content: [{ type: "paragraph" }] });
    editor.commands.setTextSelection(1);
    editor.view.focus();
    const data = new DataTransfer();
    if (html !== null) data.setData("text/html", html);
    data.setData("text/plain", text);
    place.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    const form = new FormData(document.querySelector("#article_form"));
    return [JSON.parse(form.get("document")), document.querySelector(".writing-note").textContent];
}"""
# The words that a reader of the source sees, without signs that Word writes before items.
SEEN = """async html => {
    const { withoutStyle } = await import("/static/js/desk/editor/paste/clean.js");
    const { body } = new DOMParser().parseFromString(withoutStyle(html), "text/html");
    body.querySelectorAll("style, script, title, button, svg, iframe, video").forEach((one) => one.remove());
    body.querySelectorAll("[data-style]").forEach((one) => {
        if (/mso-list:\\s*ignore/i.test(one.getAttribute("data-style"))) one.remove();
    });
    return body.textContent;
}"""
WORD_LIST = """<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><!--[if !supportLists]--><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><!--[endif]-->Fruit<o:p>
</o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>3.<span>&nbsp; </span></span><![endif]>Apple</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Bread</p>"""
GOOGLE = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h1 dir="ltr"><span
style="font-size:20pt;font-weight:400;">Why</span></h1><p dir="ltr"><span style="font-weight:400">Plain, </span>
<span style="font-weight:700">bold</span><span style="font-style:italic">, soft</span><span
style="vertical-align:super;font-size:0.6em">2</span></p><br><ul><li dir="ltr" aria-level="1"><p><span>One</span></p>
</li><ul><li aria-level="2"><p><span>Below</span></p></li></ul></ul></b><br class="Apple-interchange-newline">"""
OFFICE = """<div><ul><li data-aria-level="1"><p>One</p></li></ul></div>
<div><ul><li data-aria-level="2"><p>Below</p></li></ul></div>
<div><ol><li data-aria-level="1"><p>Other</p></li></ol></div><p role="heading" aria-level="1"><span
style="font-style:italic;font-weight:bold">Title</span></p>"""


@pytest.fixture
def paste(window, signed_in):
    """Pastes HTML, or plain text, into an empty text; answers the document and what was said to be dropped."""
    page = window(storage_state=signed_in)
    page.goto("/admin/articles/article/add/")
    page.wait_for_selector(".writing-text")

    def do(html=None, text=""):
        return page.evaluate(PASTE, [html, text])

    do.page = page
    return do


def outline(node):
    """A block as nested tuples of kinds and words, marks as signs."""
    signs = {"strong": "**", "emphasis": "*", "link": "@", "subscript": "_", "superscript": "^"}
    if node["type"] == "text":
        return "".join(signs[mark["type"]] for mark in node.get("marks", [])) + node["text"]
    inside = [outline(child) for child in node.get("content", [])]
    if node["type"] in ("paragraph", "heading"):
        return "|".join(inside) if node["type"] == "paragraph" else f"h{node['attrs']['level']} {'|'.join(inside)}"
    return (node["type"], *inside)


def outlines(document):
    return [outline(block) for block in document["content"]]


def tokens(text):
    return re.findall(r"\w+", text)


def words(node):
    return node.get("text", " ") + " ".join(words(child) for child in node.get("content", ()))


def test_words_lists_arrive_as_lists(paste):
    document, said = paste(WORD_LIST)
    fruit = ("list_item", "Fruit", ("ordered_list", ("list_item", "Apple")))
    assert outlines(document) == [("bullet_list", fruit, ("list_item", "Bread"))]
    assert document["content"][0]["content"][0]["content"][1]["attrs"] == {"start": 3}
    assert said == ""


def test_googles_wrapper_makes_nothing_bold(paste):
    document, _ = paste(GOOGLE)
    assert outlines(document) == [
        "h2 Why",
        "Plain, |**bold|*, soft|^2",
        ("bullet_list", ("list_item", "One", ("bullet_list", ("list_item", "Below")))),
    ]


def test_lists_of_one_item_a_piece_become_one(paste):
    document, _ = paste(OFFICE)
    assert outlines(document) == [
        ("bullet_list", ("list_item", "One", ("bullet_list", ("list_item", "Below")))),
        ("ordered_list", ("list_item", "Other")),
        "h2 Title",
    ]


def test_real_bold_survives_words_bidi_weight(paste):
    document, _ = paste(
        "<p><b style='mso-bidi-font-weight:normal'>bold</b> and <b style='font-weight:normal'>not</b></p>"
    )
    assert outlines(document) == ["**bold| and not"]


def test_tables_keep_cells_spans_and_caption(paste):
    html = """<table><caption>Doses</caption><thead><tr><td>A</td><th>B</th></tr></thead>
    <tr><td colspan=2><ul><li>one<li>two</ul></td></tr></table>"""
    document, _ = paste(html)
    assert outlines(document) == [
        (
            "table",
            ("table_row", ("table_header", "A"), ("table_header", "B")),
            ("table_row", ("table_cell", "one", "two")),
        )
    ]
    table = document["content"][0]
    assert table["attrs"]["caption"] == "Doses"
    assert table["content"][1]["content"][0]["attrs"]["colspan"] == 2


def test_links_stay_and_unsafe_ones_become_words(paste):
    html = """<p><a href="https://example.org/a b" style="color:red" onclick="x()">one</a>
    <a href="javascript:alert(1)">two</a> <a href="/here">three</a> <a href="#top">four</a>
    <a href="https://www.google.com/url?q=https://example.org/&sa=D">five</a></p>"""
    document, said = paste(html)
    marks = [node for node in document["content"][0]["content"] if node.get("marks")]
    assert [(node["text"], node["marks"][0]["attrs"]["target"]["href"]) for node in marks] == [
        ("one", "https://example.org/a%20b"),
        ("five", "https://example.org/"),
    ]
    assert said == "2 links without a full address became plain words."


def test_what_was_dropped_is_said(paste):
    html = "<p>Words<img src='data:image/png;base64,x'></p><p><img src='file:///c/a.png'></p><iframe></iframe>"
    document, said = paste(html)
    assert outlines(document) == ["Words"]
    assert said == "2 pictures could not be pasted: upload them. 1 film or embedded page left out."
    assert paste("<p>Nothing lost</p>")[1] == ""


@pytest.mark.parametrize(
    ("levels", "becomes"),
    [
        ("12", "23"),
        ("23", "23"),
        ("123", "223"),
        ("1213", "2323"),
        ("34", "23"),
        ("3", "3"),
        ("1", "2"),
        ("246", "233"),
    ],
)
def test_the_order_of_headings_is_kept(paste, levels, becomes):
    html = "".join(f"<h{level}>Heading</h{level}><p>Text</p>" for level in levels)
    found = [block["attrs"]["level"] for block in paste(html)[0]["content"] if block["type"] == "heading"]
    assert "".join(map(str, found)) == becomes


def test_plain_text_is_paragraphs_lists_and_headings(paste):
    text = "## Why\nOne line.\n\nAnother line.\n- a\n  - b\n- c\n\n3. third\n4. fourth"
    assert outlines(paste(text=text)[0]) == [
        "h2 Why",
        "One line.",
        "Another line.",
        ("bullet_list", ("list_item", "a", ("bullet_list", ("list_item", "b"))), ("list_item", "c")),
        ("ordered_list", ("list_item", "third"), ("list_item", "fourth")),
    ]


def test_html_in_plain_text_stays_text(paste):
    assert outlines(paste(text="- <img src=x onerror=alert(1)>")[0]) == [
        ("bullet_list", ("list_item", "<img src=x onerror=alert(1)>"))
    ]


def test_an_address_links_what_is_selected(paste):
    page = paste.page
    paste(text="read this now")
    page.evaluate("document.querySelector('.writing-text').editor.commands.setTextSelection({from: 6, to: 10})")
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/plain", "https://example.org/page");
            const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.querySelector(".writing-text").dispatchEvent(paste);
        }"""
    )
    content = page.evaluate("document.querySelector('.writing-text').editor.getJSON().content[0].content")
    target = {"kind": "url", "href": "https://example.org/page"}
    assert content[1] == {"type": "text", "text": "this", "marks": [{"type": "link", "attrs": {"target": target}}]}


def test_our_own_address_becomes_a_reference(paste, server):
    paste(text=f"{server.url}/articles/sciatica-in-plain-words/")
    page = paste.page
    page.wait_for_function(
        "() => document.querySelector('.writing-text').editor.state.doc.textContent.startsWith('Sciatica')"
    )
    (node,) = page.evaluate("document.querySelector('.writing-text').editor.getJSON().content[0].content")
    assert node["marks"][0]["attrs"]["target"]["kind"] == "article"


def clipboards(shared_dir):
    folder = Path(shared_dir) / "corpora" / "paste"
    found = {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8", errors="replace")
        for path in folder.rglob("*.html")
    }
    pairs = json.loads((folder / "lexical_pairs.json").read_text(encoding="utf-8"))
    return found | {pair["id"]: pair["pasted"] for pair in pairs if pair["source"] != "text"}


@pytest.mark.shared
def test_no_clipboard_of_the_world_loses_a_word_or_brings_anything_forbidden(paste, shared_dir):
    lost, wrong, seen = {}, {}, 0
    for name, html in sorted(clipboards(shared_dir).items()):
        document, _ = paste(html)
        before, after = tokens(paste.page.evaluate(SEEN, html)), tokens(" ".join(map(words, document["content"])))
        missing = [word for word in before if word not in "".join(after)]
        if missing:
            lost[name] = missing[:5]
        if problems := validate(document):
            wrong[name] = str(problems[0])
        seen += 1
    assert (lost, wrong) == ({}, {})
    assert seen > 40
