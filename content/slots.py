"""What a page's HTML leaves open until it is shown: where links lead, and which files a picture has.

A renderer writes a *slot* where the answer depends on more than the document; `fill()` closes it. So HTML can be kept
without becoming stale: what may change is not in it.
"""

import functools
import json
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlsplit

from content.references import Target
from content.surroundings import Surroundings

# A list, so that JSON keeps it as it is: its name, then its arguments.
Slot = list[Any]
Part = str | Slot

# Neither character can stand in a valid document (content.attributes.FORBIDDEN).
_OPEN = "\x02"
_PLACE = re.compile(f"{_OPEN}(\\d+)\x03")


class Slots:
    """The slots of one page while it is written; each stands in the HTML as a short mark."""

    def __init__(self) -> None:
        self._taken: list[Slot] = []

    def take(self, name: str, *arguments: Any) -> str:
        """The mark of a new slot."""
        self._taken.append([name, *arguments])
        return f"{_OPEN}{len(self._taken) - 1}\x03"

    def split(self, html: str) -> list[Part]:
        """HTML and slots in turn; HTML comes first and last."""
        parts: list[Part] = _PLACE.split(html)
        parts[1::2] = [self._taken[int(number)] for number in parts[1::2]]
        return parts


def dump(parts: Sequence[Part]) -> str:
    """One text for a database's column. HTML as it is: as a JSON string it would take five times as long to read."""
    return f"{json.dumps(parts[1::2], separators=(',', ':'))}\n{_OPEN.join(parts[::2])}"


def load(text: str) -> list[Part]:
    """What `dump()` was given."""
    taken, _, html = text.partition("\n")
    parts: list[Part] = [""] * (2 * html.count(_OPEN) + 1)
    parts[::2], parts[1::2] = html.split(_OPEN), json.loads(taken)
    return parts


def citations(parts: Sequence[Part]) -> dict[int, tuple[int, int]]:
    """Source id → the number of its reference and how often it is cited, in the order of the numbers."""
    found: dict[int, tuple[int, int]] = {}
    for slot in parts[1::2]:
        if slot[0] == "citation":
            _, source, number, use = slot
            found[source] = (number, max(use, found.get(source, (0, 0))[1]))
    return dict(sorted(found.items(), key=lambda item: item[1]))


def fill(parts: Sequence[Part], around: Surroundings) -> str:
    """The finished HTML: each slot answered by what is around the document at this moment."""
    filled = list(parts)
    filled[1::2] = [_FILLERS[name](around, *arguments) for name, *arguments in parts[1::2]]
    return "".join(filled)


def targets(parts: Sequence[Part]) -> set[Target]:
    """What must be resolved before these parts can be filled."""
    inside = {Target._make(slot[1:4]) for slot in parts[1::2] if slot[0] == "link"}
    return inside | {Target("url", slot[1]) for slot in parts[1::2] if slot[0] == "outside_end"}


def image_ids(parts: Sequence[Part]) -> list[int]:
    """The pictures that filling needs, each once."""
    return list(dict.fromkeys([slot[1] for slot in parts[1::2] if slot[0] == "figure"]))


def _link(around: Surroundings, kind: str, key: int, section: str | None, otherwise: str) -> str:
    found = around.destinations.get((kind, key, section))
    return f'<a href="{around.absolute(found.url)}">' if found else otherwise


def _link_end(around: Surroundings, kind: str, key: int, section: str | None, otherwise: str) -> str:
    return "</a>" if (kind, key, section) in around.destinations else otherwise


def _outside_end(around: Surroundings, href: str) -> str:
    """The end of a link that leaves the site; behind it a copy of the page, where that is gone and a copy is known."""
    found = around.destinations.get(("url", href, None))
    if not (found and found.archived):
        return "</a>"
    host = f'<span class="visually-hidden"> of the page at {escape(urlsplit(href).netloc, quote=False)}</span>'
    return f'</a> <span class="archived">(<a href="{escape(found.archived)}">archived copy{host}</a>)</span>'


def _figure(
    around: Surroundings, image: int, described: str, decorative: bool, captioned: bool, eager: bool, block: str
) -> str:
    """Opens a figure and, if anything stands in it, its caption. One without picture, words and caption is nothing."""
    picture = around.pictures.get(image)
    if picture:
        alt = "" if decorative else described or picture.alt
        size = (picture.width, picture.height)
        shown = _picture(around.site, picture.sources, picture.src, size, alt, eager)
    else:
        shown = f'<p class="figure-pending">{escape(described, quote=False)}</p>' if described else ""
    caption = "<figcaption>" if captioned or (picture and picture.credit) else ""
    mark = f' data-block="{block}"' if block else ""
    return f'<figure class="figure"{mark}>{shown}{caption}' if shown or caption else ""


def _figure_end(around: Surroundings, image: int, described: str, captioned: bool) -> str:
    picture = around.pictures.get(image)
    credit = picture.credit if picture else ""
    if not (picture or described or captioned):
        return ""
    space = " " if captioned and credit else ""
    said = f'{space}<span class="credit">{escape(credit, quote=False)}</span>' if credit else ""
    return f"{said}</figcaption></figure>\n" if captioned or credit else "</figure>\n"


def _citation(around: Surroundings, source: int, number: int, use: int) -> str:
    """The number of a reference, and beside it what its readers must know."""
    cited = around.sources.get(source)
    if cited is None:
        return ""
    if around.plain_citations:
        said = f" {cited.alarm}" if cited.alarm else ""
        return f'<sup class="citation">{number}{escape(said, quote=False)}</sup>'
    alarm = f' <span class="citation-alarm">{escape(cited.alarm, quote=False)}</span>' if cited.alarm else ""
    return (
        f'<sup class="citation"><a href="{escape(around.page)}#reference-{number}" id="citation-{number}-{use}"'
        f' role="doc-noteref" aria-label="Reference {number}">{number}</a></sup>{alarm}'
    )


@functools.lru_cache(maxsize=5_000)
def _picture(
    site: str, sources: tuple[tuple[str, str, str], ...], src: str, size: tuple[int, int], alt: str, eager: bool
) -> str:
    """Kept by its very values: a page has a dozen, and each has as many addresses."""
    around = Surroundings(site=site)
    *others, (_, fallback, fallback_sizes) = sources
    others_html = "".join(
        f'<source type="{escape(mime)}" srcset="{around.absolute_set(files)}" sizes="{escape(sizes)}">'
        for mime, files, sizes in others
    )
    loading = 'loading="eager" fetchpriority="high"' if eager else 'loading="lazy"'
    return (
        f'<picture>{others_html}<img src="{around.absolute(src)}"'
        f' srcset="{around.absolute_set(fallback)}" sizes="{escape(fallback_sizes)}"'
        f' width="{size[0]}" height="{size[1]}" alt="{escape(alt)}" {loading} decoding="async"></picture>'
    )


_FILLERS: Mapping[str, Callable[..., str]] = {
    "link": _link,
    "link_end": _link_end,
    "outside_end": _outside_end,
    "figure": _figure,
    "figure_end": _figure_end,
    "citation": _citation,
}
