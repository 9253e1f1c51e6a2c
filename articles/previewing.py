"""A draft as its readers would see it: the public page, made of a revision that is not live."""

from copy import copy
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import slugify

from articles import further_reading, materiality, pages, rendering, reviewing, sections, typesetting
from articles.enums import ArticleKind, ContributorRole
from articles.models import Article, Pillar, Revision
from articles.models.tags import Tag
from articles.neighbours import Entry, neighbours
from articles.projection import lead_image
from articles.rendering import NOBODY, People, Person
from articles.snapshots import Snapshot
from authors.models import Author
from content import metrics

# Stands in the address of a text that has none yet.
_NO_SLUG = "draft"


def page_of(article: Article, revision: Revision, *, mark_blocks: bool = False) -> tuple[str, dict[str, Any]]:
    """Template and context of the page that readers would get if `revision` were published now.

    `mark_blocks`: each block's element says its id as data-block. Dates that publication would set are those of now.
    Nothing is written; at most sixteen queries, eighteen for the guide of a hub.
    """
    snapshot = Snapshot.from_dict(revision.snapshot)
    shown = _shown(article, snapshot, revision.pk)
    _show_review(shown, reviewing.standing(article, snapshot, revision.pk))
    around = neighbours(shown, shown.pillar)
    page = rendering.assemble(
        shown,
        typesetting.typeset(snapshot.body, sections.foresee(article, snapshot.body), mark_blocks=mark_blocks),
        people=_people(snapshot),
        tags=_tags(snapshot),
        neighbours=around,
        further=further_reading.of_draft(article, snapshot, shown.pillar, around),
    )
    return _template(page)


def _template(page: rendering.ArticlePage) -> tuple[str, dict[str, Any]]:
    node = page.article.pillar
    if page.article.kind != ArticleKind.GUIDE or node is None:
        name = "page" if page.article.kind == ArticleKind.PAGE else "article"
        return f"articles/{name}.html", pages.reading(page)
    lists = pages.pillar_lists(node) if node.parent_id else pages.hub_lists(node)
    return f"articles/{'pillar' if node.parent_id else 'hub'}.html", lists | pages.node_reading(node, page)


def _shown(article: Article, snapshot: Snapshot, revision_pk: int) -> Article:
    """A copy of the row with the draft's values. It is never saved."""
    shown = copy(article)
    now = timezone.now()
    for name in ("title", "standfirst", "kind", "search_description", "ai_use", "ai_how", "sponsor", "sponsored_for"):
        setattr(shown, name, getattr(snapshot, name))
    shown.slug = snapshot.slug or article.working_slug or _NO_SLUG
    shown.ai_editor = Author.objects.filter(pk=snapshot.ai_editor).first() if snapshot.ai_editor else None
    shown.pillar = Pillar.objects.select_related("parent").filter(pk=snapshot.pillar).first()
    shown.live_revision_id = revision_pk
    shown.lead_image_id = lead_image(snapshot)
    shown.reading_minutes = metrics.reading_minutes(snapshot.body)
    shown.published_at = article.published_at or now
    shown.updated_at = article.updated_at if _is_as_dated(article, snapshot) else max(now, shown.published_at)
    return shown


def _show_review(shown: Article, found: reviewing.Standing) -> None:
    shown.review = found.review
    shown.review_due_on = found.review.due_on if found.review else None
    shown.review_pending_at = timezone.now() if found.before and not found.review else None


def _is_as_dated(article: Article, snapshot: Snapshot) -> bool:
    """Whether publication would leave the date of the last significant change as it is."""
    base = article.dated_revision or article.live_revision
    return base is not None and not materiality.is_significant(Snapshot.from_dict(base.snapshot), snapshot)


def _people(snapshot: Snapshot) -> People:
    columns = ("anonymous_at", "name", "slug", "role", "credentials", "until", "portrait", "bio")
    known = Author.objects.filter(pk__in=[one.author for one in snapshot.contributors])
    known = known.annotate(until=Cast("credentials_until", TextField()))
    rows = {pk: NOBODY if gone else Person(*rest) for pk, gone, *rest in known.values_list("pk", *columns)}
    said = {one.author: one.statement for one in snapshot.interests}
    people: People = {}
    for one in snapshot.contributors:
        if one.author in rows:
            stated = said.get(one.author, "") if one.role == ContributorRole.WRITER else ""
            people.setdefault(one.role, []).append(rows[one.author]._replace(interests=stated))
    return people


def _tags(snapshot: Snapshot) -> list[Entry]:
    """Tags that exist under any spelling lead to their pages; a new one has none yet, but will at this address."""
    known = {tag.name.casefold(): tag for tag in Tag.objects.filter(_any_spelling(snapshot.tags))}
    found = [(known.get(name.casefold()), name) for name in snapshot.tags]
    entries = [
        Entry(tag.name, f"/topics/{tag.slug}/") if tag else Entry(n, f"/topics/{slugify(n)}/") for tag, n in found
    ]
    return sorted(entries)


def _any_spelling(names: tuple[str, ...]) -> Q:
    wanted = Q(pk__in=[])
    for name in names:
        wanted |= Q(name__iexact=name)
    return wanted
