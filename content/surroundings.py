"""All that a page knows and a document does not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Protocol

from content.references import Destination, Target
from content.sponsoring import Sponsored

_ROOTED = re.compile(r"(?:^|(?<=, ))(?=/(?!/))")


class UnknownNode(ValueError):
    """A document holds a node or mark for which there is no renderer; it was never validated."""


class Picture(Protocol):
    """What <picture> needs. `sources` are tuples (mime, srcset, sizes), the best format first; the last is for <img>.
    `width` and `height` give the proportion in pixels; `alt` serves where a figure has no text of its own."""

    @property
    def sources(self) -> tuple[tuple[str, str, str], ...]: ...
    @property
    def src(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def alt(self) -> str: ...
    @property
    def credit(self) -> str: ...


class Cited(Protocol):
    """A source as readers meet it. `said`: its reference in pieces of (words, role), where the role is "title" for
    what stands in italics and "link" for its address, else ""; `url` is where that leads. `alarm` stands beside each
    citation in a word ("retracted"), `explained` and `notice` (an address, whose link says `notice_words`) below the
    reference; "" where all is well. `title` is its own, for people at the desk. A hashable value.
    """

    @property
    def title(self) -> str: ...
    @property
    def said(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def url(self) -> str: ...
    @property
    def alarm(self) -> str: ...
    @property
    def explained(self) -> str: ...
    @property
    def notice(self) -> str: ...
    @property
    def notice_words(self) -> str: ...


@dataclass(frozen=True)
class Surroundings:
    """What rendering needs besides the document.

    `destinations`: where targets lead; a missing one is rendered as its words. `pictures`: by image id; a missing one
    as its description. `anchors`: by block id of headings; unique on the page. `retired`: anchors to keep alive, by
    the block before which they stand, "" for the top. `references`: numbers of cited sources by source id
    (`references.numbering`); without one, no number is shown. `sources`: by id, what is cited; nothing is shown of a
    missing one. `plain_citations`: their numbers lead nowhere, for where a text stands twice. `page`: put before the
    anchors of citations and references, for feeds. `site`: put before addresses that begin with a slash, for feeds.
    `sponsored`: which links the site is paid for; they are marked, and the first block that has one is told of above.
    `heading_offset`: added to the level of each heading. `first_picture_eager`: the first picture is in sight at
    once, so it is not loaded lazily. `mark_blocks`: each block's element says its id as data-block, for previews.
    """

    destinations: Mapping[Target, Destination] = field(default_factory=dict)
    pictures: Mapping[int, Picture] = field(default_factory=dict)
    anchors: Mapping[str, str] = field(default_factory=dict)
    retired: Mapping[str, Sequence[str]] = field(default_factory=dict)
    references: Mapping[int, int] = field(default_factory=dict)
    sources: Mapping[int, Cited] = field(default_factory=dict)
    plain_citations: bool = False
    page: str = ""
    site: str = ""
    sponsored: Sponsored = field(default_factory=Sponsored)
    heading_offset: int = 0
    first_picture_eager: bool = False
    mark_blocks: bool = False

    def absolute(self, url: str) -> str:
        """An address of our own with its site, escaped."""
        return self.absolute_set(url)

    def absolute_set(self, srcset: str) -> str:
        """The same for each address of a srcset."""
        return escape(_ROOTED.sub(lambda start: self.site, srcset) if self.site else srcset)
