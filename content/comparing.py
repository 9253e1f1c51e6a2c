"""Two states of something with fields and texts, compared for people: what changed, in words, numbered through.

A state is a *sheet*: documents by their label, in the order in which they are read. A field is a document of one line
or one list, so that there is one way to compare and one to show.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from content.claims import Claim
from content.combining import Combined, combined, pieces
from content.diff import BlockChange, Change, Mark
from content.html_blocks import CARE_PREFIXES
from content.recited import Recitation, Recited, is_all, recited
from content.references import Target, target_from
from content.rendering import Surroundings, changes
from content.schema import MARKS, NODES, document, empty_document

Node = dict[str, Any]
Sheet = Mapping[str, Node]
Names = Mapping[Target, str]
# By the label of a part and a change in it.
Offers = Callable[[str, BlockChange], Sequence[Any]]

# The most notes beside one block; a page of formatted words would drown it.
_MOST_NOTES = 8
# Of the words that a note speaks of, so many characters; they stand in full above it.
_LONGEST_WORDS = 60
ATTRIBUTES = {
    "level": "Level of the heading",
    "start": "First number",
    "alt": "Description of the picture",
    "decorative": "Decorative",
    "source": "Source",
    "caption": "Caption",
    "title": "Title",
    "label": "Label",
    "target": "Leads to",
    "urgency": "Urgency",
}
# A block that is shown before and after shows all that its attributes say, but not where it leads.
_UNSEEN = ("type", "target")
_SUMMARY = (Change.ADDED, Change.REMOVED, Change.CHANGED, Change.MOVED)


@dataclass(frozen=True, slots=True)
class Note:
    """What changed besides the words, in words. Both sides are empty where there is nothing to say but that it did."""

    label: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of a comparison. `number` counts the changes from 1, and is 0 for what is kept; `words` say what became
    of it ("Moved up and changed"); `offers` are what can be done about it, as the caller of compare() says."""

    number: int
    kind: Change
    words: str
    html: SafeString
    notes: Sequence[Note]
    offers: Sequence[Any]

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a sheet, compared."""

    label: str
    passages: list[Passage]

    @property
    def is_changed(self) -> bool:
        return any(passage.number for passage in self.passages)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The parts that say something on either side, by label."""

    parts: dict[str, Part] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(1 for part in self.parts.values() for passage in part.passages if passage.number)

    @property
    def summary(self) -> str:
        """ "7 changes: 3 added, 1 removed, 2 changed, 1 moved"."""
        kinds = [passage.kind for part in self.parts.values() for passage in part.passages if passage.number]
        counted = ", ".join(f"{kinds.count(kind)} {kind}" for kind in _SUMMARY if kind in kinds)
        return f"{len(kinds)} {'change' if len(kinds) == 1 else 'changes'}: {counted}" if kinds else "Nothing differs."


def line(words: str) -> Node:
    """The document of a field that holds one text; empty for an empty one."""
    return document(_block("paragraph", [{"type": "text", "text": words}])) if words else empty_document()


def listing(items: Iterable[str]) -> Node:
    """The document of a field that holds several."""
    lines = [{"type": "paragraph", "content": [{"type": "text", "text": item}]} for item in items]
    entries = [{"type": "list_item", "content": [one]} for one in lines]
    return document(_block("bullet_list", entries)) if entries else empty_document()


def picture(image: int | None, described: str) -> Node:
    """The document of a field that holds a picture."""
    if image is None:
        return empty_document()
    return document({"type": "figure", "attrs": {"id": "field000", "image": image, "alt": described}, "content": []})


def compare(
    old: Sheet,
    new: Sheet,
    around: Surroundings,
    *,
    names: Names | None = None,
    offers: Offers = lambda label, change: (),
) -> Comparison:
    """Compare two sheets of the same labels. No queries.

    `around` knows the targets and pictures of both; `names` what targets are called that readers cannot reach.
    """
    known = {target: found.title for target, found in around.destinations.items()} | dict(names or {})
    writer = _Writer(around, known, offers)
    parts = {label: Part(label, list(writer.passages(label, old[label], new[label]))) for label in new}
    return Comparison({label: part for label, part in parts.items() if part.passages})


def _block(kind: str, content: list[Node]) -> Node:
    return {"type": kind, "attrs": {"id": "field000"}, "content": content}


@dataclass(slots=True)
class _Writer:
    """Numbers the changes of all parts in one row."""

    around: Surroundings
    names: Names
    offers: Offers
    last: int = 0

    def passages(self, label: str, old: Node, new: Node) -> Iterator[Passage]:
        found = combined(old, new)
        ups = _moved_up(old, [one.change for one in found])
        for one, html in zip(found, changes(found, self.around), strict=True):
            # Where readers see nothing of a block, nothing of it changed.
            if html.strip():
                yield self._passage(label, one, html, ups)

    def _passage(self, label: str, found: Combined, html: SafeString, ups: set[str]) -> Passage:
        change = found.change
        if change.change == Change.KEPT:
            return Passage(0, change.change, "", html, (), ())
        self.last += 1
        words = _words(change, change.block_id in ups)
        notes = _notes(found, self.names, self.around) if change.change == Change.CHANGED else ()
        return Passage(self.last, change.change, words, html, notes, self.offers(label, change))


def _words(change: BlockChange, up: bool) -> str:
    moved = "moved up" if up else "moved down"
    if change.change == Change.MOVED:
        return moved.capitalize()
    is_of_citations = change.change == Change.CHANGED and is_all(change.before, change.after)
    words = "Citations changed" if is_of_citations else str(change.change).capitalize()
    return f"{words} and {moved}" if change.moved else words


def _moved_up(old: Node, changes: list[BlockChange]) -> set[str]:
    """Ids of blocks before which fewer of the common ones stand than did."""
    place = {id(block): number for number, block in enumerate(old["content"])}
    common = [change for change in changes if change.before and change.after]
    before = sorted(range(len(common)), key=lambda at: place[id(common[at].before)])
    return {common[at].block_id for rank, at in enumerate(before) if at < rank}


# Notes


def _notes(found: Combined, names: Names, around: Surroundings) -> list[Note]:
    cited = recited(found.change.before, found.change.after, found.both)
    notes = [_of_citation(one, around) for one in cited]
    notes += [*_of_attributes(found, names), *(_of_marks(found.both, names) if found.both else ())]
    if found.both and not notes and all(mark == Mark.SAME for mark, _ in pieces(found.both)):
        notes = [Note("Arrangement")]
    left = len(notes) - _MOST_NOTES
    return [*notes[:_MOST_NOTES], Note(f"And {left} more")] if left > 0 else notes


def _of_citation(said: Recited, around: Surroundings) -> Note:
    old, new = (_source(claim, around) if claim else "" for claim in (said.before, said.after))
    if said.what == Recitation.MOVED:
        return Note(f"{said.what}: {new}", *(_short(claim.words) for claim in (said.before, said.after)))
    return Note(said.what, old, new)


def _source(claim: Claim, around: Surroundings) -> str:
    """`3. Walking and the spine, p. 12`: its number in the comparison, where it has one, and its title."""
    number = f"{around.references[claim.source]}. " if claim.source in around.references else ""
    source = around.sources.get(claim.source)
    title = source.title.rstrip(".") if source else f"source {claim.source}, no longer there"
    return f"{number}{title}{f', {claim.locator}' if claim.locator else ''}"


def _of_attributes(found: Combined, names: Names) -> Iterator[Note]:
    before, after = found.change.before, found.change.after
    for name in found.change.details:
        if not found.both and name not in _UNSEEN:
            continue
        if name == "type":
            yield Note("Kind of block", NODES[before["type"]].label, NODES[after["type"]].label)
        elif name in ATTRIBUTES:
            old, new = (_value(name, block["attrs"].get(name), names) for block in (before, after))
            yield Note(ATTRIBUTES[name], old, new)


def _of_marks(both: Node, names: Names) -> Iterator[Note]:
    for mark, leaves in pieces(both):
        for leaf in leaves if mark == Mark.RESTYLED else ():
            had, has = ({mark["type"]: mark.get("attrs", {}) for mark in marks} for marks in _marks(leaf))
            # Of those that repeat, citations, more is said: what became of each.
            for kind in (name for name, known in MARKS.items() if not known.repeats):
                if had.get(kind) != has.get(kind):
                    yield _of_mark(kind, leaf.get("text", ""), had.get(kind), has.get(kind), names)


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST_WORDS else f"{words[:_LONGEST_WORDS].rstrip()}…"


def _marks(leaf: Node) -> tuple[list[Node], list[Node]]:
    return leaf["had"], leaf.get("marks", [])


def _of_mark(kind: str, words: str, had: Node | None, has: Node | None, names: Names) -> Note:
    words = _short(words)
    if not MARKS[kind].attrs:
        return Note(MARKS[kind].label, "" if had is None else words, "" if has is None else words)
    old, new = ("" if attrs is None else ", ".join(_said(attrs, names)) for attrs in (had, has))
    return Note(f"{MARKS[kind].label} of “{words}”", old, new)


def _said(attrs: Node, names: Names) -> Iterator[str]:
    for name, value in attrs.items():
        if value:
            yield _value(name, value, names)


def _value(name: str, value: Any, names: Names) -> str:
    if name == "target":
        return _named(target_from(value), names)
    if name == "urgency":
        return CARE_PREFIXES[value].rstrip(":")
    if name == "decorative":
        return "yes" if value else "no"
    return str(value or "")


def _named(target: Target | None, names: Names) -> str:
    if target is None:
        return "nothing yet"
    if target.kind == "url":
        return str(target.id)
    found = names.get(target) or names.get(target._replace(section=None)) or f"{target.kind} {target.id}, not public"
    return f"{found}, a section of it" if target.section else found
