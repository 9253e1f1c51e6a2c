import pytest

from content import references
from content.references import (
    Destination,
    Occurrence,
    Target,
    addresses,
    extract,
    image_ids,
    map_targets,
    numbering,
    register,
    register_own,
    resolve,
    settled,
    source_ids,
    targets,
)

from .builders import block, cell, doc, item, link, mark, node, paragraph, related, table, text, to_article


@pytest.fixture
def resolvers(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(references, "_RESOLVERS", {})
    monkeypatch.setattr(references, "_FINDERS", [])


def cited(words: str, source: int):
    return text(words, mark("citation", source=source))


def test_links_come_in_document_order_with_their_words():
    document = doc(
        paragraph("a", "See ", text("this", to_article(3)), " and ", text("that", link("https://example.org/"))),
        related("b", "A Title", {"kind": "pillar", "id": 2}, label="More here"),
    )
    assert extract(document) == [
        Occurrence(Target("article", 3), "a0000000", "this", "text"),
        Occurrence(Target("url", "https://example.org/"), "a0000000", "that", "text"),
        Occurrence(Target("pillar", 2), "b0000000", "A Title", "callout", "More here"),
    ]


def test_related_link_not_settled_yet_has_no_target():
    assert extract(doc(related("a", "Title")))[0].target is None
    assert targets(doc(related("a", "Title"))) == set()


def test_neighbouring_text_of_one_link_is_one_occurrence():
    pieces = [text("all ", to_article(1)), text("of", to_article(1), mark("strong")), text(" it", to_article(1))]
    assert [found.words for found in extract(doc(paragraph("a", *pieces)))] == ["all of it"]


def test_two_links_side_by_side_are_two_occurrences():
    document = doc(paragraph("a", text("x", to_article(1)), text("y", to_article(2))))
    assert [found.words for found in extract(document)] == ["x", "y"]


def test_one_link_in_two_paragraphs_is_two_occurrences():
    inside = [node("paragraph", text(words, to_article(1))) for words in ("x", "y")]
    assert [found.words for found in extract(doc(block("experience", "a", *inside)))] == ["x", "y"]


def test_links_are_found_wherever_text_stands():
    linked = text("x", to_article(1))
    document = doc(
        block("heading", "a", linked, level=2),
        block("figure", "b", linked, image=1),
        block("bullet_list", "c", node("list_item", node("paragraph", linked))),
        block("care_card", "d", node("care_heading", linked), node("paragraph", linked), urgency="urgent"),
        table("e", [node("table_cell", node("paragraph", linked))]),
    )
    assert [found.block_id[0] for found in extract(document)] == ["a", "b", "c", "d", "d", "e"]


def test_section_belongs_to_the_target():
    document = doc(paragraph("a", text("x", to_article(1, "abcdefgh"))))
    assert targets(document) == {Target("article", 1, "abcdefgh")}


def test_images_come_in_order_each_once():
    document = doc(*(block("figure", name, image=image) for name, image in (("a", 9), ("b", 2), ("c", 9))))
    assert image_ids(document) == [9, 2]


def test_sources_are_numbered_by_first_use():
    inner = node("paragraph", cited("x", 5))
    document = doc(
        paragraph("a", cited("x", 7), cited("y", 5)),
        block("callout", "b", inner, title=""),
        block("figure", "c", cited("z", 1), image=1),
    )
    assert source_ids(document) == [7, 5, 1]
    assert numbering(document) == {7: 1, 5: 2, 1: 3}


def test_targets_can_be_mapped_without_touching_the_document():
    document = doc(
        block(
            "bullet_list", "a", item("no link"), node("list_item", node("paragraph", text("x", link("https://a.org"))))
        ),
        related("b", "Title"),
        table("c", [cell()]),
    )
    before = repr(document)
    seen = []

    def change(target, words):
        seen.append((target, words))
        return {"kind": "article", "id": 8}

    assert targets(map_targets(document, change)) == {Target("article", 8)}
    assert seen == [({"kind": "url", "href": "https://a.org"}, "x"), (None, "Title")]
    assert repr(document) == before


def test_each_kind_is_looked_up_once(resolvers):
    calls = []

    def articles(wanted):
        calls.append(set(wanted))
        return {target: Destination(f"/articles/{target.id}/", "An article") for target in wanted if target.id != 3}

    register("article", articles)
    found = resolve([Target("article", 1), Target("article", 1), Target("article", 3), Target("author", 1)])
    assert calls == [{Target("article", 1), Target("article", 3)}]
    assert found == {Target("article", 1): Destination("/articles/1/", "An article")}


def test_more_may_be_known_of_an_address_than_itself(resolvers):
    gone, there = Target("url", "https://gone.org/"), Target("url", "https://there.org/")
    register("url", lambda targets: {gone: Destination("https://gone.org/", "", "https://archive.org/1")})
    assert resolve([gone, there]) == {
        gone: Destination("https://gone.org/", "", "https://archive.org/1"),
        there: Destination("https://there.org/", "https://there.org/"),
    }


def test_addresses_lead_to_themselves(resolvers):
    target = Target("url", "https://example.org/")
    assert resolve([target]) == {target: Destination("https://example.org/", "https://example.org/")}


def test_addresses_of_our_own_become_references_and_others_stay(resolvers):
    ours, away = link("https://our.org/a"), link("https://away.org/")
    document = doc(paragraph("a", text("x", ours), text("y", away)), related("b", "T"))
    register_own(lambda href: {"kind": "article", "id": 7} if href.startswith("https://our.org/") else None)
    assert targets(settled(document)) == {Target("article", 7), Target("url", "https://away.org/")}
    assert addresses(document) == {"https://our.org/a", "https://away.org/"}
    assert addresses(settled(document)) == {"https://away.org/"}
