"""Blocks and their parts as HTML, one function a node. CSS and scripts rely on these elements and classes."""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

from content.html_inline import Inline, Node, text_html
from content.slots import Part
from content.surroundings import Surroundings, UnknownNode
from content.tables import head_rows, span

# What its parent renders: a care card its heading, a text its leaves.
WITHIN_PARENT = ("care_heading", "text", "hard_break")
# NHS care cards: the words are rendered, never typed.
CARE_PREFIXES = {
    "non_urgent": "Non-urgent advice:",
    "urgent": "Urgent advice:",
    "emergency": "Immediate action required:",
}
# Above the first block with a sponsored link (FTC: before the reader can follow it).
PAID_LINKS = (
    '<p class="paid-links">Some links from here on are advertising, marked “ad”: when somebody buys there, this site is'
    " paid.</p>\n"
)
_FIRST_TAG = re.compile(r"<[a-z0-9]+")


class Page:
    """One rendering: the output so far, and what depends on what came before."""

    def __init__(self, around: Surroundings):
        self.around = around
        self.inline = Inline(around)
        self.out: list[str] = []
        self.level = 1
        self.labels: dict[str, int] = {}
        self.eager = around.first_picture_eager

    def document(self, document: Node) -> list[Part]:
        """HTML and slots in turn (content.slots)."""
        self._anchors("")
        for block in document["content"]:
            if self.around.retired:
                self._anchors(block["attrs"]["id"])
            start, had_sponsored = len(self.out), self.inline.has_sponsored
            self.node(block)
            if self.around.mark_blocks and len(self.out) > start:
                self._mark(start, block["attrs"]["id"])
            if self.inline.has_sponsored and not had_sponsored:
                self.out.insert(start, PAID_LINKS)
        return self.inline.slots.split("".join(self.out))

    def node(self, node: Node) -> None:
        try:
            renderer = RENDERERS[node["type"]]
        except KeyError:
            raise UnknownNode(f"no renderer for {node['type']!r}") from None
        renderer(self, node)

    def nodes(self, nodes: Sequence[Node]) -> None:
        for node in nodes:
            self.node(node)

    def heading_tag(self, level: int) -> str:
        return f"h{min(level + self.around.heading_offset, 6)}"

    def label(self, words: str) -> str:
        """An aria-label, escaped; landmarks of one page need different ones."""
        self.labels[words] = count = self.labels.get(words, 0) + 1
        return escape(words if count == 1 else f"{words} ({count})")

    def _anchors(self, block_id: str) -> None:
        for anchor in self.around.retired.get(block_id, ()):
            self.out.append(f'<span id="{escape(anchor)}" class="retired-anchor"></span>')

    def _mark(self, start: int, block_id: str) -> None:
        self.out[start] = _FIRST_TAG.sub(rf'\g<0> data-block="{block_id}"', self.out[start], count=1)


def _paragraph(page: Page, node: Node) -> None:
    if words := page.inline.html(node):
        page.out.append(f"<p>{words}</p>\n")


def _heading(page: Page, node: Node) -> None:
    if not any(child.get("text", "").strip() for child in node.get("content", ())):
        return
    words = page.inline.html(node)
    attrs = node["attrs"]
    # No level is skipped: a subsection without a section before it is one.
    page.level = min(attrs["level"], page.level + 1)
    tag, anchor = page.heading_tag(page.level), page.around.anchors.get(attrs["id"])
    identity = f' id="{escape(anchor)}"' if anchor else ""
    page.out.append(f"<{tag}{identity}>{words}</{tag}>\n")


def _bullet_list(page: Page, node: Node) -> None:
    page.out.append("<ul>\n")
    page.nodes(node["content"])
    page.out.append("</ul>\n")


def _ordered_list(page: Page, node: Node) -> None:
    start = node.get("attrs", {}).get("start", 1)
    page.out.append("<ol>\n" if start == 1 else f'<ol start="{start}">\n')
    page.nodes(node["content"])
    page.out.append("</ol>\n")


def _list_item(page: Page, node: Node) -> None:
    first, *nested = node["content"]
    words = page.inline.html(first)
    if not nested:
        page.out.append(f"<li>{words}</li>\n")
        return
    page.out.append(f"<li>{words}\n")
    page.nodes(nested)
    page.out.append("</li>\n")


def _figure(page: Page, node: Node) -> None:
    attrs = node["attrs"]
    decorative = bool(attrs.get("decorative"))
    described = "" if decorative else attrs.get("alt", "").strip()
    caption = page.inline.html(node)
    block = attrs["id"] if page.around.mark_blocks else ""
    opening = (attrs["image"], described, decorative, bool(caption), page.eager, block)
    page.eager = False
    page.out += [
        page.inline.slots.take("figure", *opening),
        caption,
        page.inline.slots.take("figure_end", attrs["image"], described, bool(caption)),
    ]


def _quotation(page: Page, node: Node) -> None:
    page.out.append('<blockquote class="quotation">\n')
    page.nodes(node["content"])
    source = node["attrs"].get("source", "")
    page.out.append(f"<footer>{text_html(source)}</footer></blockquote>\n" if source else "</blockquote>\n")


def _table(page: Page, node: Node) -> None:
    caption, rows = node["attrs"].get("caption", "").strip(), node["content"]
    # What has no name must not be a landmark.
    name = f'role="region" tabindex="0" aria-label="{page.label(caption)}"' if caption else 'tabindex="0"'
    page.out.append(f'<div class="table" {name}><table>\n')
    if caption:
        page.out.append(f"<caption>{text_html(caption)}</caption>\n")
    count = head_rows(rows)
    for part, some in (("thead", rows[:count]), ("tbody", rows[count:])):
        if some:
            page.out.append(f"<{part}>\n")
            page.nodes(some)
            page.out.append(f"</{part}>\n")
    page.out.append("</table></div>\n")


def _table_row(page: Page, node: Node) -> None:
    cells = node["content"]
    scope = "col" if all(cell["type"] == "table_header" for cell in cells) else "row"
    inside = "".join(RENDER_CELL[cell["type"]](page, cell, scope) for cell in cells)
    page.out.append(f"<tr>{inside}</tr>\n")


def _header_cell(page: Page, node: Node, scope: str) -> str:
    return f'<th scope="{scope}"{_spans(node)}>{_cell_words(page, node)}</th>'


def _cell(page: Page, node: Node, scope: str) -> str:
    return f"<td{_spans(node)}>{_cell_words(page, node)}</td>"


def _spans(node: Node) -> str:
    return "".join(f' {name}="{value}"' for name in ("colspan", "rowspan") if (value := span(node, name)) != 1)


def _cell_words(page: Page, node: Node) -> str:
    words = [page.inline.html(paragraph) for paragraph in node["content"]]
    return words[0] if len(words) == 1 else "".join(f"<p>{line}</p>" for line in words if line)


def _related_link(page: Page, node: Node) -> None:
    attrs = node["attrs"]
    target, label = attrs.get("target"), attrs.get("label", "").strip()
    opening = page.inline.link(target, opens=True, otherwise='<span class="related-title">')
    closing = page.inline.link(target, opens=False, otherwise="</span>")
    before = f'<span class="related-label">{text_html(label)}:</span> ' if label else ""
    page.out.append(f'<p class="related">{before}{opening}{text_html(attrs["title"])}{closing}</p>\n')


def care_id(node: Node) -> str:
    """What links to a care card lead to."""
    return f"care-{node['attrs']['id']}"


def _care_card(page: Page, node: Node) -> None:
    urgency, identity = node["attrs"]["urgency"], care_id(node)
    heading, *rest = node["content"]
    tag = page.heading_tag(page.level + 1)
    page.out.append(
        f'<section class="care care-{urgency.replace("_", "-")}" aria-labelledby="{identity}">'
        f'<{tag} class="care-heading" id="{identity}"><span class="visually-hidden">{CARE_PREFIXES[urgency]} </span>'
        f'{page.inline.html(heading)}</{tag}>\n<div class="care-body">\n'
    )
    page.nodes(rest)
    page.out.append("</div></section>\n")


def _key_points(page: Page, node: Node) -> None:
    identity = f"key-points-{node['attrs']['id']}"
    tag = page.heading_tag(page.level + 1)
    page.out.append(
        f'<section class="key-points" aria-labelledby="{identity}">'
        f'<{tag} class="key-points-heading" id="{identity}">Key points</{tag}>\n'
    )
    page.nodes(node["content"])
    page.out.append("</section>\n")


def _experience(page: Page, node: Node) -> None:
    page.out.append(
        f'<section class="experience" aria-label="{page.label("Personal experience")}">'
        '<p class="experience-label">Personal experience</p>\n'
    )
    page.nodes(node["content"])
    page.out.append("</section>\n")


def _callout(page: Page, node: Node) -> None:
    if title := node["attrs"].get("title", "").strip():
        page.out.append(
            f'<aside class="callout" aria-label="{page.label(title)}"><p class="callout-title">{text_html(title)}</p>\n'
        )
    else:
        page.out.append('<aside class="callout">\n')
    page.nodes(node["content"])
    page.out.append("</aside>\n")


def _rule(page: Page, node: Node) -> None:
    page.out.append("<hr>\n")


RENDERERS: Mapping[str, Callable[[Page, Node], None]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "bullet_list": _bullet_list,
    "ordered_list": _ordered_list,
    "list_item": _list_item,
    "figure": _figure,
    "quotation": _quotation,
    "table": _table,
    "table_row": _table_row,
    "related_link": _related_link,
    "care_card": _care_card,
    "key_points": _key_points,
    "experience": _experience,
    "callout": _callout,
    "rule": _rule,
}
RENDER_CELL: Mapping[str, Callable[[Page, Node, str], str]] = {"table_header": _header_cell, "table_cell": _cell}
