"""Documents as HTML. The only module of the project that makes a SafeString."""

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from content.html_blocks import Page
from content.outline import Heading
from content.surroundings import Picture, Surroundings, UnknownNode

__all__ = ["Picture", "Surroundings", "UnknownNode", "contents", "highlight", "ld_json", "render"]

# Any of these could end the script element, or the string literal for an old JSON parser.
_UNSAFE_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}
_NOTHING = Surroundings()


def render(document: dict[str, Any], around: Surroundings = _NOTHING) -> SafeString:
    """The HTML of a valid document. Raises UnknownNode for a node or mark that has no renderer.

    What readers cannot see or reach is left out: empty paragraphs and headings, links to nothing (their words stay).
    """
    return SafeString(Page(around).document(document))


def contents(headings: Sequence[Heading], anchors: Mapping[str, str]) -> SafeString:
    """The contents list of an outline: links in an ordered list, level 3 below level 2; only headings with an anchor.

    Here and not in a template: a long article has forty of them, and each would cost a template's loop.
    """
    return SafeString(_contents(headings, anchors))


def _contents(headings: Sequence[Heading], anchors: Mapping[str, str]) -> str:
    lines = [
        f'<li><a href="#{escape(anchors[heading.block_id])}">{escape(heading.text, quote=False)}</a>'
        f"{_contents(heading.children, anchors)}</li>"
        for heading in headings
        if heading.block_id in anchors
    ]
    return f"<ol>{''.join(lines)}</ol>" if lines else ""


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
