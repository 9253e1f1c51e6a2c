"""Turning a live article into what its page shows. Every query of the article page is made here."""

import functools
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    BigIntegerField,
    Exists,
    F,
    IntegerField,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.safestring import SafeString

from articles import citations, correcting, further_reading, reporting, typesetting
from articles.enums import ArticleKind, ContributorRole
from articles.models import Article, Pillar
from articles.models.tags import Tag
from articles.neighbours import Entry, Neighbours, neighbours
from articles.prepared import Prepared, Statement
from articles.statements import (
    DISCLAIMER,
    POLICY,
    Corrected,
    Interests,
    Policies,
    Statements,
    corrected,
    named,
    on,
    policies,
    policies_from,
    statements,
)
from authors.models import FORMER, Author, author_url
from content import references, sponsoring
from content.references import Target
from content.rendering import Surroundings, day, render
from content.schema import empty_document
from images.pictures import Crop, Picture, ready, show

# Texts under this tag say that they are only examples.
_DEMO = "/topics/demo/"

# Stands for the slug in compiled SQL; no slug has a blank.
_SLUG = "the slug"
# What pages show of an article, in the order of the model, as from_db() wants it; the rest stays in the table.
_SHOWN = (
    *("id", "state", "kind", "title", "slug", "standfirst", "search_description", "typeset", "reading_minutes"),
    *("published_at", "updated_at", "lead_image_id", "pillar_id"),
)
_REVIEW = ("review_due_on", "review_pending_at", "review_urgent_at")
_SHOWN += _REVIEW
_SHOWN += ("ai_use", "ai_how", "ai_editor_id", "sponsor", "sponsored_for", "corrected_at", "live_revision_id")
_ARTICLE = tuple(field.attname for field in Article._meta.concrete_fields if field.attname in _SHOWN)
_TOPIC = ("pillar__title", "pillar__slug", "pillar__parent_id", "pillar__parent__title", "pillar__parent__slug")
_TOPIC += ("pillar__review_required",)
_REVIEWED = ("review__reviewed_at", "review__held", "review__reviewer__name", "review__reviewer__slug")
_REVIEWED += ("review__reviewer__anonymous_at", "review__conflict")
_ANSWERING = ("ai_editor__name", "ai_editor__slug", "ai_editor__anonymous_at")
_NODE = ("id", "parent_id", "title", "slug")


def _people_and_tags(article: list[int]) -> QuerySet:
    """Both in one query: first the tags by name, then the people in the order of the byline; see _named()."""
    words, place, part = Value("", TextField()), F("contributions__position"), F("contributions__role")
    nobody = dict.fromkeys(("gone", "role", "credentials", "until", "stated"), words)
    nobody["portrait"] = Value(None, BigIntegerField())
    columns = (
        "pk",
        "gone",
        "name",
        "slug",
        "role",
        "credentials",
        "until",
        "portrait",
        "stated",
        "said",
        "part",
        "place",
    )
    tags = Tag.objects.filter(article_tags__content_object=article[0]).order_by()
    tags = tags.annotate(**nobody, said=words, part=words, place=Value(_TAG, IntegerField())).values_list(*columns)
    people = Author.objects.filter(contributions__article=article[0]).order_by()
    people = people.annotate(
        gone=Cast("anonymous_at", TextField()),
        stated=F("contributions__interests"),
        said=Cast("bio", TextField()),
        until=Cast("credentials_until", TextField()),
        part=part,
        place=place,
    ).values_list(*columns)
    return people.union(tags, all=True).order_by("place", "name", "pk")


# The place of a tag, before all people.
_TAG = -1
_PEOPLE_AND_TAGS = Prepared(_people_and_tags)
_PICTURES = Prepared(ready)


class Person(NamedTuple):
    """An author's public columns; `portrait` is an image's id, `bio` a document, `until` the last day on which
    `credentials` are right, in ISO 8601, if there is one; `interests` what they state of theirs in this article."""

    name: str
    slug: str
    role: str
    credentials: str
    until: str | None
    portrait: int | None
    bio: dict[str, Any]
    interests: str = ""


# In the place of who no longer wants to be named; an empty address is none.
NOBODY = Person(FORMER, "", "", "", None, None, empty_document())


class Byline(NamedTuple):
    """One author as the page names them. `role` holds role and credentials in words."""

    name: str
    slug: str
    url: str
    role: str
    portrait: Picture | None
    bio: SafeString


class Reviewed(NamedTuple):
    """The medical review that holds for a text: its day, what the reviewer held, who that is, and their statement of
    interests."""

    at: datetime
    held: str
    name: str
    slug: str
    conflict: str


class ReviewLine(NamedTuple):
    """What a page says of its medical review. `standing`: "valid", "overdue", "pending" (what readers see was changed
    since) or "none", where its topic demands a review. Days are elements; `since` is when it began to be reviewed again
    before its time."""

    standing: str
    name: str = ""
    url: str = ""
    held: str = ""
    on: SafeString | str = ""
    due: SafeString | str = ""
    since: SafeString | str = ""
    at: datetime | None = None

    @property
    def is_valid(self) -> bool:
        return self.standing == "valid"


@dataclass(slots=True)
class ArticlePage:
    """All that the template of an article, guide or page shows. `authors` wrote it, `others` are who else took part,
    after the words that say how; `breadcrumb` are (label, address) from the root."""

    article: Article
    body: SafeString
    references: SafeString
    contents: SafeString
    authors: tuple[Byline, ...]
    others: tuple[tuple[str, tuple[Entry, ...]], ...]
    breadcrumb: list[tuple[str, str]]
    tags: list[Entry]
    neighbours: Neighbours
    further: list[Entry]
    crops: tuple[Crop, ...]
    is_demo: bool
    review: ReviewLine | None
    cited: list[citations.Cited]
    statements: Statements
    corrections: tuple[Corrected, ...]
    policies: Policies
    report_url: str

    @property
    def crop(self) -> Crop | None:
        """The picture that others show beside a link to the page: the widest crop there is."""
        return self.crops[0] if self.crops else None

    @property
    def published(self) -> SafeString:
        """The day of publication, as an element."""
        return on(self.article.published_at)

    @property
    def updated(self) -> SafeString | None:
        """The second date, if it is another day than the first."""
        updated = on(self.article.updated_at)
        return None if updated == self.published else updated


def live_article(slug: str) -> Article | None:
    """The published article with this slug, its pillar and hub loaded. One query, whose SQL is made once."""
    statement, params = _live()
    rows = statement.rows([slug if param == _SLUG else param for param in params])
    return _article(rows[0]) if rows else None


@functools.cache
def _live() -> tuple[Statement, tuple]:
    site = Article.objects.published().filter(kind=ArticleKind.PAGE)
    pages = {name: Exists(site.filter(slug=slug)) for name, slug in (("policy", POLICY), ("disclaimer", DISCLAIMER))}
    rows = Article.objects.published().filter(slug=_SLUG).order_by().annotate(**pages)
    rows = rows.values_list(*_ARTICLE, *_REVIEWED, *_ANSWERING, *pages, *_TOPIC)
    sql, params = rows.query.sql_with_params()
    return Statement(sql), params


def _article(row: tuple[Any, ...]) -> Article:
    """An instance without its long columns, from a row as the database driver gives it."""
    article = Article.from_db(DEFAULT_DB_ALIAS, _ARTICLE, row[: len(_ARTICLE)])
    article.published_at, article.updated_at = _aware(article.published_at), _aware(article.updated_at)
    at, held, name, slug, gone, conflict, *answering, policy, disclaimer = row[len(_ARTICLE) : -len(_TOPIC)]
    article.reviewed = at and Reviewed(_aware(at), held, FORMER if gone else name, "" if gone else slug, conflict)
    article.answering = named(*answering) if article.ai_editor_id else None
    article.policies = policies_from(has_policy=bool(policy), has_disclaimer=bool(disclaimer))
    if article.pillar_id:
        title, slug, hub, hub_title, hub_slug, review_required = row[-len(_TOPIC) :]
        article.pillar = _node(article.pillar_id, hub, title, slug)
        article.pillar.review_required = bool(review_required)
        article.pillar.parent = _node(hub, None, hub_title, hub_slug) if hub else None
    return article


def _node(*values: Any) -> Pillar:
    """A hub or pillar with the columns that pages show; the rest stays in the table."""
    return Pillar.from_db(DEFAULT_DB_ALIAS, _NODE, values)


def _aware(moment: datetime) -> datetime:
    """SQLite has no time zones; what Django writes there is UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def article_page(article: Article) -> ArticlePage:
    """Collect the page of a published article, loaded with_address(). At most six queries, whatever its length, one
    where it cites sources and one where it leads to other sites."""
    people, tags = _named(article)
    around = neighbours(article, article.pillar)
    further = further_reading.of_live(article, around)
    return assemble(article, typesetting.of(article), people=people, tags=tags, neighbours=around, further=further)


# The words before the names of who did not write it, in the order in which readers are told.
_TOOK_PART = {
    ContributorRole.CONTRIBUTOR: "With contributions by",
    ContributorRole.ILLUSTRATOR: "Illustrated by",
    ContributorRole.FACT_CHECKER: "Facts checked by",
}
# By role, those who took part in it.
People = dict[str, list[Person]]


def assemble(
    article: Article,
    text: typesetting.Typeset,
    *,
    people: People,
    tags: list[Entry],
    neighbours: Neighbours,
    further: list[Entry],
) -> ArticlePage:
    """The page of what is given: a live article's rows, or what a draft would become. At most three queries, one
    where sources are cited, one where it leads to other sites, and one where a bio does."""
    targets, authors = text.targets, people.get(ContributorRole.WRITER, [])
    for author in authors:
        targets |= references.targets(author.bio)
    # To itself, but for a section of it, nothing leads: readers are there (articles.links leaves it out of the graph).
    destinations = references.resolve(targets - {Target("article", article.pk)})
    shown = show(
        pictures=text.image_ids,
        portraits=[author.portrait for author in authors if author.portrait],
        crops=[article.lead_image_id] if article.lead_image_id else [],
        read=_PICTURES,
    )
    sources = citations.cited(text.source_ids)
    reviewed = _reviewed(article)
    around = Surroundings(destinations=destinations, pictures=shown.pictures, sources=sources)
    led = [address for author in authors for address in references.addresses(author.bio)]
    in_bios = Surroundings(destinations=destinations, sponsored=sponsoring.among(led))
    return ArticlePage(
        article=article,
        body=text.body(around),
        references=text.references(around),
        contents=text.contents_list(),
        authors=tuple([_byline(author, shown.portraits, in_bios) for author in authors]),
        others=tuple([(words, _entries(people[role])) for role, words in _TOOK_PART.items() if role in people]),
        breadcrumb=breadcrumb(article),
        tags=tags,
        neighbours=neighbours,
        further=further,
        crops=shown.crops.get(article.lead_image_id, ()),
        is_demo=any(tag.url == _DEMO for tag in tags),
        review=review_line(article),
        cited=[sources[pk] for pk in text.source_ids if pk in sources],
        statements=statements(article, _interests(authors, reviewed), is_reviewed=bool(reviewed)),
        corrections=corrected(correcting.of([article]).get(article.pk, ())),
        policies=policies(article),
        report_url=reporting.address(article.live_revision_id),
    )


def _entries(people: list[Person]) -> tuple[Entry, ...]:
    return tuple([Entry(one.name, one.slug and author_url(one.slug)) for one in people])


def _interests(authors: list[Person], reviewed: Reviewed | None) -> tuple[Interests, ...]:
    """What the authors state, and who reviewed it."""
    said = [Interests(author.name, "", author.interests) for author in authors if author.interests]
    return (*said, Interests(reviewed.name, "medical review", reviewed.conflict)) if reviewed else tuple(said)


def review_line(article: Article) -> ReviewLine | None:
    """What its page says of the medical review; None where its topic demands none and there is none. A query where
    the article was not loaded by live_article() or with its review and reviewer."""
    found = _reviewed(article)
    since = on(_aware(article.review_urgent_at)) if article.review_urgent_at else ""
    if found:
        is_overdue = article.review_due_on < timezone.localdate()
        url = found.slug and author_url(found.slug)
        days = {"on": on(found.at), "due": day(article.review_due_on), "since": since, "at": found.at}
        return ReviewLine("overdue" if is_overdue else "valid", found.name, url, found.held, **days)
    if article.review_pending_at:
        return ReviewLine("pending", on=on(article.updated_at), since=since)
    is_required = article.kind != ArticleKind.PAGE and article.pillar_id and article.pillar.review_required
    return ReviewLine("none", since=since) if is_required or since else None


def _reviewed(article: Article) -> Reviewed | None:
    if "reviewed" in vars(article):
        return article.reviewed
    if article.review_id is None:
        return None
    review = article.review
    who = review.reviewer
    slug = "" if who.anonymous_at else who.slug
    return Reviewed(review.reviewed_at, review.held, who.public_name, slug, review.conflict)


def breadcrumb(article: Article) -> list[tuple[str, str]]:
    """Home, hub, pillar and the article itself; a guide is its pillar's own page."""
    trail = trail_of(article.pillar)
    if article.kind == ArticleKind.GUIDE:
        return trail
    return [*trail, (article.title, article.get_absolute_url())]


def trail_of(pillar: Pillar | None) -> list[tuple[str, str]]:
    trail = [("Home", "/")]
    if pillar is not None:
        nodes = [pillar.parent, pillar] if pillar.parent_id else [pillar]
        trail += [(node.title, node.get_absolute_url()) for node in nodes]
    return trail


def _named(article: Article) -> tuple[People, list[Entry]]:
    """Who took part, by role and in the order of the byline; and the tags."""
    people: People = {}
    tags = []
    for _, gone, name, slug, *rest, stated, bio, part, place in _PEOPLE_AND_TAGS([article.pk]):
        if place == _TAG:
            tags.append(Entry(name, f"/topics/{slug}/"))
        else:
            person = NOBODY._replace(interests=stated) if gone else Person(name, slug, *rest, json.loads(bio), stated)
            people.setdefault(part, []).append(person)
    return people, tags


def _byline(person: Person, portraits: dict[int, Picture], around: Surroundings) -> Byline:
    return Byline(
        name=person.name,
        slug=person.slug,
        url=person.slug and author_url(person.slug),
        role=", ".join(filter(None, [person.role, _held(person)])),
        portrait=portraits.get(person.portrait),
        bio=render(person.bio, around),
    )


def _held(person: Person) -> str:
    """What has expired is not shown, also before the tick has written the line anew."""
    return "" if person.until and person.until < timezone.localdate().isoformat() else person.credentials
