"""The list of references below a text: numbered, each leading back to the places that cite it (STANDARDS B1, B9)."""

import functools
from collections.abc import Mapping
from html import escape

from content.surroundings import Cited, Surroundings

# The letters of the ways back, where one reference is cited at several places; beyond them, numbers.
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def reference_list(cited: Mapping[int, tuple[int, int]], around: Surroundings, tag: str = "h2") -> str:
    """A section with its heading; `cited` as `slots.citations()` gives it. "" where nothing is cited."""
    items = [
        _item(number, uses, around.sources[source], around.page)
        for source, (number, uses) in cited.items()
        if source in around.sources
    ]
    if not items:
        return ""
    return (
        '<section class="references" role="doc-bibliography" aria-labelledby="references">\n'
        f'<{tag} id="references">References</{tag}>\n<ol>\n{"".join(items)}</ol>\n</section>'
    )


@functools.lru_cache(maxsize=5_000)
def _item(number: int, uses: int, cited: Cited, page: str) -> str:
    said = "".join(_piece(words, role, cited.url) for words, role in cited.said)
    # The number is said, not counted, so that a source that could not be found shifts no other.
    return (
        f'<li id="reference-{number}" value="{number}"><span class="reference">{said}</span>'
        f"{_warning(cited)}{_ways_back(number, uses, page)}</li>\n"
    )


def _piece(words: str, role: str, url: str) -> str:
    # What stands between two pieces belongs to neither.
    between = words[: len(words) - len(words.lstrip())]
    words = escape(words.lstrip(), quote=False)
    if role == "link" and url:
        return f'{between}<a href="{escape(url)}">{words}</a>'
    return f"{between}<i>{words}</i>" if role == "title" else f"{between}{words}"


def _warning(cited: Cited) -> str:
    if not cited.explained:
        return ""
    words = escape(cited.notice_words, quote=False)
    notice = f' <a href="{escape(cited.notice)}">{words}</a>' if cited.notice else ""
    return f' <strong class="reference-alarm">{escape(cited.explained, quote=False)}</strong>{notice}'


def _ways_back(number: int, uses: int, page: str) -> str:
    """Small, and named in full for those who hear it."""
    links = []
    for use in range(1, uses + 1):
        sign = "↑" if uses == 1 else _LETTERS[use - 1] if use <= len(_LETTERS) else str(use)
        said = f"Back to reference {number} in the text" + (f", place {use} of {uses}" if uses > 1 else "")
        anchor = f"{escape(page)}#citation-{number}-{use}"
        links.append(f'<a href="{anchor}" role="doc-backlink" aria-label="{sign}: {said}">{sign}</a>')
    lead = "↑ " if uses > 1 else ""
    return f' <span class="ways-back">{lead}{" ".join(links)}</span>'
