"""The link graph: settling what a text points at, and deriving RelatedLink rows from live revisions."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from articles import addresses
from articles.enums import ArticleState, LinkOrigin
from articles.models import Article, Pillar, RelatedLink, Section, WorkingLink
from authors.models import Author
from content import references
from content.references import Occurrence
from content.text import plain_text
from history import events

# The columns of WorkingLink, with the model and the kind of reference of each.
_WORKING = {
    "target_id": (Article, "article"),
    "target_pillar_id": (Pillar, "pillar"),
    "target_author_id": (Author, "author"),
}


def settle(document: dict[str, Any], *, by: Any) -> dict[str, Any]:
    """Give every call-out without a target one, and turn our own addresses into references. Returns a new document.

    A call-out's title, or that of a link to something planned, is looked up among articles and pillars, whatever its
    case; where nothing bears it, a planned article is created (event "planned").
    """

    def settled(target: dict[str, Any] | None, title: str) -> dict[str, Any] | None:
        if target is None:
            return named(title, by=by) if title.strip() else None
        if target["kind"] == "planned":
            return named(target["title"], by=by)
        if target["kind"] == "url":
            return addresses.target_of(target["href"]) or target
        return target

    return references.map_targets(document, settled)


def named(title: str, *, by: Any) -> dict[str, Any]:
    """The reference to the article or pillar that bears this title, whatever its case; else to a planned article."""
    title = " ".join(title.split())[:200]
    bearing = Q(title__iexact=title) | Q(working_title__iexact=title)
    # Of several, the one that readers can follow, else the oldest.
    articles = Article.objects.filter(bearing).exclude(state=ArticleState.WITHDRAWN).order_by("pk")
    found = sorted(articles.only("pk", "state"), key=lambda article: not article.is_published)
    if found:
        return {"kind": "article", "id": found[0].pk}
    pillar = Pillar.objects.filter(title__iexact=title).order_by("pk").first()
    return {"kind": "pillar", "id": pillar.pk} if pillar else {"kind": "article", "id": plan(title, by=by).pk}


def plan(title: str, *, by: Any) -> Article:
    """Create a planned article: a title that others link to and nobody has written."""
    article = Article.objects.create(title=title, working_title=title, state=ArticleState.PLANNED)
    events.record("planned", article, by)
    return article


def note_working_links(article: Article, document: dict[str, Any], listed: Iterable[int]) -> None:
    """Remember what the latest revision links to, and drop planned articles to which nothing links any more."""
    wanted = _existing_targets(document, listed) - {("target_id", article.pk)}
    rows = {}
    for *keys, pk in article.working_links_out.values_list(*_WORKING, "pk"):
        rows |= {(name, key): pk for name, key in zip(_WORKING, keys, strict=True) if key}
    gone = rows.keys() - wanted
    WorkingLink.objects.filter(pk__in=[rows[target] for target in gone]).delete()
    new = sorted(wanted - rows.keys())
    WorkingLink.objects.bulk_create([WorkingLink(article=article, **{name: key}) for name, key in new])
    drop_unwanted_plans({key for name, key in gone if name == "target_id"})


def _existing_targets(document: dict[str, Any], listed: Iterable[int]) -> set[tuple[str, int]]:
    """Articles, pillars and authors that there are, each with its column of WorkingLink. A query for each kind that is
    linked."""
    wanted: dict[str, set[Any]] = {kind: set() for _, kind in _WORKING.values()}
    for target in references.targets(document):
        if target.kind in wanted:
            wanted[target.kind].add(target.id)
    wanted["article"] |= set(listed)
    return {
        (column, pk)
        for column, (model, kind) in _WORKING.items()
        for pk in model.objects.filter(pk__in=wanted[kind]).values_list("pk", flat=True)
    }


def drop_unwanted_plans(candidates: Iterable[int]) -> None:
    unwanted = Article.objects.planned().filter(
        pk__in=candidates, working_links_in__isnull=True, links_in__isnull=True, revisions__isnull=True
    )
    unwanted.delete()


def derive(article: Article, document: dict[str, Any], listed: Iterable[int]) -> None:
    """Make the article's RelatedLink rows what its live document and its listed articles say.

    References to rows that do not exist, and to the article itself, are not links; readers see their words.
    """
    rows = _existing_only([*_from_document(article, document), *_from_list(article, listed)])
    for position, row in enumerate(rows):
        row.position = position
    before = list(article.links_out.order_by("position"))
    if [_identity(row) for row in before] == [_identity(row) for row in rows]:
        return
    gone = {row.target_article_id for row in before} - {row.target_article_id for row in rows} - {None}
    article.links_out.all().delete()
    RelatedLink.objects.bulk_create(rows)
    drop_unwanted_plans(gone)


def _from_document(article: Article, document: dict[str, Any]) -> list[RelatedLink]:
    sections = {section.block_id: section for section in article.sections.all()}
    section_of = _sections_of_blocks(document, sections)
    return [
        RelatedLink(
            article=article,
            origin=LinkOrigin.CALLOUT if occurrence.origin == "callout" else LinkOrigin.TEXT,
            block_id=occurrence.block_id,
            section=section_of.get(occurrence.block_id),
            label=occurrence.label,
            words=occurrence.words,
            **_target_columns(occurrence),
        )
        for occurrence in references.extract(document)
        if _is_settled(occurrence) and (occurrence.target.kind, occurrence.target.id) != ("article", article.pk)
    ]


def _is_settled(occurrence: Occurrence) -> bool:
    """What was sealed without being saved may still name things that are planned only in it."""
    return occurrence.target is not None and occurrence.target.kind != "planned"


def _from_list(article: Article, listed: Iterable[int]) -> list[RelatedLink]:
    titles = dict(Article.objects.filter(pk__in=listed).values_list("pk", "title"))
    return [
        RelatedLink(article=article, origin=LinkOrigin.LISTED, words=titles[pk], target_article_id=pk)
        for pk in listed
        if pk in titles and pk != article.pk
    ]


def _target_columns(occurrence: Occurrence) -> dict[str, Any]:
    target = occurrence.target
    if target.kind == "url":
        return {"url": str(target.id)}
    return {f"target_{target.kind}_id": target.id, "target_block_id": target.section or ""}


def _sections_of_blocks(document: dict[str, Any], sections: dict[str, Section]) -> dict[str, Section]:
    found, current = {}, None
    for block in document["content"]:
        current = sections.get(block["attrs"]["id"], current) if block["type"] == "heading" else current
        found[block["attrs"]["id"]] = current
    return found


def _existing_only(rows: list[RelatedLink]) -> list[RelatedLink]:
    fields = ("target_article", "target_pillar", "target_author")
    alive = {}
    for name in fields:
        wanted = {getattr(row, f"{name}_id") for row in rows} - {None}
        model = RelatedLink._meta.get_field(name).related_model
        alive[name] = {None, *model.objects.filter(pk__in=wanted).values_list("pk", flat=True)} if wanted else {None}
    return [row for row in rows if all(getattr(row, f"{name}_id") in alive[name] for name in fields)]


def _identity(row: RelatedLink) -> tuple:
    return (
        row.position,
        row.origin,
        row.block_id,
        row.section_id,
        row.label,
        row.words,
        row.target_article_id,
        row.target_pillar_id,
        row.target_author_id,
        row.url,
        row.target_block_id,
    )


def sentence(link: RelatedLink, document: dict[str, Any]) -> str:
    """The text of the block in which the link stands, for the desk; empty for a listed link."""
    blocks = [block for block in document["content"] if block["attrs"]["id"] == link.block_id]
    return plain_text({**document, "content": blocks}).strip() if blocks else ""
