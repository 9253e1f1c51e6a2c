"""What points at an article, a topic, an author or a section: each place in its sentence, those of drafts apart.

Places are those of the latest version of each text, for there they can be changed. What readers still meet and the
latest version has no longer is told beside them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.urls import reverse

from articles import permissions
from articles.enums import ArticleKind, LinkOrigin
from articles.models import Article, Pillar, RelatedLink, Revision, WorkingLink
from articles.snapshots import Snapshot
from authors.models import Author
from authors.pointing import Pointing
from content.linked import Linked, linked
from content.outline import headings
from content.references import Target
from content.upgrades import upgrade
from history.parts import fingerprint

# So many articles are shown on one page, the public ones first.
MOST = 30
_ORDER = ("-public", "working_title", "pk")


@dataclass(frozen=True)
class Aim:
    """What is pointed at: articles, topics and authors by key; with `section` only the links to this section of the
    article."""

    articles: frozenset[int] = frozenset()
    pillars: frozenset[int] = frozenset()
    section: str = ""
    authors: frozenset[int] = frozenset()

    @classmethod
    def at(cls, subject: Article | Pillar | Author, section: str = "") -> "Aim":
        """An article, or one section of it; a topic with those below it, whose addresses begin with its own; an
        author."""
        if isinstance(subject, Article):
            return cls(articles=frozenset([subject.pk]), section=section)
        if isinstance(subject, Author):
            return cls(authors=frozenset([subject.pk]))
        return cls(pillars=frozenset([subject.pk, *subject.pillars.values_list("pk", flat=True)]))

    def is_hit_by(self, target: Target) -> bool:
        if target.kind == "article":
            return target.id in self.articles and self.section in ("", target.section)
        return target.id in {"pillar": self.pillars, "author": self.authors}.get(target.kind, ())

    def rows(self) -> Q:
        """As a condition for RelatedLink."""
        section = Q(target_block_id=self.section) if self.section else Q()
        others = Q(target_pillar__in=self.pillars) | Q(target_author__in=self.authors)
        return Q(target_article__in=self.articles) & section | others


@dataclass(frozen=True, slots=True)
class Place:
    """One place that points there. `linked` is None for an article listed at the end, whose `words` are its title."""

    key: str
    origin: str
    words: str
    target: Target
    linked: Linked | None = None

    @property
    def sentence(self) -> str:
        return self.linked.sentence if self.linked else ""

    @property
    def seen(self) -> str:
        """The print of what a person sees there; another one where it was changed since."""
        return fingerprint([self.origin, self.sentence, self.words, list(self.target)])


@dataclass
class Origin:
    """An article whose latest version points there. `left`: sentences that readers still meet, and that version not."""

    article: Article
    latest: Revision
    snapshot: Snapshot
    places: list[Place]
    left: list[Linked] = field(default_factory=list)

    @property
    def is_live(self) -> bool:
        """Whether readers see the latest version."""
        return self.article.is_published and self.article.live_revision_id == self.latest.pk


@dataclass(frozen=True)
class Tally:
    """How many places of how many articles readers meet, by origin; and how many other texts point there: drafts,
    withdrawn articles, and versions that are not public yet."""

    places: dict[str, int]
    articles: int
    others: int

    @property
    def is_empty(self) -> bool:
        return not (self.articles or self.others)

    def __str__(self) -> str:
        return self.said()

    def said(self, where: str = "here") -> str:
        """In a sentence; `where` follows on “points” and “point”."""
        if self.is_empty:
            return f"Nothing points {where}."
        parts = [_number(self.places[origin], *words) for origin, words in _WORDS.items() if origin in self.places]
        verb = "points" if sum(self.places.values()) == 1 else "point"
        said = f"{_and(parts)} in {_number(self.articles, 'article')} {verb} {where}"
        others = _number(self.others, "unpublished text")
        if not parts:
            return f"Nothing that readers see points {where}; {others} {'does' if self.others == 1 else 'do'}."
        return f"{said}, and {others}." if self.others else f"{said}."


_WORDS = {
    LinkOrigin.TEXT: ("sentence",),
    LinkOrigin.CALLOUT: ("call-out",),
    LinkOrigin.LISTED: ("line at the end", "lines at the end"),
}


def tally(aim: Aim, *, by: Any) -> Tally:
    """Count without looking into texts, but into those of drafts where a section is asked for: their links are known by
    article alone. Three queries, or six."""
    rows = live(aim).order_by()
    places = dict(rows.values_list("origin").annotate(number=Count("pk")))
    articles = rows.aggregate(number=Count("article", distinct=True))["number"]
    if aim.section:
        return Tally(places, articles, len(find(aim, by=by, public=False)))
    return Tally(places, articles, _origins(aim, by).filter(public=False).count())


def to_topic_of(article: Article, user: Any) -> Pointing | None:
    """How much points at the topic whose page shows this public guide, with those links; None for anything else. Three
    queries for a guide."""
    if not (article.is_guide and article.is_published and article.pillar_id):
        return None
    counted = tally(Aim(pillars=frozenset([article.pillar_id])), by=user)
    if counted.is_empty:
        return None
    words = f"{counted.said(f'to its topic “{article.pillar}”')} The page of the topic shows this guide."
    return Pointing(words, reverse("admin:articles_pillar_links", args=[article.pillar_id]))


def told_of(author: Author, user: Any) -> Pointing | None:
    """How much points at an author. For authors.pointing."""
    counted = tally(Aim.at(author), by=user)
    if counted.is_empty or not permissions.can_see_desk(user):
        return None
    together = " Renaming and retiring from there changes these places in the same step."
    words = f"{counted}{together if permissions.can_change_authors(user) else ''}"
    return Pointing(words, reverse("admin:articles_author_links", args=[author.pk]))


def find(
    aim: Aim, *, by: Any, most: int | None = None, only: Iterable[int] | None = None, public: bool | None = None
) -> list[Origin]:
    """Where it is pointed at, as far as this person may see: public articles first, by title. Four queries.

    `most` limits the number of articles, `only` names them by key; `public` asks for those alone in which readers meet
    it, or for the others.
    """
    rows = _origins(aim, by)
    rows = rows if only is None else rows.filter(pk__in=only)
    rows = rows if public is None else rows.filter(public=public)
    articles = {one.pk: one for one in rows.without_text().order_by(*_ORDER)[:most]}
    versions = Revision.objects.filter(pk__in=[one.latest_pk for one in articles.values()]).select_related("author")
    latest = {one.article_id: one for one in versions}
    titles = dict(Article.objects.filter(pk__in=aim.articles).values_list("pk", "working_title"))
    origins = [_origin(article, latest[pk], aim, titles) for pk, article in articles.items() if pk in latest]
    _add_left(origins, aim)
    return [one for one in origins if one.places or one.left]


def keys(aim: Aim, *, by: Any, only: Iterable[int] | None = None) -> list[int]:
    """Of the articles among which find() looks, in its order. One query."""
    rows = _origins(aim, by)
    rows = rows if only is None else rows.filter(pk__in=only)
    return list(rows.order_by(*_ORDER).values_list("pk", flat=True))


def live(aim: Aim) -> QuerySet[RelatedLink]:
    """The links that readers meet, by title; to be shown in_sentence()."""
    rows = RelatedLink.objects.filter(aim.rows(), article__in=Article.objects.published())
    return rows.select_related("article").order_by("article__title", "article", "position")


def in_sentence(row: RelatedLink) -> tuple[str, str, str]:
    """What stands before a link of a live text in its sentence, its words, and what follows. No query for a row of
    live()."""
    same = (one for one in linked(upgrade(row.article.body)) if one.block_id == row.block_id)
    found = next((one for one in same if " ".join(one.words.split()) == " ".join(row.words.split())), None)
    return (found.before, found.words, found.after) if found else ("", row.words, "")


def dislodged(article: Article, snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """What others point at or know a public article by, and this version moves: the field, and words about it. Nothing
    breaks by it. One query; one more where it changes its topic, and where a section is gone."""
    columns = ("slug", "anchors", "pillar", "pillar__title")
    public = Article.objects.published().filter(pk=article.pk).order_by().values_list(*columns).first()
    if public is None:
        return
    slug, anchors, pillar, title = public
    if slug != snapshot.slug and snapshot.slug:
        yield "slug", f"Its address changes. “{slug}” will lead on; what points here stands under Links, above."
    if snapshot.pillar not in (None, pillar) and pillar:
        yield "pillar", _moved(snapshot, title)
    present = {heading.block_id for heading in headings(snapshot.body)}
    if not anchors.get("retired") and present.issuperset(anchors.get("living", ())):
        return
    to_sections = live(Aim.at(article)).exclude(target_block_id="").exclude(target_block_id__in=present)
    if lost := to_sections.count():
        links, lead = ("1 link", "leads") if lost == 1 else (f"{lost} links", "lead")
        yield "body", f"{links} of other articles {lead} to a section that is gone here, so now to the whole article."


def _moved(snapshot: Snapshot, before: str) -> str:
    """What readers meet elsewhere after a change of topic: where it stands, or for a guide, which has no address of its
    own, where links to it lead."""
    after = Pillar.objects.filter(pk=snapshot.pillar).values_list("title", flat=True).first()
    if snapshot.kind == ArticleKind.GUIDE:
        return f"“{before}” loses its guide: links to it will lead to “{after}”."
    return f"It moves from “{before}” to “{after}” and is read last there, until its place is changed."


def _origins(aim: Aim, by: Any) -> QuerySet[Article]:
    """The articles that point there, `public` where readers meet it, with `latest_pk`."""
    linking = RelatedLink.objects.filter(aim.rows()).order_by()
    keys = linking.values("article").union(_working(aim).values("article"), all=True)
    latest = Revision.objects.filter(article=OuterRef("pk")).latest_first().values("pk")[:1]
    # Not asked with Exists, which SQLite answers by reading all links to the target again for every article.
    here = Q(pk__in=linking.values("article")) & Exists(Article.objects.published().filter(pk=OuterRef("pk")))
    public = Case(When(here, then=Value(True)), default=Value(False))
    # The keys come from the side of the target, so that it is not asked of every article whether it points there.
    kept = Article.objects.kept().filter(permissions.seen(by), pk__in=keys)
    return kept.annotate(latest_pk=Subquery(latest), public=public)


def _working(aim: Aim) -> QuerySet[WorkingLink]:
    """The links of latest versions. Those to a section are known by article alone: of what readers see the graph knows
    the section, so only other versions are left to look into."""
    others = Q(target_pillar__in=aim.pillars) | Q(target_author__in=aim.authors)
    rows = WorkingLink.objects.filter(Q(target__in=aim.articles) | others).order_by()
    if not aim.section:
        return rows
    latest = Revision.objects.filter(article=OuterRef("article")).latest_first().values("pk")[:1]
    rows = rows.annotate(latest_pk=Subquery(latest))
    return rows.filter(~Q(article__live_revision=F("latest_pk")) | Q(article__live_revision=None))


def _origin(article: Article, latest: Revision, aim: Aim, titles: dict[int, str]) -> Origin:
    snapshot = Snapshot.from_dict(latest.snapshot)
    places = [
        Place(f"{article.pk}-{one.block_id}-{one.place}", _kind(one), one.words, one.target, one)
        for one in linked(snapshot.body)
        if aim.is_hit_by(one.target)
    ]
    if not aim.section:
        places += [
            Place(f"{article.pk}-listed-{pk}", LinkOrigin.LISTED, titles[pk], Target("article", pk))
            for pk in snapshot.listed
            if pk in titles
        ]
    return Origin(article, latest, snapshot, places)


def _kind(one: Linked) -> str:
    return LinkOrigin.CALLOUT if one.origin == "callout" else LinkOrigin.TEXT


def _add_left(origins: list[Origin], aim: Aim) -> None:
    behind = {one.article.pk: one for one in origins if one.article.is_published and not one.is_live}
    for pk, body in Article.objects.filter(pk__in=behind).values_list("pk", "body"):
        known = {place.sentence for place in behind[pk].places}
        hits = [one for one in linked(upgrade(body)) if aim.is_hit_by(one.target)]
        behind[pk].left = [one for one in hits if one.sentence not in known]


def _number(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or one + 's'}"


def _and(parts: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
