"""Versions of an article as sheets: what readers see, and the facts beside it in the words of the form."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from articles import citations
from articles.enums import AiUse, ArticleKind, ContributorRole
from articles.models import Article, Pillar, Revision
from articles.snapshots import Snapshot
from authors.models import Author
from content import references
from content.comparing import Comparison, Offers, Sheet, compare, line, listing
from content.diff import BlockChange
from content.references import Target
from content.rendering import Surroundings
from images.pictures import pictures

# What stands in the column of text; all else stands beside it.
TEXT = "Text"
READ = ("Title", "Standfirst", TEXT)
# Sections lie below the title of the page and that of the comparison.
_OFFSET = 1


@dataclass(frozen=True, slots=True)
class Offer:
    """That a passage of a version may be brought back."""

    number: int
    block_id: str


@dataclass(frozen=True)
class Known:
    """What two snapshots speak of, looked up: where links lead, pictures, and what rows are called."""

    around: Surroundings
    names: Mapping[type, Mapping[int, str]]

    @property
    def targets(self) -> dict[Target, str]:
        """What targets are called that readers cannot reach."""
        kinds = {"article": Article, "pillar": Pillar, "author": Author}
        return {Target(kind, pk): name for kind, model in kinds.items() for pk, name in self.names[model].items()}


def compared(old: Snapshot, new: Snapshot, offers: Offers = lambda label, change: ()) -> Comparison:
    """What differs between two snapshots. At most eight queries, whatever their length."""
    known = _known([old, new])
    return compare(_sheet(old, known), _sheet(new, known), known.around, names=known.targets, offers=offers)


def shown(snapshot: Snapshot) -> Comparison:
    """One snapshot as a comparison in which nothing differs."""
    return compared(snapshot, snapshot)


def offers_of(old: Revision, new: Revision, now: Snapshot) -> Offers:
    """Which passages of the two may be brought back: those that the text `now` does not have as they were there."""
    blocks = {block["attrs"]["id"]: block for block in now.body["content"]}

    def offers(label: str, change: BlockChange) -> list[Offer]:
        if label != TEXT:
            return []
        sides = ((old, change.before), (new, change.after))
        return [
            Offer(revision.number, block["attrs"]["id"])
            for revision, block in sides
            if revision.is_sealed and block and blocks.get(block["attrs"]["id"]) != block
        ]

    return offers


def _sheet(snapshot: Snapshot, known: Known) -> Sheet:
    def named(model: type, pk: int) -> str:
        return known.names[model].get(pk, f"no longer there (number {pk})")

    interests = (f"{named(Author, one.author)}: {one.statement}" for one in snapshot.interests)
    people = (f"{named(Author, one.author)}, {ContributorRole(one.role).label}" for one in snapshot.contributors)
    return {
        "Title": line(snapshot.title),
        "Standfirst": line(snapshot.standfirst),
        TEXT: snapshot.body,
        "Kind": line(ArticleKind(snapshot.kind).label),
        "Pillar": line(named(Pillar, snapshot.pillar) if snapshot.pillar else ""),
        "Authors": listing(people),
        "Tags": listing(snapshot.tags),
        "Further reading": listing(named(Article, pk) for pk in snapshot.listed),
        "Conflicts of interest": listing(interests),
        "Use of AI": listing(filter(None, _ai(snapshot, named))),
        "Sponsor": listing(filter(None, [snapshot.sponsor, snapshot.sponsored_for])),
        "Address": line(snapshot.slug),
        "Search description": line(snapshot.search_description),
    }


def _ai(snapshot: Snapshot, named: Callable[[type, int], str]) -> Iterator[str]:
    yield AiUse(snapshot.ai_use).label if snapshot.ai_use else ""
    yield snapshot.ai_how
    yield f"{named(Author, snapshot.ai_editor)} answers for it" if snapshot.ai_editor else ""


def _known(snapshots: Sequence[Snapshot]) -> Known:
    bodies = [snapshot.body for snapshot in snapshots]
    targets = {target for body in bodies for target in references.targets(body)}
    destinations = references.resolve(targets)
    images = {image for body in bodies for image in references.image_ids(body)}
    # The numbers of the newer text; what only the older one cites comes behind them.
    cited = dict.fromkeys(source for body in reversed(bodies) for source in references.source_ids(body))
    around = Surroundings(
        destinations=destinations,
        pictures=pictures(images),
        heading_offset=_OFFSET,
        references={source: number for number, source in enumerate(cited, start=1)},
        sources=citations.cited(cited),
        plain_citations=True,
    )
    return Known(around, _names(snapshots, targets - destinations.keys()))


def _people(snapshot: Snapshot) -> Iterator[int]:
    """Who is named beside the text."""
    yield from (one.author for one in (*snapshot.contributors, *snapshot.interests))
    if snapshot.ai_editor:
        yield snapshot.ai_editor


def _names(snapshots: Sequence[Snapshot], unreachable: Iterable[Target]) -> dict[type, dict[int, str]]:
    def aimed(kind: str) -> set[Any]:
        return {target.id for target in unreachable if target.kind == kind}

    wanted = {
        Pillar: {snapshot.pillar for snapshot in snapshots} - {None} | aimed("pillar"),
        Author: {pk for snapshot in snapshots for pk in _people(snapshot)} | aimed("author"),
        Article: {pk for snapshot in snapshots for pk in snapshot.listed} | aimed("article"),
    }
    column = {Pillar: "title", Author: "name", Article: "working_title"}
    return {
        model: dict(model.objects.filter(pk__in=pks).values_list("pk", column[model])) if pks else {}
        for model, pks in wanted.items()
    }
