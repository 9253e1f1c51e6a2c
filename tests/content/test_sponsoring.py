"""By what paid links are known, and how they are marked in a text."""

import pytest

from content import sponsoring
from content.html_blocks import PAID_LINKS
from content.rendering import Surroundings, render
from content.sponsoring import Rule, Sponsored, among, same_host
from tests.content import builders
from tests.content.builders import block, doc, node, paragraph, related, text

SHOP = Sponsored((Rule("shop.example"),))


@pytest.mark.parametrize(
    ("rule", "href", "covers"),
    [
        (Rule("shop.example"), "https://shop.example/a", True),
        (Rule("shop.example"), "http://www.SHOP.example./a", True),
        (Rule("shop.example"), "https://a.b.shop.example:8443/?x=1#y", True),
        (Rule("shop.example"), "https://notshop.example/", False),
        (Rule("shop.example"), "https://shop.example.org/", False),
        (Rule("shop.example"), "https://other.example/?to=shop.example", False),
        (Rule("shop.example"), "mailto:a@shop.example", False),
        (Rule("shop.example", "tag"), "https://shop.example/?a=b", False),
        (Rule("shop.example", "tag"), "https://shop.example/?a=b&TAG=us-21", True),
        (Rule("shop.example", "tag"), "https://shop.example/#tag=us-21", False),
        (Rule(parameter="aff_id"), "https://anything.example/?aff_id=", True),
        (Rule(parameter="aff_id"), "https://anything.example/?my_aff_id=3", False),
        (Rule("xn--mnchen-3ya.example"), "https://münchen.example/", True),
        (Rule(), "https://shop.example/", False),
    ],
)
def test_link_is_known_by_host_and_parameter(rule, href, covers):
    assert Sponsored((rule,)).covers(href) is covers


def test_without_rules_nothing_is_paid_for():
    assert not Sponsored().covers("https://shop.example/")


@pytest.mark.parametrize("host", ["a" * 70 + ".example", "..", ""])
def test_host_that_is_none_is_left_as_it_is(host):
    assert same_host(host) == host.removesuffix(".")


def link(words: str, href: str = "https://shop.example/pillow") -> dict:
    return text(words, builders.link(href))


def shown(*blocks: dict, **around) -> str:
    return render(doc(*blocks), Surroundings(sponsored=SHOP, **around))


def test_paid_link_says_so_to_machines_and_people():
    html = shown(paragraph("a", link("A pillow"), "."))
    assert (
        '<a href="https://shop.example/pillow" rel="sponsored">A pillow</a> <small class="paid">(ad)</small>.' in html
    )


def test_disclosure_stands_once_above_the_first_block_that_has_one():
    plain, first, second = paragraph("a", "Words."), paragraph("b", link("One")), paragraph("c", link("Two"))
    html = shown(plain, first, second)
    assert html.count(PAID_LINKS) == 1
    assert html.index("Words.") < html.index(PAID_LINKS) < html.index("One")


def test_text_without_paid_links_says_nothing():
    html = shown(paragraph("a", link("Elsewhere", "https://other.example/")))
    assert "sponsored" not in html
    assert "paid" not in html


def test_related_link_is_told_of_too():
    target = {"kind": "url", "href": "https://shop.example/a"}
    html = shown(related("a", "Pillows", target))
    assert html.index(PAID_LINKS) < html.index('rel="sponsored"') < html.index("(ad)")


def test_disclosure_is_never_within_a_box_and_leaves_the_marks_of_previews_alone():
    html = shown(block("callout", "boxed000", node("paragraph", link("One")), title=""), mark_blocks=True)
    assert html.index(PAID_LINKS) < html.index("<aside")
    assert html.count("data-block") == 1
    assert 'data-block="boxed000"' in html.partition("<aside")[2]


def test_who_keeps_the_rules_is_asked_only_where_something_leads_elsewhere(monkeypatch):
    asked = []
    monkeypatch.setattr(sponsoring, "_KEEPERS", [lambda: asked.append(1) or Sponsored((Rule("shop.example"),))])
    assert (among([]), asked) == (Sponsored(), [])
    assert among(["https://shop.example/a"]).covers("https://shop.example/b")
    assert asked == [1]
