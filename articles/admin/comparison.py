"""What a version holds and what differs between two, in the words of the form."""

from dataclasses import dataclass

from articles.enums import ArticleKind
from articles.models import Article, Pillar
from articles.snapshots import Snapshot
from authors.models import Author
from content.text import write
from history.comparing import KEPT, Line, compare


@dataclass(frozen=True)
class Part:
    """One field of a version, line by line."""

    label: str
    lines: list[Line]


def compared(old: Snapshot | None, new: Snapshot) -> list[Part]:
    """The fields that differ; all of `new` that says something where there is no `old`. At most three queries."""
    names = _names([snapshot for snapshot in (old, new) if snapshot])
    before, after = _said(old or new, names), _said(new, names)
    parts = [Part(label, compare(before[label], text)) for label, text in after.items()]
    if old is None:
        return [part for part in parts if part.lines]
    return [part for part in parts if any(line.mark != KEPT for line in part.lines)]


def _said(snapshot: Snapshot, names: dict[type, dict[int, str]]) -> dict[str, str]:
    def named(model: type, pk: int) -> str:
        return names[model].get(pk, f"no longer there (number {pk})")

    return {
        "Title": snapshot.title,
        "Standfirst": snapshot.standfirst,
        "Text": write(snapshot.body),
        "Kind": ArticleKind(snapshot.kind).label,
        "Pillar": named(Pillar, snapshot.pillar) if snapshot.pillar else "",
        "Authors": "\n".join(f"{named(Author, one.author)} ({one.role})" for one in snapshot.contributors),
        "Tags": ", ".join(snapshot.tags),
        "Further reading": "\n".join(named(Article, pk) for pk in snapshot.listed),
        "Address": snapshot.slug,
        "Search description": snapshot.search_description,
    }


def _names(snapshots: list[Snapshot]) -> dict[type, dict[int, str]]:
    wanted = {
        Pillar: {snapshot.pillar for snapshot in snapshots} - {None},
        Author: {one.author for snapshot in snapshots for one in snapshot.contributors},
        Article: {pk for snapshot in snapshots for pk in snapshot.listed},
    }
    column = {Pillar: "title", Author: "name", Article: "working_title"}
    return {
        model: dict(model.objects.filter(pk__in=pks).values_list("pk", column[model])) if pks else {}
        for model, pks in wanted.items()
    }
