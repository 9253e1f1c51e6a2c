from content.references import numbering
from content.rendering import Surroundings, contents, finish, prepare, references

from .builders import doc, mark, paragraph, text
from .pages import check_valid
from .test_html_inline import Paper

TWICE = doc(
    paragraph("a", text("One", mark("citation", source=7)), " and ", text("two", mark("citation", source=9))),
    paragraph("b", text("Again", mark("citation", source=7))),
)


def listed(document=TWICE, page: str = "", **papers):
    sources = {7: Paper(papers.get("alarm", "")), 9: Paper()}
    around = Surroundings(references=numbering(document), sources=sources, page=page)
    return references(prepare(document, around), around)


def test_each_source_stands_once_and_leads_back_to_each_of_its_places():
    html = listed()
    check_valid(html)
    assert html.count("<li ") == 2
    assert 'id="reference-1" value="1"' in html
    assert '<a href="#citation-1-1" role="doc-backlink"' in html
    assert '<a href="#citation-1-2" role="doc-backlink"' in html
    assert 'aria-label="b: Back to reference 1 in the text, place 2 of 2"' in html
    assert 'aria-label="↑: Back to reference 2 in the text"' in html


def test_every_number_has_its_reference_and_every_reference_its_place():
    around = Surroundings(references=numbering(TWICE), sources={7: Paper(), 9: Paper()})
    page = finish(prepare(TWICE, around), around) + references(prepare(TWICE, around), around)
    check_valid(page)
    anchors = {f"#{part.split(chr(34))[0]}" for part in page.split(' id="')[1:]}
    goals = {part.split('"')[0] for part in page.split('href="')[1:]}
    assert {goal for goal in goals if goal.startswith("#")} <= anchors


def test_reference_says_what_became_of_it():
    html = listed(alarm="retracted")
    assert '<strong class="reference-alarm">This work is retracted.</strong>' in html
    assert '<a href="https://doi.org/10.5555/n">Read the notice</a>' in html


def test_titles_are_in_italics_and_escaped():
    class Sly(Paper):
        def __init__(self):
            super().__init__()
            self.said = [("<b>Doe</b>", ""), ("A & B", "title"), ("doi:x", "link")]

    document = doc(paragraph("a", text("One", mark("citation", source=7))))
    around = Surroundings(references={7: 1}, sources={7: Sly()})
    html = references(prepare(document, around), around)
    assert '&lt;b&gt;Doe&lt;/b&gt;<i>A &amp; B</i><a href="https://doi.org/10.5555/x">doi:x</a>' in html


def test_text_without_sources_has_no_list():
    assert listed(doc(paragraph("a", "One"))) == ""


def test_contents_end_with_the_references():
    assert contents([], {}, has_references=True) == ""


def test_in_a_feed_the_ways_back_lead_to_the_page():
    assert 'href="https://x.example/#citation-2-1"' in listed(page="https://x.example/")
