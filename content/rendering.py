"""Documents as HTML. The only module of the project that makes a SafeString."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from content.references import Destination, Target

CARE_PREFIXES = {
    # NHS care cards: the words are rendered, never typed.
    "non_urgent": "Non-urgent advice:",
    "urgent": "Urgent advice:",
    "emergency": "Immediate action required:",
}


class UnknownNode(ValueError):
    """A document holds a node or mark for which there is no renderer; it was never validated."""


@dataclass(frozen=True)
class Surroundings:
    """All that a page knows and a document does not.

    `destinations`: where targets lead; a missing one is rendered as its words. `pictures`: by image id, objects with
    sources ((mime, srcset, sizes), …), src, width, height, alt, credit; a missing one as its description. `anchors`:
    by heading's block id. `retired`: anchors to keep alive, by block id, "" for the top. `references`: source ids to
    numbers, for citations. `site`: put before addresses that begin with a slash (feeds). `mark_blocks`: give each
    block a data-block attribute (previews).
    """

    destinations: Mapping[Target, Destination] = field(default_factory=dict)
    pictures: Mapping[int, Any] = field(default_factory=dict)
    anchors: Mapping[str, str] = field(default_factory=dict)
    retired: Mapping[str, list[str]] = field(default_factory=dict)
    references: Mapping[int, int] = field(default_factory=dict)
    site: str = ""
    mark_blocks: bool = False


def render(document: dict[str, Any], surroundings: Surroundings | None = None) -> SafeString:
    """The HTML of a valid document. Raises UnknownNode for what the schema does not know."""
    page = _Page(surroundings or Surroundings())
    page.anchors_of("")
    for block in document["content"]:
        page.block(block)
    return SafeString("".join(page.out))


def ld_json(data: Any) -> SafeString:
    """JSON for the inside of a script element of type application/ld+json: it can close no element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character, code in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026"), ("\u2028", "\\u2028")):
        text = text.replace(character, code)
    return SafeString(text.replace("\u2029", "\\u2029"))


def highlight(text: str, start: str = "\x02", end: str = "\x03") -> SafeString:
    """Escape `text` and turn what stands between the two marker characters into mark elements."""
    parts = re.split(f"([{re.escape(start + end)}])", text)
    out, marked = [], False
    for part in parts:
        if part in (start, end):
            if marked != (part == start):
                out.append("<mark>" if part == start else "</mark>")
            marked = part == start
        else:
            out.append(escape(part))
    return SafeString("".join([*out, "</mark>"] if marked else out))


class _Page:
    """One rendering: the output so far, and what depends on what came before."""

    def __init__(self, around: Surroundings):
        self.around = around
        self.out: list[str] = []
        self.level = 1
        self.cited: dict[int, int] = {}

    def block(self, block: dict[str, Any]) -> None:
        try:
            renderer = BLOCKS[block["type"]]
        except KeyError:
            raise UnknownNode(f"no renderer for {block['type']!r}") from None
        start = len(self.out)
        renderer(self, block)
        if self.around.mark_blocks and len(self.out) > start:
            identity = block["attrs"]["id"]
            self.out[start] = re.sub(r"^(<\w+)", rf'\1 data-block="{identity}"', self.out[start], count=1)

    def anchors_of(self, block_id: str) -> None:
        for anchor in self.around.retired.get(block_id, ()):
            self.out.append(f'<span id="{escape(anchor)}" class="retired-anchor"></span>')

    def children(self, node: dict[str, Any]) -> None:
        for child in node.get("content", ()):
            NODES[child["type"]](self, child)

    def url(self, url: str) -> str:
        return escape(self.around.site + url if url.startswith("/") and self.around.site else url)

    def link(self, attrs: dict[str, Any] | None) -> str | None:
        """The escaped address of a target, or None where readers cannot follow it."""
        if attrs is None:
            return None
        if attrs["kind"] == "url":
            return escape(attrs["href"])
        target = Target(attrs["kind"], attrs["id"], attrs.get("section"))
        found = self.around.destinations.get(target)
        return self.url(found.url) if found else None

    def inline(self, node: dict[str, Any]) -> str:
        """The HTML of inline content; neighbours under the same link or citation share one element."""
        children = node.get("content", ())
        if len(children) == 1 and "marks" not in children[0] and children[0]["type"] == "text":
            return escape(children[0]["text"], quote=False)
        out: list[str] = []
        open_marks: list[dict[str, Any]] = []
        for child in children:
            wanted = child.get("marks", [])
            kept = _shared(open_marks, wanted)
            out += [_closing(self, mark) for mark in reversed(open_marks[kept:])]
            out += [_opening(self, mark) for mark in wanted[kept:]]
            open_marks = wanted
            out.append(escape(child["text"], quote=False) if child["type"] == "text" else "<br>")
        out += [_closing(self, mark) for mark in reversed(open_marks)]
        return "".join(out)


def _shared(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> int:
    count = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        count += 1
    return count


# Marks: what opens and what closes each.


def _link_opens(page: _Page, attrs: dict[str, Any]) -> str:
    url = page.link(attrs["target"])
    return f'<a href="{url}">' if url else ""


def _link_closes(page: _Page, attrs: dict[str, Any]) -> str:
    return "</a>" if page.link(attrs["target"]) else ""


def _citation_closes(page: _Page, attrs: dict[str, Any]) -> str:
    number = page.around.references.get(attrs["source"])
    if number is None:
        return ""
    page.cited[number] = use = page.cited.get(number, 0) + 1
    return f'<sup class="citation"><a href="#reference-{number}" id="citation-{number}-{use}">{number}</a></sup>'


_Edge = Callable[[_Page, dict[str, Any]], str]


def _tag(name: str) -> tuple[_Edge, _Edge]:
    opening, closing = f"<{name}>", f"</{name}>"
    return (lambda page, attrs: opening), (lambda page, attrs: closing)


MARKS: dict[str, tuple[_Edge, _Edge]] = {
    "strong": _tag("strong"),
    "emphasis": _tag("em"),
    "link": (_link_opens, _link_closes),
    "citation": ((lambda page, attrs: ""), _citation_closes),
    "abbreviation": ((lambda page, attrs: f'<abbr title="{escape(attrs["title"])}">'), _tag("abbr")[1]),
    "language": ((lambda page, attrs: f'<span lang="{escape(attrs["lang"])}">'), _tag("span")[1]),
    "subscript": _tag("sub"),
    "superscript": _tag("sup"),
}


def _opening(page: _Page, mark: dict[str, Any]) -> str:
    return _edges(mark)[0](page, mark.get("attrs", {}))


def _closing(page: _Page, mark: dict[str, Any]) -> str:
    return _edges(mark)[1](page, mark.get("attrs", {}))


def _edges(mark: dict[str, Any]) -> tuple[_Edge, _Edge]:
    try:
        return MARKS[mark["type"]]
    except KeyError:
        raise UnknownNode(f"no renderer for the mark {mark['type']!r}") from None


# Blocks and the nodes inside them.


def _paragraph(page: _Page, node: dict[str, Any]) -> None:
    page.out.append(f"<p>{page.inline(node)}</p>\n")


def _heading(page: _Page, node: dict[str, Any]) -> None:
    attrs = node["attrs"]
    page.anchors_of(attrs["id"])
    page.level = attrs["level"]
    anchor = page.around.anchors.get(attrs["id"])
    identity = f' id="{escape(anchor)}"' if anchor else ""
    page.out.append(f"<h{page.level}{identity}>{page.inline(node)}</h{page.level}>\n")


def _bullet_list(page: _Page, node: dict[str, Any]) -> None:
    page.out.append("<ul>\n")
    page.children(node)
    page.out.append("</ul>\n")


def _ordered_list(page: _Page, node: dict[str, Any]) -> None:
    start = node["attrs"].get("start", 1)
    page.out.append("<ol>\n" if start == 1 else f'<ol start="{start}">\n')
    page.children(node)
    page.out.append("</ol>\n")


def _list_item(page: _Page, node: dict[str, Any]) -> None:
    first, *rest = node["content"]
    page.out.append(f"<li>{page.inline(first)}")
    for child in rest:
        page.out.append("\n")
        NODES[child["type"]](page, child)
    page.out.append("</li>\n")


def _figure(page: _Page, node: dict[str, Any]) -> None:
    attrs = node["attrs"]
    picture = page.around.pictures.get(attrs["image"])
    alt = "" if attrs.get("decorative") else attrs.get("alt", "")
    page.out.append('<figure class="figure">')
    if picture:
        page.out.append(_picture(page, picture, alt))
    elif alt:
        page.out.append(f'<p class="figure-pending">{escape(alt, quote=False)}</p>')
    caption, credit = page.inline(node), picture.credit if picture else ""
    if credit:
        caption = f'{caption} <span class="credit">{escape(credit, quote=False)}</span>'.strip()
    page.out.append(f"<figcaption>{caption}</figcaption></figure>\n" if caption else "</figure>\n")


def _picture(page: _Page, picture: Any, alt: str) -> str:
    def srcset(text: str) -> str:
        return escape(re.sub(r"(^|, )/", rf"\1{page.around.site}/", text) if page.around.site else text)

    *others, (_, fallback, sizes) = picture.sources
    sources = "".join(
        f'<source type="{escape(mime)}" srcset="{srcset(files)}" sizes="{escape(hint)}">'
        for mime, files, hint in others
    )
    return (
        f'<picture>{sources}<img src="{page.url(picture.src)}" srcset="{srcset(fallback)}" sizes="{escape(sizes)}"'
        f' width="{picture.width}" height="{picture.height}" alt="{escape(alt)}" loading="lazy" decoding="async">'
        "</picture>"
    )


def _quotation(page: _Page, node: dict[str, Any]) -> None:
    page.out.append('<blockquote class="quotation">\n')
    page.children(node)
    source = node["attrs"].get("source", "")
    page.out.append(f"<footer>{escape(source, quote=False)}</footer></blockquote>\n" if source else "</blockquote>\n")


def _table(page: _Page, node: dict[str, Any]) -> None:
    caption = node["attrs"].get("caption", "")
    page.out.append(
        f'<div class="table" role="region" tabindex="0" aria-label="{escape(caption) or "Table"}"><table>\n'
    )
    if caption:
        page.out.append(f"<caption>{escape(caption, quote=False)}</caption>\n")
    rows = node["content"]
    heads = [row for row in rows[:1] if all(cell["type"] == "table_header" for cell in row["content"])]
    for name, part in (("thead", heads), ("tbody", rows[len(heads) :])):
        if part:
            page.out.append(f"<{name}>\n")
            for row in part:
                _row(page, row, scope="col" if name == "thead" else "row")
            page.out.append(f"</{name}>\n")
    page.out.append("</table></div>\n")


def _row(page: _Page, node: dict[str, Any], scope: str) -> None:
    page.out.append("<tr>")
    for cell in node["content"]:
        name, extra = ("th", f' scope="{scope}"') if cell["type"] == "table_header" else ("td", "")
        for span in ("colspan", "rowspan"):
            if (value := cell.get("attrs", {}).get(span, 1)) != 1:
                extra += f' {span}="{value}"'
        words = "<br>".join(page.inline(paragraph) for paragraph in cell["content"])
        page.out.append(f"<{name}{extra}>{words}</{name}>")
    page.out.append("</tr>\n")


def _related_link(page: _Page, node: dict[str, Any]) -> None:
    attrs = node["attrs"]
    url = page.link(attrs.get("target"))
    title = escape(attrs["title"], quote=False)
    label = attrs.get("label", "")
    words = f'<a href="{url}">{title}</a>' if url else f'<span class="related-title">{title}</span>'
    before = f'<span class="related-label">{escape(label, quote=False)}:</span> ' if label else ""
    page.out.append(f'<p class="related">{before}{words}</p>\n')


def _care_card(page: _Page, node: dict[str, Any]) -> None:
    urgency, identity = node["attrs"]["urgency"], f"care-{node['attrs']['id']}"
    heading, *rest = node["content"]
    level = min(page.level + 1, 4)
    page.out.append(
        f'<section class="care care-{urgency.replace("_", "-")}" aria-labelledby="{identity}">'
        f'<h{level} class="care-heading" id="{identity}"><span class="visually-hidden">{CARE_PREFIXES[urgency]} </span>'
        f'{page.inline(heading)}</h{level}>\n<div class="care-body">\n'
    )
    page.children({"content": rest})
    page.out.append("</div></section>\n")


def _key_points(page: _Page, node: dict[str, Any]) -> None:
    identity = f"key-points-{node['attrs']['id']}"
    level = min(page.level + 1, 4)
    page.out.append(
        f'<section class="key-points" aria-labelledby="{identity}">'
        f'<h{level} class="key-points-heading" id="{identity}">Key points</h{level}>\n'
    )
    page.children(node)
    page.out.append("</section>\n")


def _experience(page: _Page, node: dict[str, Any]) -> None:
    page.out.append(
        '<section class="experience" aria-label="Personal experience"><p class="experience-label">'
        "Personal experience</p>\n"
    )
    page.children(node)
    page.out.append("</section>\n")


def _callout(page: _Page, node: dict[str, Any]) -> None:
    title = node["attrs"].get("title", "")
    page.out.append(f'<aside class="callout" aria-label="{escape(title)}">' if title else '<aside class="callout">')
    if title:
        page.out.append(f'<p class="callout-title">{escape(title, quote=False)}</p>\n')
    page.children(node)
    page.out.append("</aside>\n")


def _rule(page: _Page, node: dict[str, Any]) -> None:
    page.out.append("<hr>\n")


BLOCKS: dict[str, Callable[[_Page, dict[str, Any]], None]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "bullet_list": _bullet_list,
    "ordered_list": _ordered_list,
    "figure": _figure,
    "quotation": _quotation,
    "table": _table,
    "related_link": _related_link,
    "care_card": _care_card,
    "key_points": _key_points,
    "experience": _experience,
    "callout": _callout,
    "rule": _rule,
}
NODES = {**BLOCKS, "list_item": _list_item}
