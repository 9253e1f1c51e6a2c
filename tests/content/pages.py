"""Reading rendered HTML as strictly as a parser can."""

from collections import Counter
from xml.etree import ElementTree

import html5lib

_PAGE = '<!DOCTYPE html><html lang="en"><head><title>A page</title></head><body>{}</body></html>'
_URLS = ("href", "src", "action", "formaction", "data", "poster", "cite", "background")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def parsed(html: str) -> ElementTree.Element:
    """The body of a page that holds `html`. Fails on any error of the HTML."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
    return parser.parse(_PAGE.format(html)).find("body")


def check_valid(html: str) -> ElementTree.Element:
    """Fails on what a parser lets pass but HTML or its readers do not."""
    body = parsed(html)
    ids = Counter(element.get("id") for element in body.iter() if element.get("id") is not None)
    assert all(count == 1 for count in ids.values()), ids
    for element in body.iter():
        assert "style" not in element.attrib
        for reference in (element.get("aria-labelledby") or "").split():
            assert reference in ids
        if element.tag in _HEADINGS:
            assert words(element).strip()
        if "aria-label" in element.attrib:
            assert element.get("aria-label").strip()
        if element.tag == "img":
            assert {"src", "alt", "width", "height"} <= element.attrib.keys()
    check_heading_order(body)
    return body


def check_heading_order(body: ElementTree.Element) -> None:
    """No heading lies more than one level below the one before it; above the body stands the title."""
    before = 1
    for element in body.iter():
        if element.tag in _HEADINGS:
            level = int(element.tag[1])
            assert level <= before + 1
            before = level


def check_harmless(html: str) -> ElementTree.Element:
    """Fails on anything that could run a script."""
    body = check_valid(html)
    for element in body.iter():
        assert element.tag not in (
            "script",
            "iframe",
            "object",
            "embed",
            "svg",
            "math",
            "form",
            "style",
            "base",
            "meta",
        )
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), name
            if name in _URLS and not value.startswith(("#", "/")):
                assert value.partition(":")[0].lower() in ("http", "https", "mailto", "tel"), value
    return body


def words(element: ElementTree.Element) -> str:
    return "".join(element.itertext())
