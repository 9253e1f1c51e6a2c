"""The live text as HTML, made at publication. What other rows decide, where links lead and which files a picture has,
is left open in it (content.slots), so it stays true whatever is renamed, withdrawn or drawn again."""

from dataclasses import dataclass
from typing import Any

from articles.models import Article
from content import references as referring
from content import slots, sponsoring
from content.outline import outline
from content.references import Target, numbering
from content.rendering import Surroundings, contents, finish, prepare, references, stamp
from content.sponsoring import Sponsored

# A text of one or two sections needs no contents list.
_FEWEST_SECTIONS = 3
# Forbidden in documents, and so in their HTML.
_BETWEEN = "\x1e"


@dataclass(frozen=True, slots=True)
class Typeset:
    """`contents`: the contents list, finished, or ""; `parts`: the body with its slots."""

    contents: str
    parts: list[slots.Part]

    @property
    def targets(self) -> set[Target]:
        return slots.targets(self.parts)

    @property
    def image_ids(self) -> list[int]:
        return slots.image_ids(self.parts)

    @property
    def source_ids(self) -> list[int]:
        """What is cited, in the order of the references."""
        return list(slots.citations(self.parts))

    def body(self, around: Surroundings) -> str:
        """The HTML; of `around` it needs the destinations, pictures, sources, page and site."""
        return finish(self.parts, around)

    def references(self, around: Surroundings) -> str:
        """The list of references, or ""; of `around` it needs the sources and the page."""
        return references(self.parts, around)

    def contents_list(self) -> str:
        return finish([self.contents], Surroundings())


def typeset(body: dict[str, Any], anchors: dict[str, Any], *, mark_blocks: bool = False) -> Typeset:
    """Set a document with the anchors that articles.sections allotted. `mark_blocks` is for previews.

    A query where it links to other sites: some of the links may be paid for.
    """
    living = anchors.get("living", {})
    numbers = numbering(body)
    around = Surroundings(
        anchors=living,
        retired=anchors.get("retired", {}),
        references=numbers,
        sponsored=sponsored_in(body),
        mark_blocks=mark_blocks,
    )
    tree = outline(body)
    listed = contents(tree, living, has_references=bool(numbers)) if len(tree) >= _FEWEST_SECTIONS else ""
    return Typeset(listed, prepare(body, around))


def sponsored_in(body: dict[str, Any]) -> Sponsored:
    """The rules by which links of this text are paid for. No query where it leads to no other site."""
    return sponsoring.among(referring.addresses(body))


def stored(body: dict[str, Any], anchors: dict[str, Any]) -> str:
    """What the column `Article.typeset` holds: three parts, each free of the character between them."""
    found = typeset(body, anchors)
    return _BETWEEN.join([stamp(), found.contents, slots.dump(found.parts)])


def of(article: Article) -> Typeset:
    """The stored text of a live article; set anew where none is stored or an older version of the code set it."""
    made_by, _, rest = article.typeset.partition(_BETWEEN)
    if made_by == stamp():
        contents_list, _, parts = rest.partition(_BETWEEN)
        return Typeset(contents_list, slots.load(parts))
    return typeset(article.body, article.anchors)
