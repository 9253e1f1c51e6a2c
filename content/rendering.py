"""Documents as HTML. The only module of the project that makes a SafeString."""

import datetime
import functools
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from content import html_changes
from content.combining import Combined
from content.html_blocks import Page
from content.outline import Heading
from content.reference_list import reference_list
from content.slots import Part, citations, fill
from content.surroundings import Cited, Picture, Surroundings, UnknownNode

__all__ = [
    "Cited",
    "Picture",
    "Surroundings",
    "UnknownNode",
    "changes",
    "contents",
    "day",
    "day_words",
    "finish",
    "head",
    "highlight",
    "ld_json",
    "link_items",
    "prepare",
    "references",
    "render",
    "stamp",
    "trail",
]

# Any of these could end the script element, or the string literal for an old JSON parser.
_UNSAFE_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}
_NOTHING = Surroundings()
_CONTENTS = '<nav class="contents" aria-label="Contents" data-contents>\n<details>\n<summary>Contents</summary>\n'
# The modules whose words stand in what prepare() makes.
_WRITERS = ("html_blocks.py", "html_inline.py", "outline.py", "rendering.py", "slots.py", "sponsoring.py", "tables.py")


def render(document: dict[str, Any], around: Surroundings = _NOTHING) -> SafeString:
    """The HTML of a valid document. Raises UnknownNode for a node or mark that has no renderer.

    What readers cannot see or reach is left out: empty paragraphs and headings, links to nothing (their words stay).
    """
    return finish(prepare(document, around), around)


def prepare(document: dict[str, Any], around: Surroundings = _NOTHING) -> list[Part]:
    """The HTML of a valid document with slots for links and pictures (content.slots), which may be kept as JSON as
    long as `stamp()` is the same. Of `around` it takes the anchors, references, sponsored links and settings."""
    return Page(around).document(document)


def finish(parts: Sequence[Part], around: Surroundings) -> SafeString:
    """Fill what `prepare()` made. Of `around` it takes the destinations, pictures and `site`."""
    return SafeString(fill(parts, around))


def references(parts: Sequence[Part], around: Surroundings) -> SafeString:
    """The list of what `prepare()` found cited, or "". Of `around` it takes the sources and `page`."""
    return SafeString(reference_list(citations(parts), around))


def changes(found: Sequence[Combined], around: Surroundings = _NOTHING) -> list[SafeString]:
    """The HTML of each change between two documents: its block as readers see it, what came and went in ins and del.

    Empty where readers would see nothing of the block.
    """
    return [finish(parts, around) for parts in html_changes.parts(found, around)]


@functools.cache
def stamp() -> str:
    """Changes whenever the code that writes HTML does, so that what an older one prepared is not shown."""
    here = Path(__file__).parent
    sources = b"".join((here / name).read_bytes() for name in _WRITERS)
    return hashlib.sha256(sources).hexdigest()[:16]


def contents(headings: Sequence[Heading], anchors: Mapping[str, str], *, has_references: bool = False) -> SafeString:
    """The contents of an outline, to be opened on a phone: links in an ordered list, level 3 below level 2; only
    headings with an anchor, and "" where none has one. The list of references, if there is one, comes last.

    Here and not in a template: it is typeset with the text, and a long article has forty of them.
    """
    listed = _contents(headings, anchors)
    if listed and has_references:
        listed = f'{listed.removesuffix("</ol>")}<li><a href="#references">References</a></li></ol>'
    return SafeString(f"{_CONTENTS}{listed}\n</details>\n</nav>" if listed else "")


def _contents(headings: Sequence[Heading], anchors: Mapping[str, str]) -> str:
    lines = [
        f'<li><a href="#{escape(anchors[heading.block_id])}">{escape(heading.text, quote=False)}</a>'
        f"{_contents(heading.children, anchors)}</li>"
        for heading in headings
        if heading.block_id in anchors
    ]
    return f"<ol>{''.join(lines)}</ol>" if lines else ""


def link_items(items: Sequence[tuple[str, str]], rel: str = "") -> SafeString:
    """A list item with a link for each (words, address)."""
    attribute = f' rel="{escape(rel)}"' if rel else ""
    return SafeString("".join([_link_item(words, url, attribute) for words, url in items]))


@functools.lru_cache(maxsize=5_000)
def _link_item(words: str, url: str, attribute: str) -> str:
    return f'<li><a href="{escape(url)}"{attribute}>{escape(words, quote=False)}</a></li>\n'


def trail(items: Sequence[tuple[str, str]]) -> SafeString:
    """A breadcrumb of (words, address) pairs: the last is the page itself, and no link."""
    *before, (here, _) = items
    return SafeString(
        f'<nav class="breadcrumb" aria-label="Breadcrumb">\n<ol>\n{link_items(before)}'
        f'<li aria-current="page">{escape(here, quote=False)}</li>\n</ol>\n</nav>'
    )


def head(url: str, properties: Sequence[tuple[str, str]], data: Any) -> SafeString:
    """What a page says to machines: its address, (property, content) pairs of Open Graph, and JSON-LD."""
    metas = "".join(f'<meta property="{escape(name)}" content="{escape(said)}">\n' for name, said in properties)
    canonical = f'<link rel="canonical" href="{escape(url)}">\n'
    return SafeString(f'{canonical}{metas}<script type="application/ld+json">{ld_json(data)}</script>')


@functools.lru_cache(maxsize=5_000)
def day(date: datetime.date) -> SafeString:
    """A time element. Django's format of a date looks its words up in a translation each time."""
    return SafeString(f'<time datetime="{date.isoformat()}">{day_words(date)}</time>')


@functools.lru_cache(maxsize=5_000)
def day_words(date: datetime.date) -> str:
    """A day as readers are told it: 4 May 2026."""
    return date_format(date, "j F Y")


def ld_json(data: Any) -> SafeString:
    """JSON for the inside of a script element of type application/ld+json: it can close no element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return SafeString(text.translate(_UNSAFE_IN_SCRIPT))


def highlight(text: str, start: str = "\x02", end: str = "\x03") -> SafeString:
    """Escape `text` and turn what stands between the two marker characters into mark elements.

    Markers without a partner are dropped, or closed at the end.
    """
    out, marked = [], False
    for part in re.split(f"([{re.escape(start + end)}])", text):
        if part not in (start, end):
            out.append(escape(part))
        elif marked != (part == start):
            marked = not marked
            out.append("<mark>" if marked else "</mark>")
    return SafeString("".join([*out, "</mark>"] if marked else out))
