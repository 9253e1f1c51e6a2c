"""Inline content as HTML: text, line breaks and marks."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from content.schema import MARK_ORDER, MARKS
from content.slots import Slots
from content.surroundings import Surroundings, UnknownNode

Node = dict[str, Any]


class Inline:
    """Writes the inline content of one page. Keeps count of citations, whose places need ids, and notes whether a
    sponsored link has come."""

    def __init__(self, around: Surroundings):
        self.around = around
        self.slots = Slots()
        self.uses: dict[int, int] = {}
        self.has_sponsored = False

    def html(self, node: Node) -> str:
        """The HTML of a node's text; neighbours under an equal mark share its element."""
        children = node.get("content", ())
        if len(children) == 1 and "marks" not in (only := children[0]) and only["type"] == "text":
            return text_html(only["text"])
        out: list[str] = []
        open_marks: list[Node] = []
        for child in children:
            wanted = child.get("marks", [])
            if len(wanted) > 1:
                wanted = sorted(wanted, key=_order)
            if wanted != open_marks:
                kept = _shared(open_marks, wanted)
                self._close(out, open_marks[kept:])
                out += [_edges(mark)[0](self, mark.get("attrs", {})) for mark in wanted[kept:]]
                open_marks = wanted
            out.append(_leaf(child))
        self._close(out, open_marks)
        return "".join(out)

    def link(self, target: Node | None, opens: bool, otherwise: str = "") -> str:
        """The beginning or the end of a link; `otherwise` stands where readers cannot follow it."""
        if target is None or target["kind"] == "planned":
            return otherwise
        if target["kind"] == "url":
            return self._outside(target["href"], opens)
        name = "link" if opens else "link_end"
        return self.slots.take(name, target["kind"], target["id"], target.get("section"), otherwise)

    def _outside(self, href: str, opens: bool) -> str:
        """To another site. What the site is paid for says so to machines and to people."""
        is_paid = self.around.sponsored.covers(href)
        if opens:
            self.has_sponsored = self.has_sponsored or is_paid
            rel = ' rel="sponsored"' if is_paid else ""
            return f'<a href="{escape(href)}"{rel}>'
        # Whether the page is still there is known when the link is shown; of a telephone nobody asks.
        end = self.slots.take("outside_end", href) if href.startswith(("http:", "https:")) else "</a>"
        return f'{end} <small class="paid">(ad)</small>' if is_paid else end

    def _close(self, out: list[str], marks: list[Node]) -> None:
        # Those that repeat, citations, enclose all others and open nothing: their numbers follow in their own order.
        inner = [mark for mark in marks if not MARKS[mark["type"]].repeats]
        outer = [mark for mark in marks if MARKS[mark["type"]].repeats]
        out += [_edges(mark)[1](self, mark.get("attrs", {})) for mark in (*reversed(inner), *outer)]


def text_html(text: str) -> str:
    """Escaped for the inside of an element."""
    return escape(text, quote=False)


def _leaf(node: Node) -> str:
    if node["type"] == "text":
        return text_html(node["text"])
    if node["type"] == "hard_break":
        return "<br>"
    raise UnknownNode(f"no renderer for {node['type']!r} inside a text")


def _order(mark: Node) -> int:
    _edges(mark)
    return MARK_ORDER[mark["type"]]


def _shared(before: list[Node], after: list[Node]) -> int:
    count = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        count += 1
    return count


# What opens and what closes each mark.

_Edge = Callable[[Inline, Node], str]


def _link_opens(inline: Inline, attrs: Node) -> str:
    return inline.link(attrs["target"], opens=True)


def _link_closes(inline: Inline, attrs: Node) -> str:
    return inline.link(attrs["target"], opens=False)


def _citation_closes(inline: Inline, attrs: Node) -> str:
    number = inline.around.references.get(attrs["source"])
    if number is None:
        return ""
    inline.uses[number] = use = inline.uses.get(number, 0) + 1
    return inline.slots.take("citation", attrs["source"], number, use)


def _element(name: str) -> tuple[_Edge, _Edge]:
    opening, closing = f"<{name}>", f"</{name}>"
    return (lambda inline, attrs: opening), (lambda inline, attrs: closing)


MARK_EDGES: Mapping[str, tuple[_Edge, _Edge]] = {
    "citation": ((lambda inline, attrs: ""), _citation_closes),
    "link": (_link_opens, _link_closes),
    "language": ((lambda inline, attrs: f'<span lang="{escape(attrs["lang"])}">'), _element("span")[1]),
    "abbreviation": ((lambda inline, attrs: f'<abbr title="{escape(attrs["title"])}">'), _element("abbr")[1]),
    "strong": _element("strong"),
    "emphasis": _element("em"),
    "subscript": _element("sub"),
    "superscript": _element("sup"),
}


def _edges(mark: Node) -> tuple[_Edge, _Edge]:
    try:
        return MARK_EDGES[mark["type"]]
    except KeyError:
        raise UnknownNode(f"no renderer for the mark {mark['type']!r}") from None
