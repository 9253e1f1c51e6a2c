"""The link graph: settling what a text points at, and deriving RelatedLink rows from live revisions."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q

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


def wanted_in(plan: Article) -> int | None:
    """The topic in which most of the texts stand that promise a planned article. One query."""
    rows = WorkingLink.objects.filter(target=plan, article__discarded_at=None, article__pillar__isnull=False)
    rows = rows.order_by().values_list("article__pillar").annotate(number=Count("pk"))
    most = rows.order_by("-number", "article__pillar").first()
    return most[0] if most else None


def note_working_links(article: Article, document: dict[str, Any], listed: Iterable[int]) -> set[int]:
    """Remember what the latest revision links to; returns the articles to which it no longer does, for
    drop_unwanted_plans()."""
    column_of = {kind: column for column, (_, kind) in _WORKING.items()}
    wanted = {(column_of[one.kind], one.id) for one in references.targets(document) if one.kind in column_of}
    wanted |= {("target_id", pk) for pk in listed}
    rows = {
        (name, key): row.pk
        for row in article.working_links_out.all()
        for name in _WORKING
        if (key := getattr(row, name))
    }
    if gone := rows.keys() - wanted:
        WorkingLink.objects.filter(pk__in=[rows[target] for target in gone]).delete()
    new = sorted(_existing(wanted - rows.keys() - {("target_id", article.pk)}))
    WorkingLink.objects.bulk_create([WorkingLink(article=article, **{name: key}) for name, key in new])
    return {key for name, key in gone if name == "target_id"}


def _existing(wanted: set[tuple[str, int]]) -> set[tuple[str, int]]:
    """Of the columns of WorkingLinks with their values those whose article, pillar or author there is. A query for each
    kind among them."""
    found = set()
    for column, (model, _) in _WORKING.items():
        if keys := {key for name, key in wanted if name == column}:
            found |= {(column, pk) for pk in model.objects.filter(pk__in=keys).values_list("pk", flat=True)}
    return found


def drop_unwanted_plans(candidates: set[int]) -> None:
    """Delete those that are planned and to which nothing links any more. None, one or two queries."""
    if not candidates:
        return
    unwanted = Article.objects.planned().filter(
        pk__in=candidates, working_links_in__isnull=True, links_in__isnull=True, revisions__isnull=True
    )
    unwanted.delete()


def derive(article: Article, document: dict[str, Any], listed: Iterable[int], sections: Iterable[Section]) -> set[int]:
    """Make the article's RelatedLink rows what its live document, with these sections, and its listed articles say.
    Rows that are right stay. Returns the articles to which it no longer links, for drop_unwanted_plans().

    References to rows that do not exist, and to the article itself, are not links; readers see their words.
    """
    before = list(article.links_out.all())
    wanted = [*_from_document(article, document, sections), *_from_list(article, listed)]
    rows = _existing_only(wanted, before)
    for position, row in enumerate(rows):
        row.position = position
    stands = {_identity(row): row.pk for row in before}
    kept = {stands[key] for row in rows if (key := _identity(row)) in stands}
    if gone := [row.pk for row in before if row.pk not in kept]:
        RelatedLink.objects.filter(pk__in=gone).delete()
    RelatedLink.objects.bulk_create([row for row in rows if _identity(row) not in stands])
    return {row.target_article_id for row in before} - {row.target_article_id for row in rows} - {None}


def _from_document(article: Article, document: dict[str, Any], sections: Iterable[Section]) -> list[RelatedLink]:
    section_of = _sections_of_blocks(document, {section.block_id: section for section in sections})
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
    titles = dict(Article.objects.filter(pk__in=listed).values_list("pk", "title")) if listed else {}
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


def _existing_only(rows: list[RelatedLink], before: list[RelatedLink]) -> list[RelatedLink]:
    """Those whose targets there are. What is linked `before` cannot go; a query for each kind of which others are."""
    fields = ("target_article", "target_pillar", "target_author")
    alive = {}
    for name in fields:
        alive[name] = {None, *(getattr(row, f"{name}_id") for row in before)}
        if new := {getattr(row, f"{name}_id") for row in rows} - alive[name]:
            model = RelatedLink._meta.get_field(name).related_model
            alive[name] |= {*model.objects.filter(pk__in=new).values_list("pk", flat=True)}
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
